"""What happens to an answer while other things happen: the index changes, the reader stops it, the model breaks."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import CORPUS, HashedWords, check_invariants

from rag.answer import Assistant, final
from rag.config import Endpoint
from rag.llm import EngineError
from rag.local_model import LocalModel, _FirstTokens

DIRECTOR = "Who directs the observatory on Mount Karn?"


class Says:
    """A model that waits to be told to go on before it replies."""

    name = "says"

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.ended = 0

    def refusal(self, system: str, user: str, constant: str) -> float:
        return -14.0

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        try:
            yield ""
            yield self.reply
        finally:
            self.ended += 1


class Server:
    """Stands where llama.cpp's server stands inside `LocalModel`, so that it can break or dawdle on purpose."""

    def __init__(self, act: Callable[[Callable[[Any], bool]], None]) -> None:
        self.act = act

    def handle_completions(self, _request: dict[str, Any], receive: Callable[[Any], bool]) -> None:
        self.act(receive)


def local_model(act: Callable[[Callable[[Any], bool]], None]) -> LocalModel:
    model = LocalModel.__new__(LocalModel)
    model.name, model._turn, model._server = "broken", threading.Lock(), Server(act)
    model._first_tokens = _FirstTokens()
    return model


@pytest.fixture
def assistant(reading_assistant: Assistant) -> Assistant:
    return reading_assistant


def test_an_article_changed_while_the_model_reads_is_cited_as_it_was_read(assistant, indexed):
    assistant._models["local"] = Says("Amara Okoye")
    events = assistant.ask(DIRECTOR)
    next(events)
    with indexed.catalog() as before:
        was = before.article("karn.md").text_hash
    indexed.write({"karn.md": "NEWS. " + CORPUS["karn.md"]})
    indexed.write({"bridge.txt": "Quite another text about a ferry."})
    indexed.sync()
    answer = final(events)
    assert answer.citations[0].article_hash == was
    with indexed.catalog() as now:
        assert now.article("karn.md").text_hash != was


def test_a_question_that_is_stopped_ends_the_model(assistant):
    model = assistant._models["local"] = Says("Amara Okoye")
    stop = threading.Event()
    events = assistant.ask(DIRECTOR, stop=stop)
    next(events)
    stop.set()
    assert not final(events).sentences
    assert model.ended == 1


def test_a_question_that_waits_its_turn_can_be_given_up():
    release = threading.Event()
    model = local_model(lambda receive: (release.wait(10), receive({"choices": [{"text": "late"}]})))
    first, second = model.stream("", "", 5), model.stream("", "", 5)
    assert next(first) == next(second) == ""  # nothing yet, but the reader has been asked whether to go on
    second.close()
    release.set()
    assert "".join(first) == "late"
    time.sleep(0.05)
    assert not model._turn.locked()


def breaks(_receive: Callable[[Any], bool]) -> None:
    raise RuntimeError("out of memory")


@pytest.mark.parametrize(
    ("act", "told"),
    [(breaks, "out of memory"), (lambda _receive: None, "replied with nothing")],
    ids=["raises", "says nothing"],
)
def test_a_broken_local_model_is_a_failure_and_no_abstention(assistant, indexed, act, told):
    assistant._models["local"] = local_model(act)
    with pytest.raises(EngineError, match=told):
        list(assistant._models["local"].stream("", "", 5))
    answer = final(assistant.ask(DIRECTOR))
    assert not answer.abstained
    assert told in answer.error.message
    fallen_back = final(assistant.ask(DIRECTOR, engine="auto"))
    assert fallen_back.engine == "extractive"
    assert told in fallen_back.notices[0]
    with indexed.catalog() as catalog:
        check_invariants(answer.to_json(), catalog)
        check_invariants(fallen_back.to_json(), catalog)


def test_another_embedder_than_the_index_was_made_with_is_not_mixed_with_it(assistant, indexed):
    assistant.library.embedder = HashedWords("another")
    assistant.library.embedder.dimensions = 64
    answer = final(assistant.ask(DIRECTOR, engine="extractive"))
    assert answer.citations[0].article == "karn.md"
    assert "made with another embedding model" in answer.notices[0]
    indexed.embedder = assistant.library.embedder
    indexed.sync()
    answer = final(assistant.ask(DIRECTOR, engine="extractive"))
    assert answer.citations[0].article == "karn.md"
    assert answer.notices == ()


def test_other_settings_hold_for_the_next_question_and_not_for_the_one_on_its_way(assistant, monkeypatch):
    made = []

    def endpoint_model(endpoint):
        made.append(endpoint.base_url)
        return Says("The observatory is directed by Dr. Amara Okoye [1].")

    monkeypatch.setattr("rag.answer.EndpointModel", endpoint_model)
    first, second = (Endpoint(f"http://127.0.0.1:{port}/v1", "m", "") for port in (1, 2))
    assistant.reconfigure(replace(assistant.config, engine="openai", endpoint=first))
    events = assistant.ask(DIRECTOR)
    next(events)  # the evidence is shown, and nobody has been asked yet
    assistant.reconfigure(replace(assistant.config, endpoint=second))
    final(events)
    final(assistant.ask(DIRECTOR))
    final(assistant.ask(DIRECTOR))
    assert made == [first.base_url, second.base_url]
    assistant.reconfigure(replace(assistant.config, engine="extractive", endpoint=None))
    assert final(assistant.ask(DIRECTOR)).engine == "extractive"
