"""The index stays equal to a folder: what is new, changed, renamed, gone or unreadable, and what an interruption leaves."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from conftest import BRIDGE, CORPUS, HashedWords, Indexed
from filelock import FileLock

from index import reader
from index import sync as sync_module
from index.errors import BadInputError, IndexBusyError, IndexMissingError
from index.lock import writer_lock
from index.read import SUFFIXES
from index.staging import Staging


def texts(indexed: Indexed) -> dict[str, str]:
    with indexed.catalog() as catalog:
        return {article.id: catalog.text(article.id) for article in catalog.articles() if article.status == "indexed"}


def stored_vectors(indexed: Indexed) -> tuple[set[int], set[int]]:
    """Return the ids of passages that Chroma holds and those that it should hold."""
    generation = indexed.generation()
    assert generation.store is not None
    with indexed.catalog() as catalog:
        return generation.store.ids(), {passage.id for passage in catalog.passages()}


def test_a_folder_is_indexed_with_its_subfolders(indexed):
    indexed.write(CORPUS | {"notes/.hidden.txt": "Hidden.", ".git/x.txt": "Hidden.", "song.ogg": "la la"})
    report = indexed.sync()
    assert (report.added, report.changed, report.removed, report.unchanged, report.unread) == (4, 0, 0, 0, 1)
    assert (report.generation, report.waiting) == (1, 0)
    assert texts(indexed) == CORPUS
    status, reason = indexed.status()["song.ogg"]
    assert status == "skipped"
    assert reason == f"not one of the kinds of file that are read ({', '.join(SUFFIXES)})"


def test_syncing_twice_has_nothing_to_do(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.embedder.embedded.clear()
    report = indexed.sync()
    assert (report.added, report.changed, report.removed, report.unchanged, report.embedded) == (0, 0, 0, 4, 0)
    assert report.generation == 1
    assert indexed.embedder.embedded == []


def test_changed_renamed_and_deleted_files_are_followed(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.write({"bridge.txt": "The bridge has closed again."})
    (indexed.folder / "karn.md").rename(indexed.folder / "mountain.md")
    (indexed.folder / "orrin.txt").unlink()
    report = indexed.sync()
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 2, 1)
    assert report.generation == 2
    assert set(texts(indexed)) == {"bridge.txt", "copies/bridge-again.txt", "mountain.md"}
    assert texts(indexed)["bridge.txt"] == "The bridge has closed again."
    held, wanted = stored_vectors(indexed)
    assert held == wanted


def test_an_edit_of_the_same_length_is_seen(indexed):
    indexed.write({"a.txt": "The bridge has 312 cables."})
    indexed.sync()
    indexed.write({"a.txt": "The bridge has 313 cables."})
    path = indexed.folder / "a.txt"
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000))
    assert indexed.sync().changed == 1
    assert texts(indexed)["a.txt"] == "The bridge has 313 cables."


def test_a_file_rewritten_with_the_same_bytes_is_unchanged(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    indexed.embedder.embedded.clear()
    os.utime(indexed.folder / "a.txt", ns=(0, 0))
    for _ in range(2):
        report = indexed.sync()
        assert (report.changed, report.unchanged, report.generation) == (0, 1, 1)
    assert indexed.embedder.embedded == []


def test_an_emptied_folder_keeps_the_old_index_and_says_so(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    (indexed.folder / "a.txt").unlink()
    with pytest.raises(BadInputError, match=r"holds no file of the kinds that are read .*nothing was changed"):
        indexed.sync()
    assert set(texts(indexed)) == {"a.txt"}


def test_an_empty_folder_makes_no_index(indexed):
    indexed.folder.mkdir()
    with pytest.raises(BadInputError, match="holds no"):
        indexed.sync()
    with pytest.raises(IndexMissingError, match="python -m index sync"):
        indexed.catalog()


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_a_folder_that_is_none_is_refused(indexed, tmp_path, name):
    (tmp_path / "file.txt").write_text(BRIDGE)
    with pytest.raises(BadInputError, match=f"{name} is not a folder"):
        indexed.sync(folder=tmp_path / name)


def test_another_folder_is_refused_unless_it_replaces_the_first(indexed, tmp_path):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text("Another article. It is short.")
    with pytest.raises(BadInputError, match=r"is the index of .*articles; .*--replace"):
        indexed.sync(folder=other)
    assert set(texts(indexed)) == {"a.txt"}
    assert indexed.sync(folder=other, replace=True).removed == 1
    assert set(texts(indexed)) == {"b.txt"}
    assert indexed.sync(folder=other).unchanged == 1


def test_the_data_folder_inside_the_articles_is_not_indexed(indexed):
    indexed.config = type(indexed.config)(data=indexed.folder / "index", models=indexed.config.models)
    indexed.write({"a.txt": BRIDGE, "index/stray.txt": "Not an article."})
    indexed.sync()
    assert set(texts(indexed)) == {"a.txt"}


def test_articles_added_by_hand_stay_and_their_deletion_is_followed(indexed):
    indexed.write({"a.txt": BRIDGE})
    added = indexed.config.data / "added" / "upload.txt"
    added.parent.mkdir(parents=True)
    added.write_text("An upload about kites.")
    indexed.sync()
    assert set(texts(indexed)) == {"a.txt", "added/upload.txt"}
    added.unlink()
    assert indexed.sync().removed == 1
    assert set(texts(indexed)) == {"a.txt"}


def test_a_file_that_failed_is_tried_again_by_the_next_sync(indexed):
    indexed.write({"a.txt": BRIDGE})
    link = indexed.folder / "late.txt"
    link.symlink_to(indexed.folder / "missing")
    report = indexed.sync()
    assert report.unread == 1
    assert report.next_try is not None
    status, reason = indexed.status()["late.txt"]
    assert status == "failed"
    assert reason is not None
    assert reason.startswith("could not be read (No such file or directory); tried 1 of 3 times, the next sync tries again")
    (indexed.folder / "missing").write_text("Here it is at last.")
    assert indexed.sync().next_try is None
    assert indexed.status()["late.txt"] == ("indexed", None)


_POISONED = """
import os, sys, time
from index import reading
read_one = reading.read_one
def poisoned(path, name, known):
    for message in read_one(path, name, known):
        if b"crash" in path.read_bytes():
            os.abort()
        if b"hang" in path.read_bytes():
            time.sleep(60)
        if b"memory" in path.read_bytes():
            raise MemoryError
        yield message
