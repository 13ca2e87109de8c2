"""A language model writes a question for each fact, and reads each that passes the checks back against its sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import prompts
from evals.drafting.check import problem
from evals.drafting.facts import Fact
from evals.drafting.statements import Statements, key_terms
from rag.llm import LanguageModel, abstains
from rag.support import says

_TOKENS = 60
_AT_ONCE = 8
"""Facts whose questions are written before any is read back: going to and fro costs a local model its prompt cache."""
_FURTHER = 5
"""Words by which what was read back may be longer than the answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact with the question written for it. ``dropped``: why it is no draft, None when nothing was found against it."""

    fact: Fact
    question: str
    dropped: str | None


class Questions:
    """Writes questions; no two drafts ask the same."""

    def __init__(self, model: LanguageModel, statements: Statements, known: Sequence[str]) -> None:
        """``known``: questions that are drafts already."""
        self._model = model
        self._statements = statements
        self._known = {_key(question) for question in known}

    def ask(self, facts: Sequence[Fact]) -> Iterator[Asked]:
        """Yield each fact with its question. Raises `EngineError` when the model fails."""
        for at in range(0, len(facts), _AT_ONCE):
            written = [(fact, self._write(fact)) for fact in facts[at : at + _AT_ONCE]]
            for fact, question in written:
                dropped = problem(question, fact, self._statements) or self._repeated(question)
                if not dropped and not self._reads_back(question, fact):
                    dropped = "read back, it has another answer"
                if not dropped:
                    self._known.add(_key(question))
                yield Asked(fact, question, dropped)

    def _write(self, fact: Fact) -> str:
        prompt = prompts.load("draft").fill(
            title=fact.title, before=_line(fact.before), sentence=_line(fact.quote), answer=_line(fact.answer)
        )
        reply = "".join(self._model.stream(*prompt, _TOKENS)).strip()
        return _line(reply.splitlines()[0]) if reply else ""

    def _reads_back(self, question: str, fact: Fact) -> bool:
        prompt = prompts.load("read").fill(evidence=_line(fact.quote), question=question)
        reply = "".join(self._model.stream(*prompt, _TOKENS))
        if abstains(reply, prompts.ABSTAIN) or len(reply.split()) > len(fact.answer.split()) + _FURTHER:
            return False
        return says(reply, fact.answer) or (fact.shape == "name" and says(fact.answer, reply))

    def _repeated(self, question: str) -> str | None:
        return "asked before" if _key(question) in self._known else None


def _key(question: str) -> frozenset[str]:
    return frozenset(key_terms(question))


def _line(text: str) -> str:
    return " ".join(text.split())
