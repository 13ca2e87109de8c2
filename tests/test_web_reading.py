"""An article in the source panel: numbered marks, what was taken out of it, and reading it as a whole."""

import re
import types

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Removed, Span
from web import words
from web.reading import source
from web.reading.marking import INERT, marked
from web.reading.opening import Opening

TEXT = "One two three four."


def test_marks_carry_the_numbers_of_their_footnotes_at_their_end():
    page = marked(TEXT, [Span(0, 7), Span(4, 13)], Span(4, 13), {Span(0, 7): [3], Span(4, 13): [1, 2]})
    assert page == (
        '<mark>One </mark><mark class="active" data-notes="3">two</mark>'
        '<mark class="active" data-notes="1, 2"> three</mark> four.'
    )


def test_what_was_taken_out_stands_at_its_place_and_outside_of_every_mark():
    taken = [Removed(0, "Menu\n", "navigation"), Removed(5, "<b>Advert</b>", "advertisement"), Removed(99, "End", "page")]
    page = marked(TEXT, [Span(4, 7)], None, {Span(4, 7): [1]}, taken)
    assert page.startswith('<del class="taken" title="Taken out: navigation">Menu\n</del>One <mark>t</mark><del')
    assert '&lt;b&gt;Advert&lt;/b&gt;</del><mark data-notes="1">wo</mark> three four.' in page
    assert page.endswith("End</del>")


@given(
    st.text(st.characters(exclude_characters="\r"), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 9))),
    st.lists(st.tuples(st.integers(0, 39), st.integers(1, 9))),
)
def test_the_stored_text_is_whole_whatever_was_taken_out_of_it(stored, taken, pairs):
    removed = [Removed(at, f"R{number}", "page") for at, number in taken]
    spans = [Span(start, start + length) for start, length in pairs]
    page = marked(stored, spans, None, {}, removed)
    pieces = re.findall(r"<del [^>]*>(.*?)</del>", page)
    assert sorted(pieces) == sorted(piece.text for piece in removed)
    assert not re.search(r"<mark[^>]*>[^<]*<del", page)
    without = re.sub(r"<del [^>]*>.*?</del>|</?mark[^>]*>", "", page)
    assert len(re.sub(r"&[#\w]+;", "x", without)) == len(stored)


def test_characters_that_turn_the_text_around_or_steer_a_terminal_are_inert():
    page = marked("a\u202eb\x1b[31m\u2067c\td\n", [], None)
    assert page == "a\u2060b\u241b[31m\u2060c\td\n"
    assert all(len(chr(stand_in)) == 1 for stand_in in INERT.values())


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (
            "https://example.org/a?b=1&c=2",
            'href="https://example.org/a?b=1&amp;c=2" rel="noreferrer noopener" target="_blank"',
        ),
        ("javascript:alert(1)", None),
        ('https://x.example/" onclick="alert(1)', 'href="https://x.example/&quot; onclick=&quot;alert(1)"'),
        ("data:text/html,x", None),
    ],
)
def test_an_address_is_a_link_only_to_a_page_of_the_web(address, link):
    page = source.article(source.Shown(("T",), TEXT, "hash", address=address))
    assert (link in page) if link else ("<a " not in page)


PAGE = """<html><head><title>Tides</title></head><body><nav><a href="/">Home</a> <a href="/b">Sport</a></nav>
<article><h1>Tides of the bay</h1><p>The tide turned at noon on 3 May 1881, and the boats of the bay came home early.</p>
<p>Nobody was hurt, the harbour master said, and the market opened an hour later than on other days.</p></article>
<footer>Subscribe to our newsletter</footer></body></html>"""


@pytest.fixture
def opening(indexed):
    indexed.write({"tides.html": PAGE, "plain.txt": "Title: Plain\nDate: 2021\n\nNothing was taken out here.\n"})
    indexed.sync(vectors=False)
    library = indexed.library(vectors=False)
    yield Opening(library)
    library.close()


def test_an_article_is_read_whole_with_what_was_taken_out_of_it_alone(opening):
    page, opened = opening.read(types.SimpleNamespace(article="tides.html"))
    assert opened.article == "tides.html"
    assert "3 May 1881" in page
    assert "<mark" not in page
    assert '<del class="taken"' in page
    assert 'class="show-taken"' in page
    plain, _ = opening.read(types.SimpleNamespace(article="plain.txt"))
    assert "Plain" in plain
    assert "<del" not in plain
    assert "show-taken" not in plain
    for strange in (7, None):
        assert opening.read(types.SimpleNamespace(article=strange)) == (gr.skip(), gr.skip())


def test_an_open_article_follows_its_file(opening, indexed):
    _, opened = opening.article("plain.txt")
    page, same = opening.again((), opened)
    assert same == opened
    assert words.CHANGED_MEANWHILE not in page
    indexed.write({"plain.txt": "Title: Plain\nDate: 2021\n\nOther words now.\n"})
    indexed.sync(vectors=False)
    page, changed = opening.again((), opened)
    assert words.CHANGED_MEANWHILE in page
    assert "Other words now." in page
    assert "data-refreshed" in page
    (indexed.folder / "plain.txt").unlink()
    indexed.sync(vectors=False)
    page, gone = opening.again((), changed)
    assert words.REMOVED in page
    assert "Other words" not in page
    assert opening.again((), gone)[1] == gone
