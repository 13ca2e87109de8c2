"""BM25: which text comes first, and what unknown words do."""

import pytest

from index.lexical import BM25, terms

TEXTS = [
    "The ferry sails at dawn and the ferry returns at dusk.",
    "A ferry is late.",
    "Bees live in the old lighthouse.",
    "",
]


def test_the_text_that_says_it_most_densely_comes_first():
    assert {position for position, _ in BM25(TEXTS).top("ferries", 10)} == {0, 1}
    assert BM25(TEXTS).top("late ferries", 10)[0][0] == 1
    assert BM25(TEXTS).top("bees in a lighthouse", 10)[0][0] == 2


def test_words_are_matched_by_their_stem_and_without_stop_words():
    assert terms(["The Ferries, sailing"]) == terms(["ferry sail"])
    assert BM25(TEXTS).top("the of and", 10) == []


def test_no_more_than_the_limit_and_only_texts_that_match():
    found = BM25(TEXTS).top("ferry bees", 2)
    assert len(found) == 2
    assert all(score > 0 for _, score in found)
    assert found == sorted(found, key=lambda pair: -pair[1])


@pytest.mark.parametrize("query", ["zeppelin", "", "?!", "\u5317\u4eac", "the"])
def test_a_query_without_known_words_finds_nothing(query):
    bm25 = BM25(TEXTS)
    assert bm25.top(query, 5) == []
    assert bm25.scores(query).tolist() == [0.0] * len(TEXTS)


@pytest.mark.parametrize("texts", [[], [""], ["the"]])
def test_a_corpus_without_words_finds_nothing(texts):
    assert BM25(texts).top("ferry", 5) == []
    assert BM25(texts).scores("ferry").shape == (len(texts),)


def test_rare_words_weigh_more_and_unknown_ones_most():
    bm25 = BM25(TEXTS)
    ferry, bee, unknown = (bm25.rarity(terms([word])[0][0]) for word in ("ferry", "bees", "zeppelin"))
    assert 0 < ferry < bee < unknown


def test_equal_scores_keep_their_order():
    assert [position for position, _ in BM25(["ferry one", "ferry two", "ferry six"]).top("ferry", 3)] == [0, 1, 2]


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 4, 5, 99])
def test_a_limit_cuts_the_full_list(limit):
    texts = ["ferry dawn", "ferry dusk", "bees", "ferry ferry late", "ferry noon"]
    everything = BM25(texts).top("ferry", len(texts))
    assert [position for position, _ in everything] == [3, 0, 1, 4]
    assert BM25(texts).top("ferry", limit) == everything[:limit]
