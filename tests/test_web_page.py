"""The page: its HTML as pure functions, and the whole of it in a real browser."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from browsing import BREAD, LIT, answered, ask, close_drawer, open_drawer, opened, wait_for_articles
from browsing import HOSTILE as NASTY
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from rag.types import Answer, AnswerSentence, Citation, Conflict, Failure, Side
from web import address, words
from web.chat import view
from web.chat.examples import examples
from web.chat.exchange import Conversation, Excerpt, Exchange, history
from web.reading import source
from web.reading.marking import INERT

CITATION = Citation(1, "a.txt", "A title", "The Paper", "2024-05-01", "the exact words", 10, 25, "hash")
ANSWER = Answer(
    question="What?",
    query="What?",
    engine="extractive",
    sentences=(AnswerSentence("It says the exact words.", "supported", (1,)),),
    citations=(CITATION,),
)


class Tags(HTMLParser):
    """Collects the tags and the text of a piece of HTML, as a browser reads them."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def done(answer, *excerpts):
    return Exchange(answer.question, "done", answer=answer, excerpts=excerpts)


def drawn(*exchanges):
    return view.conversation(Conversation("somebody", "an-id", exchanges))


def nasty_exchanges():
    citation = replace(CITATION, article=NASTY, title=NASTY, publisher=NASTY, date=NASTY, quote=NASTY, also_in=(NASTY,))
    answer = Answer(
        question=NASTY,
        query=NASTY + "?",
        engine=NASTY,
        short_answer=NASTY,
        sentences=(AnswerSentence(NASTY, "partly", (1,)),),
        citations=(citation,),
        missing=NASTY,
        conflicts=(Conflict(NASTY, (Side(NASTY, (1,)),)),),
        notices=(NASTY,),
    )
    excerpt = Excerpt(NASTY, NASTY, 0, 5, NASTY, "hash")
    yield done(answer)
    yield done(replace(answer, abstained=True), excerpt)
    yield done(replace(answer, error=Failure(NASTY, NASTY)))
    yield Exchange(NASTY, "reading", answer=answer, excerpts=(excerpt,))
    for phase in ("waiting", "failed", "stopped"):
        yield Exchange(NASTY, phase, note=NASTY, answer=answer)


@pytest.mark.parametrize("exchange", list(nasty_exchanges()), ids=lambda e: e.phase)
def test_nothing_of_others_becomes_markup(exchange):
    for page in (drawn(exchange), view.announcement(exchange)):
        assert "<script" not in page
        assert "\u202e" not in "".join(str(attrs) for _, attrs in Tags(page).tags)
        assert not [attrs for _, attrs in Tags(page).tags if any(name.startswith("on") for name in attrs)]


def test_examples_are_escaped():
    assert "<script" not in view.conversation(Conversation(), [NASTY])


def test_a_disagreement_shows_every_side_with_publisher_and_date_and_marks_the_newest():
    citations = tuple(
        replace(CITATION, number=n, publisher=p, date=d) for n, p, d in ((1, "Post", "2019-07-01"), (2, "Star", "2021"))
    )
    conflict = Conflict("How many", (Side("640", (1,)), Side("900", (2,))))
    page = drawn(done(replace(ANSWER, citations=citations, conflicts=(conflict,))))
    older, newer = page.split('<ul class="sides">')[1].split("</ul>")[0].split("</li>")[:2]
    assert all(part in older for part in ("640", 'data-cite="1"', "Post \u00b7 2019-07-01"))
    assert all(part in newer for part in ("900", 'data-cite="2"', "Star \u00b7 2021", words.NEWEST))
    assert words.NEWEST not in older


def test_each_sentence_is_followed_by_its_own_citation_buttons():
    page = drawn(done(ANSWER))
    (button,) = [attrs for tag, attrs in Tags(page.split('<ol class="footnotes"')[0]).tags if "data-cite" in attrs]
    assert (button["data-exchange"], button["data-cite"]) == ("0", "1")
    assert button["aria-label"] == "Open source 1: A title, The Paper, 2024-05-01"
    assert "the exact words" in page.split(f'id="{button["aria-describedby"]}"')[1].split("</li>")[0]


