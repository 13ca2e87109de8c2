"""A sync in a process of its own: what it tells, how it fails, and how it is stopped."""

import contextlib
import sqlite3
import threading
import time

import pytest
from conftest import CORPUS
from filelock import FileLock

from index import child
from index.child import StoppedError, sync_in_child
from index.errors import BadInputError, IndexBusyError, IndexMissingError


def test_progress_and_the_report_arrive(indexed):
    indexed.write(CORPUS)
    told = []
    report = sync_in_child(indexed.folder, indexed.config, progress=lambda *step: told.append(step))
    assert (report.generation, report.added, report.unread, report.next_try) == (1, 4, 0, None)
    assert [step for step in told if step[0] == "reading"] == [("reading", done, 4) for done in range(4)]
    assert {article: status for article, (status, _) in indexed.status().items()} == dict.fromkeys(CORPUS, "indexed")


def test_folders_may_be_named_from_where_the_command_is_run(indexed, tmp_path, monkeypatch):
    indexed.write(CORPUS)
    monkeypatch.chdir(tmp_path)
    config = type(indexed.config)(data=indexed.config.data.relative_to(tmp_path), models=indexed.config.models)
    assert sync_in_child(indexed.folder.relative_to(tmp_path), config).added == 4
    assert len(indexed.status()) == 4


def test_without_a_folder_what_was_added_is_synced(indexed):
    added = indexed.config.data / "added"
    added.mkdir(parents=True)
    (added / "kites.txt").write_text("Kites fly over the dunes.")
    assert sync_in_child(None, indexed.config).added == 1


def test_errors_keep_their_class_and_words(indexed, tmp_path):
    with pytest.raises(BadInputError, match="nowhere is not a folder"):
        sync_in_child(tmp_path / "nowhere", indexed.config)
    indexed.write(CORPUS)
    indexed.config.data.mkdir()
    with (
        FileLock(indexed.config.data / "writer.lock"),
        pytest.raises(IndexBusyError, match="another process is writing"),
    ):
        sync_in_child(indexed.folder, indexed.config)
    with contextlib.closing(sqlite3.connect(indexed.config.data / "catalog.sqlite")) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexMissingError, match="has format 99"):
        sync_in_child(indexed.folder, indexed.config)


def test_another_folder_is_refused_unless_it_replaces_the_first(indexed, tmp_path):
    indexed.write(CORPUS)
    sync_in_child(indexed.folder, indexed.config)
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text("Another article. It is short.")
    with pytest.raises(BadInputError, match="--replace"):
        sync_in_child(other, indexed.config)
    assert sync_in_child(other, indexed.config, replace=True).removed == 4


def test_stop_ends_it_and_leaves_the_old_generation(indexed):
    indexed.write({"old.txt": "Kites fly over the dunes."})
    sync_in_child(indexed.folder, indexed.config)
    indexed.write({f"{n}.txt": f"Article number {n} is about tides." for n in range(400)})
    stop, reading = threading.Event(), []

    def progress(what: str, done: int, _total: int) -> None:
        reading.append(done)
        if done == 3:
            stop.set()

    started = time.monotonic()
    with pytest.raises(StoppedError, match="the next one goes on from there"):
        sync_in_child(indexed.folder, indexed.config, progress=progress, stop=stop)
    assert time.monotonic() - started < 30
    assert set(indexed.status()) == {"old.txt"}
    assert indexed.generation(vectors=False).lexical("kites", 3)
    report = sync_in_child(indexed.folder, indexed.config)  # nobody holds the writer's place any more
    assert (report.generation, report.added) == (2, 400)


def test_one_that_is_stopped_before_it_began_does_nothing(indexed):
    indexed.write(CORPUS)
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        sync_in_child(indexed.folder, indexed.config, stop=stop)
    assert not (indexed.config.data / "chroma").exists()


def test_a_child_that_dies_is_one_line_that_names_the_next_step(indexed, monkeypatch):
    monkeypatch.setattr(child.sys, "executable", "/bin/false")
    with pytest.raises(BadInputError, match=r"ended unexpectedly \(exit status 1\).*sync again to go on from there"):
        sync_in_child(indexed.folder, indexed.config)
