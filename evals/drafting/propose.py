"""Facts -> drafts: a question for each fact that passes all checks, and after every few a near miss of one of them."""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.drafting.facts import Fact, plan
from evals.drafting.form import asks_for
from evals.drafting.near_miss import NearMiss, NearMisses
from evals.drafting.questions import Asked, Questions
from evals.drafting.required import required
from evals.drafting.statements import Statements
from rag.llm import LanguageModel

SOURCE = "articles"
_ANSWERABLE_EACH = 3
"""Answerable drafts for each near miss: about one in four is not answerable."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line of the draft file, or None and the reason why there is none."""

    draft: dict[str, Any] | None
    dropped: str | None = None


class Drafter:
    """Proposes drafts that are not there yet."""

    def __init__(self, model: LanguageModel, statements: Statements, seed: int, before: Sequence[Mapping[str, Any]]) -> None:
        """``before``: the drafts that the file holds already, whatever was decided about them."""
        self._seed = seed
        self._statements = statements
        self._ids = {raw["id"] for raw in before}
        self._facts = [
            fact for fact in plan(statements.all, seed) if _id(fact.article, fact.quote, fact.answer) not in self._ids
        ]
        self._questions = Questions(model, statements, [raw["question"] for raw in before])
        self._near_misses = NearMisses(statements)
        self._untried: list[Asked] = []
        self._answerable = sum(raw["answerable"] for raw in before)
        self._near = len(before) - self._answerable

    def proposals(self) -> Iterator[Proposal]:
        """Yield one proposal after the other, until no fact is left. Raises `EngineError` when the model fails."""
        for asked in self._questions.ask(self._facts):
            if asked.dropped:
                yield Proposal(None, asked.dropped)
                continue
            self._answerable += 1
            yield Proposal(_answerable(asked.question, asked.fact))
            self._untried.append(asked)
            if self._answerable >= _ANSWERABLE_EACH * (self._near + 1) and (near := self._near_miss()):
                self._near += 1
                yield Proposal(near)

    def _near_miss(self) -> dict[str, Any] | None:
        """Return a near miss of one of the questions that none was tried of yet, the newest first."""
        while self._untried:
            asked = self._untried.pop()
            miss = self._near_misses.of(asked.question, asked.fact, random.Random(f"{self._seed} {asked.question}"))
            if miss and _id(miss.question) not in self._ids:
                return _not_answerable(asked.question, asked.fact, miss)
        return None


def _answerable(question: str, fact: Fact) -> dict[str, Any]:
    note = f"Does the quote answer exactly this question, and nothing else in the articles? Asked for: {fact.answer!r}."
    if fact.leans:
        note += " The quote leans on the sentence before it: does the question name the right one?"
    return {
        "id": _id(fact.article, fact.quote, fact.answer),
        "question": question,
        "answerable": True,
        "required": [required(fact.answer, fact.shape)],
        "about": fact.article,
        "evidence": [{"article": fact.article, "quote": fact.quote}],
        "tags": ["fact", asks_for(question)],
        "draft": {"status": "open", "source": SOURCE, "note": note},
    }


def _not_answerable(question: str, fact: Fact, miss: NearMiss) -> dict[str, Any]:
    note = (
        f"Made of {question!r} by putting {miss.put!r} for {miss.instead_of!r}. Nowhere do three neighbouring sentences "
        f"hold {miss.put!r} with another name of the question or half of its other words. Do the articles really leave it "
        "unanswered?"
    )
    return {
        "id": _id(miss.question),
        "question": miss.question,
        "answerable": False,
        "required": [],
        "about": fact.article,
        "evidence": [],
        "tags": ["adversarial"],
        "draft": {"status": "open", "source": SOURCE, "note": note},
    }


def _id(*parts: str) -> str:
    return f"draft-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"