def test_a_literal_bracket_is_shown_as_it_stood_and_is_no_button():
    answer = replace(ANSWER, sentences=(AnswerSentence(r"See note \[3\] there.", "supported", (1,)),))
    page = drawn(done(answer))
    assert "See note [3] there." in Tags(page).words
    assert 'data-cite="3"' not in page


def test_every_sentence_says_whether_its_source_supports_it():
    assert "partly" not in drawn(done(ANSWER))
    assert 'aria-label="supported by its source"' in drawn(done(ANSWER))
    partly = replace(ANSWER, sentences=(AnswerSentence("Maybe.", "partly", ()),))
    assert "partly supported" in drawn(done(partly))


def test_what_was_no_search_is_no_search_that_found_nothing():
    greeting = Answer("hello", "hello", "extractive", abstained=True, missing="Hello! Ask about the bridge.")
    page = drawn(done(greeting))
    assert "Hello! Ask about the bridge." in Tags(page).words
    assert words.ABSTAINED not in page
    assert view.announcement(done(greeting)) == "Hello! Ask about the bridge."


def test_titles_stand_on_lines_of_their_own_and_their_count_above_the_footnotes():
    citations = (CITATION, replace(CITATION, number=2, article="b.txt"))
    titles = (AnswerSentence("A title", "supported", (1,)), AnswerSentence("Another", "supported", (2,)))
    answer = replace(ANSWER, citations=citations, sentences=titles, notices=("2 articles in the index.",))
    page = drawn(done(answer))
    assert page.split('<ul class="answer">')[1].split("</ul>")[0].count("<li>") == 2
    assert page.index("2 articles in the index.") < page.index('class="footnotes"')
    prose = tuple(replace(s, text=f"{s.text}.") for s in titles)
    assert '<ul class="answer"' not in drawn(done(replace(answer, sentences=prose)))


def test_an_error_is_no_abstention():
    page = drawn(done(Answer("Q", "Q", "openai", error=Failure("engine", "it broke"))))
    assert "It broke." in page
    assert "do not say" not in page


def test_history_is_the_last_three_answers_and_no_failures():
    failed = Exchange("bad", "failed", note="no")
    told = history([done(replace(ANSWER, question=str(n))) for n in range(5)] + [failed])
    assert [turn.question for turn in told] == ["2", "3", "4"]


PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)))


@given(st.text(st.characters(exclude_characters="\r"), max_size=60), PAIRS)
def test_marks_hold_exactly_the_characters_of_the_spans(text, pairs):
    spans = [Span(start, start + length) for start, length in pairs if start + length <= len(text)]
    active = spans[0] if spans else None
    page = source.marked(text, spans, active)
    held, inside, plain = [], False, ""
    for piece in re.split(r'(<mark(?: class="active")?>|</mark>)', page):
        if piece.startswith("<mark"):
            inside = True
        elif piece == "</mark>":
            inside = False
        else:
            raw = piece.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'")
            raw = raw.replace("&amp;", "&")
            held += [inside] * len(raw)
            plain += raw
    assert plain == text.translate(INERT)
    assert held == [any(s.start <= i < s.end for s in spans) for i in range(len(text))]


def place(text, start, end):
    return source.Place("a.txt", Span(start, end), text[start:end], "hash", "A title")


def test_the_active_quote_is_marked_apart_from_the_others():
    text = "One <b>two</b> three."
    page = source.panel(place(text, 4, 7), [place(text, 15, 20)], source.Shown(("T",), text, "hash"))
    assert '<mark class="active">&lt;b&gt;</mark>' in page
    assert "<mark>three</mark>" in page


@pytest.mark.parametrize(
    ("now", "told", "marked"),
    [
        ("Now: the exact words, moved.", "has changed", True),
        ("All of it is new.", "no longer in it", False),
        (None, "was removed", False),
    ],
)
def test_an_article_that_changed_says_so(now, told, marked):
    here = source.Place("a.txt", Span(10, 25), "the exact words", "old", "A title")
    page = source.panel(here, [], source.Shown(("T",), now, "new" if now else None))
    assert told in page
    assert ('<mark class="active">the exact words</mark>' in page) == marked


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("localhost", True), ("::1", True), ("[::1]", True),
     ("", False), ("0.0.0.0", False), ("10.0.0.1", False), ("127.0.0.1.evil.example", False), ("::", False)],
)  # fmt: skip
def test_loopback(host, local):
    assert address.is_loopback(host) is local


