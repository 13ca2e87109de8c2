"""A model's reply -> sentences with citations: every trap of markers, quotes and numbering."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.types import Span
from rag.cite import MAX_QUOTE, Draft, Source, escape, narrow, number, read_markers, split_reply
from rag.types import Answer

KNOWN = 4


@pytest.mark.parametrize(
    ("reply", "text", "named"),
    [
        pytest.param("It sails [1].", "It sails.", [1], id="before the full stop"),
        pytest.param("It sails. [1]", "It sails.", [1], id="after the full stop"),
        pytest.param("It sails.[1][2]", "It sails.", [1, 2], id="two brackets"),
        pytest.param("It sails [1] [2].", "It sails.", [1, 2], id="two brackets apart"),
        pytest.param("It sails [1,2].", "It sails.", [1, 2], id="comma"),
        pytest.param("It sails [ 1 , 2 ; 3 ].", "It sails.", [1, 2, 3], id="spaces and semicolon"),
        pytest.param("It sails\u30101\u3011.", "It sails.", [1], id="full-width brackets"),
        pytest.param("It sails\uff3b1\u30012\uff3d.", "It sails.", [1, 2], id="full-width square brackets"),
        pytest.param("It sails [\uff11].", "It sails.", [1], id="full-width digit"),
        pytest.param("It sails [2][2][1][2].", "It sails.", [2, 1], id="the same number twice"),
        pytest.param("It sails [0].", "It sails.", [], id="zero"),
        pytest.param("It sails [00][01].", "It sails.", [1], id="leading zeros"),
        pytest.param("It sails [7].", "It sails.", [], id="beyond what was shown"),
        pytest.param("It sails [1, 7].", "It sails.", [1], id="one known, one beyond"),
        pytest.param("It sails [-1].", "It sails.", [], id="negative"),
        pytest.param("It sails [1-999999].", "It sails.", [], id="range without end"),
        pytest.param("It sails [1-3].", "It sails.", [], id="range"),
        pytest.param("It sails [1234567890123].", "It sails.", [], id="huge number"),
        pytest.param("It sails [section].", "It sails.", [], id="word"),
        pytest.param("It sails [ref 2].", "It sails.", [], id="word and number"),
        pytest.param("It sails [^1].", "It sails.", [], id="Markdown footnote"),
        pytest.param("It sails [].", "It sails.", [], id="empty brackets"),
        pytest.param("[1] It sails.", "It sails.", [1], id="in front"),
        pytest.param("It [3] sails.", "It sails.", [3], id="in the middle"),
        pytest.param("In 1999 it sailed.", "In 1999 it sailed.", [], id="a number is no marker"),
        pytest.param("It sails (1).", "It sails (1).", [], id="round brackets are no marker"),
        pytest.param("It sails [1\u20133].", "It sails.", [], id="range with a dash"),
        pytest.param("It sails [1]-[3].", "It sails.", [1, 3], id="two markers with a hyphen between"),
        pytest.param("It sails [1\u00a0,\u00a02].", "It sails.", [1, 2], id="hard spaces"),
        pytest.param("It sails [1][", "It sails", [1], id="a bracket that never closes"),
        pytest.param("It sails [[1]].", "It sails.", [1], id="a wiki link"),
        pytest.param("It sails\u2026 [2]", "It sails\u2026", [2], id="ellipsis"),
        pytest.param("It sails \u201cat dawn\u201d[2].", "It sails \u201cat dawn\u201d.", [2], id="after a quote mark"),
        pytest.param("ref 12 says it sails", "ref 12 says it sails", [], id="a reference in words"),
        pytest.param("It sails [1](http://example.org).", "It sails.", [1], id="a Markdown link"),
        pytest.param("It sails [source: 2].", "It sails.", [], id="a label in front"),
        pytest.param("It sails <sup>1</sup>.", "It sails <sup>1</sup>.", [], id="superscript"),
        pytest.param("It sails [n].", "It sails.", [], id="a letter"),
    ],
)
def test_markers_name_the_evidence_that_was_shown_and_leave_the_text(reply, text, named):
    assert read_markers(reply, KNOWN) == (text, named)


@given(st.text(alphabet="ab .[]【】,-0123456789\n", max_size=60), st.integers(0, 5))
def test_only_numbers_of_shown_evidence_are_ever_read(reply, known):
    _, named = read_markers(reply, known)
    assert all(1 <= n <= known for n in named)
    assert len(set(named)) == len(named)


REPLIES = [
    "It sails at dawn [1]. It returns at dusk. [2][3] It is late.",
    "Dr. Smith met U.S. troops [1]. Mr. Rao paid Rs. 3.5 million [2].",
    "One. [section] Two [1]. Three.",
    "One [1].\nTwo [2].\n- Three [3]",
    "One. \u30101\u3011 Two! \uff3b2\uff3d Three?",
    "He said \u201cno.\u201d [1] She said \u201cyes!\u201d [2]",
    "One [1].\n```python\nprint('[2]. never shown.')\n```\nTwo [2]. Three.",
    "One. [1] [2] [3] Two. [4",
    "No full stop at the end [1]",
]


@pytest.mark.parametrize("reply", REPLIES)
def test_a_streamed_reply_is_cut_as_the_whole_one_wherever_the_deltas_end(reply):
    whole = [read_markers(piece, KNOWN) for piece in split_reply(reply, finished=True)[0]]
    for size in (1, 2, 3, 5, 11):
        pieces, buffer = [], ""
        for start in range(0, len(reply), size):
            found, buffer = split_reply(buffer + reply[start : start + size], finished=False)
            pieces += found
        pieces += split_reply(buffer, finished=True)[0]
        assert [read_markers(piece, KNOWN) for piece in pieces] == whole, f"deltas of {size}"


def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before():
    assert split_reply("It sails. [1] It returns [2].", finished=True)[0] == ["It sails. [1]", "It returns [2]."]


def test_an_unfinished_marker_holds_its_sentence_back():
    assert split_reply("It sails. [", finished=False) == ([], "It sails. [")
    assert split_reply("It sails. [1", finished=False)[0] == []
    assert split_reply("It sails. [1] And", finished=False) == (["It sails. [1]"], " And")


def test_code_blocks_are_never_shown():
    assert split_reply("One.\n```\nsecret [1].\n```\nTwo.", finished=True)[0] == ["One.", "Two."]
    assert split_reply("One.\n```\nnever closed [1].", finished=True)[0] == ["One."]


def test_pieces_without_a_word_are_dropped():
    assert split_reply("[1]\n\n...\n- \n", finished=True)[0] == []


@given(st.text(alphabet="ab[]\\0123 ", max_size=40))
def test_no_literal_marker_survives_escaping(text):
    assert not re.search(r"(?<!\\)\[\d+\]", escape(text))
    assert escape(text).replace("\\", "") == text.replace("\\", "")


def test_a_literal_marker_in_an_article_is_escaped():
    assert escape("see shelf [1] and [note]") == r"see shelf \[1\] and [note]"


PARTS = st.sampled_from(
    ["\u0130" * 90, "\u00df", "word ", "a" * 120, "-" * 150, ", ", "; ", " (", ") ", " \u2013 ", "\n", " " * 200, "x. "]
)
WIDE = st.lists(PARTS, min_size=1, max_size=30).map("".join).filter(str.strip).map(str.strip)


@given(WIDE, st.data())
def test_a_narrowed_quote_is_a_short_part_of_the_sentence(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    keep = data.draw(st.sampled_from([None, "", text[start:end], text[start:end].upper(), "not there"]))
    a, b = narrow(text, keep)
    assert 0 <= a < b <= len(text)
    assert b - a <= MAX_QUOTE


@pytest.mark.parametrize(
    ("text", "keep"),
    [("\u0130" * 500 + " end", "end"), ("word " + "-" * 900 + " word", "-" * 20), ("a" + " " * 900 + "b", "   ")],
)
def test_odd_letters_and_long_rules_still_leave_something_to_quote(text, keep):
    a, b = narrow(text, keep)
    assert 0 <= a < b <= len(text)
    assert b - a <= MAX_QUOTE


@given(st.integers(0, 80), st.integers(0, 80))
def test_a_narrowed_quote_keeps_the_answer(before, after):
    text = "so it went on; " * before + "the Forty Crowns were paid" + ", and more" * after
    assume(len(text) > MAX_QUOTE)
    a, b = narrow(text, "forty crowns")
    assert "Forty Crowns" in text[a:b]


def test_a_sentence_of_usual_length_is_quoted_whole():
    assert narrow("The ferry sails.", "ferry") == (0, 16)


def source(article: str, start: int, quote: str) -> Source:
    return Source(article, None, None, None, "hash", Span(start, start + len(quote)), quote)


def test_numbers_are_given_in_reading_order_and_the_same_quote_keeps_its_number():
    first, second, third = source("a", 0, "ferry"), source("a", 9, "dawn"), source("b", 0, "ferry")
    drafts = [
        Draft("One", "supported", (second, first, second)),
        Draft("Two", "supported", (first,)),
        Draft("Three", "supported", (third,)),
    ]
    sentences, citations = number(drafts)
    assert [s.citations for s in sentences] == [(1, 2), (2,), (3,)]
    assert [(c.number, c.article, c.quote) for c in citations] == [
        (1, "a", "dawn"),
        (2, "a", "ferry"),
        (3, "b", "ferry"),
    ]
    answer = Answer("q", "q", "extractive", sentences=sentences, citations=citations)
    assert answer.answer == "One [1] [2] Two [2] Three [3]"


def test_literal_markers_are_escaped_when_numbers_are_given():
    sentences, _ = number([Draft("See shelf [9].", "supported", (source("a", 0, "See shelf [9]."),))])
    assert sentences[0].text == r"See shelf \[9\]."


def test_numbering_as_the_answer_grows_never_renumbers():
    drafts = [Draft(str(i), "supported", (source("a", i % 3 * 10, f"quote {i % 3}"),)) for i in range(6)]
    for count in range(1, 6):
        assert number(drafts[:count])[0] == number(drafts)[0][:count]


def test_no_drafts_give_no_citations():
    assert number([]) == ((), ())
