"""The first words: shown as soon as they settle which sentence answers, in a line that is kept, after reading ahead."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from conftest import check_invariants

from rag.answer import Assistant, final
from rag.local_model import LocalModel, _FirstTokens
from rag.turns import Turns

DIRECTOR = "Who directs the observatory on Mount Karn?"
COST = "What did the repair of the bridge cost?"


class Reads:
    """A model that sends the given pieces, and keeps what it was asked to read ahead."""

    name = "reads"

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces
        self.ahead: list[str] = []
        self.asked: list[str] = []

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        self.asked.append(user)
        yield from self.pieces

    def refusal(self, system: str, user: str, constant: str) -> float:
        return -14.0

    def prepare(self, system: str, user: str, wanted: Callable[[], bool]) -> None:
        if wanted():
            self.ahead.append(user)


@pytest.fixture
def assistant(reading_assistant: Assistant) -> Assistant:
    return reading_assistant


def test_a_sentence_is_shown_when_the_first_words_settle_it_and_stays(assistant, indexed):
    assistant._models["local"] = Reads("Amara", " Ok", "oye")
    events = list(assistant.ask(DIRECTOR))
    early, *_, last = [event.answer for event in events if event.kind != "evidence"]
    assert early.short_answer == "Amara"
    assert early.sentences == last.sentences
    assert last.short_answer == "Amara Okoye"
    with indexed.catalog() as catalog:
        for event in events[1:]:  # the first has only the evidence
            check_invariants(event.answer.to_json(), catalog)


@pytest.mark.parametrize(
    "pieces",
    [("the", " observatory", " on", " Mount", " Karn"), ("in", " a", " year", " unknown", " to", " us")],
    ids=["words of the question", "nothing of its own"],
)
def test_words_that_say_nothing_yet_show_nothing(assistant, pieces):
    assistant._models["local"] = Reads(*pieces)
    events = list(assistant.ask(DIRECTOR))
    assert [event.kind for event in events if event.answer.sentences] == []
    assert events[-1].answer.abstained


def test_what_was_shown_too_early_is_taken_back(assistant):
    assistant._models["local"] = Reads("Amara", " is NOT", " STATED")
    *_, last = assistant.ask(DIRECTOR)
    assert last.answer.abstained
    assert not last.answer.sentences
    assert last.answer.short_answer is None


def test_a_line_is_kept_and_who_waits_is_told_how_many_are_ahead(assistant):
    assistant._models["local"] = Reads("Amara Okoye")
    first, second, third = (assistant.ask(DIRECTOR) for _ in range(3))
    for events in (first, second, third):
        assert next(events).kind == "evidence"
    assert next(first).kind == "sentence"
    assert [(event.kind, event.ahead) for event in (next(second), next(third))] == [("waiting", 1), ("waiting", 2)]
    second.close()  # stopped: the one behind moves up
    assert next(third).ahead == 1
    final(first)
    kinds = [(event.kind, event.ahead) for event in third]
    assert kinds[0] == ("waiting", 0)
    assert kinds[-1] == ("done", 0)
    assert assistant._turns.free


def test_who_is_stopped_while_waiting_leaves_the_line(assistant):
    model = assistant._models["local"] = Reads("Amara Okoye")
    first, stop = assistant.ask(DIRECTOR), threading.Event()
    second = assistant.ask(DIRECTOR, stop=stop)
    next(first), next(first), next(second), next(second)
    stop.set()
    assert not final(second).sentences
    final(first)
    assert assistant._turns.free
    assert len(model.asked) <= 2


def test_turns_are_first_come_first_served_among_many():
    turns, served, here = Turns(), [], threading.Semaphore(0)

    def ask(number: int) -> None:
        with turns.join() as place:
            here.release()
            for _ in place.moves(lambda: False):
                pass
            served.append(number)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    with turns.join():
        for thread in threads:
            thread.start()
            here.acquire()
    for thread in threads:
        thread.join(10)
    assert served == list(range(20))


def test_what_is_read_ahead_is_the_prompt_of_the_question(assistant):
    model = assistant._models["local"] = Reads("Amara Okoye")
    assistant.prepare(DIRECTOR, stop=threading.Event())
    final(assistant.ask(DIRECTOR))
    assert model.ahead == model.asked


def test_nothing_is_read_ahead_while_somebody_asks_or_when_it_is_of_no_use(assistant):
    model = assistant._models["local"] = Reads("Amara Okoye")
    stopped = threading.Event()
    stopped.set()
    assistant.prepare(DIRECTOR, stop=stopped)
    assistant.prepare("Which articles are there?", stop=threading.Event())
    assistant.prepare("", stop=threading.Event())
    asking = assistant.ask(DIRECTOR)
    next(asking), next(asking)
    assistant.prepare(COST, stop=threading.Event())
    asking.close()
    assistant.reconfigure(replace(assistant.config, engine="extractive"))
    assistant.prepare(COST, stop=threading.Event())
    assert model.ahead == []


def test_reading_ahead_stops_between_two_steps_and_leaves_the_model_free():
    class Server:
        def __init__(self) -> None:
            self.prompts: list[str] = []

        def handle_completions(self, request, receive):
            self.prompts.append(request["prompt"])

    model = LocalModel.__new__(LocalModel)
    model.name, model._turn, model._server, model._first_tokens = "m", threading.Lock(), Server(), _FirstTokens()
    model.prepare("system", "word " * 300, lambda: len(model._server.prompts) < 2)
    assert len(model._server.prompts) == 2
    assert model._server.prompts[1].startswith(model._server.prompts[0])


def test_how_near_it_was_to_refusing_comes_with_the_reply():
    class Server:
        asked = 0

        def handle_completions(self, _request, receive):
            self.asked += 1
            likely = [{"token": "312", "logprob": -0.1}, {"token": "NOT", "logprob": -2.5}, {"token": " ", "logprob": -1.0}]
            receive({"choices": [{"text": "312", "logprobs": {"content": [{"top_logprobs": likely}]}}]})
            receive({"choices": [{"text": " cables", "logprobs": {"content": [{"top_logprobs": likely[:1]}]}}]})

    model = LocalModel.__new__(LocalModel)
    model.name, model._turn, model._server, model._first_tokens = "m", threading.Lock(), Server(), _FirstTokens()
    assert "".join(model.stream("s", "u", 48)) == "312 cables"
    assert model.refusal("s", "u", "NOT STATED") == -2.5
    assert model._server.asked == 1
    assert model.refusal("s", "another", "NOT STATED") == -2.5
    assert model._server.asked == 2
