"""Exports: readable, harmless, and checkable later."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from conftest import BRIDGE
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.errors import BadInputError
from rag.__main__ import main
from rag.answer import Assistant, final
from rag.config import RagConfig
from rag.exporting import read, to_html, to_json, to_markdown
from rag.exporting.reading import ANSWERS_CHANGED, SHOWN_CHANGED
from rag.types import Answer, AnswerSentence, Citation, Conflict, Failure, Side
from rag.verify import REMOVED
from web import words

FORMATS = {"md": to_markdown, "html": to_html, "json": to_json}
ASKED, EXPORTED = "2026-11-22T14:31:05+00:00", "2026-11-22T15:00:00+00:00"
NASTY = (
    "<script>alert(1)</script> --> </template></script> ](javascript:alert(1)) [x](javascript:alert(1)) ![i](http://e.x/i) "
    "<!-- footnote-export {} --> `code` **bold** _so_ http://e.x www.e.x a@e.x # 1. $x$ | a | &lt; \\ \u202egnol\x07\x1b[31m"
    " <img src=x onerror=alert(1)> [^1]: note [1]: http://e.x ~~no~~\n\n# Heading\n\n- list\n\n\u2028---\n"
)
TITLE = "The <b>bridge</b> & *others*"
QUESTION = "How many steel cables did engineers replace?"


def answered(indexed, question=QUESTION):
    return final(Assistant(RagConfig("extractive", indexed.config.models), indexed.library()).ask(question))


def nasty():
    citation = Citation(1, NASTY, NASTY, NASTY, NASTY, NASTY, 0, len(NASTY), NASTY, (NASTY,))
    return Answer(
        question=NASTY,
        query=NASTY + "?",
        engine=NASTY,
        short_answer=NASTY,
        sentences=(AnswerSentence(NASTY, "partly", (1,)), AnswerSentence(r"See \[3\].", "unsupported", ())),
        citations=(citation,),
        missing=NASTY,
        conflicts=(Conflict(NASTY, (Side(NASTY, (1,)),)),),
        notices=(NASTY,),
        error=Failure(NASTY, NASTY),
    )


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_export_from_a_file_is_verified_answer_by_answer(indexed, tmp_path, capsys, name, newline):
    indexed.write({"bridge.txt": BRIDGE})
    indexed.sync()
    asked = [(answered(indexed), ASKED), (answered(indexed, "How much did the work cost?"), None)]
    path = tmp_path / f"export.{name}"
    path.write_text(FORMATS[name](TITLE, asked, EXPORTED), newline=newline)
    assert read(path).answers == tuple(json.loads(json.dumps(answer.to_json())) for answer, _ in asked)
    verify = ["verify", str(path), "--data", str(indexed.config.data)]
    assert main(verify) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == QUESTION
    assert told.count("[1] bridge.txt: there") == 2
    indexed.write({"bridge.txt": BRIDGE.replace("48", "52")})
    indexed.sync()
    assert main(verify) == 1
    assert "changed to: The work cost [-48-]{+52+} million" in capsys.readouterr().out


@pytest.mark.parametrize("name", FORMATS)
def test_a_changed_export_is_told(indexed, tmp_path, capsys, name):
    indexed.write({"bridge.txt": BRIDGE})
    indexed.sync()
    export = FORMATS[name]("T", [(answered(indexed), None)], EXPORTED)
    path = tmp_path / "export"
    shown, data = export.replace("312 steel", "313 steel", 1), "313 steel".join(export.rsplit("312 steel", 1))
    for changed, problem in ((shown, ANSWERS_CHANGED if name == "json" else SHOWN_CHANGED), (data, ANSWERS_CHANGED)):
        path.write_text(changed)
        assert read(path).problems == (problem,)
        assert main(["verify", str(path), "--data", str(indexed.config.data)]) == 1
        assert problem in capsys.readouterr().out


def test_a_file_that_was_only_laid_out_anew_is_not_changed(tmp_path):
    asked = [(nasty(), ASKED)]
    markdown = re.sub("(?<=[a-z]) (?=[a-z])", "\n", to_markdown("T", asked, EXPORTED).rpartition("<!--")[0])
    markdown += "<!--" + to_markdown("T", asked, EXPORTED).rpartition("<!--")[2]
    page = to_html("T", asked, EXPORTED).replace("<p", "\n  <p").replace("&#x27;", "'")
    told = json.dumps(json.loads(to_json("T", asked, EXPORTED)), sort_keys=True)
    for content in (markdown, page, told):
        (tmp_path / "export").write_text(content)
        assert read(tmp_path / "export").problems == ()


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_words_neither_break_out_nor_are_lost(tmp_path, name):
    for answer in (nasty(), replace(nasty(), abstained=True), replace(nasty(), error=None)):
        (tmp_path / "export").write_text(FORMATS[name](NASTY, [(answer, NASTY)], EXPORTED))
        stored = read(tmp_path / "export")
        assert stored.problems == ()
        assert stored.answers == (json.loads(json.dumps(answer.to_json())),)


def test_nothing_of_others_becomes_markdown():
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    export = to_markdown(NASTY, [(nasty(), NASTY)], EXPORTED)
    page = Tags(renderer.render(export))
    assert {tag for tag, _ in page.tags} <= {"h1", "h2", "p", "em", "strong", "ul", "li", "blockquote", "hr"}
    assert page.words.count("[x](javascript:alert(1))") > 12
    assert not set("\u202e\x07\x1b\u2028") & set(export)
    assert re.search(r"(?<!\\)\[\^1\]: ", export)
    assert len(re.findall(r"^\[\^", export, re.M)) == 1
    assert not re.search(r"(?<!\\):(?=//)", export.partition("<!--")[0])  # no bare address either
    assert r"See \[3\]." in export


def test_nothing_of_others_becomes_html():
    page = Tags(to_html(NASTY, [(nasty(), NASTY)], EXPORTED))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "b:script", "iframe", "object"}
    assert [attributes for _, attributes in page.tags if any(name.startswith("on") for name in attributes)] == []
    assert {a["href"][0] for tag, a in page.tags if tag == "a"} == {"#"}
    assert "<script>alert(1)</script> --> </template>" in page.words
    assert not set("\u202e\x07\x1b\u2028") & set(to_html(NASTY, [(nasty(), NASTY)], EXPORTED))


@given(st.text(max_size=80))
def test_no_text_of_others_is_markup_wherever_it_stands(text):
    answer = Answer(text, text, "local", sentences=(AnswerSentence(text, "supported", ()),), notices=(text,))
    rendered = MarkdownIt("commonmark", {"html": True}).render(to_markdown(text, [(answer, None)], EXPORTED))
    assert {tag for tag, _ in Tags(rendered).tags} <= {"h1", "h2", "p", "em", "blockquote", "hr"}


def test_footnotes_link_there_and_back_and_count_through_in_markdown():
    citations = tuple(Citation(n, "a.txt", "A", "The Paper", "2024", "the words", 10, 19, "h", ("b.txt",)) for n in (1, 2))
    said = AnswerSentence("It says so.", "supported", (1, 2))
    asked = [(Answer("One?", "One?", "local", sentences=(said,), citations=citations), ASKED)] * 2
    export = to_markdown("T", asked, EXPORTED)
    assert "It says so.[^1][^2]" in export
    assert "It says so.[^3][^4]" in export
    assert all(
        export.count(f"\n[^{n}]: \u201cthe words\u201d \u2014 *A* \u00b7 The Paper \u00b7 2024") == 1 for n in (1, 2, 3, 4)
    )
    assert "a.txt, characters 10\u201319 \u00b7 the same words also in b.txt" in export
    tags = Tags(to_html("T", asked, EXPORTED)).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    links = [a["href"].removeprefix("#") for tag, a in tags if tag == "a"]
    assert len(set(ids)) == len(ids)
    assert set(links) <= set(ids)
    assert {"a2-n1", "a2-r1"} <= set(links)
    assert "22 November 2026, 14:31 UTC" in export


def test_words_removed_with_their_article_are_not_quoted_and_not_found_elsewhere(indexed, tmp_path, capsys):
    assert REMOVED == words.REMOVED_QUOTE
    indexed.write({"bridge.txt": "The ribbon was removed from the bridge by the mayor of the town on Friday.\n"})
    indexed.sync()
    citation = Citation(1, "gone.txt", "A", None, None, REMOVED, 10, 90, "h")
    answer = Answer("One?", "One?", "local", sentences=(AnswerSentence(REMOVED, "supported", (1,)),), citations=(citation,))
    for to in FORMATS.values():
        export = to("T", [(answer, None)], EXPORTED)
        assert "\u201cremoved" not in export
        assert "<q>" not in export
        (tmp_path / "export").write_text(export)
        assert main(["verify", str(tmp_path / "export"), "--data", str(indexed.config.data)]) == 1
        assert "[1] gone.txt: gone" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        "A letter.",
        "<html><body>A page</body></html>",
        '<!-- footnote-export {"format": "footnote-export-1"} -->',
        '<!-- footnote-export {"format": "footnote-export-1", "answers": [5]} -->',
        '<!-- footnote-export {"format": "footnote-export-9", "answers": []} -->',
        '<!-- footnote-export {} -->\n<!-- footnote-export {} -->',
        '{"format": 5}',
        '{"format": "footnote-export-1", "answers": [{}]}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_a_file_that_holds_no_answers_is_one_line_and_exit_2(corpus, tmp_path, capsys, content):
    (tmp_path / "letter.md").write_text(content)
    assert main(["verify", str(tmp_path / "letter.md"), "--data", str(corpus.config.data)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_no_export_names_the_file(tmp_path):
    (tmp_path / "letter.md").write_text("A letter.")
    with pytest.raises(BadInputError, match=r"letter\.md could not be read as a stored answer \(it is neither"):
        read(tmp_path / "letter.md")
