"""What a conversation keeps of an article that was removed."""

from dataclasses import replace

import pytest
from test_web_page import drawn

from rag.types import Answer, AnswerSentence, Citation, Conflict, Side
from web import words
from web.chat.exchange import Excerpt, Exchange, history
from web.chat.removal import without_removed
from web.reading import source

GONE = Citation(1, "gone.txt", "A title", None, "2021", "The bridge cost 48 million crowns to repair.", 0, 44, "hash")
STAYS = Citation(2, "stays.txt", "Another", None, None, "The bridge reopened in May.", 5, 32, "other", ("gone.txt", "b.txt"))


def held(article):
    return article != "gone.txt"


def exchange(*sentences, phase="done", **fields):
    answer = Answer("Q", "Q", "local", sentences=sentences, citations=(GONE, STAYS), **fields)
    return Exchange("Q", phase, answer=answer, places=((1, "The costs"), (2, "page 3")))


@pytest.mark.parametrize("phase", ["reading", "stopped", "done"])
def test_only_the_word_removed_is_left_of_quotes_and_of_what_rests_on_them(phase):
    before = exchange(
        AnswerSentence("Repairs cost 48 million.", "supported", (1,)),
        AnswerSentence("It reopened in May.", "supported", (2,)),
        AnswerSentence("In May it reopened, and the bridge cost 48 million crowns to repair.", "partly", (1, 2)),
        AnswerSentence("May was when it reopened after the repair.", "supported", (1, 2)),
        short_answer="48 million",
        conflicts=(Conflict("Q", (Side("48 million", (1,)), Side("50 million", (2,)))),),
        phase=phase,
    )
    after = without_removed(before, held)
    assert [s.text for s in after.answer.sentences] == [
        words.REMOVED_QUOTE,
        "It reopened in May.",
        words.REMOVED_QUOTE,
        "May was when it reopened after the repair.",
    ]
    assert [c.quote for c in after.answer.citations] == [words.REMOVED_QUOTE, STAYS.quote]
    assert after.answer.citations[1].also_in == ("b.txt",)
    assert after.answer.short_answer == words.REMOVED_QUOTE
    assert [side.value for side in after.answer.conflicts[0].sides] == [words.REMOVED_QUOTE, "50 million"]
    assert after.places == ((2, "page 3"),)
    for shown in (drawn(after), str(history([after])), repr(after)):
        assert "48 million" not in shown
        assert "The costs" not in shown
    assert without_removed(after, held) == after


def test_passages_that_came_closest_and_first_evidence_go_too():
    excerpt = Excerpt("gone.txt", "A title", 0, 44, GONE.quote, "hash")
    kept = replace(excerpt, article="stays.txt")
    before = Exchange("Q", "reading", answer=Answer("Q", "Q", "local"), excerpts=(excerpt, kept))
    after = without_removed(before, held)
    assert [e.text for e in after.excerpts] == [words.REMOVED_QUOTE, GONE.quote]


def test_nothing_gone_nothing_touched():
    before = exchange(AnswerSentence("It reopened in May.", "supported", (2,)), short_answer="3 articles")
    assert without_removed(before, lambda _article: True) is before


def test_a_short_answer_that_stands_on_what_is_left_stays():
    before = exchange(AnswerSentence("It reopened in May.", "supported", (2,)), short_answer="May")
    assert without_removed(before, held).answer.short_answer == "May"


def test_an_article_that_came_back_with_other_words_does_not_pretend_to_be_quoted():
    here = source.place_of(replace(GONE, quote=words.REMOVED_QUOTE))
    page = source.panel(here, [], source.Shown(("A title",), "It was removed from the list.", "new"))
    assert words.REMOVED_BEFORE in page
    assert "<mark" not in page


def test_a_card_and_the_panel_say_where_the_words_stand():
    shown = exchange(AnswerSentence("It reopened in May.", "supported", (2,)))
    assert '<span class="words">page 3</span>' in drawn(shown)
    page = source.panel(source.place_of(STAYS), [], source.Shown(("Another",), "x" * 40, "other", lambda at: f"page {at}"))
    assert "page 5" in page.split("</header>")[0]
