"""A small model reads the evidence for one question: what it answers, and how sure one may be of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import prompts
from rag import compose
from rag.answerable import ReadSignals
from rag.cite import Draft
from rag.compose import MakeSource
from rag.evidence import EvidenceSentence, Piece
from rag.llm import LanguageModel, abstains
from rag.retrieve import Hit
from rag.support import examine

TOKENS = 48


class Reader(LanguageModel, Protocol):
    """A model that also tells how near it was to refusing."""

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return the log-probability that the reply begins with ``constant``."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the model made of the evidence.

    ``drafts``: the sentences of the articles that hold its reply, none when it refused or nothing backs it. ``short``:
    the reply itself, when they say it. ``signals``: None without drafts.
    """

    drafts: tuple[Draft, ...]
    short: str | None
    signals: ReadSignals | None


NOTHING = Outcome((), None, None)


def read(
    model: Reader,
    query: str,
    hits: Sequence[Hit],
    chosen: Sequence[EvidenceSentence],
    shown: Sequence[Piece],
    source_of: MakeSource,
    stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Have the model copy the answer out of the evidence, and find the sentences that say it. Raises `EngineError`.

    ``chosen``: the sentences of the evidence; ``shown``: the same as the pieces of text the model is given.
    """
    prompt = prompts.load("read")
    filled = prompt.fill(evidence="\n\n".join(piece.text for piece in shown), question=query)
    reply = ""
    for delta in model.stream(*filled, TOKENS):
        if stopped():
            return NOTHING
        reply += delta
    if abstains(reply, prompts.ABSTAIN):
        return NOTHING
    drafts, short = compose.ground(reply, query, chosen, source_of)
    if not drafts or stopped():
        return NOTHING
    source = drafts[0].sources[0]
    backing = next(s for s in chosen if s.article == source.article and s.span.start <= source.span.start < s.span.end)
    held = examine(query, backing.text, " ".join((*(s.text for s in chosen), source.title or "")))
    wrong, doubtful = ({word.split()[0] for word in words} for words in (held.wrong, held.doubtful))
    signals = ReadSignals(
        refusal=model.refusal(*filled, prompts.ABSTAIN),
        similarity=backing.similarity,
        best=max(s.similarity for hit in hits for s in hit.sentences),
        margin=hits[0].score - (hits[1].score if len(hits) > 1 else 0.0),
        denied=float("negation" in wrong),
        contradicted=float(bool(wrong - {"negation"})),
        unnamed=float("name" in doubtful),
    )
    return Outcome(tuple(drafts), short, signals)
