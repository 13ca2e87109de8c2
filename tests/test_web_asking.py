"""A question on the page that others are answered before: its reader is told how many, and can give up."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import CORPUS

from rag import answerable
from rag.scope import Scope
from web import words
from web.chat import asking, reply
from web.chat.exchange import Exchange
from web.chat.preparing import Preparing

DIRECTOR = "Who directs the observatory on Mount Karn?"


class Reads:
    """A model that replies at once, or breaks when it is to read ahead."""

    name = "reads"
    ahead = 0

    def stream(self, _system: str, _user: str, _max_tokens: int) -> Iterator[str]:
        yield "Amara Okoye"

    def refusal(self, _system: str, _user: str, _constant: str) -> float:
        return -14.0

    def prepare(self, _system: str, _user: str, _wanted: object) -> None:
        self.ahead += 1


@pytest.fixture
def upkeep(upkeep_of, monkeypatch):
    monkeypatch.setattr(answerable, "probability", lambda _signals, *, with_vectors: 1.0)
    made = upkeep_of(CORPUS)
    made.assistant._models["local"] = Reads()
    made.assistant.reconfigure(replace(made.assistant.config, engine="local"))
    made.askable.set()
    return made


def test_who_waits_sees_how_many_questions_are_before_theirs(upkeep):
    turns = upkeep.assistant._turns
    with turns.join():
        steps = asking.ask(upkeep, Exchange(DIRECTOR), ())
        waiting = next(exchange for exchange in steps if exchange.note)
        assert waiting.note == words.before_yours(1) == "1 question before yours\u2026"
        assert waiting.note in reply.reply(waiting, 0, "")
        assert reply.outcome(waiting) == waiting.note
    *_, done = steps
    assert (done.phase, done.note) == ("done", "")
    assert done.answer.sentences


def test_who_gives_up_leaves_the_line(upkeep):
    turns = upkeep.assistant._turns
    with turns.join() as before:
        steps = asking.ask(upkeep, Exchange(DIRECTOR), ())
        next(exchange for exchange in steps if exchange.note)
        steps.close()
        until = time.monotonic() + 10
        while turns._line != [before] and time.monotonic() < until:
            threading.Event().wait(0.01)
        assert turns._line == [before]


def test_a_question_in_the_box_is_read_ahead_and_leaves_no_trace(upkeep):
    preparing = Preparing(upkeep.assistant)
    preparing.prepare(DIRECTOR, (), Scope())
    assert upkeep.assistant._models["local"].ahead == 1
    with upkeep.assistant._turns.join():
        preparing.prepare(DIRECTOR, (), Scope())
    assert upkeep.assistant._models["local"].ahead == 1