def test_examples_come_from_the_case_file(tmp_path):
    rows = [{"question": f"{kind}?", "answerable": kind != "list", "tags": [kind]} for kind in ("date", "list", "fact")]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert examples(tmp_path, None) == ("fact?", "date?")


# In the browser

IN_VIEW = """() => {
  const [frame, mark] = ['.scroll', 'mark.active'].map(part => document.querySelector(part)?.getBoundingClientRect());
  return mark && mark.top >= frame.top && mark.bottom <= frame.bottom;
}"""


@pytest.mark.browser
def test_a_citation_opens_the_article_at_the_quoted_words(page):
    answer = ask(page, LIT)
    assert "3 May 1881" in answer.inner_text()
    answer.locator("button.cite").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.active")
    page.wait_for_function(IN_VIEW)
    assert "3 May 1881" in page.inner_text("mark.active")
    assert "The lighthouse on Kettle Point" in page.inner_text(".source header")
    page.evaluate("document.querySelector('.scroll').scrollTop = 0")
    answer.locator("button.cite").first.click()  # the same place a second time
    page.wait_for_function(IN_VIEW)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.cite") == "1"


@pytest.mark.browser
def test_hostile_text_is_only_text(page):
    answer = ask(page, BREAD)
    answer.locator("button.cite").first.click()
    page.wait_for_selector("mark.active")
    assert "<script>window.hacked=1</script> bread" in page.inner_text(".stored")
    assert "${alert(1)} bread" in page.inner_text(".stored")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".stored b, .stored script").count() == 0


@pytest.mark.browser
def test_what_the_articles_do_not_say(page):
    answer = ask(page, "Who won the 2018 football world cup?")
    assert "Your articles do not say" in answer.inner_text()
    assert answer.locator("button.cite").count() == 0


@pytest.mark.browser
def test_a_question_that_is_too_long_is_given_back(page):
    answer = ask(page, "x" * 50_000)
    assert "at most 2,000" in answer.inner_text()
    assert len(page.input_value("#question textarea")) == 50_000


@pytest.mark.browser
def test_sessions_share_nothing_and_new_forgets(page, app, browser):
    ask(page, "When was the lighthouse lit?")
    with opened(browser, app) as other:
        other.wait_for_selector(".empty")
        assert other.locator(".exchange").count() == 0
    page.click("#new")
    page.wait_for_selector(".empty")
    assert page.locator(".exchange").count() == 0


@pytest.mark.browser
def test_on_a_phone_the_source_is_a_sheet_that_closes(page):
    page.set_viewport_size({"width": 390, "height": 844})
    answer = ask(page, LIT)
    assert not page.is_visible("#source-column")
    answer.locator("button.cite").first.click()
    page.wait_for_selector("mark.active", state="visible")
    page.wait_for_function(IN_VIEW)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click(".source .close")
    assert not page.is_visible("#source-column")
    assert page.evaluate("document.activeElement.dataset.cite") == "1"


