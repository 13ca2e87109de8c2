"""A folder is followed: what wakes a sync, and what does not."""

import queue
import threading
import time

import pytest
from conftest import CORPUS

from index.watch import changes

SETTLED = 2.0
"""Seconds after which a burst of changes has certainly been told."""


class Followed:
    """The changes of a folder, counted by a thread as they come."""

    def __init__(self, folder, data):
        self.seen = queue.Queue()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._follow, args=(folder, data), daemon=True)
        self.thread.start()
        time.sleep(0.5)  # the system is asked to tell from now on

    def _follow(self, folder, data):
        for _ in changes(folder, data, self.stop):
            self.seen.put(True)

    def once(self):
        """Say whether exactly one change is told."""
        self.seen.get(timeout=10)
        return self.nothing()

    def nothing(self):
        time.sleep(SETTLED)
        return self.seen.empty()


@pytest.fixture
def follow():
    started = []

    def start(folder, data):
        started.append(Followed(folder, data))
        return started[-1]

    yield start
    for one in started:
        one.stop.set()
        one.thread.join(10)
        assert not one.thread.is_alive()


def test_a_burst_of_changes_is_told_once(indexed, follow):
    indexed.write(CORPUS)
    followed = follow(indexed.folder, indexed.config.data)
    indexed.write({"new/kites.txt": "Kites fly over the dunes.", "b.txt": "Second.", "c.txt": "Third."})
    assert followed.once()
    (indexed.folder / "c.txt").rename(indexed.folder / "d.txt")
    assert followed.once()
    (indexed.folder / "d.txt").unlink()
    assert followed.once()


def test_what_is_added_by_hand_wakes_it_too(indexed, follow):
    indexed.write(CORPUS)
    followed = follow(indexed.folder, indexed.config.data)
    (indexed.config.data / "added" / "kites.txt").write_text("Kites fly over the dunes.")
    assert followed.once()


@pytest.mark.parametrize("name", [".index", "index"])
def test_a_sync_into_a_data_folder_below_the_articles_does_not_wake_it_again(indexed, follow, name):
    indexed.config = type(indexed.config)(data=indexed.folder / name, models=indexed.config.models)
    indexed.write(CORPUS)
    followed = follow(indexed.folder, indexed.config.data)
    indexed.sync()
    assert followed.nothing()
    (indexed.config.data / "added" / "kites.txt").write_text("Kites fly over the dunes.")
    assert followed.once()
    indexed.sync()
    assert followed.nothing()


def test_hidden_files_do_not_wake_it(indexed, follow):
    indexed.write(CORPUS)
    followed = follow(indexed.folder, indexed.config.data)
    indexed.write({".karn.md.swp": "half an edit", ".git/HEAD": "ref"})
    assert followed.nothing()
