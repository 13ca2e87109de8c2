"""Does it work? A trial of settings before they are kept: told in words, with how long it took or what to do."""

import time
from dataclasses import dataclass, replace

from index.errors import FootnoteError
from rag.answer import Assistant
from rag.config import Endpoint, RagConfig
from rag.llm import EndpointModel, LanguageModel
from rag.model_file import find_local_model
from rag.offered import offered
from rag.retrieve import retrieve
from web import words

_PATIENCE_SECONDS = 10.0
"""For each step of an endpoint's reply."""
_MOST_SECONDS = 60.0
_TOKENS = 8
_SYSTEM, _ASKED = "You answer in one word.", "Say: ready"
_SEARCHED_FOR = "What are the articles about?"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial showed. ``models``: those that the endpoint offers, as far as it tells."""

    told: str
    worked: bool = True
    models: tuple[str, ...] = ()


def attempt(config: RagConfig, assistant: Assistant) -> Outcome:
    """Try the engine that these settings would use; what fails is told, not raised."""
    try:
        engine = config.engine
        if engine == "auto":
            engine = "openai" if config.endpoint else "local" if find_local_model(config) else "extractive"
        if engine == "openai":
            return _endpoint(config.endpoint)
        return _local(assistant) if engine == "local" else _quotes(assistant)
    except FootnoteError as error:
        return Outcome(words.TRIAL_FAILED.format(reason=error), worked=False)


def _endpoint(endpoint: Endpoint | None) -> Outcome:
    if endpoint is None:
        return Outcome(words.NO_ENDPOINT, worked=False)
    endpoint = replace(endpoint, timeout=min(endpoint.timeout, _PATIENCE_SECONDS))
    models = offered(endpoint)
    if not endpoint.model:
        named = ", ".join(models[:_MOST_NAMED])
        told = words.CHOOSE_MODEL.format(models=named) if models else words.NO_MODELS_TOLD
        return Outcome(told, worked=False, models=models)
    try:
        seconds = _seconds(EndpointModel(endpoint))
    except FootnoteError as error:
        told = words.TRIAL_FAILED.format(reason=_why(error, endpoint))
        if models and endpoint.model not in models:
            told = f"{words.sentence(told)} {words.OFFERED.format(models=', '.join(models[:_MOST_NAMED]))}"
        return Outcome(told, worked=False, models=models)
    return Outcome(words.ENDPOINT_WORKS.format(model=endpoint.model, seconds=words.seconds(seconds * 1000)), models=models)


def _why(error: FootnoteError, endpoint: Endpoint) -> str:
    """What failed, in the words of the page: here nothing is set by variables."""
    told = words.TRIAL_FAILURES.get(error.code, str(error))
    return told.format(place=endpoint.place, model=endpoint.model, seconds=words.seconds(endpoint.timeout * 1000))


def _local(assistant: Assistant) -> Outcome:
    started = time.monotonic()
    if not assistant.load_local():
        return Outcome(words.NO_MODEL_HERE, worked=False)
    loaded = time.monotonic() - started
    model = assistant.choose("local", wait=True).model
    seconds = _seconds(model) if model else 0.0
    return Outcome(words.LOCAL_WORKS.format(loaded=words.seconds(loaded * 1000), seconds=words.seconds(seconds * 1000)))


def _quotes(assistant: Assistant) -> Outcome:
    started = time.monotonic()
    with assistant.library.open() as (generation, catalog):
        articles, _ = catalog.counts()
        retrieve(_SEARCHED_FOR, generation, catalog)
    taken = words.seconds((time.monotonic() - started) * 1000)
    return Outcome(words.QUOTES_WORK.format(articles=words.count(articles, "article"), seconds=taken))


def _seconds(model: LanguageModel) -> float:
    """How long a few tokens take; a model that goes on and on is left."""
    started = time.monotonic()
    for _ in model.stream(_SYSTEM, _ASKED, _TOKENS):
        if time.monotonic() - started > _MOST_SECONDS:
            break
    return time.monotonic() - started
