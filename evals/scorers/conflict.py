"""Scores of an answer to a question on which articles disagree. None means not scored, which is not zero."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case
from evals.scorers.shown import said
from evals.scorers.words import holds

TAG = "conflict"
MEASURES = ("all_right_values", "wrong_undisputed", "values_right", "strict_values")


def score_conflict(case: Case, answer: Mapping[str, Any]) -> dict[str, float | None]:
    """Return the four scores of a case tagged "conflict"; for any other case none of them applies.

    ``all_right_values``: every required group stands in a supported sentence or in a side. ``wrong_undisputed``: a value
    of ``conflicting`` stands in the answer, and not as one side among others. ``values_right``: of the values shown
    (the sides, else the short answer) the share that holds a required value; None when no value is shown.
    ``strict_values``: all right values, and no wrong one anywhere.
    """
    if TAG not in case.tags or not case.required:
        return {}
    sides = [[side["value"] for side in conflict["sides"]] for conflict in answer["conflicts"]]
    shown = [*said(answer), *(value for values in sides for value in values)]
    right = all(_held(shown, group) for group in case.required)
    wrong = [value for value in case.conflicting if _held(shown, [value])]
    undisputed = [v for v in wrong if not any(len(values) > 1 and _held(values, [v]) for values in sides)]
    values = [value for own in sides for value in own] or [answer["short_answer"]] * bool(answer["short_answer"])
    held = [any(_held([value], group) for group in case.required) for value in values]
    return {
        "all_right_values": float(right),
        "wrong_undisputed": float(bool(undisputed)),
        "values_right": sum(held) / len(held) if held else None,
        "strict_values": float(right and not wrong),
    }


def _held(texts: list[str], values: list[str] | tuple[str, ...]) -> bool:
    return any(holds(text, value) for text in texts for value in values)
