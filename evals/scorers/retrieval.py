"""Retrieval: where in the ranking do the passages stand that hold the gold quotes? Computed by ir-measures.

What is relevant are the gold quotes: a passage found earlier than others that hold the same quote is the one that counts.
A passage that holds two of them stands for two places of the ranking in nDCG, so that no order is better than the ideal.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ir_measures import R, calc_aggregate, nDCG

from evals.cases import Case
from index.catalog import Catalog

Scores = dict[str, float | None]

HITS_AT = (1, 3, 5, 10)
MAX_PASSAGE = 1200
"""Characters of a passage that count: a longer one would hold the quote by its size alone."""
MEASURES = (*(f"hit@{k}" for k in HITS_AT), "recall@5", "recall@10", "ndcg@10", "reciprocal_rank")


def retrieval(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> Scores:
    """Return hit@k, recall@k, nDCG@10 and the reciprocal rank; all None without gold evidence.

    hit@k: one of the first k passages contains a gold quote. recall@k: the share of the gold quotes that they contain.
    nDCG@10 (Järvelin & Kekäläinen 2002, binary gain) is 1.0 when the first places are all gold, and no gold is left.
    """
    if not case.answerable or not case.evidence:
        return dict.fromkeys(MEASURES)
    gold = list(dict.fromkeys(case.evidence))
    left = {f"gold {i}": evidence for i, evidence in enumerate(gold)}
    firsts: dict[int, list[str]] = {}
    for hit in answer["hits"]:
        held = [name for name, evidence in left.items() if _contains(hit, evidence.article, evidence.quote, catalog)]
        for name in held:
            del left[name]
        firsts[hit["rank"]] = held
    first = min((rank for rank, held in firsts.items() if held), default=None)
    scores: Scores = {f"hit@{k}": float(first is not None and first <= k) for k in HITS_AT}
    for k in (5, 10):
        scores[f"recall@{k}"] = _measure(R @ 1000, firsts, k, len(gold))
    return scores | {"ndcg@10": _measure(nDCG, firsts, 10, len(gold)), "reciprocal_rank": 1.0 / first if first else 0.0}


def _measure(measure: Any, firsts: Mapping[int, Sequence[str]], k: int, gold: int) -> float:  # noqa: ANN401  untyped library
    """Compute one measure of the first k passages; ``firsts``: by rank, the gold quotes a passage is the first to hold."""
    ranking = [name for rank in range(1, k + 1) for name in firsts.get(rank) or [f"passage {rank}"]]
    run = {"query": {name: float(len(ranking) - place) for place, name in enumerate(ranking)}}
    qrels = {"query": {f"gold {i}": 1 for i in range(gold)}}
    return float(calc_aggregate([measure], qrels, run)[measure])


def _contains(hit: Mapping[str, Any], article: str, quote: str, catalog: Catalog) -> bool:
    """Say whether a passage holds a gold quote; in a copy of the article it is the same words."""
    held = quote in catalog.text(hit["article"])[hit["start"] : hit["end"]][:MAX_PASSAGE]
    return held and (article == hit["article"] or article in catalog.copies(hit["article"]))
