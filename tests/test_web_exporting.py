"""A conversation as a file: what is in it, what it is called, and copying and acting on one answer."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.exporting import read, to_html
from rag.exporting.reading import Stored
from rag.types import Answer, AnswerSentence, Citation, Failure
from web import words
from web.chat.actions import actions
from web.chat.copying import flavours, plain, rich
from web.chat.exchange import Exchange
from web.chat.exporting import FORMS, export

NASTY = '<script>alert(1)</script> "q" \' & \u202egnol\x07 line\nline'
CITATION = Citation(1, "a.txt", "A title", "The Paper", "2024-05-01", "the exact words", 10, 25, "hash")
ANSWER = Answer(
    "What?", "What?", "extractive", sentences=(AnswerSentence("It says so.", "supported", (1,)),), citations=(CITATION,)
)


def done(answer=ANSWER, **fields):
    return Exchange(answer.question, "done", answer=answer, **fields)


@pytest.mark.parametrize("form", ["md", "html", "json", "print"])
def test_every_form_is_a_file_that_can_be_verified(tmp_path, form):
    exchange = done(key="abc")
    response = export("The talk", [exchange], form, {"abc": "2026-11-22T14:31:00+00:00"})
    assert response.status_code == 200
    path = tmp_path / "export"
    path.write_bytes(response.body)
    assert read(path) == Stored((json.loads(json.dumps(ANSWER.to_json())),), is_export=True)
    assert b"14:31" in response.body
    disposition = response.headers.get("content-disposition")
    if form == "print":
        assert disposition is None
    else:
        assert disposition == f"attachment; filename=\"footnote-The-talk.{form}\"; filename*=UTF-8''footnote-The-talk.{form}"


@pytest.mark.parametrize(
    ("title", "plain_name", "full_name"),
    [
        ("../../etc/passwd", "etc-passwd", "etc-passwd"),
        ('a"; filename="b.exe', "a-filename-b.exe", "a-filename%3D-b.exe"),
        ("Br\u00fccke \u6771\u4eac", "Br-cke", "Br%C3%BCcke-%E6%9D%B1%E4%BA%AC"),
        ("\u6771\u4eac", "footnote", "%E6%9D%B1%E4%BA%AC"),
        ("\r\nSet-Cookie: a=b", "Set-Cookie-a-b", "Set-Cookie-a%3Db"),
        ("con", "con", "con"),
        ("...", "footnote", "footnote"),
        ("\ud800 \u202e", "footnote", "footnote"),
    ],
)
def test_a_title_makes_a_harmless_name_of_a_file(title, plain_name, full_name):
    header = export(title, [done()], "md").headers["content-disposition"]
    assert header == f"attachment; filename=\"footnote-{plain_name}.md\"; filename*=UTF-8''footnote-{full_name}.md"


def test_the_name_of_a_file_has_an_end():
    assert len(export("\u6771" * 5000, [done()], "json").headers["content-disposition"]) < 1000


def test_a_stopped_answer_says_so_and_a_failure_is_left_out():
    failed = done(replace(ANSWER, error=Failure("engine", "it broke"), sentences=()))
    stopped = replace(done(), phase="stopped")
    answers = json.loads(export("T", [failed, stopped, Exchange("Why?", "looking")], "json").body)["answers"]
    assert [answer["notices"] for answer in answers] == [[words.STOPPED_EARLY]]


@pytest.mark.parametrize(("exchanges", "form"), [([], "md"), ([Exchange("Why?", "failed")], "html"), ([done()], "exe")])
def test_nothing_to_export_is_told(exchanges, form):
    response = export("T", exchanges, form)
    assert response.status_code == 404
    assert b"There is no answer to export" in response.body


def test_a_copied_answer_carries_its_footnotes_in_words():
    assert plain(ANSWER) == ("It says so. [1]\n\n[1] \u201cthe exact words\u201d \u2014 A title, The Paper, 2024-05-01\n")
    assert "<p>It says so. [1]</p>" in rich(ANSWER)
    assert flavours(ANSWER)["said"] == "Copied with 1 footnote"


def test_nothing_of_others_steers_a_clipboard():
    citation = replace(CITATION, title=NASTY, publisher=NASTY, quote=NASTY, end=10 + len(NASTY))
    answer = replace(
        ANSWER, sentences=(AnswerSentence(NASTY, "partly", (1,)),), citations=(citation,), missing=NASTY, abstained=True
    )
    told = flavours(answer)
    assert "<script" not in told["rich"]
    for text in told.values():
        assert not set("\u202e\x07") & set(text)
    assert plain(answer).count("\n") == 5  # no line of others
    assert words.SUPPORT["partly"] in plain(answer)


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_each_action_has_a_name_and_an_address():
    tags = Tags(actions(done(key="k"), 2, "c")).tags
    buttons = [attrs for tag, attrs in tags if tag in ("button", "summary")]
    assert [attrs["aria-label"] for attrs in buttons] == [words.COPY, words.LINK, words.EXPORT, words.REGENERATE]
    assert [attrs["data-address"] for attrs in buttons if "data-address" in attrs] == [
        "/conversations/c/k/copy",
        "/?chat=c#k",
    ]
    links = [attrs["href"] for tag, attrs in tags if tag == "a"]
    assert links == [f"/conversations/c/{form}?answer=k" for form in FORMS]
    assert FORMS.keys() == words.EXPORT_FORMS.keys()


def test_a_foreign_id_stays_inside_of_its_attribute():
    page = actions(done(key='"><script>'), 0, '"><script>/..')
    assert "<script" not in page
    assert not re.search(r'/conversations/[^"]*/\.\.', page)


def test_an_answer_that_was_stopped_can_be_kept_as_far_as_it_came():
    stopped = replace(done(), phase="stopped")
    assert re.findall(r'data-act="(\w+)"', actions(stopped, 0, "c")) == ["copy", "link", "again"]


def test_what_failed_can_only_be_asked_again_and_what_is_on_its_way_not_even_that():
    failed = actions(done(replace(ANSWER, error=Failure("engine", "it broke"))), 0, "c")
    assert re.findall(r'data-act="(\w+)"', failed) == ["again"]
    assert actions(Exchange("Why?", "reading", answer=ANSWER), 0, "c") == ""


# In the browser


@pytest.mark.browser
def test_an_exported_page_loads_nothing_reports_nothing_and_links_back(browser, tmp_path):
    path = tmp_path / "export.html"
    path.write_text(to_html(NASTY, [(replace(ANSWER, missing=NASTY), None), (ANSWER, None)], "2026-11-22T15:00:00+00:00"))
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    said, asked = [], []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    tab.click("#a2-r1")
    assert tab.evaluate("document.querySelector(':target').id") == "a2-n1"
    tab.click("#a2-n1 .back")
    assert tab.evaluate("document.querySelector(':target').id") == "a2-r1"
    assert tab.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"  # its style is let in
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert asked == [path.as_uri()]
    assert said == []
    path.write_text(tab.content())  # as "save page" does
    assert read(path).problems == ()
    tab.close()


SCRIPT = "\n".join(
    (Path(__file__).parent.parent / "web" / "chat" / name).read_text() for name in ("copying.js", "actions.js")
)
HARNESS = f"""<!DOCTYPE html><div id="live"><div role="status"></div></div>
<div id="part"><div class="log">{actions(done(key="k"), 2, "c")}</div></div>
<script>const element = document.querySelector("#part"); const fired = [];
const trigger = (name, data) => fired.push([name, data]);
element.addEventListener("click", event => fired.push("conversation"));
{SCRIPT}</script>"""


@pytest.fixture
def harness(browser):
    """Open the actions of one answer in a page of their own; what the app answers is scripted."""
    context = browser.new_context()
    tab = context.new_page()
    tab.route("**/*", lambda route: route.fulfill(body=HARNESS, content_type="text/html"))
    tab.route("**/conversations/c/k/copy", lambda route: route.fulfill(json=flavours(ANSWER)))
    tab.goto("http://127.0.0.1:9/")
    yield tab
    context.close()


def said(tab):
    tab.wait_for_function("document.querySelector('.said').textContent")
    assert tab.inner_text(".said") == tab.inner_text("#live [role=status]")
    return tab.inner_text(".said")


@pytest.mark.browser
def test_copying_puts_both_flavours_on_the_clipboard_and_says_so(harness):
    harness.context.grant_permissions(["clipboard-read", "clipboard-write"])
    harness.focus(f"[aria-label='{words.COPY}']")
    harness.keyboard.press("Enter")
    assert said(harness) == "Copied with 1 footnote"
    assert harness.evaluate("navigator.clipboard.readText()") == plain(ANSWER)
    read_rich = "navigator.clipboard.read().then(items => items[0].getType('text/html')).then(blob => blob.text())"
    assert "<p>It says so. [1]</p>" in harness.evaluate(read_rich)
    harness.click(f"[aria-label='{words.LINK}']")
    harness.wait_for_function("document.querySelector('.said').textContent.startsWith('Link')")
    assert harness.evaluate("navigator.clipboard.readText()") == "http://127.0.0.1:9/?chat=c#k"


@pytest.mark.browser
def test_a_copy_that_the_browser_or_the_app_refuses_is_told(harness):
    harness.route("**/conversations/c/k/copy", lambda route: route.fulfill(status=404))
    harness.click(f"[aria-label='{words.COPY}']")
    assert said(harness) == words.NOT_COPIED


@pytest.mark.browser
def test_asking_again_and_the_menu_leave_the_conversation_alone(harness):
    harness.click(f"[aria-label='{words.REGENERATE}']")
    assert harness.evaluate("fired") == [["regenerate", {"exchange": 2}]]
    harness.focus("summary")
    harness.keyboard.press("Enter")
    assert harness.locator(".export a").all_inner_texts() == list(words.EXPORT_FORMS.values())
    harness.keyboard.press("Tab")
    harness.keyboard.press("Escape")
    assert harness.locator("details[open]").count() == 0
    assert harness.evaluate("document.activeElement.tagName") == "SUMMARY"
