"""Citations: true to the articles, pointing at the gold evidence, and leaving none of it out.

Precision and recall are those of retrieval, with gold quotes as what is relevant and citations as what is returned.
(ALCE, Gao et al. 2023, means by these names whether a citation entails its sentence; here that is ``support_rate``.)
"""

import re
from collections.abc import Mapping
from typing import Any

from evals.cases import Case, GoldEvidence
from evals.scorers.words import holds
from index.catalog import Catalog

MAX_CITATION = 400
MIN_CITATION_WORDS = 3
"""A longer quote would overlap the evidence by its size alone, a shorter one by chance, unless it holds the value."""


def citation_validity(answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return 1.0 when every invariant of citations holds: exact words, inside the evidence, markers one to one."""
    if not answer["citations"] and not answer["sentences"]:
        return None
    for c in answer["citations"]:
        inside = any(
            e["article"] == c["article"] and e["start"] <= c["start"] and c["end"] <= e["end"] for e in answer["evidence"]
        )
        if catalog.text(c["article"])[c["start"] : c["end"]] != c["quote"] or not inside:
            return 0.0
    markers = {int(n) for n in re.findall(r"\[(\d+)\]", answer["answer"])}
    used = {n for s in answer["sentences"] for n in s["citations"]}
    known = [c["number"] for c in answer["citations"]]
    return float(markers == used == set(known) and known == list(range(1, len(known) + 1)))


def cites_evidence(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> bool:
    """Say whether a citation, neither trivial nor too long, overlaps words that a right answer rests on."""
    return any(_overlapped(case, citation, catalog) for citation in answer["citations"])


def citation_precision(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return the share of the citations that overlap the gold evidence; None for an abstention, or without evidence."""
    if not case.answerable or not case.evidence or answer["abstained"] or not answer["citations"]:
        return None
    on = [bool(_overlapped(case, citation, catalog)) for citation in answer["citations"]]
    return sum(on) / len(on)


def citation_recall(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return the share of the gold quotes that a citation overlaps; None for an abstention, or without evidence."""
    if not case.answerable or not case.evidence or answer["abstained"]:
        return None
    cited = {gold for citation in answer["citations"] for gold in _overlapped(case, citation, catalog)}
    return len(cited) / len(set(case.evidence))


def evidence_cited(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return 1.0 when an answer was given and a citation of it overlaps the gold evidence; None where there is none."""
    if not case.answerable or not case.evidence:
        return None
    return float(not answer["abstained"] and cites_evidence(case, answer, catalog))


def sentences_cited(answer: Mapping[str, Any]) -> float | None:
    """Return the share of the sentences that have a citation or are marked unsupported; None when nothing is said."""
    if not answer["sentences"]:
        return None
    kept = [bool(s["citations"]) or s["support"] == "unsupported" for s in answer["sentences"]]
    return float(sum(kept) / len(kept))


def _overlapped(case: Case, citation: Mapping[str, Any], catalog: Catalog) -> set[GoldEvidence]:
    """Return the gold evidence that a citation overlaps, in the article itself or in a copy of it."""
    value = any(holds(citation["quote"], v) for group in case.required for v in group)
    if len(citation["quote"]) > MAX_CITATION or (len(citation["quote"].split()) < MIN_CITATION_WORDS and not value):
        return set()
    found = set()
    for gold in case.evidence:
        if gold.article != citation["article"] and gold.article not in citation["also_in"]:
            continue
        place = catalog.text(citation["article"]).find(gold.quote)
        if not gold.quote or (place >= 0 and citation["start"] < place + len(gold.quote) and place < citation["end"]):
            found.add(gold)
    return found
