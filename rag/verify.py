"""Are the citations of a stored answer still true? Compares each with the articles as they are in the index now."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from index.catalog import Catalog
from index.errors import BadInputError
from index.types import Article
from rag.quoting import place_of

Verdict = Literal["there", "moved", "changed", "gone"]

REMOVED = "removed"
"""What a conversation keeps of a quote whose article was removed."""

_ALIKE = 0.6
"""Share of a quote's words that a sentence must hold, in their order, to be what became of it."""
_MOST_ADDED = 8
"""Words of what was added before or after a quote that are shown; the sentence around it may be long."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one citation.

    ``found_in`` and ``found_at``: the article that holds its words now and where they start, None unless they moved.
    ``difference``: the quote turned into the sentence that stands there now, "[-312-]{+213+} cables"; None unless it
    changed and such a sentence is left.
    """

    number: int
    article: str
    verdict: Verdict
    found_in: str | None = None
    found_at: int | None = None
    difference: str | None = None


@dataclass(frozen=True, slots=True)
class _Cited:
    number: int
    article: str
    quote: str
    start: int
    end: int
    article_hash: str | None


def is_withheld(quote: str, start: int, end: int) -> bool:
    """Whether a citation holds only the word "removed" in place of the words that it quoted."""
    return quote == REMOVED and end - start != len(REMOVED)


def verify(answer: Mapping[str, Any], catalog: Catalog) -> list[Checked]:
    """Check every citation of an answer object. Raises `BadInputError` when it is none."""
    try:
        cited = [
            _Cited(
                int(c["number"]), str(c["article"]), str(c["quote"]), int(c["start"]), int(c["end"]), c.get("article_hash")
            )
            for c in answer["citations"]
        ]
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise BadInputError(
            f"this is not an answer object ({error!r} in its citations); store one with: python -m rag --json"
        ) from error
    articles = {article.id: article for article in catalog.articles() if article.status == "indexed"}
    return [_check(catalog, articles, citation) for citation in cited]


def _check(catalog: Catalog, articles: Mapping[str, Article], cited: _Cited) -> Checked:
    """Look in the article, then for its text under another id, then for the words anywhere else."""
    here = cited.article in articles
    text = catalog.text(cited.article) if here else ""
    if cited.quote and cited.start >= 0 and text[cited.start : cited.end] == cited.quote:
        return Checked(cited.number, cited.article, "there")
    if is_withheld(cited.quote, cited.start, cited.end):  # which words they were, nobody knows any more
        return Checked(cited.number, cited.article, "changed" if here else "gone")
    if (place := place_of(cited.quote, text)) is not None:
        return Checked(cited.number, cited.article, "moved", cited.article, place)
    if moved := _under_its_hash(catalog, articles, cited):
        return moved
    difference = _difference(cited.quote, _sentences(catalog, cited.article, text)) if here else None
    if difference is None and (moved := _elsewhere(catalog, articles, cited)):
        return moved
    return Checked(cited.number, cited.article, "changed" if here else "gone", difference=difference)


def _under_its_hash(catalog: Catalog, articles: Mapping[str, Article], cited: _Cited) -> Checked | None:
    """The article's whole text, unchanged, under another id."""
    for article in articles.values():
        if cited.article_hash and article.text_hash == cited.article_hash:
            place = place_of(cited.quote, catalog.text(article.id))
            return Checked(cited.number, cited.article, "moved", article.id, place) if place is not None else None
    return None


def _elsewhere(catalog: Catalog, articles: Mapping[str, Article], cited: _Cited) -> Checked | None:
    """The only text that holds the words; where several do, none can be said to be the one that was cited."""
    found: dict[str | None, tuple[str, int]] = {}
    for article in articles.values():
        if (place := place_of(cited.quote, catalog.text(article.id))) is not None:
            found.setdefault(article.text_hash, (article.id, place))
    return Checked(cited.number, cited.article, "moved", *found.popitem()[1]) if len(found) == 1 else None


def _sentences(catalog: Catalog, article: str, text: str) -> list[str]:
    """The sentences of an article and, as a title may be cited, the lines above them."""
    spans = [row[0].span for row in catalog.sentences(p.id for p in catalog.passages_of(article))]
    head = text[: spans[0].start] if spans else text
    return [*head.splitlines(), *(span.of(text) for span in spans)]


def _difference(quote: str, sentences: list[str]) -> str | None:
    """The words of the quote turned into those of the sentence nearest to it, on one line; None when none is near."""
    words = quote.split()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    best, nearest = (_ALIKE, 0.0), None
    for sentence in sentences:
        matcher.set_seq1(sentence.split())
        kept = sum(block.size for block in matcher.get_matching_blocks()) / max(len(words), 1)
        if kept >= best[0] and (kept, matcher.ratio()) > best:
            best, nearest = (kept, matcher.ratio()), sentence
    return _marked(words, nearest.split()) if nearest else None


def _marked(before: list[str], after: list[str]) -> str:
    told: list[str] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for n, (step, i, j, k, m) in enumerate(steps):
        if step == "equal":
            told.append(" ".join(before[i:j]))
            continue
        added = after[k:m]
        if len(added) > _MOST_ADDED and i == j and n in (0, len(steps) - 1):
            added = ["\u2026", *added[-_MOST_ADDED:]] if n == 0 else [*added[:_MOST_ADDED], "\u2026"]
        removed = f"[-{' '.join(before[i:j])}-]" if i < j else ""
        told.append(removed + (f"{{+{' '.join(added)}+}}" if added else ""))
    return " ".join(told)
