"""Correct and cited, the headline: the right words are said, and they rest on the words they should rest on."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case
from evals.scorers.citations import cites_evidence
from evals.scorers.shown import said
from evals.scorers.words import holds_all
from index.catalog import Catalog

MAX_ANSWER_WORDS = 80
"""Beyond this a long answer would be right by its size alone."""


def holds_answer(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1.0 when every required group stands in the supported sentences (of at most 80 words together).

    None for a case without required words. Letter by letter, so a lower bound: `evals.scorers.accuracy` judges meaning.
    """
    if not case.answerable or not case.required:
        return None
    words = " ".join(said(answer))
    right = not answer["abstained"] and len(words.split()) <= MAX_ANSWER_WORDS and holds_all(words, case.required)
    return float(right)


def correct_and_cited(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return 1.0 when the answer holds the required words and one of its citations overlaps the gold evidence.

    None for a case without required words, or without evidence.
    """
    right = holds_answer(case, answer) if case.evidence else None
    return None if right is None else float(right == 1.0 and cites_evidence(case, answer, catalog))
