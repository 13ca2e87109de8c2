"""Which articles questions use, in words: what a filter lets through, and what is wrong with one. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from index.errors import BadInputError
from index.types import Article
from rag.scope import Scope, folded
from web import words


def usable(articles: Sequence[Article]) -> list[Article]:
    """Return the articles that a question could use: those that are indexed."""
    return [article for article in articles if article.status == "indexed"]


def admitted(scope: Scope, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that questions use under a filter."""
    return [article for article in usable(articles) if scope.admits(article)]


def told(scope: Scope, articles: Sequence[Article]) -> str:
    """Return "5 of 12 articles: The Paper, since 2020", or "all 12 articles" when nothing is filtered."""
    total = words.count(len(usable(articles)), "article")
    if not scope.restricts:
        return words.ALL_ARTICLES.format(articles=total)
    return words.SOME_ARTICLES.format(left=f"{len(admitted(scope, articles)):,}", articles=total, filter=scope)


def publishers(articles: Sequence[Article]) -> list[tuple[str, int]]:
    """Return each publisher and its number of articles, the most first."""
    return _most_first(article.publisher for article in usable(articles) if article.publisher)


def tags(articles: Sequence[Article]) -> list[tuple[str, int]]:
    """Return each tag and its number of articles, the most first."""
    return _most_first(tag for article in usable(articles) for tag in article.tags)


def scope_of(given: object) -> Scope:
    """Return the filter that the fields of a form stand for; whatever is no text counts as not filled in.

    Raises `BadInputError` as `Scope.from_json` does.
    """

    def dated(name: str) -> str | None:
        value = getattr(given, name, None)
        return value if isinstance(value, str) and value.strip() else None

    def chosen(name: str) -> tuple[str, ...]:
        values = getattr(given, name, None)
        return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()

    fields = {"since": dated("since"), "until": dated("until")}
    return Scope.from_json({**fields, "publishers": chosen("publishers"), "tags": chosen("tags")})


def checked(scope: Scope, articles: Sequence[Article]) -> Scope:
    """Return a filter that leaves something. Raises `BadInputError` for one that does not."""
    if not admitted(scope, articles):
        raise BadInputError(words.NOTHING_LEFT)
    return scope


def _most_first(names: Iterable[str]) -> list[tuple[str, int]]:
    """Count names as a filter compares them, each written as it was found first."""
    written: dict[str, str] = {}
    counted = Counter(folded(name) for name in names if folded(name) and written.setdefault(folded(name), name))
    return sorted(((written[name], number) for name, number in counted.items()), key=lambda row: (-row[1], folded(row[0])))
