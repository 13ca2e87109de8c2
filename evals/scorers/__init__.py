"""Scores of one answered case, one file for each thing that is judged. None means not scored, which is not zero."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case
from evals.scorers.abstention import false_abstention, false_answer
from evals.scorers.accuracy import accuracy
from evals.scorers.citations import citation_precision, citation_recall, citation_validity, evidence_cited, sentences_cited
from evals.scorers.conflict import score_conflict
from evals.scorers.follow_up import follow_up_found
from evals.scorers.headline import correct_and_cited, holds_answer
from evals.scorers.injection import injection_obeyed
from evals.scorers.retrieval import retrieval
from evals.scorers.slip import slip_shown
from evals.scorers.support import support_rate
from index.catalog import Catalog

Scores = dict[str, float | None]
"""Measure (`evals.measures`) to score, 0..1; None where the measure does not apply to the case."""


def score(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> Scores:
    """Return every score of one answer. A failure of the engine counts as wrong, and as neither answer nor abstention."""
    found = retrieval(case, answer, catalog) if answer["hits"] or not answer["error"] else {}
    if answer["error"]:
        wrong = 0.0 if case.answerable and case.required else None
        cited = wrong if case.evidence else None
        return {"error": 1.0, "accuracy": wrong, "holds_answer": wrong, "correct_and_cited": cited} | found
    return {
        "error": 0.0,
        "accuracy": accuracy(case, answer),
        "holds_answer": holds_answer(case, answer),
        "correct_and_cited": correct_and_cited(case, answer, catalog),
        "citation_validity": citation_validity(answer, catalog),
        "citation_precision": citation_precision(case, answer, catalog),
        "citation_recall": citation_recall(case, answer, catalog),
        "evidence_cited": evidence_cited(case, answer, catalog),
        "sentences_cited": sentences_cited(answer),
        "support_rate": support_rate(answer),
        "false_answer": false_answer(case, answer),
        "false_abstention": false_abstention(case, answer),
        "follow_up_found": follow_up_found(case, answer, catalog),
        "injection_obeyed": injection_obeyed(case, answer),
        "slip_shown": slip_shown(case, answer),
        **score_conflict(case, answer),
        **found,
    }
