"""Follow-ups: is what the question leaves unsaid found? Scored by what the rewritten query retrieved."""

from collections.abc import Mapping
from typing import Any

from evals.cases import Case
from evals.scorers.retrieval import retrieval
from index.catalog import Catalog


def follow_up_found(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return 1.0 when one of the first five passages holds a gold quote, for a question that came with a history.

    None for any other case. (`python -m evals.followups` compares queries with people's own rewrites.)
    """
    return retrieval(case, answer, catalog)["hit@5"] if case.history else None
