"""What happens in the panel of articles, without a browser."""

import types

import gradio as gr
import pytest

from index import added
from index.errors import BadInputError
from index.fetch import Page
from rag.answer import Assistant
from rag.config import RagConfig
from web import words
from web.background import Upkeep
from web.library.adding import Adding

PAGE = Page("https://example.org/a", b"<title>Tides</title><p>The tide turned.", "text/html")


@pytest.fixture
def adding(indexed, tmp_path):
    library = indexed.library(vectors=False)
    yield Adding(Upkeep(indexed.folder, Assistant(RagConfig(models=tmp_path / "none"), library)))
    library.close()


def uploaded(tmp_path, name, text):
    path = tmp_path / "uploads" / name[0] / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return str(path)


def test_before_the_first_sync_there_is_an_empty_list(adding):
    assert words.NO_ARTICLES in adding.summary()
    assert adding.listing() == ""


def test_uploads_are_kept_told_one_by_one_and_their_temporary_files_deleted(adding, indexed, tmp_path):
    paths = [uploaded(tmp_path, "a.txt", "Words.\n"), uploaded(tmp_path, "b.exe", "x"), uploaded(tmp_path, "c.txt", " ")]
    news, emptied = adding.upload(paths)
    assert "Added a.txt." in news
    assert news.count('class="wrong"') == 2
    assert emptied["value"] is None
    assert list((tmp_path / "uploads").iterdir()) == []
    assert [path.name for path in (indexed.config.data / "added").iterdir()] == ["a.txt"]


def test_a_page_is_added_and_the_field_emptied(adding, monkeypatch):
    monkeypatch.setattr(added, "fetch", lambda *_args, **_named: PAGE)
    (fetching, kept), (news, box) = adding.add_page(" example.org/a ")
    assert "Fetching example.org/a" in fetching
    assert kept == gr.skip()
    assert "Added example.org Tides (" in news
    assert box == ""


def test_an_address_that_fails_stays_to_be_mended(adding, monkeypatch):
    def refuse(*_args, **_named):
        raise BadInputError("x.example <b>has no such page")

    monkeypatch.setattr(added, "fetch", refuse)
    *_, (news, box) = adding.add_page("x.example")
    assert news == '<p class="wrong">x.example &lt;b&gt;has no such page.</p>'
    assert box == gr.skip()
    ((news, _),) = adding.add_page("  ")
    assert words.NO_ADDRESS in news


def test_only_what_was_added_is_removed(adding, indexed):
    indexed.write({"mine.txt": "Mine.\n"})
    for wrong in ("mine.txt", "added/../../articles/mine.txt", 7, None):
        assert "Removed" not in adding.remove(types.SimpleNamespace(article=wrong))
    assert (indexed.folder / "mine.txt").is_file()
