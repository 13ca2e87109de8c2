"""Where a reader finds quoted words in the original: on which page, below which heading."""

from index.catalog import Catalog


def standing(catalog: Catalog, article: str, at: int) -> str | None:
    """Return what a reader looks up to find position ``at`` of the stored text ("page 3", a heading), None if unknown."""
    return catalog.place(article, at)
