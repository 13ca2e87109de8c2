"""Hits -> the sentences that the model is shown."""

from itertools import pairwise

import pytest
from conftest import BRIDGE, CORPUS, Indexed

from rag.evidence import FIRST_TOKENS, OTHER_TOKENS, PASSAGES, pieces, rank_sentences, select, tokens_of
from rag.retrieve import Hit, retrieve

QUERIES = [
    "How many steel cables did engineers replace?",
    "Who directs the observatory?",
    "seeds of the bridge library",
]


def hits_of(indexed: Indexed, query: str) -> list[Hit]:
    with indexed.catalog() as catalog:
        return retrieve(query, indexed.generation(), catalog)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize(("first", "other"), [(1, 1), (30, 0), (60, 30), (FIRST_TOKENS, OTHER_TOKENS)])
def test_the_budgets_are_kept_but_for_the_one_sentence_there_always_is(corpus, query, first, other):
    chosen = select(hits_of(corpus, query), first, other)
    assert chosen
    assert len(chosen) == 1 or sum(tokens_of(sentence.text) for sentence in chosen) <= first + other


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_passage_is_shown_in_one_piece_around_its_best_sentence(corpus, query):
    hits = hits_of(corpus, query)
    whole = [s for s in select(hits, 10_000, 0) if s.rank == 1]
    assert sorted(s.span.start for s in whole) == [s.sentence.span.start for s in hits[0].sentences]
    (alone,) = select(hits, 1, 0)
    assert alone == next(s for s in rank_sentences(hits) if s.rank == 1)


@pytest.mark.parametrize("query", QUERIES)
def test_the_best_sentence_is_always_shown(corpus, query):
    hits = hits_of(corpus, query)
    assert rank_sentences(hits)[0] in select(hits)


def test_no_hits_give_no_evidence():
    assert rank_sentences([]) == select([]) == pieces([], []) == []


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("tokens", [15, 30, 10_000])
def test_a_piece_is_the_stored_text_of_its_span_in_reading_order(corpus, query, tokens):
    hits = hits_of(corpus, query)
    chosen = select(hits, tokens, tokens)
    shown = pieces(chosen, hits)
    assert sorted(s.span.start for piece in shown for s in piece.sentences) == sorted(s.span.start for s in chosen)
    for piece in shown:
        assert piece.text == piece.span.of(CORPUS[piece.article])
        starts = [sentence.span.start for sentence in piece.sentences]
        assert starts == sorted(starts)
        assert (piece.span.start, piece.span.end) == (starts[0], piece.sentences[-1].span.end)
    for left, right in pairwise(shown):
        if left.sentences[0].rank == right.sentences[0].rank:
            assert left.span.end < right.span.start


def test_neighbours_are_joined_and_a_gap_keeps_pieces_apart(corpus):
    hits = hits_of(corpus, "steel cables bridge")
    every = sorted((s for s in rank_sentences(hits) if s.article == "bridge.txt"), key=lambda s: s.span.start)
    (whole,) = pieces(every, hits)
    assert whole.text == BRIDGE[every[0].span.start : every[-1].span.end]
    apart = pieces([every[0], every[2]], hits)
    assert [piece.text for piece in apart] == [every[0].text, every[2].text]


def test_the_passage_with_the_best_sentence_comes_first(corpus):
    hits = hits_of(corpus, "Who directs the observatory?")
    chosen = select(hits, 10_000)
    assert pieces(chosen, hits)[0].article == chosen[0].article == "karn.md"


def test_only_the_first_passages_compete(indexed):
    indexed.write({f"{n:02}.txt": f"Kite number {n} flies over the dunes. It is the kite of child {n}." for n in range(12)})
    indexed.sync()
    hits = hits_of(indexed, "kite over the dunes")
    assert len(hits) > PASSAGES
    assert {sentence.rank for sentence in rank_sentences(hits)} == set(range(1, PASSAGES + 1))


def test_more_passages_compete_only_when_they_are_asked_for(corpus):
    with corpus.catalog() as catalog:
        hits = retrieve("the Velm bridge, the observatory on Mount Karn and the Orrin library", corpus.generation(), catalog)
    ranks = [{s.rank for s in select(hits, other=10_000, keep_from=0.0, passages=n)} for n in (1, 3, 10)]
    assert ranks == [{1}, {1, 2, 3}, {hit.rank for hit in hits}]
