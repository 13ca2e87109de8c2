"""Reading a web page: the article whole, what the page says of itself, and what was left out."""

import json
import logging

import pytest

from index.extract import UnreadableError
from index.header import parse_header
from index.read_html import read_html

FIRST = (
    "The Velm bridge reopened on Friday after nineteen months of repairs, and Mayor Ilse Brandt cut the ribbon "
    "in front of a crowd."
)
SECOND = "Engineers replaced 312 steel cables and repainted the northern tower, which had rusted since the autumn of 1987."
THIRD = "The work cost 48 million crowns, half of it paid by the province, which will also pay for the upkeep."
LD = {
    "@context": "https://schema.org",
    "@graph": [{"@type": "NewsArticle", "datePublished": "2015-11-24", "articleBody": f"{FIRST}\n{SECOND}\n{THIRD}"}],
}
PAGE = f"""<!DOCTYPE html>
<!-- saved from url=(0042)https://tide.example/saved -->
<html lang="en-GB"><head><title>Velm bridge reopens - The Tide</title>
<meta property="og:site_name" content="The Tide"><meta property="og:title" content="Velm bridge reopens">
<meta property="article:published_time" content="2015-11-24T10:15:00+05:30"><meta name="author" content="Jane Doe">
<link rel="canonical" href="https://tide.example/velm-bridge"><script>var hidden = "no text";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sports</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to improve your experience.</p><button>Accept all</button></div>
<main><article><h1>Velm bridge reopens</h1>
<p>{FIRST}</p>
<p>{SECOND} Water is H<sub>2</sub>O, said the <b>mayor</b>.</p>
<h2>What was done</h2>
<ul><li>312 steel cables were replaced</li><li>The tower was painted</li></ul>
<ol><li>First came the cables.</li><li>Then came the paint.</li></ol>
<blockquote><p>We are proud of this work, and we thank the province for its help.</p></blockquote>
<p>Also read: <a href="/1">Ferry service to resume before the holidays</a></p>
<h2>What it cost</h2>
<table><tr><th>Item</th><th>Crowns</th></tr><tr><td>Cables</td><td>31</td></tr><tr><td>Paint</td><td>17</td></tr></table>
<p>{THIRD}<br>The rest came from tolls.</p>
<dl><dt>Length</dt><dd>412 metres</dd></dl>
</article></main>
<footer><p>\u00a9 2015 Tidewater Media Ltd. All rights reserved.</p></footer></body></html>"""


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def test_an_article_is_read_whole_with_lists_tables_and_quotations():
    text = read_html(PAGE.encode()).text
    assert text == "\n\n".join([
        "Velm bridge reopens", "2015-11-24", FIRST, f"{SECOND} Water is H2O, said the mayor.", "What was done",
        "- 312 steel cables were replaced\n- The tower was painted", "1. First came the cables.\n2. Then came the paint.",
        "We are proud of this work, and we thank the province for its help.", "What it cost",
        "Item: Cables; Crowns: 31.\nItem: Paint; Crowns: 17.", f"{THIRD}\nThe rest came from tolls.", "Length: 412 metres",
    ])  # fmt: skip
    start, fields = parse_header(text, markdown=False)
    assert fields == {"title": "Velm bridge reopens", "date": "2015-11-24"}
    assert text[start:].strip().startswith(FIRST)


def test_the_page_says_who_wrote_it_when_and_where():
    found = read_html(PAGE.encode(), address="https://elsewhere.example/")
    assert (found.title, found.publisher, found.author) == ("Velm bridge reopens", "The Tide", "Jane Doe")
    assert (found.date, found.language, found.address) == ("2015-11-24", "en", "https://tide.example/velm-bridge")


def test_the_address_is_the_page_s_own_then_the_saved_one_then_the_given_one():
    without = PAGE.replace('<link rel="canonical" href="https://tide.example/velm-bridge">', "")
    assert read_html(without.encode(), address="https://elsewhere.example/").address == "https://tide.example/saved"
    bare = page(f"<p>{FIRST}</p><p>{SECOND}</p>")
    assert read_html(bare, address="https://elsewhere.example/").address == "https://elsewhere.example/"
    assert read_html(bare).address is None


def test_headings_are_places_of_the_text():
    found = read_html(PAGE.encode())
    assert [place.label for place in found.places] == ["What was done", "What it cost"]
    assert all(found.text.startswith(place.label, place.start) for place in found.places)


def test_what_was_left_out_is_listed_in_order_and_the_article_is_not():
    found = read_html(PAGE.encode())
    left_out = " ".join(piece.text for piece in found.removed)
    for words in ("Home", "We use cookies", "Accept all", "Ferry service to resume", "All rights reserved"):
        assert words in left_out
        assert words not in found.text
    assert all(sentence not in left_out for sentence in (FIRST, SECOND, THIRD, "no text"))
    places = [piece.at for piece in found.removed]
    assert places == sorted(places)
    assert all(0 <= at <= len(found.text) for at in places)


def test_the_same_page_always_gives_the_same_extract():
    assert len({read_html(PAGE.encode()) for _ in range(3)}) == 1


def test_the_publisher_s_own_article_text_is_used_when_the_page_shows_far_less():
    teaser = page(
        "<div><p>Velm bridge reopens after a long time of repairs.</p></div>",
        f'<script type="application/ld+json">{json.dumps(LD)}</script>',
    )
    found = read_html(teaser)
    assert all(sentence in found.text for sentence in (FIRST, SECOND, THIRD))
    assert found.date == "2015-11-24"


def test_a_page_without_paragraph_tags_is_read():
    text = read_html(page(f"<div>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</div>")).text
    assert all(sentence in text for sentence in (FIRST, SECOND, THIRD))


def test_a_date_is_never_taken_from_the_story():
    told = page(f"<p>{FIRST}</p><p>It was built on 4 May 1901 and hit by a ship on 12 June 1954.</p><p>{SECOND}</p>")
    assert read_html(told).date is None
    dated = page(f"<p>VELM, Nov. 24, 2015 \u2014 {FIRST}</p><p>{SECOND}</p>")
    assert read_html(dated).date == "2015-11-24"


@pytest.mark.parametrize(
    "declared", ["<meta charset='windows-1252'>", "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>"]
)
def test_a_page_in_the_encoding_it_declares_is_read(declared):
    raw = f"<html><head>{declared}</head><body><p>Die Fähre fährt über die Förde. {FIRST}</p><p>{SECOND}</p></body></html>"
    assert "Die Fähre fährt über die Förde." in read_html(raw.encode("cp1252")).text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (
            page(
                "<ul>"
                + "".join(f"<li><a href='/{i}'>Headline number {i} about nothing</a></li>" for i in range(60))
                + "</ul>"
            ),
            "no article",
        ),
        (page(""), "no article on the page"),
        (page("<form><input name='q'><button>Search</button></form>"), "no article on the page"),
        (page("<p>We use cookies to improve your experience.</p><a href='/'>Home</a>"), "no article on the page"),
        (b"only words, no tags", "not a web page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "not text"),
    ],
)
def test_a_page_without_an_article_gives_the_reason(raw, reason, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UnreadableError, match=reason):
        read_html(raw)
    assert capfd.readouterr() == ("", "")


def test_a_deeply_nested_page_is_read_or_refused_but_never_breaks():
    deep = "<div>" * 200 + f"<p>{FIRST}</p><p>{SECOND}</p>" + "</div>" * 200
    assert FIRST in read_html(page(deep)).text
    with pytest.raises(UnreadableError, match="no article"):
        read_html(page("<div>" * 5000 + f"<p>{FIRST}</p>" + "</div>" * 5000))
