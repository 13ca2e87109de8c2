"""Answers given before: who asks the very same thing of the same articles again is answered at once, and told so."""

import json
import threading
from collections import OrderedDict
from collections.abc import Generator, Hashable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from time import perf_counter
from typing import cast

from index.errors import FootnoteError
from rag.types import Answer, Timings, Turn
from web.background import Upkeep
from web.chat import asking
from web.chat.exchange import Exchange

MOST = 200
"""Answers that are remembered, of all people together; some 20 kB each."""


_Key = tuple[str, *tuple[Hashable, ...]]
"""Whose answer it is, and what it depends on besides."""


class AnsweredBefore:
    """Remembers finished answers in memory, the last used ones, and of the newest generation of the index alone.

    An answer is given again only to the browser that got it, for the same question to the letter, the same conversation
    before it, the same query of the reader's own, the same scope, the same settings, and the same way of searching: one
    other word can mean another answer. The standalone question follows from these. What failed, was stopped, or was
    answered by quotes because no model was to be had, is answered anew.
    """

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep
        self._lock = threading.Lock()
        self._generation = 0
        self._kept: OrderedDict[_Key, Exchange] = OrderedDict()
        upkeep.forgettings.append(self._forget)

    def ask(self, exchange: Exchange, history: Sequence[Turn], owner: str, *, anew: bool = False) -> Iterator[Exchange]:
        """Yield the exchange as `asking.ask` does, or once, finished, when it was answered before.

        ``owner``: the browser that asks, "" when that is not known. ``anew``: answer it again, and remember that instead.
        """
        start = perf_counter()
        generation, key = self._key(exchange, history, owner)
        found = None if anew or key is None else self._get(generation, key)
        if found and found.answer:
            times = _at_once(found.answer.timings_ms, (perf_counter() - start) * 1e3)
            answer = replace(found.answer, timings_ms=times)
            yield replace(
                exchange, phase="done", answer=answer, excerpts=found.excerpts, places=found.places, answered_before=True
            )
            return
        newer = exchange
        with closing(cast("Generator[Exchange]", asking.ask(self._upkeep, exchange, history))) as steps:
            for newer in steps:
                yield newer
        unchanged = self._key(exchange, history, owner) == (generation, key)  # or the answer is not that of this key
        if unchanged and key is not None and newer.answer and self._worth_keeping(newer, newer.answer):
            self._put(generation, key, newer)

    def forget(self, owner: str) -> None:
        """Drop what a browser was answered: one of its conversations was deleted, and with it what it held."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == owner]:
                del self._kept[key]

    def _key(self, exchange: Exchange, history: Sequence[Turn], owner: str) -> tuple[int, _Key | None]:
        """Return the generation of the index, and what an answer depends on besides; None while nothing can be answered."""
        if not owner or not self._upkeep.askable.is_set():
            return 0, None
        assistant = self._upkeep.assistant
        try:
            with assistant.library.open() as (generation, _):
                number, search = generation.number, generation.why_keywords_only()
        except FootnoteError:
            return 0, None  # asking tells what is wrong
        scope = json.dumps(exchange.scope.to_json(), sort_keys=True)
        return number, (owner, exchange.question, exchange.query, tuple(history), scope, assistant.config, search)

    def _worth_keeping(self, exchange: Exchange, answer: Answer) -> bool:
        # What "auto" answers by quotes was answered without the model, or needed none and is as quick again.
        without_model = self._upkeep.assistant.config.engine == "auto" and answer.engine == "extractive"
        return exchange.phase == "done" and answer.error is None and not without_model

    def _get(self, generation: int, key: _Key) -> Exchange | None:
        with self._lock:
            self._reach(generation)
            if generation != self._generation or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def _put(self, generation: int, key: _Key, exchange: Exchange) -> None:
        with self._lock:
            self._reach(generation)
            if generation == self._generation:
                self._kept[key] = exchange
                self._kept.move_to_end(key)
                while len(self._kept) > MOST:
                    self._kept.popitem(last=False)

    def _forget(self) -> None:
        """Drop what older articles said: words of one that was removed must not stay."""
        with self._lock:
            self._reach(self._upkeep.generation)

    def _reach(self, generation: int) -> None:
        if generation > self._generation:
            self._generation = generation
            self._kept.clear()


def _at_once(before: Timings, milliseconds: float) -> Timings:
    """The times of an answer that is there: all its steps came now; one that it did not have stays 0."""
    now = round(milliseconds, 3)
    return Timings(now, now if before.first_evidence else 0.0, now if before.first_token else 0.0, now)
