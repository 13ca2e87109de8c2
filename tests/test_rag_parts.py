"""Questions made of two, and all the others that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.parts import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who founded the fair and when did it close?", ["Who founded the fair?", "When did the fair close?"]),
        ("Who founded the fair? When did it close?", ["Who founded the fair?", "When did the fair close?"]),
        ("Where and when was Ilse Brandt born?", ["Where was Ilse Brandt born?", "When was Ilse Brandt born?"]),
        ("Where did Rollo land and when did he die?", ["Where did Rollo land?", "When did Rollo die?"]),
        ("What is Velm, and how many people does it have?", ["What is Velm?", "How many people does Velm have?"]),
        ("When was the bridge built and by whom?", ["When was the bridge built?", "By whom was the bridge built?"]),
        ("When was the fair built, and how high is its gate?", ["When was the fair built?", "How high is the fair's gate?"]),
        ("What is the purpose of radar and where is it used?", ["What is the purpose of radar?", "Where is radar used?"]),
        ("Who found the wreck and when?", ["Who found the wreck?", "When was it that someone found the wreck?"]),
        ("Who ran the mill in 1921, and who in 1924?", ["Who ran the mill in 1921?", "Who ran the mill in 1924?"]),
        ("Who wrote the play and when did she die?", ["Who wrote the play?", "When did the one who wrote the play die?"]),
        ("How many cables were replaced, and what did it cost?", None),
        ("When was the fair opened and is it still open?", ["When was the fair opened?", "Is the fair still open?"]),
        ("When did the vote take place and who attended it?", ["When did the vote take place?", "Who attended the vote?"]),
    ],
)  # fmt: skip
def test_two_questions_become_two(question, expected):
    found = parts(question)
    assert found == expected if expected else len(found) == 2


@pytest.mark.parametrize(
    "question",
    [
        "Who directs the observatory?",
        "When did the war start and end?",
        "Who is the president and prime minister of Velmland?",
        "Who wrote and directed the film?",
        "What are the causes and effects of erosion?",
        "Who was the king who ruled Velm and who died in 1300?",
        "What happened to the ship when it sank and who survived?",
        "What is the difference between when and where?",
        "What did the minister say about who won and when the vote was held?",
        "The term has been applied to western countries, and which eastern country?",
        "Trade extends a country's power and what?",
        "Can a packet be sent empty? If so, is it billable?",
        "Is the sky blue and is it high?",
        "compare rye and wheat",
        "",
    ],
)
def test_one_question_stays_one(question):
    assert parts(question) == [question]


@given(st.text(max_size=80))
def test_anything_typed_gives_at_least_one_part(question):
    found = parts(question)
    assert found
    assert all(part.strip() for part in found) or found == [question]
