"""Is the question about the articles at all? What is measured, and that more of it never counts against answering."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answerable import Signals, measure, probability, worth_quoting, worth_reading
from rag.retrieve import retrieve

SHARE = st.floats(0, 1)
SIGNALS = st.builds(Signals, SHARE, SHARE, SHARE, SHARE)
NOTHING, EVERYTHING = Signals(0.0, 0.0, 0.0, 0.0), Signals(1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize("with_vectors", [True, False])
@pytest.mark.parametrize("gate", [worth_quoting, worth_reading])
def test_nothing_found_is_not_worth_answering_and_everything_is(gate, with_vectors):
    assert not gate(NOTHING, with_vectors=with_vectors)
    assert gate(EVERYTHING, with_vectors=with_vectors)


@given(SIGNALS, st.booleans())
def test_what_may_be_quoted_unread_is_worth_reading(signals, with_vectors):
    if worth_quoting(signals, with_vectors=with_vectors):
        assert worth_reading(signals, with_vectors=with_vectors)


@given(SIGNALS, st.booleans())
def test_a_better_match_never_makes_an_answer_less_likely(signals, with_vectors):
    before = probability(signals, with_vectors=with_vectors)
    assert 0 < before < 1
    for field in dataclasses.fields(Signals):
        better = dataclasses.replace(signals, **{field.name: 1.0})
        assert probability(better, with_vectors=with_vectors) >= before


@given(SHARE, SHARE)
def test_without_vectors_similarities_do_not_count(sentence, passage):
    signals = Signals(sentence, passage, 0.5, 0.5)
    assert probability(signals, with_vectors=False) == probability(Signals(0, 0, 0.5, 0.5), with_vectors=False)


def test_the_signals_are_shares_of_the_question(corpus):
    generation = corpus.generation()
    with corpus.catalog() as catalog:

        def signals(query: str) -> Signals:
            return measure(query, retrieve(query, generation, catalog), generation.rarity)

        about = signals("steel cables of the northern tower")
        assert (about.covered, about.covered_by_sentence) == pytest.approx((1.0, 1.0))
        assert about.sentence > 0.5
        mixed = signals("steel cables of the zeppelin")
        assert 0 < mixed.covered < 1
        foreign = signals("quarantined zeppelin penguins")
        assert (foreign.covered, foreign.covered_by_sentence) == (0.0, 0.0)
