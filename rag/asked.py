"""One thing that is asked, and what was found for it."""

from dataclasses import dataclass

from index.catalog import Catalog
from index.library import Generation
from rag import answerable
from rag.dated import Found, find
from rag.retrieve import Hit


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked, with what was found for it. ``about``: the articles are about this at all.

    ``query``: what the hits are read for, which is the question without what their dates have answered.
    ``likely``: how likely the articles are about it, 0..1.
    """

    asked: str
    found: Found
    about: bool
    quotable: bool
    with_vectors: bool
    likely: float

    @property
    def query(self) -> str:
        """What the hits are read for."""
        return self.found.query

    @property
    def hits(self) -> list[Hit]:
        """The passages found, best first."""
        return self.found.hits


def look_for(query: str, generation: Generation, catalog: Catalog) -> Part:
    """Search the articles for one question, and judge whether they are about it."""
    found = find(query, generation, catalog)
    if not any(hit.sentences for hit in found.hits):
        return Part(query, found, about=False, quotable=False, with_vectors=False, likely=0.0)
    signals = answerable.measure(found.search, found.hits, generation.rarity)
    with_vectors = generation.why_keywords_only() is None
    return Part(
        query,
        found,
        answerable.worth_reading(signals, with_vectors=with_vectors),
        answerable.worth_quoting(signals, with_vectors=with_vectors),
        with_vectors,
        answerable.probability(signals, with_vectors=with_vectors),
    )
