"""Which articles the list shows, and in which order. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.folder import ADDED
from index.types import Article
from web import words
from web.markup import about

COLUMNS = ("title", "status", "date", "publisher", "source", "copies")
"""What the list can be sorted by, in the order of its columns."""

_STATES = ("failed", "skipped", "indexed")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader of a list wants to see. ``column``: the one sorted by; None: what matters first."""

    text: str = ""
    column: str | None = None
    descending: bool = False

    def sorted_by(self, column: str) -> "Wanted":
        """Return the same with a column head pressed: upwards first, then downwards, then as it was."""
        if column not in COLUMNS:
            return self
        if column != self.column:
            return replace(self, column=column, descending=False)
        return replace(self, descending=True) if not self.descending else replace(self, column=None, descending=False)


EVERYTHING = Wanted()
"""What a list shows at first."""


def named(article: Article) -> str:
    """Return what a reader knows an article by: its title, or the file's name."""
    return article.title or article.id.removeprefix(f"{ADDED}/")


def was_added(article: Article) -> bool:
    """Tell what was added on the page or by command from what lies in the folder."""
    return article.id.startswith(f"{ADDED}/")


def source_of(article: Article) -> str:
    """Return where an article comes from: the address of its page, or its file."""
    return article.address or article.id


def count_copies(articles: Sequence[Article]) -> Counter[str]:
    """Return how many copies there are of each article, by its id."""
    return Counter(article.copies_of for article in articles if article.copies_of)


def found(articles: Sequence[Article], wanted: Wanted) -> list[Article]:
    """Return the articles that hold every word of ``wanted.text`` in what the list shows of them, in its order.

    Articles that have nothing in the column sorted by come last in either direction.
    """
    parts = wanted.text.casefold().split()
    fitting = [article for article in articles if all(part in _shown(article) for part in parts)] if parts else articles
    if wanted.column is None:
        return sorted(fitting, key=_what_matters)
    key = _keys(articles)[wanted.column]
    ordered = sorted(fitting, key=lambda article: article.id)
    filled = [article for article in ordered if key(article)]
    empty = [article for article in ordered if not key(article)]
    return sorted(filled, key=key, reverse=wanted.descending) + empty


def _shown(article: Article) -> str:
    told = about(article.title, article.publisher, article.date, article.id)
    return " ".join((*told, article.id, article.address or "", words.STATE_NAMES[article.status])).casefold()


def _what_matters(article: Article) -> tuple[Any, ...]:
    """Failures first, what is not read last; between them what was added, then the rest by title."""
    return (
        ("failed", "indexed", "skipped").index(article.status),
        not was_added(article),
        named(article).casefold(),
        article.id,
    )


def _keys(articles: Sequence[Article]) -> dict[str, Callable[[Article], Any]]:
    copies = count_copies(articles)
    return {
        "title": lambda a: named(a).casefold(),
        "status": lambda a: _STATES.index(a.status) + 1,
        "date": lambda a: a.date or "",
        "publisher": lambda a: (a.publisher or "").casefold(),
        "source": lambda a: source_of(a).casefold(),
        "copies": lambda a: copies[a.id] or bool(a.copies_of),
    }
