"""The few sentences that tell what an article, or the articles on a topic, are about. They are quoted, never rewritten."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.catalog import Catalog, unpack
from index.embed import Vectors
from index.lexical import terms
from index.types import Span
from rag.evidence import EvidenceSentence, rank_sentences
from rag.retrieve import Hit

MOST_SENTENCES = 4
MOST_WORDS = 80
_SHORTEST, _LONGEST = 6, 45
"""Words of a sentence that can stand in a summary: shorter ones are headings, longer ones leave no room for others."""
_LEAD = 0.25
"""What being the first sentence is worth beside centrality (0..1); it falls to nothing at the end of the article."""
_REPEATS = 0.6
"""What likeness to a sentence already chosen costs (maximal marginal relevance)."""
_LEANING = 0.3
_LEANS = re.compile(
    r"(?:it|its|he|she|they|his|her|their|this|that|these|those|but|and|however|also|such|then|there|here|so|"
    r"[\"\u201c\u2018'])(?:\b|(?<=\W))",
    re.I,
)
_WHOLE = re.compile(r"[.!?][\"'\u2019\u201d)]*$")
_ABOUT_FROM = 0.6
_SENTENCE_FROM = 0.35
"""Shares of a topic's term weight: what passage and title together, and what the sentence itself must hold."""
_LIST_MARK = re.compile(r"(?:[-*+\u2022]|#{1,6}|\d{1,3}[.)])\s+(?=\S)")


def sentences_of(article: str, catalog: Catalog) -> tuple[list[EvidenceSentence], Vectors | None]:
    """Return an article's sentences in reading order and their vectors, shape (sentences, dimensions), None without."""
    text = catalog.text(article)
    stored = catalog.sentences(passage.id for passage in catalog.passages_of(article))
    stored.sort(key=lambda row: row[0].span.start)
    found = [plain(article, row[0].span, text) for row in stored]
    blobs = [blob for _, blob in stored if blob is not None]
    return found, np.stack([unpack(blob) for blob in blobs]) if blobs and len(blobs) == len(stored) else None


def plain(article: str, span: Span, text: str) -> EvidenceSentence:
    """Return a span of an article's stored text, without a list mark before it, as a sentence that no search scored."""
    mark = _LIST_MARK.match(span.of(text))
    own = Span(span.start + mark.end(), span.end) if mark else span
    return EvidenceSentence(article, own, own.of(text), rank=1, score=0.0, similarity=0.0, lexical=0.0)


def summary(sentences: Sequence[EvidenceSentence], vectors: Vectors | None) -> list[EvidenceSentence]:
    """Return up to `MOST_SENTENCES` central sentences in reading order, together at most `MOST_WORDS` words.

    Centrality is nearness to the mean of the sentences; early sentences count more, for articles say first what
    they are about; what leans on the sentence before it ("It ...") or repeats a chosen one counts less.
    """
    usable = [i for i, s in enumerate(sentences) if _usable(s.text)] or list(range(len(sentences)))[:1]
    if not usable:
        return []
    like = _likeness(sentences, vectors)
    central = like[:, usable].mean(axis=1)
    central = central / (central.max() or 1.0)
    score = {
        i: float(central[i]) + _LEAD * (1 - i / len(sentences)) - _LEANING * bool(_LEANS.match(sentences[i].text))
        for i in usable
    }
    chosen = [usable[0]]
    room = MOST_WORDS - _length(sentences[usable[0]])
    while len(chosen) < MOST_SENTENCES:
        open_ = [i for i in usable if i not in chosen and _length(sentences[i]) <= room]
        if not open_:
            break
        best = max(open_, key=lambda i: (score[i] - _REPEATS * max(float(like[i, j]) for j in chosen), -i))
        chosen.append(best)
        room -= _length(sentences[best])
    return [sentences[i] for i in sorted(chosen)]


def _usable(text: str) -> bool:
    return _SHORTEST <= len(text.split()) <= _LONGEST and bool(_WHOLE.search(text)) and "\n" not in text


def _length(sentence: EvidenceSentence) -> int:
    return len(sentence.text.split())


def _likeness(sentences: Sequence[EvidenceSentence], vectors: Vectors | None) -> Vectors:
    """How alike each two sentences are, 0..1, shape (sentences, sentences): by their vectors, else by shared terms."""
    if vectors is None:
        found = terms([s.text for s in sentences])
        known = {term: column for column, term in enumerate(Counter(term for own in found for term in own))}
        vectors = np.zeros((len(sentences), len(known) + 1), dtype=np.float32)
        for row, own in zip(vectors, found, strict=True):
            row[[known[term] for term in own] or [len(known)]] = 1.0
            row /= np.linalg.norm(row)
    return np.asarray(vectors @ vectors.T, dtype=np.float32)


def about(
    subject: str, hits: Sequence[Hit], titles: Mapping[str, str], rarity: Callable[[str], float], words: int = MOST_WORDS
) -> list[EvidenceSentence]:
    """Return the best sentences about a topic among the hits, best first, no two alike, at most ``words`` words.

    ``titles``: by article. ``rarity``: inverse document frequency of a stemmed term. [] when no passage holds enough
    of the topic's terms.
    """
    weight = {term: rarity(term) for term in set(terms([subject])[0])}
    of_rank = {(s.rank, s.span): s.score for s in rank_sentences(hits, len(hits))}
    scored: list[EvidenceSentence] = []
    for hit in hits:
        texts = [f"{titles.get(hit.passage.article, '')} {hit.text}", *(s.text for s in hit.sentences)]
        whole, *shares = [_share(weight, own) for own in terms(texts)]
        for share, sentence in zip(shares, hit.sentences, strict=True):
            if whole >= _ABOUT_FROM and share >= _SENTENCE_FROM and _usable(sentence.text):
                span = sentence.sentence.span
                score = of_rank[hit.rank, span] + share - _LEANING * bool(_LEANS.match(sentence.text))
                scored.append(EvidenceSentence(hit.passage.article, span, sentence.text, hit.rank, score, 0.0, 0.0))
    chosen: list[EvidenceSentence] = []
    for candidate in sorted(scored, key=lambda s: (-s.score, s.rank, s.span.start)):
        used = sum(_length(s) for s in chosen)
        if len(chosen) < MOST_SENTENCES and used + _length(candidate) <= words and not _repeats(candidate, chosen):
            chosen.append(candidate)
    return chosen


def _share(weight: Mapping[str, float], own: Sequence[str]) -> float:
    total = sum(weight.values())
    return sum(weight.get(term, 0.0) for term in set(own)) / total if total else 0.0


def _repeats(candidate: EvidenceSentence, chosen: Sequence[EvidenceSentence]) -> bool:
    own = set(terms([candidate.text])[0])
    return any(len(own & set(other)) > 0.6 * len(own) for other in terms([s.text for s in chosen])) if chosen else False
