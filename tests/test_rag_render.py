"""An answer on the terminal."""

from dataclasses import replace

import pytest

from rag.render import newest_side, printable, to_terminal
from rag.types import Answer, AnswerSentence, Citation, Conflict, Failure, Side

CITATION = Citation(
    1, "karn.md", "An observatory", "Sky Letter", "2019-07", "Dr. Amara Okoye directs it.", 10, 37, "h", ("b.md",)
)


def test_an_answer_shows_each_quote_with_its_place_and_source():
    answer = Answer(
        "Who?",
        "Who?",
        "extractive",
        sentences=(AnswerSentence("Okoye directs it.", "supported", (1,)),),
        citations=(CITATION,),
    )
    shown = to_terminal(answer)
    assert shown.startswith("Okoye directs it. [1]\n")
    assert "[1] karn.md:10-37  An observatory · Sky Letter · 2019-07 (also in b.md)" in shown
    assert "\u201cDr. Amara Okoye directs it.\u201d" in shown
    assert "Closest passages" not in shown


def test_an_abstention_shows_the_closest_passages():
    answer = Answer("Who?", "Who?", "extractive", abstained=True, missing="The articles do not say: Who?")
    shown = to_terminal(answer, ["  a.md:0-9  words"])
    assert shown == "The articles do not say: Who?\n\nClosest passages:\n  a.md:0-9  words"


def test_a_failure_a_notice_and_another_query_are_told():
    answer = Answer("Why?", "Who directs it? Why?", "openai", error=Failure("endpoint", "it broke"), notices=("Watch out.",))
    shown = to_terminal(answer)
    assert "The engine failed: it broke" in shown
    assert "Searched for: Who directs it? Why?" in shown
    assert "Note: Watch out." in shown


def test_an_article_cannot_steer_the_terminal():
    assert printable("a\x1b[2Jb\u202ec\u2066d\u200fe\x9bf\ng") == "a [2Jb c d e f g"
    quote = Citation(1, "a.md", None, None, None, "red \x1b[31m and \u202eback", 0, 20, "h")
    shown = to_terminal(Answer("Q", "Q", "extractive", citations=(quote,)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_neither_title_file_name_nor_sentence_can_steer_the_terminal():
    evil = "red \x1b[31m \u202eback"
    quote = Citation(1, evil, evil, evil, None, evil, 0, 20, "h", (evil,))
    answer = Answer(
        evil, evil + "?", "extractive", short_answer=evil, sentences=(AnswerSentence(evil, "supported", (1,)),),
        citations=(quote,), missing=evil, notices=(evil,), error=Failure("x", evil),
    )  # fmt: skip
    shown = to_terminal(answer, [evil])
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_sides_of_a_disagreement_name_their_sources_and_the_newest():
    older, newer = (
        replace(CITATION, number=n, publisher=p, date=d) for n, p, d in ((1, "Post", "2019-07"), (2, "Star", "2021"))
    )
    conflict = Conflict("How many", (Side("640", (1,)), Side("900", (2,))))
    shown = to_terminal(Answer("How many?", "How many?", "local", conflicts=(conflict,), citations=(older, newer)))
    assert "The articles disagree: How many\n- 640 [1] (Post · 2019-07)\n- 900 [2] (Star · 2021, the newest)" in shown


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        (("2019-07", "2021"), 1),
        (("2021-01-02", "2021-01-01"), 0),
        (("2019", "2019-07"), None),  # may be the same time
        (("2019-07", None), None),
        (("2019-07", "2019-07"), None),
    ],
)
def test_the_newest_side_is_named_only_when_it_is_known(dates, newest):
    citations = [replace(CITATION, number=n, date=date) for n, date in enumerate(dates, 1)]
    conflict = Conflict("How many", tuple(Side(str(n), (n,)) for n in (1, 2)))
    assert newest_side(conflict, citations) == newest
