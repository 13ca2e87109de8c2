"""A follow-up question becomes a query that stands alone; a question that stands alone is left as it is."""

import pytest

from rag.condense import condense
from rag.types import Turn

HISTORY = [Turn("Who paid for the town hall?", "The town."), Turn("When did the Velm bridge reopen?", "In March 2021.")]
LAST = HISTORY[-1].question


@pytest.mark.parametrize(
    "question", ["How much did it cost?", "And why?", "What about cyclists?", "Why?", "Who repaired it and when?"]
)
def test_a_question_that_looks_back_is_searched_with_the_one_before(question):
    assert condense(question, HISTORY) == f"{LAST} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How many envelopes of seeds did borrowers return?",
        "Did Amara Okoye say when she accepted the military contract?",
    ],
)
def test_a_question_that_stands_alone_is_searched_as_it_is(question):
    assert condense(question, HISTORY) == question


def test_a_first_question_is_searched_as_it_is():
    assert condense("And why was it?", []) == "And why was it?"