reading.read_one = poisoned
reading.main()
"""


@pytest.mark.parametrize(
    ("poison", "reason"), [("crash", "crashed the program that reads it"), ("hang", "took longer than 4 seconds to read")]
)
def test_a_poison_file_is_set_aside_after_three_tries_and_stops_no_other(indexed, monkeypatch, poison, reason):
    readers = reader.Readers()
    monkeypatch.setattr("index.reader.readers", lambda: readers)
    monkeypatch.setattr("index.reader.COMMAND", (sys.executable, "-c", _POISONED))
    seconds = 4.0 if poison == "hang" else 60.0  # the machine may be busy
    monkeypatch.setattr("index.reader.READ_SECONDS", seconds)
    indexed.write({"a.txt": BRIDGE, "b.txt": poison, "c.txt": "Kites fly over the dunes."})
    for tries in (1, 2, 3):
        report = indexed.sync()
        assert (report.added, report.unread) == ((2, 1) if tries == 1 else (0, 1))
        status, said = indexed.status()["b.txt"]
        assert status == "failed"
        assert said is not None
        assert said.startswith(reason)
    assert said == f"{reason}; set aside after 3 tries, it is read again when the file changes"
    monkeypatch.undo()
    generation = indexed.sync()
    assert (generation.generation, generation.next_try) == (3, None)  # not even tried
    indexed.write({"b.txt": "A poisonous text no more."})
    assert indexed.sync().changed == 1
    assert indexed.status()["b.txt"] == ("indexed", None)


def test_a_file_that_cannot_be_read_any_more_leaves_the_index_in_a_new_generation(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.write({"karn.md": b"\0\1\2\3"})
    report = indexed.sync()
    assert (report.changed, report.unread, report.generation) == (1, 1, 2)
    assert indexed.status()["karn.md"] == ("skipped", "not text: the file holds binary data")
    held, wanted = stored_vectors(indexed)
    assert held == wanted
    assert indexed.generation().lexical("observatory", 5) == []


def test_a_binary_file_with_a_text_name_is_skipped_with_its_reason(indexed):
    indexed.write({"a.txt": BRIDGE, "photo.txt": b"\x89PNG\r\n\0\0"})
    indexed.sync()
    assert indexed.status()["photo.txt"] == ("skipped", "a picture; if it shows text, turn it into a PDF with OCR")
    assert indexed.sync().unread == 1


def test_passages_without_vectors_get_them_when_the_embedder_has_come(indexed):
    indexed.write(CORPUS)
    report = indexed.sync(vectors=False)
    assert report.waiting > 0
    assert report.embedded == 0
    later = indexed.sync()
    assert (later.embedded, later.waiting, later.generation) == (report.waiting, 0, 2)
    held, wanted = stored_vectors(indexed)
    assert held == wanted
    assert len(held) == report.waiting - 1  # what a copy repeats is not searched


def test_another_embedder_makes_all_vectors_anew(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    indexed.embedder = HashedWords("another-model")
    assert indexed.sync().embedded > 0
    generation = indexed.generation()
    query = generation.encode_query("steel cables")
    assert query is not None
    assert generation.dense(query.vector, 5)[0][1] > 0


def test_another_splitter_cuts_all_articles_anew(indexed, monkeypatch):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    monkeypatch.setattr("index.staging.RECIPE", "next")
    indexed.sync()
    held, wanted = stored_vectors(indexed)
    assert held == wanted
    assert indexed.sync().unchanged == 1


def test_a_sync_that_was_cut_off_is_finished_by_the_next_one(indexed, monkeypatch):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    indexed.write({"b.txt": "Kites fly over the dunes. They are red."})

    def stop(*_args: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.caches.build", stop)
    with pytest.raises(KeyboardInterrupt):
        indexed.sync()
    monkeypatch.undo()
    assert indexed.sync().generation == 2  # running readers reload only when the generation has changed
    held, wanted = stored_vectors(indexed)
    assert held == wanted


def test_an_interruption_between_two_groups_keeps_the_first(indexed, monkeypatch):
    monkeypatch.setattr(sync_module, "_EMBED_AT_ONCE", 1)
    indexed.write(CORPUS)
    encode, calls = indexed.embedder.encode, []

    def interrupted(texts: list[str]) -> object:
        calls.append(texts)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return encode(texts)

    monkeypatch.setattr(indexed.embedder, "encode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        indexed.sync()
    assert indexed.status() == {}  # nothing is published yet
    with Staging(indexed.config.data) as catalog:
        waiting = catalog.count_waiting()
    assert indexed.sync().embedded == waiting


def test_a_second_writer_is_told_to_wait(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.config.data.mkdir()
    with (
        FileLock(indexed.config.data / "writer.lock"),
        pytest.raises(IndexBusyError, match="another process is writing"),
    ):
        indexed.sync()
    assert indexed.sync().added == 1


def test_reading_goes_on_while_another_process_writes(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    with writer_lock(indexed.config.data), Staging(indexed.config.data) as writer, writer.write():
        writer.database.execute("DELETE FROM article_rows")
        assert set(texts(indexed)) == {"a.txt"}  # until the transaction ends


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_data_folder_that_cannot_be_written_is_named(indexed, monkeypatch, error):
    def refuse(_path: Path, *_args: object, **_more: object) -> None:
        raise error

    indexed.write({"a.txt": BRIDGE})
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BadInputError, match=r"data cannot be written .*make it writable or name another --data"):
        indexed.sync()


def test_a_file_in_place_of_the_data_folder_is_named(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.config.data.write_text("in the way")
    with pytest.raises(BadInputError, match="data cannot be written"):
        indexed.sync()
    assert indexed.config.data.read_text() == "in the way"


def test_a_file_system_error_inside_a_sync_is_not_blamed_on_the_data_folder(indexed):
    with pytest.raises(FileNotFoundError, match="elsewhere"), writer_lock(indexed.config.data):
        raise FileNotFoundError("elsewhere")


def test_a_catalog_that_is_no_database_is_named(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.config.data.mkdir()
    (indexed.config.data / "catalog.sqlite").write_bytes(b"this is not a database, but a note of some length" * 10)
    for attempt in (indexed.sync, indexed.catalog):
        with pytest.raises(BadInputError, match=r"catalog\.sqlite cannot be used as an index"):
            attempt()


def test_an_index_of_a_newer_version_is_left_alone(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    with sqlite3.connect(indexed.config.data / "catalog.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    for attempt in (indexed.sync, indexed.catalog):
        with pytest.raises(IndexMissingError, match="has format 99 and this version of Footnote reads format 5"):
            attempt()


_FORMAT_2 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, file_hash TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT, title TEXT, publisher TEXT, date TEXT, text TEXT, text_hash TEXT
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB
);
CREATE TABLE sentences (
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB, tokens BLOB
);
INSERT INTO meta VALUES ('source', '{folder}'), ('generation', '7'), ('embedder', 'x'), ('splitter', '1');
INSERT INTO articles VALUES ('old.txt', 3, 3, 'h', 'indexed', NULL, NULL, NULL, NULL, 'Old.', 'h');
INSERT INTO passages (article, start, end) VALUES ('old.txt', 0, 4);
PRAGMA user_version = 2;
"""


