"""A conversation: what was asked, and what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from rag.scope import Scope
from rag.types import Answer, Turn

Phase = Literal["waiting", "looking", "reading", "done", "stopped", "failed"]
Thumb = Literal["up", "down"]

HISTORY = 3
"""Earlier exchanges that a follow-up may lean on."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of an article with its words: the first evidence, or what came closest without an answer."""

    article: str
    title: str
    start: int
    end: int
    text: str
    article_hash: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reader thinks of an answer. ``status``: what became of the draft case made from it."""

    thumb: Thumb
    status: str


def new_key() -> str:
    """Return a name that nobody can guess."""
    return uuid4().hex


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has become of it. ``note``: why it waits or failed, in words.

    ``query``: what the reader wants searched in place of the question, None when that is left to us.

    ``answer``: None until the first evidence. ``excerpts``: the evidence while reading, the closest passages
    of an abstention; an answered question has none. ``places``: citation number and where its words stand in the
    original ("page 3", a heading), for those where that is known.

    ``key``: names the exchange among all of them. ``judgement``: None until the reader judges the answer.
    ``asked``: when, in UTC to the second. ``scope``: the articles it was asked of.
    ``instead``: the key of the exchange it takes the place of. ``judged_as``: the name of its draft case when that is not
    its key, as in a copy for another browser, whose reader judges apart. ``answered_before``: whether the answer was given
    to an earlier question, and only shown again.
    """

    question: str
    phase: Phase = "looking"
    note: str = ""
    answer: Answer | None = None
    excerpts: tuple[Excerpt, ...] = ()
    query: str | None = None
    places: tuple[tuple[int, str], ...] = ()
    judgement: Judgement | None = None
    key: str = field(default_factory=new_key, compare=False)
    asked: str = field(default_factory=_now, compare=False)
    scope: Scope = field(default_factory=Scope)
    instead: str | None = field(default=None, compare=False)
    judged_as: str = field(default="", compare=False)
    answered_before: bool = False

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.phase in ("done", "stopped", "failed")

    @property
    def waits(self) -> bool:
        """Whether others are answered first."""
        return self.phase == "reading" and bool(self.note)

    @property
    def judgeable(self) -> bool:
        """Whether there is a whole answer to judge; a failure of the engine is none."""
        return self.phase == "done" and self.answer is not None and self.answer.error is None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one window has open. ``owner``: the browser that asks, "" until the window has said which.

    ``id``: of the conversation where it is stored, "" before its first question.
    """

    owner: str = ""
    id: str = ""
    exchanges: tuple[Exchange, ...] = ()

    @property
    def running(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self.exchanges) and not self.exchanges[-1].finished


def remembered(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Return the last finished exchanges that a follow-up is read with."""
    return tuple([e for e in exchanges if e.phase == "done" and e.answer and not e.answer.error][-HISTORY:])


def history(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """Return the last finished exchanges as the turns that a follow-up is read with."""
    return tuple(Turn(e.question, e.answer.answer) for e in remembered(exchanges) if e.answer)
