"""Articles added by hand: which file they become, and that nothing else is touched."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import added
from index.config import IndexConfig
from index.errors import BadInputError
from index.fetch import Page

TEXT = "The lighthouse on Kettle Point was lit for the first time on 3 May 1881.\n"


@pytest.fixture
def config(tmp_path):
    return IndexConfig(data=tmp_path / "data", models=tmp_path / "models")


def upload(tmp_path, name, content=TEXT):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(config):
    return sorted(path.name for path in (config.data / "added").iterdir())


def test_a_file_is_kept_under_its_own_name(tmp_path, config):
    assert added.add_file(upload(tmp_path, "A lighthouse.TXT"), config) == "added/A lighthouse.txt"
    assert (config.data / "added" / "A lighthouse.txt").read_text() == TEXT
    assert names(config) == ["A lighthouse.txt"]  # nothing unfinished is left


def test_the_same_bytes_are_the_same_article_and_others_get_a_name_of_their_own(tmp_path, config):
    first = added.add_file(upload(tmp_path, "a.txt"), config)
    assert added.add_file(upload(tmp_path, "b.txt"), config) == first
    other = added.add_file(upload(tmp_path, "a.txt", "Something else.\n"), config)
    assert other == "added/a (2).txt"
    assert added.add_file(upload(tmp_path, "c.txt", "Something else.\n"), config) == other
    assert names(config) == ["a (2).txt", "a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("a.exe", TEXT, "not one of the kinds of file"), ("a.txt", " \n", "is empty"), ("none.txt", None, "could not be read")],
)
def test_what_is_no_article_is_refused(tmp_path, config, name, content, told):
    path = upload(tmp_path, name, content) if content else tmp_path / name
    with pytest.raises(BadInputError, match=told):
        added.add_file(path, config)
    assert not (config.data / "added").exists()


def test_a_file_that_is_too_large(tmp_path, config, monkeypatch):
    monkeypatch.setattr(added, "MAX_FILE_BYTES", 10)
    with pytest.raises(BadInputError, match="larger than"):
        added.add_file(upload(tmp_path, "a.txt"), config)


@given(st.text(max_size=300), st.sampled_from([".txt", ".md"]))
def test_every_name_is_one_that_a_file_system_takes(stem, suffix):
    name = added._name(stem, suffix, " (abc)")
    assert len(name) <= added.MAX_NAME
    assert len(name.encode()) <= 255
    assert name.endswith(f" (abc){suffix}")
    assert not set('<>:"/\\|?*\0\n') & set(name)
    assert not name.startswith((".", " "))


@pytest.mark.parametrize(
    ("stem", "kept"),
    [("../../etc/passwd", "etc passwd"), ("con", "file con"), ("Zu\u0308rich", "Z\u00fcrich"), (".hidden", "hidden"),
     ("東京", "東京"), ("...", "article"), ("a\u202egnp", "a gnp")],
)  # fmt: skip
def test_names_keep_what_a_reader_knows_them_by(stem, kept):
    assert added._name(stem, ".txt") == f"{kept}.txt"


@pytest.fixture
def web(monkeypatch):
    """Stand in for the web: an address -> the page it gives."""
    pages = {}
    monkeypatch.setattr(added, "fetch", lambda address, *, allow_private: pages[address])
    return pages


def test_a_page_is_kept_with_its_address_and_replaced_by_the_next_fetch(config, web):
    address = "https://www.example.org/a--b?x=1"
    web[address] = Page(address, b"<title>Old &amp; good</title><p>One.", "text/html")
    article = added.add_page(address, config)
    assert article.startswith("added/example.org Old & good (")
    assert article.endswith(").html")
    stored = (config.data / article).read_text()
    assert stored.startswith("<!-- saved from url=(0036)https://www.example.org/a%2D%2Db?x=1 -->\n<title>")
    web[address] = Page(address, b"<title>New</title><p>Two.", "text/html")
    assert added.add_page(address, config) == article
    assert "Two." in (config.data / article).read_text()
    web[address] = Page(address, b"%PDF-1.7", "application/pdf")
    changed = added.add_page(address, config)
    assert names(config) == [changed.removeprefix("added/")]
    assert changed.endswith(".pdf")
    assert (config.data / changed).read_bytes() == b"%PDF-1.7"


def test_pages_with_one_title_are_two_articles(config, web):
    for number in "12":
        web[number] = Page(f"https://example.org/{number}", b"<title>Same</title>", "text/html")
    assert added.add_page("1", config) != added.add_page("2", config)


def test_an_encoding_that_only_the_server_named_is_not_lost(config, web):
    page = "<title>Ж</title><p>Привет".encode("cp1251")
    web["page"] = Page("https://example.org/", page, "text/html; charset=windows-1251")
    web["text"] = Page("https://example.org/a.txt", "Привет".encode("cp1251"), 'text/plain; charset="windows-1251"')
    web["odd"] = Page("https://example.org/b.txt", b"Hello", "text/plain; charset=hex")
    html = added.add_page("page", config)
    assert html.startswith("added/example.org Ж (")
    assert (config.data / html).read_text("utf-8-sig").endswith("<p>Привет")
    assert (config.data / added.add_page("text", config)).read_text("utf-8-sig") == "Привет"
    assert (config.data / added.add_page("odd", config)).read_bytes() == b"Hello"


def test_removing_deletes_the_file_and_only_of_what_was_added(tmp_path, config):
    article = added.add_file(upload(tmp_path, "a.txt"), config)
    secret = config.data / "catalog.sqlite"
    secret.write_text("kept")
    other = tmp_path / "outside"
    other.mkdir()
    (other / "b.txt").write_text("kept")
    (config.data / "added" / "link").symlink_to(other)
    for wrong in ("added/../catalog.sqlite", "catalog.sqlite", f"added/{other}/b.txt", "added/link/b.txt", "added/", "added",
                  "added/.", "added/a.txt/..", "../a.txt", "added/\0"):  # fmt: skip
        with pytest.raises(BadInputError):
            added.remove(wrong, config)
    with pytest.raises(BadInputError, match=r"is part of added/a\.zip"):
        added.remove("added/a.zip!/b.txt", config)
    assert secret.read_text() == (other / "b.txt").read_text() == "kept"
    added.remove(article, config)
    added.remove(article, config)  # gone already
    assert names(config) == ["link"]


def test_a_disk_that_cannot_be_written_is_told(tmp_path, config):
    config.data.mkdir()
    (config.data / "added").write_text("a file in the way")
    with pytest.raises(BadInputError, match="could not be written"):
        added.add_file(upload(tmp_path, "a.txt"), config)


def test_nothing_unfinished_is_left_when_writing_breaks_off(tmp_path, config, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInputError, match="No space left"):
        added.add_file(upload(tmp_path, "a.txt"), config)
    assert names(config) == []
