"""Hits -> the few sentences worth showing a small model, best passage first, each piece in the article's own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span
from rag.config import SOURCES
from rag.retrieve import Hit, ScoredSentence

FIRST_TOKENS = 130
"""Prompt tokens of the first passage: it holds the answer more often than all others, and its sentences explain each
other. A small model reads short text best, and its first word waits for every token read."""
OTHER_TOKENS = 80
KEEP_FROM = 0.75
"""Share of the best sentence's score that a sentence elsewhere needs: below it there is more noise than answer. On the
facts of the encyclopaedia set the gold sentence is kept in .90 of cases with 142 tokens on average."""
PASSAGES = SOURCES
"""Hits whose sentences compete for the room, unless the user chose otherwise."""


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence shown to the model. ``score``: how well it and its passage match the query, 0..3."""

    article: str
    span: Span
    text: str
    rank: int
    score: float
    similarity: float
    lexical: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring sentences of one passage: ``text == stored_text[span.start:span.end]``."""

    article: str
    span: Span
    text: str
    sentences: tuple[EvidenceSentence, ...]


def tokens_of(text: str) -> float:
    """Return about how many tokens a text takes (English prose: 4.4 characters each, and one to end the line)."""
    return len(text) / 4.4 + 1


def rank_sentences(hits: Sequence[Hit], passages: int = PASSAGES) -> list[EvidenceSentence]:
    """Return the sentences of the first ``passages`` hits, best first.

    A sentence's score is its passage's, plus how well its words meet the query's (1.0: best of all sentences), plus
    half of its own similarity and of its own BM25.
    """
    top = max((s.met for hit in hits for s in hit.sentences), default=0.0) or 1.0
    found = [_evidence(hit, s, top) for hit in hits[:passages] for s in hit.sentences]
    return sorted(found, key=lambda s: (-s.score, s.rank, s.span.start))


def _evidence(hit: Hit, sentence: ScoredSentence, top: float) -> EvidenceSentence:
    return EvidenceSentence(
        article=hit.passage.article,
        span=sentence.sentence.span,
        text=sentence.text,
        rank=hit.rank,
        score=hit.score + hit.lift + sentence.met / top + 0.5 * sentence.similarity + 0.5 * sentence.lexical,
        similarity=sentence.similarity,
        lexical=sentence.lexical,
    )


def select(
    hits: list[Hit],
    first: int = FIRST_TOKENS,
    other: int = OTHER_TOKENS,
    keep_from: float = KEEP_FROM,
    passages: int = PASSAGES,
) -> list[EvidenceSentence]:
    """Return what to show a model, best first; at least one sentence when there is a hit.

    Of the first ``passages`` hits: the surroundings of the first one's best sentence, in up to ``first`` tokens, and of the
    other sentences those that score at least ``keep_from`` of the best, in up to ``other`` tokens.
    """
    ranked = rank_sentences(hits, passages)
    chosen = _window([s for s in ranked if s.rank == 1], first)
    used = 0.0
    for sentence in ranked:
        if sentence.score < keep_from * ranked[0].score:
            break
        cost = tokens_of(sentence.text)
        if sentence in chosen or used + cost > other:
            continue
        chosen.append(sentence)
        used += cost
    return sorted(chosen, key=lambda s: (-s.score, s.rank, s.span.start))


def _window(ranked: list[EvidenceSentence], tokens: int) -> list[EvidenceSentence]:
    """The best sentence of a passage and as many neighbours, the better side first, as there is room for."""
    if not ranked:
        return []
    order = sorted(ranked, key=lambda s: s.span.start)
    low = high = order.index(ranked[0])
    used = tokens_of(ranked[0].text)
    while True:
        near = [i for i in (low - 1, high + 1) if 0 <= i < len(order) and used + tokens_of(order[i].text) <= tokens]
        if not near:
            return order[low : high + 1]
        best = max(near, key=lambda i: order[i].score)
        used += tokens_of(order[best].text)
        low, high = min(low, best), max(high, best)


def pieces(sentences: list[EvidenceSentence], hits: list[Hit]) -> list[Piece]:
    """Put sentences into reading order, passage by passage (the one with the best sentence first), neighbours joined."""
    order = list(dict.fromkeys(s.rank for s in sentences))
    by_place = sorted(sentences, key=lambda s: (order.index(s.rank), s.span.start))
    runs: list[list[EvidenceSentence]] = []
    for sentence in by_place:
        if runs and runs[-1][-1].rank == sentence.rank and _adjacent(runs[-1][-1], sentence, hits):
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return [_piece(run, hits) for run in runs]


def _adjacent(left: EvidenceSentence, right: EvidenceSentence, hits: list[Hit]) -> bool:
    hit = hits[left.rank - 1]
    start = hit.passage.span.start
    return not hit.text[left.span.end - start : right.span.start - start].strip()


def _piece(run: list[EvidenceSentence], hits: list[Hit]) -> Piece:
    hit = hits[run[0].rank - 1]
    span = Span(run[0].span.start, run[-1].span.end)
    start = hit.passage.span.start
    return Piece(run[0].article, span, hit.text[span.start - start : span.end - start], tuple(run))
