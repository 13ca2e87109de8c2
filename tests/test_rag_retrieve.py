"""A query -> hits: fusion of the score lists, and retrieval over a small real index."""

import pytest
from conftest import CORPUS
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve import fuse, retrieve, token_weights


def test_a_passage_that_is_best_in_every_list_scores_one():
    assert fuse([1, 2], [{1: 8.0, 2: 4.0}, {1: 0.5}]) == {1: 1.0, 2: 0.25}


def test_an_empty_list_or_one_without_a_positive_score_adds_nothing():
    assert fuse([1, 2], [{1: 3.0, 2: 1.5}, {}]) == {1: 0.5, 2: 0.25}
    assert fuse([1, 2], [{1: -0.2, 2: -0.1}]) == {1: 0.0, 2: 0.0}
    assert fuse([1], [{}, {}]) == {1: 0.0}
    assert fuse([], [{}, {}]) == {}


def test_a_negative_similarity_does_not_take_away_from_the_other_list():
    assert fuse([1, 2], [{1: 2.0, 2: 1.0}, {1: -0.5, 2: 0.5}])[1] == 0.5


SCORES = st.dictionaries(st.integers(0, 9), st.floats(-1, 50, allow_nan=False), max_size=10)


@given(st.lists(SCORES, min_size=1, max_size=4))
def test_fused_scores_lie_between_zero_and_one(lists):
    fused = fuse(list(range(10)), lists)
    assert all(0.0 <= score <= 1.0 + 1e-9 for score in fused.values())


@given(SCORES, st.floats(0.1, 100))
def test_the_scale_of_a_list_does_not_matter(scores, factor):
    other = {1: 1.0, 2: 0.5}
    scaled = {key: value * factor for key, value in scores.items()}
    before, after = (fuse(list(range(10)), [one, other]) for one in (scores, scaled))
    assert after == pytest.approx(before)


@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("How many steel cables did engineers replace?", "bridge.txt"),
        ("Who directs the observatory?", "karn.md"),
        ("How many envelopes of seeds did borrowers return?", "orrin.txt"),
    ],
)
def test_the_passage_that_answers_comes_first(corpus, query, article, vectors):
    with corpus.catalog() as catalog:
        hits = retrieve(query, corpus.generation(vectors=vectors), catalog)
    assert hits[0].passage.article == article
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert (hits[0].similarity > 0) == vectors
    for hit in hits:
        text = CORPUS[hit.passage.article]
        assert hit.text == hit.passage.span.of(text)
        assert [s.sentence.span.of(text) for s in hit.sentences] == [s.text for s in hit.sentences]
        assert all(0 <= s.lexical <= 1 and -1.001 <= s.similarity <= 1.001 for s in hit.sentences)


def test_a_passage_that_meets_every_word_comes_before_one_that_repeats_a_few(indexed):
    indexed.write(
        {
            "a.txt": "Harbour dues, harbour walls, harbour lights: the harbour gazette of Selm lists harbour after harbour.",
            "b.txt": "The port was given its lighthouse by a fishwife. The harbour of Selm got it in 1822.",
        }
    )
    indexed.sync()
    with indexed.catalog() as catalog:
        hits = retrieve("Who gave the harbour of Selm its lighthouse?", indexed.generation(), catalog)
    assert hits[0].passage.article == "b.txt"
    assert max(s.met for s in hits[0].sentences) > 0


def test_only_words_that_name_something_weigh_and_the_rare_ones_most():
    query = "Who repaired the old bridge?"
    spans = [(0, 3), (4, 12), (13, 16), (17, 20), (21, 27), (27, 28)]
    weights = token_weights(query, spans, lambda term: {"repair": 3.0, "old": 1.0, "bridg": 1.0}[term])
    assert weights == pytest.approx([0, 0.6, 0, 0.2, 0.2, 0])
    assert token_weights("Who is it?", [(0, 3), (4, 6), (7, 9)], lambda _: 1.0) == pytest.approx([0, 0, 0])


def test_copies_are_retrieved_once(corpus):
    with corpus.catalog() as catalog:
        hits = retrieve("steel cables of the bridge", corpus.generation(), catalog)
    assert "copies/bridge-again.txt" not in {hit.passage.article for hit in hits}


def test_unknown_words_find_nothing_by_keywords(corpus):
    with corpus.catalog() as catalog:
        assert retrieve("zeppelin quarantine", corpus.generation(vectors=False), catalog) == []


def test_no_more_hits_than_the_limit(corpus):
    with corpus.catalog() as catalog:
        assert len(retrieve("the bridge and the observatory", corpus.generation(), catalog, limit=1)) == 1


def test_the_same_query_finds_the_same_hits(corpus):
    with corpus.catalog() as catalog:
        first, second = (retrieve("steel cables", corpus.generation(), catalog) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
def test_only_the_articles_that_count_are_retrieved(indexed, vectors):
    crowd = {f"crowd/{n}.txt": f"The harbour of Selm has a lighthouse, says letter {n}." for n in range(90)}
    indexed.write(crowd | {"z.txt": "A fishwife gave the harbour its lamp. Nobody says when."})
    indexed.sync()
    question = "Who gave the harbour of Selm its lighthouse?"
    with indexed.catalog() as catalog:
        generation = indexed.generation(vectors=vectors)
        (hit,) = retrieve(question, generation, catalog, among=["z.txt"])
        assert retrieve(question, generation, catalog, among=[]) == []
        among = retrieve(question, generation, catalog, among=[article.id for article in catalog.articles()])
        everything = retrieve(question, generation, catalog)
    assert (hit.passage.article, hit.rank) == ("z.txt", 1)
    assert (hit.similarity > 0) == vectors
    assert [h.passage for h in among] == [h.passage for h in everything]


def test_passages_that_wait_for_their_vectors_are_found_by_keyword(indexed):
    indexed.write({"a.txt": "A fishwife gave the harbour its lamp."})
    indexed.sync(vectors=False)
    with indexed.catalog() as catalog:
        (hit,) = retrieve("Who gave the harbour its lamp?", indexed.generation(), catalog, among=["a.txt"])
    assert hit.similarity == 0
