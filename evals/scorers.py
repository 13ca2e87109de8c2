"""Scores of one answered case. None means not scored (the measure does not apply), which is not zero."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from evals.cases import Case
from index.catalog import Catalog

Scores = dict[str, float | None]

HITS_AT = (1, 3, 5, 10)
MAX_ANSWER_WORDS = 80
MAX_CITATION = 400
MAX_PASSAGE = 1200
"""Limits of the headline (docs/evals.md): beyond them a long answer or quote would be right by its size alone."""


def normalise(text: str) -> str:
    """Return lower-case words and numbers separated by single spaces: case, accents, punctuation and articles go."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\d),(?=\d)", "", plain)
    return " ".join(word for word in re.findall(r"\w+", plain) if word not in ("a", "an", "the"))


def holds(text: str, value: str) -> bool:
    """Say whether the words of a value stand in a text, in order and whole."""
    return f" {normalise(value)} " in f" {normalise(text)} "


def _missing_groups(required: Sequence[Sequence[str]], text: str) -> list[Sequence[str]]:
    return [group for group in required if not any(holds(text, value) for value in group)]


def accuracy(case: Case, answer: Mapping[str, Any]) -> float | None:
    """Return 1.0 when every required group stands in the supported sentences (of at most 80 words together)."""
    if not case.answerable or not case.required:
        return None
    said = " ".join(s["text"] for s in answer["sentences"] if s["support"] == "supported" and s["citations"])
    right = not answer["abstained"] and len(said.split()) <= MAX_ANSWER_WORDS and not _missing_groups(case.required, said)
    return float(right)


def rests_on_evidence(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> bool:
    """Say whether a citation, neither trivial nor too long, overlaps words that a right answer rests on."""
    return any(_on_evidence(case, citation, catalog) for citation in answer["citations"])


def _on_evidence(case: Case, citation: Mapping[str, Any], catalog: Catalog) -> bool:
    value = any(holds(citation["quote"], v) for group in case.required for v in group)
    if len(citation["quote"]) > MAX_CITATION or (len(citation["quote"].split()) < 3 and not value):
        return False
    for gold in case.evidence:
        if gold.article != citation["article"] and gold.article not in citation["also_in"]:
            continue
        place = catalog.text(citation["article"]).find(gold.quote)
        if not gold.quote or (place >= 0 and citation["start"] < place + len(gold.quote) and place < citation["end"]):
            return True
    return False


def citation_precision(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return the share of the citations that overlap the gold evidence; None for an abstention, or without evidence."""
    if not case.answerable or not case.evidence or answer["abstained"] or not answer["citations"]:
        return None
    on = [_on_evidence(case, citation, catalog) for citation in answer["citations"]]
    return sum(on) / len(on)


def evidence_cited(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return 1.0 when an answer was given and a citation of it overlaps the gold evidence; None where there is none."""
    if not case.answerable or not case.evidence:
        return None
    return float(not answer["abstained"] and rests_on_evidence(case, answer, catalog))


def sentences_cited(answer: Mapping[str, Any]) -> float | None:
    """Return the share of the sentences that have a citation or are marked unsupported; None when nothing is said."""
    if not answer["sentences"]:
        return None
    kept = [bool(s["citations"]) or s["support"] == "unsupported" for s in answer["sentences"]]
    return float(sum(kept) / len(kept))


def correct_and_cited(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    """Return 1.0 when the answer is right and one of its citations overlaps the gold evidence: the headline."""
    right = accuracy(case, answer)
    return None if right is None else float(right == 1.0 and rests_on_evidence(case, answer, catalog))


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


def retrieval(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> Scores:
    """Return hit@k and reciprocal rank: where the first passage stands that contains a gold quote."""
    if not case.answerable or not case.evidence:
        return dict.fromkeys([*(f"hit@{k}" for k in HITS_AT), "reciprocal_rank"])
    rank = next((h["rank"] for h in answer["hits"] if _contains_gold(case, h, catalog)), None)
    scores: Scores = {f"hit@{k}": float(rank is not None and rank <= k) for k in HITS_AT}
    return scores | {"reciprocal_rank": 1.0 / rank if rank else 0.0}


def _contains_gold(case: Case, hit: Mapping[str, Any], catalog: Catalog) -> bool:
    text = catalog.text(hit["article"])[hit["start"] : hit["end"]][:MAX_PASSAGE]
    return any(gold.article == hit["article"] and gold.quote in text for gold in case.evidence)


def score(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> Scores:
    """Return every score of one answer."""
    if answer.get("error"):
        failed = retrieval(case, answer, catalog) if answer.get("hits") else {}
        return {
            "error": 1.0,
            "accuracy": 0.0 if case.required else None,
            "correct_and_cited": 0.0 if case.required else None,
        } | failed
    return {
        "error": 0.0,
        "accuracy": accuracy(case, answer),
        "correct_and_cited": correct_and_cited(case, answer, catalog),
        "citation_validity": citation_validity(answer, catalog),
        "citation_precision": citation_precision(case, answer, catalog),
        "evidence_cited": evidence_cited(case, answer, catalog),
        "sentences_cited": sentences_cited(answer),
        "false_answer": None if case.answerable else float(not answer["abstained"]),
        "false_abstention": float(answer["abstained"]) if case.answerable else None,
    } | retrieval(case, answer, catalog)
