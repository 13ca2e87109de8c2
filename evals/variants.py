"""The same question otherwise: with a typing error, in other words, or with the evidence in another order.

A case that went well should go well again. The rules are made so that what is asked stays the same; which word is
mistyped follows from the case's id, so that every run mistypes the same.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

import prompts
from evals.cases import Case
from evals.result import Result
from rag.answer import MAX_QUESTION
from rag.reading import Reader

TYPO, WORDING, ORDER = "typo", "wording", "order"
KINDS = (TYPO, WORDING, ORDER)
_OPENINGS = (
    (r"in what\b", "in which"),
    (r"what year\b", "which year"),
    (r"what is the name of\b", "what is"),
    (r"who (was|is|were|are)\b", r"which person \1"),
    (r"who\b", "which person"),
    (r"where\b", "in which place"),
    (r"why\b", "for what reason"),
    (r"how many\b", "what number of"),
    (r"how much\b", "what amount of"),
    (r"when\b", "at what time"),
    (r"which\b", "what"),
    (r"what\b", "which"),
)
_FRAME = "please tell me "
_MISTYPED = re.compile(r"(?<![^\W\d_])(?!(?:which|where|whose)\b)[a-z]{5,}(?![^\W\d_])")


def variant(case: Case, kind: str) -> Case | None:
    """Return the case asked otherwise, None when it offers nothing to change. An `ORDER` variant has the same words."""
    asked: str | None = case.question
    if kind == TYPO:
        asked = mistyped(case.question, case.id)
    elif kind == WORDING:
        asked = reworded(case.question)
    if asked is None:
        return None
    name = f"{case.id}~{kind}"
    return replace(case, id=name, question=asked, raw={**case.raw, "id": name, "question": asked})


def mistyped(question: str, seed: str) -> str | None:
    """Return the question with two neighbouring letters swapped inside a plain word; names and numbers stay whole."""
    words = list(_MISTYPED.finditer(question))
    drawn = int(sha256(seed.encode()).hexdigest(), 16)
    places = [
        at
        for word in (words[drawn % len(words) :] + words[: drawn % len(words)] if words else ())
        for at in range(word.start() + 1, word.end() - 2)
        if question[at] != question[at + 1]
    ]
    if not places:
        return None
    at = places[0]
    return question[:at] + question[at + 1] + question[at] + question[at + 2 :]


def reworded(question: str) -> str | None:
    """Return the question with another opening, as a request; None when its opening is not among those known."""
    for opening, other in _OPENINGS:
        said, changed = re.subn(rf"^{opening}", other, question.strip(), count=1, flags=re.I)
        if changed and len(said) + len(_FRAME) <= MAX_QUESTION:
            return f"{_FRAME}{said.rstrip('?')}".strip()
    return None


class Reordered:
    """A reader that is given the pieces of the evidence in reverse order."""

    def __init__(self, model: Reader) -> None:
        self.name = f"{model.name}, evidence reversed"
        self._model = model

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the reply to the prompt with its evidence reversed."""
        return self._model.stream(system, _reversed(user), max_tokens)

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return how near the model is to refusing the prompt with its evidence reversed."""
        return self._model.refusal(system, _reversed(user), constant)


def _reversed(user: str) -> str:
    before, after = prompts.load("read").user.split("$evidence")
    asked = user.rfind(after.split("$")[0])
    evidence = user[len(before) : asked]
    return before + "\n\n".join(reversed(evidence.split("\n\n"))) + user[asked:]


def robustness(case: Case, others: Mapping[str, Result]) -> dict[str, float | None]:
    """Return the share of a case's variants (by their ids) that still go well, all together and by kind."""
    scores: dict[str, float | None] = {}
    for kind in KINDS:
        other = others.get(f"{case.id}~{kind}")
        scores[f"robustness_{kind}"] = None if other is None else float(bool(other.good))
    held = [value for value in scores.values() if value is not None]
    return {"robustness": sum(held) / len(held) if held else None, **scores}
