"""Are the citations of a stored answer still true? Compares each with the article as it is in the index now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from index.catalog import Catalog
from index.errors import BadInputError

Verdict = Literal["there", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one citation. ``found_at``: where its words start now, None unless they moved."""

    number: int
    article: str
    verdict: Verdict
    found_at: int | None = None


def verify(answer: Mapping[str, Any], catalog: Catalog) -> list[Checked]:
    """Check every citation of an answer object. Raises `BadInputError` when it is none."""
    try:
        rows = [
            (int(c["number"]), str(c["article"]), str(c["quote"]), int(c["start"]), int(c["end"]))
            for c in answer["citations"]
        ]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadInputError(
            f"this is not an answer object ({error!r} in its citations); store one with: python -m rag --json"
        ) from error
    return [_check(catalog, *row) for row in rows]


def _check(catalog: Catalog, number: int, article: str, quote: str, start: int, end: int) -> Checked:
    about = catalog.article(article)
    if about is None or about.status != "indexed":
        return Checked(number, article, "gone")
    text = catalog.text(article)
    if quote and start >= 0 and text[start:end] == quote:
        return Checked(number, article, "there")
    place = text.find(quote) if quote else -1
    return Checked(number, article, "moved", place) if place >= 0 else Checked(number, article, "changed")
