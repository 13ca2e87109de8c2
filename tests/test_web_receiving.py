"""Where the panel of articles sends files to: what is kept, what is refused, and that nothing is left half-made."""

import json
from dataclasses import replace

import anyio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index.config import MAX_FILE_BYTES
from index.types import Article
from rag.answer import Assistant
from rag.config import RagConfig
from web.background import Upkeep
from web.library import receiving
from web.library.outcomes import outcomes


@pytest.fixture
def served(indexed, tmp_path):
    library = indexed.library(vectors=False)
    upkeep = Upkeep(indexed.folder, Assistant(RagConfig(models=tmp_path / "none"), library))
    yield Starlette(routes=receiving.routes(upkeep))
    library.close()


@pytest.fixture
def client(served):
    with TestClient(served) as browser:
        yield browser


def kept_files(indexed):
    return sorted(path.relative_to(indexed.config.data).as_posix() for path in indexed.config.data.rglob("*.*"))


def sent(client, name, content=b"Words.\n"):
    return client.post("/library/file", params={"name": name, "size": len(content)}, content=content).json()


def test_a_file_is_kept_once_and_nothing_else_is_left(client, indexed):
    assert sent(client, "a.txt") == {"kind": "added", "text": "Added.", "article": "added/a.txt"}
    assert sent(client, "again.txt")["kind"] == "same"
    assert sent(client, "a.txt", b"Other words.\n")["article"] != "added/a.txt"
    assert len(kept_files(indexed)) == 2


@pytest.mark.parametrize(
    "name",
    ["../../escape.txt", "folder/sub/../../../escape.txt", "/etc/escape.txt", "..\\..\\escape.txt", "C:\\escape.txt",
     "x\0/../escape.txt", "escape\0.txt", "\u202eescape\x1b[31m.txt", "\u00e9" * 400 + ".txt"],
)  # fmt: skip
def test_no_path_leaves_the_folder_of_added_articles(client, indexed, name):
    assert sent(client, name)["kind"] == "added"
    (path,) = kept_files(indexed)
    assert path.startswith("added/")
    assert path.count("/") == 1
    assert not {"\0", "\x1b", "\u202e"} & set(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.exe", b"x", "not one of the kinds of file"),
        ("", b"x", "not one of the kinds of file"),
        ("..", b"x", "not one of the kinds of file"),
        (".txt", b"x", "not one of the kinds of file"),
        ("a.txt", b" \n", "a.txt is empty."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(client, indexed, name, content, reason):
    refused = sent(client, name, content)
    assert refused["kind"] == "refused"
    assert refused["article"] is None
    assert reason in refused["text"]
    assert kept_files(indexed) == []


def test_a_file_that_is_too_large_is_refused_whatever_the_page_says_of_its_size(client, indexed, monkeypatch):
    told = client.post("/library/file", params={"name": "a.txt", "size": MAX_FILE_BYTES + 1}).json()
    assert told["text"] == "a.txt is larger than 50 MB; split it into articles."
    monkeypatch.setattr(receiving, "MAX_FILE_BYTES", 3)
    assert client.post("/library/file", params={"name": "a.txt", "size": 1}, content=b"Words").json()["kind"] == "refused"
    assert kept_files(indexed) == []


def test_a_browser_that_is_closed_on_the_way_leaves_nothing(served, indexed):
    half_way = iter([{"type": "http.request", "body": b"Half of it", "more_body": True}, {"type": "http.disconnect"}])

    async def receive():
        return next(half_way)

    async def send(_message):
        pass

    scope = {"type": "http", "method": "POST", "path": "/library/file", "query_string": b"name=a.txt", "headers": []}
    anyio.run(served, scope, receive, send)
    assert kept_files(indexed) == []
    assert list((indexed.config.data / receiving.UPLOADS).iterdir()) == []


def test_after_the_sync_each_file_is_told_what_became_of_it(client, indexed):
    sent(client, "good.txt", b"Title: Good\n\nThe bridge reopened in May.\n")
    sent(client, "binary.txt", b"\0\1\2\3" * 50)
    asked = json.dumps({"articles": ["added/good.txt", "added/binary.txt", "added/none.txt", 7]})
    assert client.post("/library/outcomes", content=asked).json()["outcomes"] == {}
    indexed.write({})
    indexed.folder.mkdir(exist_ok=True)
    indexed.sync(vectors=False)
    told = client.post("/library/outcomes", content=asked).json()["outcomes"]
    assert told["added/good.txt"] == ["indexed", "Indexed with 1 passage."]
    assert told["added/binary.txt"][0] == "skipped"
    assert "not text" in told["added/binary.txt"][1]
    assert len(told) == 2


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"articles": "a", "address": 7}', b"\xff"])
@pytest.mark.parametrize("path", ["/library/outcomes", "/library/page"])
def test_a_malformed_request_is_refused(client, path, body):
    assert client.post(path, content=body).status_code == 400


PLAIN = Article("added/a.txt", "indexed", None, "A title", None, None, None, 3, "hash")


def test_an_archive_is_told_as_one():
    parts = [
        replace(PLAIN, id="added/a.zip!/b.txt"),
        replace(PLAIN, id="added/a.zip!/c.txt", passages=2),
        replace(PLAIN, id="added/a.zip!/d.bin", status="skipped", reason="not text", passages=0),
    ]
    ((status, told),) = outcomes(["added/a.zip"], [PLAIN, *parts]).values()
    assert (status, told) == (
        "indexed",
        "Indexed with 5 passages as 2 articles; 1 part not read, the first because: not text.",
    )


def test_a_copy_says_of_what():
    copy = replace(PLAIN, copies_of="b.txt")
    assert outcomes([copy.id], [copy]) == {copy.id: ("indexed", "Indexed with 3 passages; same text as b.txt.")}
