"""What a citation says about its article, read from the catalog: one place for every way of answering."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.catalog import Catalog
from index.errors import BadInputError
from index.types import Article, Span
from rag.cite import Source, number
from rag.compose import quote
from rag.evidence import EvidenceSentence
from rag.support import coverage
from rag.types import Answer, EvidenceSpan


def place_of(words: str, text: str) -> int | None:
    """Return where the words start in a text, None when they do not stand there; white space may differ."""
    if not words.strip():
        return None
    if (exact := text.find(words)) >= 0:
        return exact
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return found.start() if found else None


_SAME_FROM = 0.7
"""Share of a sentence's content words that stand in the other one, from which a copy only says it again."""
_FIGURE = re.compile(r"\d+")


class Quoting:
    """Turns spans of articles into citable sources. ``also``: articles that may hold the same words besides copies."""

    def __init__(self, catalog: Catalog, also: Iterable[str] = ()) -> None:
        self._catalog = catalog
        self._also = frozenset(also)
        self._articles: dict[str, Article] = {}
        self._groups: dict[str, frozenset[str]] = {}

    def article(self, article: str) -> Article:
        """Return what is known of an article. Raises `BadInputError` when it was removed meanwhile."""
        if article not in self._articles:
            found = self._catalog.article(article)
            if found is None:
                raise BadInputError(f"article {article!r} was removed while the question was answered; ask again")
            self._articles[article] = found
        return self._articles[article]

    def group(self, article: str) -> frozenset[str]:
        """Return the ids of the article and its copies: together they are one source."""
        if article not in self._groups:
            self._groups[article] = frozenset((article, *self._catalog.copies(article)))
        return self._groups[article]

    def distinct(self, sentences: Sequence[EvidenceSentence]) -> list[EvidenceSentence]:
        """Leave out what a copy says in nearly the words of a sentence before it: both are one source, cited once."""
        kept: list[EvidenceSentence] = []
        for sentence in sentences:
            if not any(self._repeats(sentence, other) for other in kept):
                kept.append(sentence)
        return kept

    def _repeats(self, sentence: EvidenceSentence, other: EvidenceSentence) -> bool:
        if sentence.article == other.article or sentence.article not in self.group(other.article):
            return False
        figures = set(_FIGURE.findall(sentence.text)) <= set(_FIGURE.findall(other.text))
        return figures and coverage(sentence.text, other.text) >= _SAME_FROM

    def source(self, sentence: EvidenceSentence, start: int, end: int) -> Source:
        """Return the source for the part ``start..end`` (offsets into its text) of a sentence."""
        about = self.article(sentence.article)
        words = sentence.text[start:end]
        others = (self._also | self.group(sentence.article)) - {sentence.article}
        return Source(
            article=sentence.article,
            title=about.title,
            publisher=about.publisher,
            date=about.date,
            article_hash=about.text_hash or "",
            span=Span(sentence.span.start + start, sentence.span.start + end),
            quote=words,
            also_in=tuple(sorted(o for o in others if place_of(words, self._catalog.text(o)) is not None)),
        )

    def told(self, blank: Answer, sentences: Sequence[EvidenceSentence], keep: str | None = None) -> Answer:
        """Return ``blank`` with the sentences as its answer, each quoted whole (a very long one around ``keep``)."""
        drafts = [quote(sentence, self.source, keep) for sentence in sentences]
        said, citations = number(drafts)
        spans = dict.fromkeys(EvidenceSpan(s.article, s.span.start, s.span.end) for s in sentences)
        return replace(blank, sentences=said, citations=citations, evidence=tuple(spans))
