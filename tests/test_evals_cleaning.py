"""The labelled pages are consistent, and what is kept and removed is counted right."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals import cleaning
from evals.cleaning import SHIPPED, load, normalise, score, summarise, to_text
from index.errors import BadInputError
from index.types import Document

PAGES = load(SHIPPED)


class Visible(HTMLParser):
    """The text of a page without its tags; elements that begin a new line or cell end a word."""

    INLINE = frozenset("a abbr b bdi cite code em font i mark q s small span strong sub sup u".split())
    UNSEEN = frozenset("script style title".split())

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.unseen += tag in self.UNSEEN
        self.text += "" if tag in self.INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in self.UNSEEN
        self.text += "" if tag in self.INLINE else " "

    def handle_data(self, data: str) -> None:
        self.text += "" if self.unseen else data


def visible(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        page = Visible()
        page.feed(text)
        text = page.text
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.name)
def test_every_label_stands_on_its_page(page):
    text = visible(page.path)
    assert [label for label in (*page.keep, *page.furniture) if label not in text] == []
    assert len(set(page.keep)) == len(page.keep)
    assert len(set(page.furniture)) == len(page.furniture)
    assert [(line, kept) for line in page.furniture for kept in page.keep if normalise(line) in normalise(kept)] == []


def test_the_set_is_whole_and_both_halves_are_alike():
    named = [page.path.name for page in PAGES]
    assert sorted(named) == sorted(path.name for path in SHIPPED.iterdir() if path.name != "labels.jsonl")
    assert len(set(named)) == len(named) >= 60
    assert len({page.path.read_bytes() for page in PAGES}) == len(PAGES)
    halves = [[page for page in PAGES if page.split == split] for split in cleaning.SPLITS]
    assert all(len(half) >= 25 for half in halves)
    assert all(sum(not page.furniture for page in half) >= 6 for half in halves)
    kinds = [{kind for page in half for kind in page.kinds} for half in halves]
    assert kinds[0] == kinds[1]


def test_no_sentence_or_line_of_furniture_stands_on_two_pages():
    long = [text for page in PAGES for text in (*page.keep, *page.furniture) if len(text) > 40]
    assert len(set(long)) == len(long)


@dataclass(frozen=True)
class Reading:
    member: str
    document: Document | None
    reason: str | None


def made(folder: Path) -> Path:
    """Three tiny pages: one to clean, one of nothing but article, one that is broken."""
    rows = [
        ("a.html", "dev", ["The “old” bridge fell.", "Nobody saw it."], ["Most read", "A  cat speaks"], ["list", "list"]),
        ("b.txt", "held-out", ["It rained.", "It stopped."], [], []),
        ("c.txt", "dev", ["Gone."], ["Share this"], ["share bar"]),
    ]
    fields = ("page", "split", "keep", "furniture", "kinds")
    (folder / "labels.jsonl").write_text("".join(json.dumps(dict(zip(fields, row, strict=True))) + "\n\n" for row in rows))
    for name, *_ in rows:
        (folder / name).write_text("as it is")
    return folder


def read(path: Path) -> Iterator[Reading]:
    """Stored: one sentence of the first page in other quotes and broken lines, one line of its furniture as a list item."""
    stored = {"a.html": 'The "old"\n bridge\u00a0fell.\n\n- A cat speaks\n', "b.txt": "It rained. It stopped."}
    if path.name in stored:
        yield Reading("", Document(stored[path.name], 0), None)
    else:
        yield Reading("", None, "it is broken")


def test_what_is_kept_and_removed_is_counted(tmp_path):
    summary = summarise(score(load(made(tmp_path)), read))
    assert summary["kept"] == {"share": 0.6, "done": 3, "of": 5}
    assert summary["kept_by_page"] == 0.5
    assert summary["removed"] == {"share": 0.5, "done": 1, "of": 2}  # nothing of the page that was not read
    assert summary["removed_by_page"] == 0.5
    assert summary["kinds"] == {"list": summary["removed"], "share bar": {"share": None, "done": 0, "of": 0}}
    assert summary["groups"]["plain text"]["kept"] == {"share": 0.6667, "done": 2, "of": 3}
    assert summary["groups"]["without furniture"]["kept"]["share"] == 1
    assert summary["unread"] == {"c.txt": "it is broken"}
    assert summary["lost"] == [["a.html", "Nobody saw it."]]
    assert summary["left"] == [["a.html", "list", "A  cat speaks"]]


def test_the_report_names_every_failure(tmp_path):
    lines = to_text(summarise(score(load(made(tmp_path)), read))).split("\n")
    assert lines[0] == "3 pages, 1 not read"
    assert lines[1].split() == "sentences kept 0.600 (3 of 5) mean over pages 0.500".split()
    assert lines[-3:] == [
        "not read  c.txt: it is broken",
        "lost  a.html: Nobody saw it.",
        "left  a.html (list): A  cat speaks",
    ]


def test_members_of_a_page_count_together_and_a_reader_that_gives_nothing_loses_all(tmp_path):
    page = load(made(tmp_path))[1]
    parts = [Reading("1", Document("It rained.", 0), None), Reading("2", Document("It stopped.", 0), None)]
    assert score([page], lambda path: parts)[0].lost == ()
    outcome = score([page], lambda path: [])[0]
    assert (outcome.lost, outcome.reason) == (page.keep, "nothing was read")


def test_one_half_can_be_measured_as_json(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cleaning.reader, "read", read, raising=False)
    assert cleaning.main([str(made(tmp_path)), "--split", "held-out", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["pages"] == 1
    assert summary["removed"]["share"] is None
    assert cleaning.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("3 pages")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"page": "no.txt"}, "line 1: there is no page no.txt"),
        ({"split": "test"}, "'test' is neither dev nor held-out"),
        ({"keep": []}, "keep must not be empty"),
        ({"furniture": ["Menu"]}, "0 kinds for 1 lines"),
    ],
)
def test_a_wrong_label_is_named(tmp_path, row, said):
    made(tmp_path)
    right = {"page": "a.html", "split": "dev", "keep": ["It fell."], "furniture": [], "kinds": []}
    (tmp_path / "labels.jsonl").write_text(json.dumps(right | row))
    with pytest.raises(BadInputError, match=said):
        load(tmp_path)


def test_a_folder_without_labels_is_one_line_and_exit_2(tmp_path, capsys):
    assert cleaning.main([str(tmp_path)]) == 2
    assert "labels.jsonl is no file; name a folder" in capsys.readouterr().err
