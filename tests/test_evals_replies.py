"""Recorded replies: word for word, and a prompt that was not recorded is a failure, never a guess."""

from collections.abc import Iterator

import pytest

from evals.replies import Recorder, Replay
from index.errors import BadInputError
from rag.llm import EngineError


class Model:
    """A reader that counts how often it was asked."""

    name = "model"

    def __init__(self) -> None:
        self.asked = 0

    def stream(self, _system: str, user: str, _max_tokens: int) -> Iterator[str]:
        self.asked += 1
        yield "312 "
        yield user

    def refusal(self, _system: str, _user: str, _constant: str) -> float:
        return -3.1234567


def test_what_was_recorded_is_replayed(tmp_path):
    path = tmp_path / "replies" / "local.jsonl"
    recorder = Recorder(Model(), path)
    said = "".join(recorder.stream("system", "käbles", 48)), recorder.refusal("system", "käbles", "NOT STATED")
    assert not path.exists()  # a recording that was broken off must not replace an earlier one
    recorder.finish()
    replay = Replay(path)
    assert ("".join(replay.stream("system", "käbles", 48)), replay.refusal("system", "käbles", "NOT STATED")) == said


@pytest.mark.parametrize("asked", [("system", "cables?", 48), ("other", "cables", 48), ("system", "cables", 24)])
def test_another_prompt_is_a_failure(tmp_path, asked):
    recorder = Recorder(Model(), tmp_path / "local.jsonl")
    list(recorder.stream("system", "cables", 48))
    recorder.finish()
    replay = Replay(tmp_path / "local.jsonl")
    with pytest.raises(EngineError, match="record anew"):
        list(replay.stream(*asked))


def test_a_reply_that_was_broken_off_is_not_kept(tmp_path):
    recorder = Recorder(Model(), tmp_path / "local.jsonl")
    stream = recorder.stream("system", "cables", 48)
    next(stream)
    stream.close()
    recorder.finish()
    assert (tmp_path / "local.jsonl").read_text() == ""


def test_other_replies_have_another_name_so_that_stored_answers_are_not_mistaken(tmp_path):
    names = []
    for user in ("one", "two"):
        recorder = Recorder(Model(), tmp_path / "local.jsonl")
        list(recorder.stream("system", user, 48))
        recorder.finish()
        names.append(Replay(tmp_path / "local.jsonl").name)
    assert names[0] != names[1]


def test_a_file_that_holds_no_replies_is_named(tmp_path):
    (tmp_path / "cases.jsonl").write_text('{"id": "c1"}\n')
    with pytest.raises(BadInputError, match=r"cases\.jsonl holds no recorded replies"):
        Replay(tmp_path / "cases.jsonl")
