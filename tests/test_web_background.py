"""The work behind the page: what is ready when, what follows the folder, and what is told meanwhile."""

import threading
import time

import pytest

from index.config import IndexConfig
from index.errors import FootnoteError
from index.library import Library
from index.types import SyncReport
from rag.answer import Assistant
from rag.config import Endpoint, RagConfig
from web import background
from web.background import Upkeep
from web.chat import asking
from web.chat.exchange import Exchange
from web.pace import Pace

LIGHTHOUSE = "The Kettle Point lighthouse was lit on 3 May 1881.\n"


def settle(upkeep, kinds=("ready", "failed"), seconds=30):
    """Wait until the work has come to rest."""
    until = time.monotonic() + seconds
    while upkeep.status.kind not in kinds:
        assert time.monotonic() < until, upkeep.status
        time.sleep(0.02)


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def upkeep(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "lighthouse.txt").write_text("The Kettle Point lighthouse was lit on 3 May 1881.\n")
    library = Library(IndexConfig(data=tmp_path / "data", models=tmp_path / "no-models"))
    started = Upkeep(tmp_path / "articles", Assistant(RagConfig(models=tmp_path / "no-models"), library))
    yield started
    started.stop(10)
    library.close()


def test_a_question_before_the_first_index_waits_and_is_then_answered(upkeep):
    steps = asking.ask(upkeep, Exchange("When was the Kettle Point lighthouse lit?"), ())
    phases = [next(steps).phase for _ in range(4)]
    assert phases[-1] == "waiting"
    upkeep.start()
    *_, last = steps
    assert last.phase == "done"
    assert "3 May 1881" in last.answer.answer


def test_what_is_missing_is_said_in_words_with_the_next_step(upkeep):
    upkeep.start()
    settle(upkeep)
    assert upkeep.status.text.startswith("1 article ready")
    assert all("python -m rag fetch" in trouble for trouble in upkeep.status.troubles)
    assert len(upkeep.status.troubles) == 2


def test_a_start_that_fails_is_told_to_whoever_asks(upkeep, tmp_path):
    (tmp_path / "articles" / "lighthouse.txt").unlink()
    upkeep.start()
    *_, last = asking.ask(upkeep, Exchange("When?"), ())
    assert last.phase == "failed"
    assert "holds no" in last.note


def test_closing_the_question_ends_its_thread(upkeep):
    steps = asking.ask(upkeep, Exchange("When?"), ())
    next(steps)
    (worker,) = [thread for thread in threading.enumerate() if thread.name == "answer"]
    steps.close()
    worker.join(5)
    assert not worker.is_alive()


def test_an_app_that_ends_at_once_leaves_no_thread(upkeep):
    upkeep.start()
    upkeep.stop(20)
    assert not [thread for thread in threading.enumerate() if thread.name in ("upkeep", "watch")]
    assert upkeep.status.kind in ("ready", "failed")  # through already, or stopped on the way


def answer(upkeep, question):
    *_, last = asking.ask(upkeep, Exchange(question), ())
    return last.answer


def test_a_changed_folder_is_followed_without_being_asked(upkeep):
    upkeep.start()
    settle(upkeep)
    before = upkeep.generation
    (upkeep.folder / "bridge.txt").write_text("The Velm bridge reopened on 12 March 2021.\n")
    until(lambda: upkeep.generation > before)
    settle(upkeep)
    assert upkeep.status.text.startswith("2 articles ready")
    assert "12 March 2021" in answer(upkeep, "When did the Velm bridge reopen?").answer


def test_a_sync_that_fails_leaves_the_index_as_it_was_and_says_so(upkeep, monkeypatch):
    upkeep.start()
    settle(upkeep)

    def fail(*_args, **_named):
        raise FootnoteError("the disk is full")

    monkeypatch.setattr(background, "sync_in_child", fail)
    upkeep.look_again()
    until(lambda: any("the disk is full" in trouble for trouble in upkeep.status.troubles))
    assert upkeep.status.kind == "ready"
    assert "3 May 1881" in answer(upkeep, "When was the Kettle Point lighthouse lit?").answer


def test_a_start_that_failed_is_tried_again_when_the_folder_changes(upkeep):
    (upkeep.folder / "lighthouse.txt").rename(upkeep.folder / "lighthouse.bin")
    upkeep.start()
    settle(upkeep)
    assert upkeep.status.kind == "failed"
    (upkeep.folder / "lighthouse.bin").rename(upkeep.folder / "lighthouse.txt")
    upkeep.look_again()
    settle(upkeep, ("ready",))
    assert "3 May 1881" in answer(upkeep, "When was the Kettle Point lighthouse lit?").answer


def test_questions_are_answered_while_a_sync_runs(upkeep, monkeypatch):
    upkeep.start()
    settle(upkeep)
    running, go_on = threading.Event(), threading.Event()

    def slow(*_args, progress, **_named):
        progress("reading", 3, 10)
        running.set()
        assert go_on.wait(20)
        return SyncReport(1, 0, 0, 0, 1, 0, 0, 0, None)

    monkeypatch.setattr(background, "sync_in_child", slow)
    upkeep.look_again()
    assert running.wait(20)
    assert upkeep.status.text == "Reading 3 of 10 files\u2026"
    assert "3 May 1881" in answer(upkeep, "When was the Kettle Point lighthouse lit?").answer
    go_on.set()


@pytest.mark.parametrize(
    ("done", "seconds", "told"),
    [
        (0, 1, "Reading 0 of 1,000 files\u2026"),
        (50, 2, "Reading 50 of 1,000 files\u2026"),
        (100, 10, "Reading 100 of 1,000 files \u00b7 10 a second \u00b7 about 90 s left"),
        (10, 10, "Reading 10 of 1,000 files \u00b7 60 a minute \u00b7 about 17 min left"),
        (1, 10, "Reading 1 of 1,000 files \u00b7 6 a minute \u00b7 about 3 h left"),
        (999, 10, "Reading 999 of 1,000 files \u00b7 100 a second \u00b7 a few seconds left"),
    ],
)
def test_rate_and_time_left_once_they_mean_something(done, seconds, told):
    assert Pace("reading", 100.0, 0).told(done, 1000, 100.0 + seconds) == told


def test_a_step_of_another_name_is_told_too():
    assert Pace("comparing", 0.0, 0).told(1, 2, 1.0) == "Indexing, comparing: 1 of 2\u2026"


def test_other_settings_hold_without_a_restart_and_what_they_lack_is_told(upkeep, tmp_path):
    upkeep.assistant.reconfigure(RagConfig(models=tmp_path / "no-models", engine="extractive"))
    upkeep.start()
    settle(upkeep)
    assert not [trouble for trouble in upkeep.status.troubles if "language model" in trouble]
    upkeep.reconfigure(RagConfig(models=tmp_path / "no-models", endpoint=Endpoint("http://127.0.0.1:1/v1", "m", "")))
    until(lambda: upkeep.status.text == "1 article ready \u00b7 answers by m at 127.0.0.1:1")
    upkeep.reconfigure(RagConfig(models=tmp_path / "no-models", engine="local"))
    until(lambda: [trouble for trouble in upkeep.status.troubles if "No language model is on disk" in trouble])
    until(upkeep.loaded.is_set)
