"""Accuracy: would a person accept the answer? Judged by `evals.matching`, fitted to other verdicts of people."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case
from evals.matching.match import matches
from evals.scorers.shown import said


def accuracy(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1.0 when the supported sentences, or the short answer, match a value of every required group.

    None for a case without required words. The question is taken as it was searched, so that a follow-up stands alone.
    """
    if not case.answerable or not case.required:
        return None
    if answer["abstained"]:
        return 0.0
    texts = [" ".join(said(answer)), answer["short_answer"] or ""]
    return float(all(any(matches(answer["query"], text, group) for text in texts) for group in case.required))