def test_an_index_of_an_older_version_is_brought_up_to_date_by_a_sync(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    shutil.rmtree(indexed.config.data)
    indexed.config.data.mkdir()
    with sqlite3.connect(indexed.config.data / "catalog.sqlite") as database:
        database.executescript(_FORMAT_2.format(folder=indexed.folder))
    database.close()
    (indexed.config.data / "chroma").mkdir()
    (indexed.config.data / "chroma" / "chroma.sqlite3").write_bytes(b"the store of format 2")
    with pytest.raises(IndexMissingError, match="made by an older version of Footnote; bring it up to date with: python"):
        indexed.catalog()
    report = indexed.sync()
    assert (report.generation, report.waiting, len(texts(indexed))) == (8, 0, 4)
    assert not (indexed.config.data / "chroma" / "chroma.sqlite3").exists()
    held, wanted = stored_vectors(indexed)
    assert held == wanted


def test_a_folder_that_cannot_be_listed_does_not_look_emptied(indexed, monkeypatch):
    indexed.write(CORPUS)
    indexed.sync()
    real = os.scandir

    def scandir(path):
        if str(path).endswith("copies"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(BadInputError, match=r"copies could not be listed .*nothing was changed"):
        indexed.sync()
    assert "copies/bridge-again.txt" in indexed.status()


def test_odd_files_stop_nothing(indexed):
    indexed.write(CORPUS)
    indexed.write({"brackets.md": "---\ntitle: " + "[" * 5000 + "\n---\n\nText below a broken header.\n"})
    indexed.write({"half.md": '---\ntitle: "\\ud800 A title"\n---\n\nText below an odd title.\n'})
    os.mkfifo(indexed.folder / "pipe.txt")
    (indexed.folder / os.fsdecode(b"caf\xe9.txt")).write_text("The café opens at nine.")
    indexed.sync()
    status = indexed.status()
    assert status["pipe.txt"] == ("skipped", "not a regular file")
    assert status["caf\\udce9.txt"][0] == status["half.md"][0] == status["brackets.md"][0] == "indexed"
