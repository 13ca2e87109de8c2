"""The pipeline's door: one question in, one generator of events out; the last event holds the whole answer."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import prompts
from index.errors import BadInputError
from index.library import Library
from rag import overview, requests
from rag.answering import Answering, Choice
from rag.clock import Clock
from rag.condense import condense
from rag.config import RagConfig
from rag.llm import EndpointModel, EngineError, LanguageModel
from rag.local_model import LocalModel
from rag.model_file import find_local_model
from rag.reading import Prepared
from rag.scope import Scope
from rag.turns import Turns
from rag.types import Answer, Engine, Event, Turn
from rag.within import narrow

MAX_QUESTION = 2_000
"""Characters. A longer text is not a question; its passages would drown what is asked."""


class Assistant:
    """Answers questions about one data folder. Safe to share between threads; holds no conversation."""

    def __init__(self, config: RagConfig, library: Library, models: Mapping[str, LanguageModel] | None = None) -> None:
        """``models``: models already at hand, by engine ("local", "openai"); the others are loaded when needed."""
        self.config = config
        self.library = library
        self._models: dict[str, LanguageModel] = dict(models or {})
        self._loading = threading.Lock()
        self._changing = threading.Lock()
        self._turns = Turns()

    @property
    def local_ready(self) -> bool:
        """Whether the local model is loaded."""
        return "local" in self._models

    def load_local(self) -> bool:
        """Load the local model now; False when its file has not been fetched. Raises `EngineError`, `ModelFileError`."""
        if self.local_ready:
            return True
        path = find_local_model(self.config)
        if path is None:
            return False
        with self._loading:  # two questions at once must not load two models
            if not self.local_ready:
                model = LocalModel(path)
                model.warm(prompts.load("read").fill(evidence="", question="")[0])
                self._models["local"] = model
        return True

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        engine: Engine | None = None,
        query: str | None = None,
        scope: Scope | None = None,
        wait: bool = True,
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Answer one question. Raises `BadInputError` for a question that cannot be one.

        ``query`` overrides the standalone question that is searched. ``scope``: answer as if there were no articles but
        those it admits, and say so. ``wait`` false answers with quotes while the local model is still loading. Set
        ``stop`` (from any thread), or close the generator, to stop the model.
        """
        question = _plain(question)
        if not question:
            raise BadInputError("the question is empty; type what you want to know")
        if len(question) > MAX_QUESTION:
            raise BadInputError(f"the question has {len(question):,} characters; ask in at most {MAX_QUESTION:,}")
        clock, config = Clock(), self.config
        standalone = _plain(query or condense(question, history))[:MAX_QUESTION]
        with self.library.open() as (generation, catalog):
            within = narrow(scope, generation, catalog)
            request = requests.recognise(_plain(query) if query else question)
            blank = Answer(question, standalone if query else question, "extractive")
            if within.missing:
                yield from clock.at_once(replace(blank, abstained=True, missing=within.missing))
                return
            if request and (told := overview.tell(request, blank, within.generation, catalog)):
                yield from map(within.noted, clock.at_once(told))
                return
            asked, stop = engine or config.engine, stop or threading.Event()
            answering = Answering(within.generation, catalog, question, standalone, clock, stop, config.sources, self._turns)
            with closing(answering.events(asked, lambda: self.choose(asked, wait=wait, config=config))) as events:
                yield from map(within.noted, events)

    def prepare(
        self, question: str, history: Sequence[Turn] = (), *, scope: Scope | None = None, stop: threading.Event
    ) -> None:
        """Have the local model read ahead what it would need for this question, so that its answer would come sooner.

        Nothing is kept but what the model has read. Does nothing unless the local model is loaded and would answer; ends
        when anybody asks something, or ``stop`` is set. Raises `EngineError`, and `FootnoteError` without an index.
        """
        question, config = _plain(question), self.config
        model: object = self._models.get("local")
        local = config.engine == "local" or (config.engine == "auto" and not config.endpoint)
        if not local or not isinstance(model, Prepared) or not 0 < len(question) <= MAX_QUESTION:
            return

        def wanted() -> bool:
            return self._turns.free and not stop.is_set()

        with self.library.open() as (generation, catalog):
            within = narrow(scope, generation, catalog)
            if within.missing or not wanted() or requests.recognise(question):
                return
            query = condense(question, history)[:MAX_QUESTION]
            answering = Answering(within.generation, catalog, question, query, Clock(), stop, config.sources)
            answering.prepare(model, wanted)

    def reconfigure(self, config: RagConfig) -> None:
        """Answer by other settings from the next question on; what is being answered ends as it began."""
        with self._changing:
            if config.endpoint != self.config.endpoint:
                self._models.pop("openai", None)
            self.config = config

    def choose(self, engine: Engine, *, wait: bool, config: RagConfig | None = None) -> Choice:
        """Pick who composes. Raises `EngineError` when the engine that was asked for cannot be had.

        ``config``: the settings that the question began with, None for today's.
        """
        config = config or self.config
        if engine == "openai" or (engine == "auto" and config.endpoint):
            return Choice("openai", self._by_endpoint(config))
        if engine == "extractive":
            return Choice("extractive", None)
        if engine == "auto" and not wait and not self.local_ready and find_local_model(self.config):
            return Choice("extractive", None, ("The local model is still loading; this answer quotes the articles.",))
        if self.load_local():
            return Choice("local", self._models["local"])
        if engine == "local":
            raise EngineError("the local model is not on disk; fetch it once with: python -m rag fetch", code="no_model")
        return Choice(
            "extractive",
            None,
            ("There is no local model on disk, so this answer quotes the articles (python -m rag fetch).",),
        )

    def _by_endpoint(self, config: RagConfig) -> LanguageModel:
        with self._changing:
            current = config.endpoint == self.config.endpoint
            if current and "openai" in self._models:
                return self._models["openai"]
            if config.endpoint is None:
                raise EngineError(
                    "the engine openai has no endpoint; set FOOTNOTE_OPENAI_BASE_URL and FOOTNOTE_OPENAI_MODEL, "
                    "or choose them under Settings",
                    code="no_endpoint",
                )
            model = EndpointModel(config.endpoint)
            if current:
                self._models["openai"] = model
            return model


def _plain(text: str) -> str:
    """Single spaces, and no half characters (from undecodable input), which could be neither printed nor stored."""
    return " ".join(text.encode("utf-8", "replace").decode().split())


def final(events: Iterator[Event]) -> Answer:
    """Run the events to their end and return the whole answer."""
    answer = None
    for event in events:
        answer = event.answer
    if answer is None:
        raise RuntimeError("answering ended without an answer")
    return answer
