"""What a report is made from, and the little of it that every format says in the same way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evals.cases import BadCase
from evals.compare import Comparison
from evals.result import Result
from evals.why import Why

Change = Literal["broken", "fixed", "other answer", "same", "new"]
CHANGES: dict[Change, str] = {
    "broken": "It went well before, and no longer does.",
    "fixed": "It did not go well before, and now does.",
    "other answer": "The answer reads otherwise than before, with the same verdict.",
    "same": "The answer is the same as before.",
    "new": "The baseline does not hold this case.",
}
"""What became of a case since the baseline, in the order in which the cases are shown."""


@dataclass(frozen=True, slots=True)
class Report:
    """A run to report on. ``why``: of each result, in the same order (`evals.why.explain`).

    ``cases_file``, ``articles``: what was asked and where, as it was typed. ``before``, ``comparison``: the baseline,
    None without one. ``left_out``: lines of the case file that are no cases.
    """

    title: str
    cases_file: str
    articles: str
    summary: Mapping[str, Any]
    results: Sequence[Result]
    why: Sequence[Why]
    before: Sequence[Result] | None = None
    comparison: Comparison | None = None
    left_out: Sequence[BadCase] = ()

    @property
    def notes(self) -> list[str]:
        """The notices that answers came with, each once."""
        return list(dict.fromkeys(notice for result in self.results for notice in result.answer["notices"]))

    @property
    def engines(self) -> str:
        """The engines that answered, with numbers of cases where there are several."""
        counts = Counter(result.answer["engine"] for result in self.results).most_common()
        return ", ".join(f"{name} ({n} cases)" if len(counts) > 1 else name for name, n in counts)


def change(result: Result, before: Result | None, comparison: Comparison) -> Change:
    """Return what became of a case since the baseline; ``before``: its result there."""
    if before is None:
        return "new"
    if result.case.id in comparison.broken:
        return "broken"
    if result.case.id in comparison.fixed:
        return "fixed"
    return "same" if _said(result) == _said(before) else "other answer"


def _said(result: Result) -> tuple[str, bool, bool]:
    return result.answer["answer"], result.answer["abstained"], bool(result.answer["error"])
