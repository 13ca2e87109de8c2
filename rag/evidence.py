"""Hits -> the few sentences worth showing a small model, best passage first, each piece in the article's own words."""

from dataclasses import dataclass

from index.types import Span
from rag.retrieve import Hit, ScoredSentence

TOKENS = 180
"""Prompt tokens of evidence. A small model reads short text best, and its first word waits for every token read."""
KEEP_FROM = 0.75
"""Share of the best sentence's score that a sentence needs: below it there is more noise than answer. On the facts of
the encyclopaedia set the gold sentence is kept in .87 of cases with 109 tokens on average; filling 130 tokens with
whatever comes next keeps it in .86."""
PASSAGES = 5
"""Hits whose sentences compete for the room."""


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """A sentence shown to the model. ``score``: how well it and its passage match the query, 0..2."""

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


def score_of(hit: Hit, sentence: ScoredSentence) -> float:
    """Score a sentence: its passage's score, plus half of its own similarity and of its own BM25."""
    return hit.score + 0.5 * sentence.similarity + 0.5 * sentence.lexical


def rank_sentences(hits: list[Hit]) -> list[EvidenceSentence]:
    """Return the sentences of the first `PASSAGES` hits, best first."""
    found = [
        EvidenceSentence(hit.passage.article, s.sentence.span, s.text, hit.rank, score_of(hit, s), s.similarity, s.lexical)
        for hit in hits[:PASSAGES]
        for s in hit.sentences
    ]
    return sorted(found, key=lambda s: (-s.score, s.rank, s.span.start))


def select(hits: list[Hit], tokens: int = TOKENS, keep_from: float = KEEP_FROM) -> list[EvidenceSentence]:
    """Return the best sentences that fit the budget, best first; at least one when there is a hit."""
    chosen: list[EvidenceSentence] = []
    used = 0.0
    for sentence in rank_sentences(hits):
        if chosen and sentence.score < keep_from * chosen[0].score:
            break
        cost = tokens_of(sentence.text)
        if chosen and used + cost > tokens:
            continue
        chosen.append(sentence)
        used += cost
    return chosen


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
