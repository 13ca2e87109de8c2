"""Slips: whether what a model made up is shown as if the articles said it."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case
from evals.scorers.words import holds

TAG = "slip"


def slip_shown(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1.0 when a made-up value (``conflicting``) stands in a sentence that is not marked unsupported.

    None for cases that are not tagged "slip". Their replies are written by hand: one sentence right, one not.
    """
    if TAG not in case.tags or not case.conflicting:
        return None
    shown = [s["text"] for s in answer["sentences"] if s["support"] != "unsupported"]
    return float(any(holds(text, value) for value in case.conflicting for text in [*shown, answer["short_answer"] or ""]))
