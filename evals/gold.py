"""Where the gold quotes of a case were along the pipeline: found at which rank, given to the model, cited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evals.cases import Case, GoldEvidence
from evals.scorers.retrieval import MAX_PASSAGE
from index.catalog import Catalog
from index.errors import BadInputError
from index.types import Span

Given = Literal["whole", "part", "not"]


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
