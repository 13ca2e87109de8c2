"""Which articles the reader means: by title or file name, by what they mention, by publisher or year."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from index.catalog import Catalog
from index.lexical import terms
from index.library import Generation
from index.types import Article, Passage
from rag.requests import Request
from rag.support import coverage, says, words

_AT_ONCE = 10_000
"""Passages asked of the catalog in one statement; SQLite takes 32,766 values."""


def originals(catalog: Catalog) -> list[Article]:
    """Return the articles that can be cited, each text once, ordered by id."""
    return [a for a in catalog.articles() if a.status == "indexed" and not a.copies_of]


def name(article: Article) -> str:
    """Return what to call an article: its title, or its id."""
    return article.title or article.id


def by_title(subject: str, articles: Sequence[Article]) -> list[Article]:
    """Return the articles whose title or file name holds all that names one, the closest first.

    All of them when none fits better than the others, one when its title is exactly what was said.
    """
    wanted = set(terms([subject])[0])
    if not wanted:
        return []
    exact = [a for a in articles if words(a.title or "") == words(subject)]
    if exact:
        return exact
    names = [f"{a.title or ''} {_file_words(a.id)}" for a in articles]
    return [a for a, own in zip(articles, terms(names), strict=True) if wanted <= set(own)]


def _file_words(article: str) -> str:
    return re.sub(r"[\W_]+", " ", PurePosixPath(article.rpartition("!/")[2]).stem)


def limited(request: Request, articles: Sequence[Article]) -> list[Article]:
    """Return the articles of the request's year or publisher; all of them when it names none."""
    if request.source is None:
        return list(articles)
    if request.source.isdigit():
        return [a for a in articles if a.date and _in_years(a.date, request)]
    return [a for a in articles if a.publisher and (says(a.publisher, request.source) or says(request.source, a.publisher))]


def _in_years(date: str, request: Request) -> bool:
    year, asked = int(date[:4]), int(request.source or 0)
    match request.relation:
        case "since":
            return year >= asked
        case "before":
            return year < asked
        case "after":
            return year > asked
        case "until":
            return year <= asked
    return year == asked


def mentioning(subject: str, generation: Generation, catalog: Catalog) -> dict[str, list[Passage]]:
    """Return the passages that mention something, by article, the articles that do it most clearly first.

    A passage mentions it when it holds all its terms (stems; stop words do not count); where the words stand together
    somewhere, only such passages count, for "white house" is not every house that is white.
    """
    wanted = sorted(set(terms([subject])[0]))
    if not wanted:
        return {}
    everything = sum(catalog.counts()) + 1
    holding = Counter(i for term in wanted for i, _ in generation.lexical(term, everything))
    ids = [i for i, _ in generation.lexical(subject, everything) if holding[i] == len(wanted)]
    passages = {p.id: p for at in range(0, len(ids), _AT_ONCE) for p in catalog.passages(ids[at : at + _AT_ONCE])}
    texts: dict[str, str] = {}
    found: dict[str, list[Passage]] = {}
    together: dict[str, list[Passage]] = {}
    for i in ids:
        if (passage := passages.get(i)) is None:
            continue
        text = texts.setdefault(passage.article, catalog.text(passage.article))
        found.setdefault(passage.article, []).append(passage)
        if len(wanted) > 1 and says_stems(passage.span.of(text), subject):
            together.setdefault(passage.article, []).append(passage)
    return together or found


def says_stems(text: str, subject: str) -> bool:
    """Say whether the text holds the subject's words in a row, whatever their endings."""
    return f" {' '.join(terms([subject])[0])} " in f" {' '.join(terms([text])[0])} "


def clearest(subject: str, sentences: Sequence[str]) -> int:
    """Return the position of the sentence that mentions the subject best: its words in a row, then most of them."""
    ranks = [(says_stems(text, subject), round(coverage(subject, text), 3), len(text.split()) > 5) for text in sentences]
    return max(range(len(sentences)), key=lambda i: (*ranks[i], -i))
