"""Cutting a text into passages of whole sentences."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.extract import normalise
from index.split import MAX_PASSAGE, MAX_SENTENCE, split

WORDS = st.sampled_from(
    "the Dr. Smith U.S. troops said \u201cno\u201d 3.5 Rs. 40 e.g. word, word; (so) end. What? Now! "
    "\u4e2d\u6587\u3002 na\u00efve a- #".split()
)
LINES = st.lists(WORDS, max_size=60).map(" ".join)
ARTICLES = st.lists(st.one_of(LINES, st.just(""), st.just("- item"), st.just("x" * 700)), max_size=12).map("\n".join)


def sentences_of(text: str) -> list[str]:
    return [span.of(text) for chunk in split(text) for span in chunk.sentences]


def check_partition(text: str, body_start: int = 0) -> None:
    chunks = split(text, body_start)
    sentences = [span for chunk in chunks for span in chunk.sentences]
    covered = 0
    last = body_start
    for span in sentences:
        assert span.start >= last, "sentences overlap or are out of order"
        assert span.of(text) == span.of(text).strip()
        assert not text[last : span.start].strip(), "words between two sentences are lost"
        covered += len(span.of(text))
        last = span.end
    assert not text[last:].strip(), "words at the end are lost"
    for chunk in chunks:
        assert chunk.span.start == chunk.sentences[0].start
        assert chunk.span.end == chunk.sentences[-1].end
        assert chunk.span.end - chunk.span.start <= MAX_PASSAGE or len(chunk.sentences) == 1
        assert all(span.end - span.start <= MAX_SENTENCE for span in chunk.sentences)


@given(st.one_of(ARTICLES, st.text(max_size=400)))
@settings(max_examples=150)
def test_every_character_is_in_one_sentence_and_every_sentence_in_one_passage(text):
    check_partition(normalise(text))


@given(ARTICLES, st.integers(0, 50))
@settings(max_examples=40)
def test_only_the_body_is_cut(text, body_start):
    check_partition(text, min(body_start, len(text)))


@given(ARTICLES)
@settings(max_examples=30)
def test_the_same_text_is_always_cut_alike(text):
    assert split(text) == split(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith met Gen. Rao at noon.",
        "The U.S. troops left in May.",
        "It cost Rs. 40 million, e.g. for roads.",
        "The area is 3.5 hectares.",
        "He said \u201cno.\u201d",
    ],
)
def test_abbreviations_do_not_end_a_sentence(sentence):
    assert sentences_of(f"{sentence} Nothing else happened.") == [sentence, "Nothing else happened."]


def test_a_long_run_without_full_stops_is_cut_at_spaces():
    text = "name " * 400
    found = sentences_of(text)
    assert len(found) > 1
    assert all(len(sentence) <= MAX_SENTENCE and set(sentence.split()) == {"name"} for sentence in found)


def test_a_run_without_spaces_is_cut_too():
    check_partition("x" * (3 * MAX_SENTENCE + 7))
    check_partition("\u6f22" * (3 * MAX_SENTENCE + 7))


def test_chinese_text_is_kept_whole():
    text = "北京今天下雨。" * 300
    check_partition(text)
    assert "".join(sentences_of(text)) == text


def test_short_paragraphs_are_joined_and_long_texts_are_cut():
    news = "\n\n".join("A short paragraph of one sentence." for _ in range(6))
    assert len(split(news)) == 1
    assert len(split(news * 20)) > 3


def test_list_items_and_headings_are_sentences_of_their_own():
    text = "What to bring:\n- a coat\n- two pairs of socks\n\n## Afterwards\n\nGo home."
    assert sentences_of(text) == ["What to bring:", "- a coat", "- two pairs of socks", "## Afterwards", "Go home."]


def test_a_sentence_that_runs_over_a_line_end_stays_one():
    assert sentences_of("The ferry sails\nat dawn. It is late.") == ["The ferry sails\nat dawn.", "It is late."]


def test_a_text_without_words_has_no_passages():
    assert split("") == []
    assert split(" \n\n ") == []


def test_a_long_list_of_short_lines_takes_no_time():
    started = time.monotonic()
    assert split("abcdefghi\n" * 30_000)
    assert time.monotonic() - started < 10
