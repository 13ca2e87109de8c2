"""Which articles questions use, in words: what a filter lets through, and what is wrong with one. Pure."""

from collections import Counter
from collections.abc import Sequence

from index.types import Article
from rag.scope import Scope
from web import words


def usable(articles: Sequence[Article]) -> list[Article]:
    """Return the articles that a question could use: those that are indexed."""
    return [article for article in articles if article.status == "indexed"]


def admitted(scope: Scope, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that questions use under a filter."""
    return [article for article in usable(articles) if _admits(scope, article)]


def told(scope: Scope, articles: Sequence[Article]) -> str:
    """Return "5 of 12 articles: The Paper, since 2020", or "all 12 articles" when nothing is filtered."""
    total = words.count(len(usable(articles)), "article")
    if scope == Scope():
        return words.ALL_ARTICLES.format(articles=total)
    parts = [*scope.publishers, *(words.SCOPE_TAG.format(tag=tag) for tag in scope.tags)]
    parts += [words.SINCE_TOLD.format(date=scope.since)] if scope.since else []
    parts += [words.UNTIL_TOLD.format(date=scope.until)] if scope.until else []
    left = f"{len(admitted(scope, articles)):,}"
    return words.SOME_ARTICLES.format(left=left, articles=total, filter=", ".join(parts))


def wrong(scope: Scope, articles: Sequence[Article]) -> str | None:
    """Return what is wrong with a filter in a sentence, None when it can be used."""
    if scope.since and scope.until and scope.until < scope.since:
        return words.UNTIL_BEFORE_SINCE
    return None if admitted(scope, articles) else words.NOTHING_LEFT


def publishers(articles: Sequence[Article]) -> list[tuple[str, int]]:
    """Return each publisher and its number of articles, the most first."""
    return _most_first(Counter(article.publisher for article in usable(articles) if article.publisher))


def tags(articles: Sequence[Article]) -> list[tuple[str, int]]:
    """Return each tag and its number of articles, the most first."""
    return _most_first(Counter(tag for article in usable(articles) for tag in set(tags_of(article))))


def scope_of(fields: object) -> Scope:
    """Return the filter that the fields of a form stand for; whatever is no text counts as not filled in."""

    def dated(name: str) -> str | None:
        value = getattr(fields, name, None)
        return value if isinstance(value, str) and value.strip() else None

    def chosen(name: str) -> tuple[str, ...]:
        values = getattr(fields, name, None)
        return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()

    return Scope(dated("since"), dated("until"), chosen("publishers"), chosen("tags"))


def tags_of(article: Article) -> tuple[str, ...]:
    """Return the tags of an article, none where the index keeps none."""
    return tuple(getattr(article, "tags", ()))


def _admits(scope: Scope, article: Article) -> bool:
    """Tell whether every field that is filled holds; dates are compared as far as both are known."""
    date, since, until = article.date or "", scope.since or "", scope.until or ""
    if (since or until) and not date:
        return False
    if (since and date < since[: len(date)]) or (until and date[: len(until)] > until[: len(date)]):
        return False
    named = not scope.publishers or article.publisher in scope.publishers
    return named and (not scope.tags or not set(scope.tags).isdisjoint(tags_of(article)))


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0].casefold()))
