"""BM25: which text comes first, and what unknown words do."""

import bm25s
import pytest

from index.lexical import BM25, score_few, terms

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


QUERIES = ["the ferry sails at dusk", "ferry ferries dusk", "bees and lighthouses", "zeppelin", "", "ski skis dying"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_scores_are_those_of_bm25s(query, tmp_path):
    texts = [*TEXTS, "He skis and is dying to ski at dusk.", "Yellow bees say yes."]
    theirs = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    theirs.index(terms(texts), show_progress=False)
    known = [term for term in terms([query])[0] if term in theirs.vocab_dict]
    expected = theirs.get_scores(known).tolist() if known else [0.0] * len(texts)
    ours = BM25(texts)
    assert ours.scores(query).tolist() == expected
    assert score_few(query, texts).tolist() == expected
    ours.save(tmp_path / "words", range(10, 10 + len(texts)))
    loaded, ids = BM25.load(tmp_path / "words")
    assert list(ids) == [10, 11, 12, 13, 14, 15]
    assert loaded.scores(query).tolist() == expected
    assert loaded.top(query, 3) == ours.top(query, 3)


def test_scoring_no_texts_gives_no_scores():
    assert score_few("ferry", []).tolist() == []
    assert score_few("ferry", ["", "the"]).tolist() == [0.0, 0.0]


def test_an_index_of_nothing_is_kept_too(tmp_path):
    BM25([]).save(tmp_path / "words", [])
    loaded, ids = BM25.load(tmp_path / "words")
    assert (len(ids), loaded.top("ferry", 3)) == (0, [])
