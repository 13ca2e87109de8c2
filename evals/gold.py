"""Where the gold quotes of a case were along the pipeline: found, given to the model, cited; and a sentence that says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evals.cases import Case, GoldEvidence
from evals.scorers.retrieval import MAX_PASSAGE
from index.catalog import Catalog
from index.errors import BadInputError
from index.types import Span
from rag.phrases import listed

Given = Literal["whole", "part", "not"]
Step = Literal["case", "search", "choice", "reading", "showing", "citing", "refusing", "engine"]
"""Where a case can go wrong; `evals.why.STEPS` says what each means."""


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A gold quote, the words of an article that a right answer rests on, and how far it came.

    ``stored``: it stands word for word in the stored text of its article (None: the index holds no such article).
    ``rank``: of the first passage that holds it whole; ``part_rank``: of the first that holds any of it;
    ``article_rank``: of the first passage of its article. ``given``: how much of it the answer was made from.
    ``cited``: numbers of the citations that overlap it. Copies of the article count as the article.
    """

    article: str
    quote: str
    stored: bool | None
    rank: int | None = None
    part_rank: int | None = None
    article_rank: int | None = None
    given: Given = "not"
    cited: tuple[int, ...] = ()


def places(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> tuple[GoldPlace, ...]:
    """Return the place of each gold quote of a case in one answer, in the order of the case."""
    return tuple(_place(gold, answer, catalog) for gold in dict.fromkeys(case.evidence))


def _place(gold: GoldEvidence, answer: Mapping[str, Any], catalog: Catalog) -> GoldPlace:
    try:
        spans = {name: _spans(gold.quote, catalog.text(name)) for name in (gold.article, *catalog.copies(gold.article))}
    except BadInputError:
        return GoldPlace(gold.article, gold.quote, None)
    whole = {hit["rank"] for hit in answer["hits"] if _inside(spans, hit, MAX_PASSAGE) or _of(spans, hit, gold)}
    part = {hit["rank"] for hit in answer["hits"] if _overlaps(spans, hit)}
    given: Given = "not"
    if any(_overlaps(spans, e) for e in answer["evidence"]):
        given = "whole" if any(_inside(spans, e) or _of(spans, e, gold) for e in answer["evidence"]) else "part"
    return GoldPlace(
        gold.article,
        gold.quote,
        bool(spans[gold.article]),
        min(whole, default=None),
        min(part, default=None),
        min((hit["rank"] for hit in answer["hits"] if hit["article"] in spans), default=None),
        given,
        tuple(c["number"] for c in answer["citations"] if _overlaps(spans, c)),
    )


def journey(place: GoldPlace, name: str, answer: Mapping[str, Any], *, right: bool = False) -> tuple[Step, str]:
    """Return where a gold quote was lost, and say so. ``right``: the answer is right without it."""
    made = "among the sentences chosen to quote" if answer["engine"] == "extractive" else "given to the model"
    number = len(answer["hits"])
    if place.stored is None:
        return "case", f"{name} is in {place.article}, which is not in the index."
    if not place.stored:
        return "case", f"{name} does not stand in {place.article} word for word, so nothing can match it: mend the case."
    if place.given != "not":
        told = f"Only a part of {name[:1].lower()}{name[1:]}" if place.given == "part" else name
        rank = f" (passage {place.rank})" if place.rank else ""
        end = "too" if right else _end(place, answer)
        return "reading", f"{told} was {made}{rank}{' ' if right else ', '}{end}."
    if place.rank is not None:
        if not answer["evidence"]:
            return "choice", f"{name} is in passage {place.rank}, but the question was refused before anything was read."
        return "choice", f"{name} is in passage {place.rank}, but was not {made}."
    if not number:
        return "search", f"{name} is in {place.article}, and nothing was searched for."
    if place.part_rank is not None:
        return (
            "search",
            f"{name} is whole in none of the {number} passages found; a part of it is in passage {place.part_rank}.",
        )
    if place.article_rank is not None:
        other = f"the nearest that is from {place.article} is passage {place.article_rank}, another part of it"
        return "search", f"{name} is in none of the {number} passages found; {other}."
    return "search", f"{name} is in none of the {number} passages found, and none of them is from {place.article}."


def _end(place: GoldPlace, answer: Mapping[str, Any]) -> str:
    """Say what was made of a gold quote that was at hand."""
    if answer["abstained"]:
        return "and the question was refused all the same"
    if place.cited:
        return "and is cited, but what is missing was not taken from it"
    cited = _cited_ranks(answer)
    if len(cited) == 1 and place.rank in cited:
        return "but another sentence of that passage was taken"
    return f"but the answer was taken from {sources(answer)}"


def _cited_ranks(answer: Mapping[str, Any]) -> dict[int | None, str]:
    """Return the ranks of the passages that are cited, with their articles; None for a passage that was not a hit."""
    ranks: dict[int | None, str] = {}
    for c in answer["citations"]:
        hits = (h for h in answer["hits"] if h["article"] == c["article"])
        overlap = (h["rank"] for h in hits if h["start"] < c["end"] and c["start"] < h["end"])
        ranks.setdefault(next(overlap, None), c["article"])
    return ranks


def sources(answer: Mapping[str, Any]) -> str:
    """Name where the cited words stand: "passage 2 (a.txt)"."""
    ranks = _cited_ranks(answer)
    return listed(
        [f"passage {r} ({name})" if r else f"a further passage of {name}" for r, name in ranks.items()] or ["none"]
    )


def _spans(quote: str, text: str) -> list[Span]:
    """Where a quote stands in a text; without words of its own it is the whole text."""
    if not quote:
        return [Span(0, len(text) or 1)]
    return [Span(*found.span()) for found in re.finditer(re.escape(quote), text)]


def _of(spans: Mapping[str, list[Span]], piece: Mapping[str, Any], gold: GoldEvidence) -> bool:
    """Say whether a piece is of the article, where the article is all that is known."""
    return not gold.quote and piece["article"] in spans


def _inside(spans: Mapping[str, list[Span]], piece: Mapping[str, Any], longest: int | None = None) -> bool:
    end = piece["end"] if longest is None else min(piece["end"], piece["start"] + longest)
    return any(piece["start"] <= span.start and span.end <= end for span in spans.get(piece["article"], ()))


def _overlaps(spans: Mapping[str, list[Span]], piece: Mapping[str, Any]) -> bool:
    return any(piece["start"] < span.end and span.start < piece["end"] for span in spans.get(piece["article"], ()))
