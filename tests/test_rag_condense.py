"""A follow-up question becomes a query that stands alone; a question that stands alone is left as it is."""

import pytest

from rag.condense import condense
from rag.types import Turn

BRIDGE = [Turn("Who paid for the town hall?", "The town."), Turn("When did the Velm bridge reopen?", "In March 2021. [1]")]
OKOYE = [
    Turn("Who directs the observatory on Mount Karn?", "Dr. Amara Okoye directs the observatory. [1]"),
    Turn("Did she accept the military contract?", "She did not accept the military contract that was offered in 2018. [1]"),
]
BAND = [
    Turn("When did the Lanterns release their first album?", 'The Lanterns released "Salt Roads" in 1981. [1]'),
    Turn("Who played the drums?", "Pete Hall and Ines Vale played the drums. [1]"),
]


@pytest.mark.parametrize(
    ("history", "question", "query"),
    [
        (BRIDGE, "How much did it cost?", "How much did the Velm bridge cost?"),
        (BRIDGE, "Was the bridge expensive?", "Was the bridge expensive (the Velm bridge)?"),
        (OKOYE, "Where was she born?", "Where was Dr. Amara Okoye born?"),
        (OKOYE, "What did her father do?", "What did Dr. Amara Okoye's father do?"),
        (OKOYE, "Who met her in May?", "Who met Dr. Amara Okoye in May?"),
        (OKOYE, "When was it offered?", "When was the military contract offered?"),
        (OKOYE, "Who offered that contract?", "Who offered the military contract?"),
        (OKOYE, "Did Okoye leave?", "Did Dr. Amara Okoye leave?"),
        (BAND, "Where did they tour?", "Where did the Lanterns tour?"),
    ],
)
def test_what_looks_back_is_named(history, question, query):
    assert condense(question, history) == query


@pytest.mark.parametrize(
    ("history", "question", "query"),
    [
        (BRIDGE, "Why?", "Why did the Velm bridge reopen?"),
        (BRIDGE, "And how?", "How did the Velm bridge reopen?"),
        (BRIDGE, "And the Orrin library?", "When did the Orrin library reopen?"),
        (BRIDGE, "What about in France?", "When did the Velm bridge reopen in France?"),
        (BRIDGE, "What about cyclists?", "What about cyclists (the Velm bridge)?"),
        (OKOYE, "And in 2019?", "Did Dr. Amara Okoye accept the military contract in 2019?"),
        (
            OKOYE,
            "Why not?",
            "Why not: Dr. Amara Okoye did not accept the military contract that was offered in 2018?",
        ),
        ([Turn("Was rye sold in Lund?", "Yes.")], "And in Velm?", "Was rye sold in Velm?"),
        ([Turn("Who won the race in 1990?", "Ines Vale.")], "And 1994?", "Who won the race in 1994?"),
    ],
)
def test_what_is_left_out_comes_from_the_last_question(history, question, query):
    assert condense(question, history) == query


WORK = [Turn("How much did the work on the bridge cost?", "48 million crowns.")]
TOWER = [Turn("Did engineers repaint the northern tower?", "Yes.")]


@pytest.mark.parametrize(
    ("history", "question", "query"),
    [
        (WORK, "And who paid half of it?", "And who paid half of the bridge?"),
        (WORK, "Who paid?", "Who paid (the bridge)?"),
        (TOWER, "When was it built?", "When was the northern tower built?"),
        (TOWER, "And the cables?", "Did engineers repaint the cables?"),
        ([Turn("When did the bridge reopen?", "In May.")], "Is it safe for cyclists?", "Is the bridge safe for cyclists?"),
        ([Turn("Do cyclists pay?", "No.")], "What about children?", "Do cyclists pay? What about children?"),
    ],
)
def test_without_a_name_the_noun_of_the_last_question_is_meant(history, question, query):
    assert condense(question, history) == query


def test_who_is_known_already_is_named_where_others_are_asked_for():
    assert condense("Who else played with the Lanterns?", BAND).endswith("besides Pete Hall and Ines Vale?")


@pytest.mark.parametrize("history", [BRIDGE, OKOYE, BAND])
@pytest.mark.parametrize(
    "question",
    [
        "How many envelopes of seeds did borrowers return?",
        "Did Rollo keep his word?",
        "What is the capital of France?",
        "What is photosynthesis?",
        "How do vaccines work?",
        "Where can I buy bread?",
        "Who painted Guernica?",
        "What is the tallest mountain?",
        "Is it true that Rollo resigned?",
        "Is it said that bread gets cheaper?",
        "Which books that sold well did Rollo write?",
        "Did Sela Marsh say when she left the army?",
    ],
)
def test_a_change_of_topic_is_not_dragged_back(history, question):
    assert condense(question, history) == question


def test_a_first_question_is_searched_as_it_is():
    assert condense("And why was it?", []) == "And why was it?"


@pytest.mark.parametrize("question", ["Why?", "And?", "?", "", "it", "And about that", "THEIR OTHERS?", "what about " * 50])
def test_no_question_and_no_history_breaks_it(question):
    for turn in (Turn("", ""), Turn("Why?", "I don't know."), Turn("what about it", '"'), Turn("WHO?", "X. [1]")):
        assert condense(question, [turn] * 10) == condense(question, [turn] * 10)


def test_the_newest_person_a_reader_names_is_meant():
    history = [*OKOYE, Turn("Who is Ines Vale?", "Ines Vale was a drummer. [1]")]
    assert condense("Where did she live?", history) == "Where did Ines Vale live?"
