"""What happens in the panel of articles, without a browser."""

import types

import pytest

from index import added
from index.errors import BadInputError
from index.fetch import Page
from rag.answer import Assistant
from rag.config import RagConfig
from web import words
from web.background import Upkeep
from web.library.adding import Adding, Kept
from web.library.finding import EVERYTHING

PAGE = Page("https://example.org/a", b"<title>Tides</title><p>The tide turned.", "text/html")


@pytest.fixture
def adding(indexed, tmp_path):
    library = indexed.library(vectors=False)
    yield Adding(Upkeep(indexed.folder, Assistant(RagConfig(models=tmp_path / "none"), library)))
    library.close()


def test_before_the_first_sync_there_is_an_empty_list(adding):
    assert words.NO_ARTICLES in adding.summary()
    assert adding.listing() == ""
    assert adding.articles() == []


def test_a_page_is_added_and_updated_when_it_comes_again(adding, monkeypatch):
    monkeypatch.setattr(added, "fetch", lambda *_args, **_named: PAGE)
    first, second = adding.keep_page(" example.org/a "), adding.keep_page("example.org/a")
    assert (first.kind, second.kind) == ("added", "updated")
    assert first.article == second.article
    assert first.article.startswith("added/example.org Tides (")


def test_an_address_that_fails_says_why(adding, monkeypatch):
    def refuse(*_args, **_named):
        raise BadInputError("x.example <b>has no such page")

    monkeypatch.setattr(added, "fetch", refuse)
    assert adding.keep_page("x.example") == Kept("refused", "x.example <b>has no such page.")
    assert adding.keep_page("  ").text == words.NO_ADDRESS


def test_finding_keeps_the_order_and_sorting_keeps_what_was_typed(adding, indexed):
    indexed.write({"a.txt": "Title: Zebra\n\nWords.", "b.txt": "Title: Ant\n\nOther.", "c.txt": "Title: Bee\n\nMore."})
    indexed.sync(vectors=False)
    table, wanted = adding.sort(EVERYTHING, types.SimpleNamespace(column="title"))
    assert table.index("Ant") < table.index("Bee") < table.index("Zebra")
    table, wanted = adding.sort(wanted, types.SimpleNamespace(column="title"))
    table, wanted = adding.find("b", wanted)
    assert table.index(">Zebra<") < table.index(">Bee<")
    assert ">Ant<" not in adding.find("ee", wanted)[0]


def test_only_what_was_added_is_removed(adding, indexed):
    indexed.write({"mine.txt": "Mine.\n"})
    for wrong in ("mine.txt", "added/../../articles/mine.txt", 7, None):
        assert "Removed" not in adding.remove(types.SimpleNamespace(article=wrong))
    assert (indexed.folder / "mine.txt").is_file()
