"""Abstention: answering what the articles do not answer, and refusing what they do."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case


def false_answer(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1.0 when a question was answered that the articles do not answer; None where they do."""
    return None if case.answerable else float(not answer["abstained"])


def false_abstention(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1.0 when a question was refused that the articles answer; None where they do not."""
    return float(answer["abstained"]) if case.answerable else None
