"""A question's scope put to the index: what is searched, and what the reader is told of it."""

from dataclasses import dataclass, replace

from index.catalog import Catalog
from index.library import Generation
from index.limited import LimitedGeneration
from rag import phrases
from rag.scope import Scope
from rag.types import Event


@dataclass(frozen=True, slots=True)
class Within:
    """What to search. ``notice``: that it is not everything. ``missing``: that it is nothing at all."""

    generation: Generation
    notice: str | None = None
    missing: str | None = None

    def noted(self, event: Event) -> Event:
        """Return the event with the notice in its answer."""
        if self.notice is None:
            return event
        return replace(event, answer=replace(event.answer, notices=(self.notice, *event.answer.notices)))


def narrow(scope: Scope | None, generation: Generation, catalog: Catalog) -> Within:
    """Limit a catalog to the articles that a scope admits, and return what to search beside it.

    Nothing is limited, and nothing said, where all articles are admitted.
    """
    if scope is None or not scope.restricts:
        return Within(generation)
    indexed = [article for article in catalog.articles() if article.status == "indexed"]
    chosen = [article.id for article in indexed if scope.admits(article)]
    if len(chosen) == len(indexed):
        return Within(generation)
    if not chosen:
        return Within(generation, missing=phrases.NONE_CHOSEN.format(scope=scope))
    catalog.limit_to(chosen)
    told = phrases.ONLY_CHOSEN.format(number=len(chosen), articles=phrases.articles(len(indexed)), scope=scope)
    return Within(LimitedGeneration(generation, catalog), told)