def test_the_query_is_shown_only_where_it_is_not_the_question():
    assert "Searched for" not in drawn(done(ANSWER))
    other = done(replace(ANSWER, query="What of <Velm>?"))
    assert "Searched for: What of <Velm>?" in Tags(drawn(other)).words
    (field,) = [attrs for tag, attrs in Tags(drawn(other)).tags if tag == "input" and "aria-label" in attrs]
    assert field["value"] == "What of <Velm>?"
    reading = drawn(replace(other, phase="reading"))
    assert "Searched for" in reading
    assert "<form" not in reading  # what is on its way cannot be asked again yet


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_reader_mends_the_query_of_a_follow_up_and_asks_again(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    ask(page, LIT)
    answer = ask(page, "Who lit it?")
    assert "Searched for: Who lit the Kettle Point lighthouse?" in answer.locator(".searched summary").inner_text()
    answer.locator(".searched summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # into the field
    page.keyboard.press("Control+a")
    page.keyboard.type("Who sells rye bread?")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Enter")
    again = answered(page, 3)
    assert again.locator(".question").inner_text() == "Who lit it?"
    assert "Searched for: Who sells rye bread?" in again.locator(".searched summary").inner_text()
    assert "bakery" in again.inner_text()


BRIDGE = "Title: The Velm bridge\n\nThe Velm bridge reopened in 2021 after repairs that cost 48 million crowns.\n"


def upload(tab, *files):
    tab.set_input_files("#articles input.files", files)
    tab.wait_for_function("document.querySelector('.adding .told').innerText.includes('in the index now')")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_an_uploaded_article_answers_without_reloading_and_its_words_go_with_it(page, folder, tmp_path, width):
    page.set_viewport_size({"width": width, "height": 844})
    (tmp_path / "bridge.txt").write_text(BRIDGE)
    (tmp_path / "program.exe").write_text("no article")
    open_drawer(page, "articles")
    upload(page, tmp_path / "bridge.txt", tmp_path / "program.exe")
    assert "Added. Indexed with 1 passage." in page.inner_text(".results .indexed")
    assert "not one of the kinds of file" in page.inner_text(".results .refused")
    assert not [path for path in (folder / "data" / "uploads").rglob("*") if path.is_file() and path.stat().st_size]
    page.wait_for_selector("#listing button[data-article]", state="attached")
    wait_for_articles(page, 3)  # the list is not drawn again after that
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    close_drawer(page, "articles")
    answer = ask(page, "How much did the repairs of the Velm bridge cost?")
    assert "48 million" in answer.inner_text()
    answer.locator("button.cite").first.click()
    page.wait_for_selector("mark.active")
    if width == 390:
        page.click(".source .close")
    open_drawer(page, "articles")
    page.click("#listing button[data-article]")
    assert page.inner_text("#listing button[data-article]") == words.REMOVE_SURELY
    page.click("#listing button[data-article]")
    page.wait_for_selector(".exchange em.removed")
    page.wait_for_selector("#listing button[data-article]", state="detached")
    page.wait_for_function("!document.querySelector('#source mark')")
    assert "48 million" not in page.content()
    assert page.is_visible("#source-column") == (width == 1280)  # a closed sheet stays closed
    close_drawer(page, "articles")
    assert "48 million" not in ask(page, "How much did the repairs of the Velm bridge cost?").inner_text()


@pytest.mark.browser
def test_an_address_that_is_no_page_is_told_in_words(page):
    open_drawer(page, "articles")
    page.fill("#address", "http://localhost:1/secret")
    page.click("#add")
    page.wait_for_selector(".results .refused")
    told = page.inner_text(".results .refused span")
    assert told.startswith("localhost is a private address (")
    assert told.endswith("save the page as a file instead.")
    assert page.input_value("#address") == "http://localhost:1/secret"  # to be mended


@pytest.mark.browser
def test_the_page_follows_the_folder(page, folder):
    path = folder / "articles" / "<img src=x onerror=alert(1)>.txt"
    path.write_text("The harbour of Orrin was dredged in 1907.\n")
    wait_for_articles(page, 3)
    open_drawer(page, "articles")
    page.fill("#find input, #find textarea", "onerror")
    page.wait_for_function("document.querySelectorAll('#listing tbody tr').length === 1")
    assert "<img src=x" in page.inner_text("#listing")
    close_drawer(page, "articles")
    assert "1907" in ask(page, "When was the harbour of Orrin dredged?").inner_text()
    path.unlink()
    page.wait_for_selector(".exchange em.removed")
    assert "1907" not in page.content()


@pytest.mark.browser
def test_a_file_that_is_too_large_is_told(page, tmp_path):
    (tmp_path / "large.txt").write_bytes(b"a " * 25_500_000)
    open_drawer(page, "articles")
    page.set_input_files("#articles input.files", tmp_path / "large.txt")
    page.wait_for_selector("text=large.txt is larger than 50 MB; split it into articles.")
