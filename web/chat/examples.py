"""Questions to click in an empty conversation, such that the indexed folder answers them."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.catalog import Catalog
from index.errors import FootnoteError
from index.library import Library
from index.types import Article
from rag.naming import originals
from web.chat.phrasing import Phrasing

OFFERED = 4
CASES = "questions.jsonl"
"""A case file that lies beside the articles (as in ``seeds/``) says what can be asked of them."""
_MOST_BYTES = 1_000_000
_READ, _PASSAGES = 12, 6
"""Articles, and passages at the beginning of each, that are read for questions: the page waits for them."""
_KINDS = ("fact", "list", "why", "date")


def examples(folder: Path, library: Library) -> tuple[str, ...]:
    """Return up to `OFFERED` questions: one of each kind from the case file, else made from the articles."""
    return tuple(_from_cases(folder / CASES) or _from_articles(library))[:OFFERED]


def _from_cases(path: Path) -> list[str]:
    chosen: dict[str, str] = {}
    for question, tags in _answerable(path):
        for kind in set(_KINDS).intersection(tags):
            chosen.setdefault(kind, question)
    return [chosen[kind] for kind in _KINDS if kind in chosen]


def _answerable(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield question and tags of the answerable cases; a file that is no case file yields nothing."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return
        lines = path.read_text(encoding="utf-8").split("\n")
        cases = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError):
        return
    for case in cases:
        if isinstance(case, dict) and case.get("answerable") is True and isinstance(case.get("question"), str):
            tags = case.get("tags")
            yield (
                case["question"],
                [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
            )


def _from_articles(library: Library) -> list[str]:
    """Return a question from each of the first articles that give one, then what their titles allow.

    The same for the same index: a click names an example by its place among them.
    """
    try:
        with library.catalog() as catalog:
            articles = originals(catalog)
            made = (_from_sentences(article, catalog) for article in articles[:_READ])
            found = list(islice((question for question in made if question), OFFERED))
    except FootnoteError:
        return []  # not indexed yet
    return found + [f"What does \u201c{article.title}\u201d say?" for article in articles if article.title]


def _from_sentences(article: Article, catalog: Catalog) -> str | None:
    """Return the first question that the beginning of an article answers, None when it gives none."""
    text = catalog.text(article.id)
    phrasing = Phrasing(article.title or "", text)
    passages = [passage.id for passage in catalog.passages_of(article.id)[:_PASSAGES]]
    sentences = (row.span.of(text) for row, _ in catalog.sentences(passages))
    questions = (phrased for n, said in enumerate(sentences) for phrased in phrasing.questions(said, n))
    return next((phrased.question for phrased in questions), None)
