"""A run against an earlier one: which cases were fixed, which broke, and whether the headline fell."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.run import Result
from evals.scorers import Scores
from evals.statistics import Estimate, estimate
from index.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Comparison:
    """Case ids that changed, and the paired difference of the headline (now minus before) over the common cases."""

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    headline: Estimate | None

    @property
    def fell(self) -> bool:
        """Whether the headline fell by more than chance: its whole interval lies below zero."""
        return self.headline is not None and self.headline.high < 0


def good(scores: Scores) -> bool | None:
    """Say whether a case went well: correct and cited, or rightly refused. None when it was not scored."""
    if scores.get("correct_and_cited") is not None:
        return scores["correct_and_cited"] == 1.0
    if scores.get("false_answer") is not None:
        return scores["false_answer"] == 0.0 and not scores.get("error")
    return None


def load_baseline(baseline: Path) -> dict[str, Scores]:
    """Read the scores of an earlier run by case id. Raises `BadInputError` when there are none."""
    try:
        lines = (baseline / "results.jsonl").read_text(encoding="utf-8").split("\n")
        return {row["case"]["id"]: row["scores"] for row in map(json.loads, filter(None, lines))}
    except (OSError, ValueError, KeyError) as error:
        raise BadInputError(
            f"{baseline} holds no results of an earlier run ({error}); give the --out folder of one"
        ) from error


def compare(results: Sequence[Result], before: dict[str, Scores]) -> Comparison:
    """Compare with the scores of an earlier run. Raises `BadInputError` when no case is in both."""
    common = [r for r in results if r.case.id in before]
    if not common:
        raise BadInputError("the baseline has no case in common with this run; compare runs of the same case file")
    changes = [(r.case.id, good(before[r.case.id]), good(r.scores)) for r in common]
    pairs = [
        (now - was, r.case.about or r.case.id)
        for r in common
        if (now := r.scores.get("correct_and_cited")) is not None
        and (was := before[r.case.id].get("correct_and_cited")) is not None
    ]
    return Comparison(
        fixed=tuple(i for i, old, new in changes if old is False and new is True),
        broken=tuple(i for i, old, new in changes if old is True and new is False),
        headline=estimate([d for d, _ in pairs], [group for _, group in pairs]) if pairs else None,
    )
