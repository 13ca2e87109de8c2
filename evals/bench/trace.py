"""Where the time of an answer goes: public functions of the product are timed while a block runs, then put back.

A stage's time is its own, without that of the stages it calls. What the local model does is taken from llama.cpp's own
account of each call.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import get_ident
from time import perf_counter
from typing import Any
from unittest.mock import patch

import rag.asked
from index import late
from index.library import Generation
from rag import compose, disagree, evidence, reading, sides

_MODEL = "model"
_STAGES: tuple[tuple[Any, str, str], ...] = (
    (Generation, "encode_query", "encode the query"),
    (Generation, "lexical", "search words"),
    (Generation, "dense", "search vectors"),
    (late, "met", "compare words (late interaction)"),
    (rag.asked, "find", "retrieve, rest"),
    (evidence, "select", "choose evidence"),
    (evidence, "rank_sentences", "choose evidence"),
    (reading, "_settled", "check the reply"),
    (reading, "_signals", "check the reply"),
    (compose, "ground", "check the reply"),
    (disagree, "rivals", "other articles"),
    (disagree, "compare", "other articles"),
    (sides, "own_reading", "other articles"),
    (sides, "tell", "other articles"),
)
"""Whose function it is, its name there, and the stage it belongs to."""


class Trace:
    """Seconds by stage since the last `start`, and llama.cpp's account of each call: one thread asks at a time.

    What other threads do meanwhile costs the asker no time of its own, and is not counted.
    """

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Forget what was noted: another answer begins."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.calls: list[tuple[str, dict[str, float]]] = []
        self._open: list[str] = []
        self._asker = get_ident()
        self._since = perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of a block to a stage, but for what inner stages take."""
        if get_ident() != self._asker:
            yield
            return
        self._switch()
        self._open.append(name)
        try:
            yield
        finally:
            self._switch()
            self._open.pop()

    def _switch(self) -> None:
        now = perf_counter()
        if self._open:
            self.seconds[self._named()] += now - self._since
        self._since = now

    def _named(self) -> str:
        return f"{_MODEL}, {self._for()}" if self._open[-1] == _MODEL else self._open[-1]

    def _for(self) -> str:
        return "other articles" if "other articles" in self._open else "answer"

    def noted(self, timings: dict[str, float]) -> None:
        """Keep llama.cpp's account of a call."""
        self.calls.append((self._for(), timings))

    def stages(self, total: float) -> dict[str, float]:
        """Return seconds by stage, adding up to ``total``; the model's are split into reading and writing."""
        found = dict(self.seconds)
        for purpose, timings in self.calls:
            whole = f"{_MODEL}, {purpose}"
            for name, key in (("reads", "prompt_ms"), ("writes", "predicted_ms")):
                spent = min(timings[key] / 1e3, found.get(whole, 0.0))
                found[f"{_MODEL} {name}, {purpose}"] = found.get(f"{_MODEL} {name}, {purpose}", 0.0) + spent
                found[whole] = found.get(whole, 0.0) - spent
        waits = sum(found.pop(f"{_MODEL}, {purpose}", 0.0) for purpose in ("answer", "other articles"))
        return {**found, f"{_MODEL}, called and waited for": waits, "rest": max(0.0, total - sum(found.values()) - waits)}


class _Server:
    """llama.cpp's server with every call's account noted."""

    def __init__(self, server: Any, trace: Trace) -> None:  # noqa: ANN401  llama.cpp's own
        self._inner = server
        self._trace = trace

    def handle_completions(self, request: Any, receive: Callable[[Any], bool] | None = None) -> Any:  # noqa: ANN401
        if receive is None:
            return self._kept(self._inner.handle_completions(request))
        return self._inner.handle_completions(request, lambda chunk: receive(self._kept(chunk)))

    def _kept(self, chunk: Any) -> Any:  # noqa: ANN401
        if timings := chunk.get("timings"):
            self._trace.noted(timings)
        return chunk

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._inner, name)


@contextmanager
def traced(model: Any = None) -> Iterator[Trace]:  # noqa: ANN401  whatever reads
    """Time the stages while the block runs. ``model``: the local model, None for answers of quotes alone."""
    trace = Trace()
    with ExitStack() as changed:
        for owner, name, stage in _STAGES:
            changed.enter_context(patch.object(owner, name, _timed(trace, stage, getattr(owner, name))))
        if model is not None:
            changed.enter_context(patch.object(model, "stream", _streamed(trace, model.stream)))
            changed.enter_context(patch.object(model, "refusal", _timed(trace, _MODEL, model.refusal)))
            if hasattr(model, "_server"):
                changed.enter_context(patch.object(model, "_server", _Server(model._server, trace)))
        yield trace


def _timed(trace: Trace, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
        with trace.stage(stage):
            return function(*arguments, **named)

    return timed


def _streamed(trace: Trace, function: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    """The same for a generator: what its reader does between two pieces is not the model's time."""

    @functools.wraps(function)
    def streamed(*arguments: Any) -> Iterator[str]:  # noqa: ANN401
        pieces = function(*arguments)
        while True:
            with trace.stage(_MODEL):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return streamed
