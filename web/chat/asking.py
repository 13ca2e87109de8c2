"""One question on its way to the page: the model works in a thread, and the page can stop it at any time."""

import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import cast

from index.catalog import Catalog
from index.errors import FootnoteError
from rag.answer import Assistant
from rag.types import Answer, Event, Turn
from web import words
from web.background import Upkeep
from web.chat.exchange import Excerpt, Exchange

POLL_SECONDS = 0.1
"""How often the page is given the chance to stop; also the most often it is drawn again."""
_WAITING_SECONDS = 0.5
"""The same for a question that waits for others: many may, and each look at it costs the model some of its time."""
CLOSEST = 3
"""Passages offered when the articles do not answer."""

_News = queue.SimpleQueue[Exchange | None]


def ask(upkeep: Upkeep, exchange: Exchange, history: Sequence[Turn]) -> Iterator[Exchange]:
    """Yield the exchange as it grows, every `POLL_SECONDS` even without news; the last one is finished.

    Closing the generator stops the work. The same object twice in a row means that nothing is new.
    """
    stop = threading.Event()
    news: _News = queue.SimpleQueue()
    worker = threading.Thread(target=_work, args=(upkeep, exchange, history, stop, news), name="answer", daemon=True)
    worker.start()
    try:
        ended = False
        while not ended:
            exchange, ended = _newest(news, exchange)
            if ended and not exchange.finished:
                exchange = replace(exchange, phase="failed", note=words.BROKE_OFF)
            yield exchange
    finally:
        stop.set()


def _newest(news: _News, exchange: Exchange) -> tuple[Exchange, bool]:
    """Collect news for one poll; return the newest state and whether the worker has ended."""
    if exchange.waits:
        try:
            first = news.get(timeout=_WAITING_SECONDS)
        except queue.Empty:
            return exchange, False
        if first is None:
            return exchange, True
        exchange = first
    until = time.monotonic() + POLL_SECONDS
    while (left := until - time.monotonic()) > 0:
        try:
            newer = news.get(timeout=left)
        except queue.Empty:
            break
        if newer is None:
            return exchange, True
        exchange = newer
    return exchange, False


def _work(upkeep: Upkeep, exchange: Exchange, history: Sequence[Turn], stop: threading.Event, news: _News) -> None:
    """Run in the thread. An error that is no `FootnoteError` ends the thread, and the terminal shows it."""
    try:
        if not _wait(upkeep, exchange, stop, news):
            return
        assistant = upkeep.assistant
        # While the model loads, quotes answer at once; after that the engine itself says what is missing.
        wait = upkeep.loaded.is_set() or assistant.config.engine == "local"
        events = assistant.ask(exchange.question, history, query=exchange.query, scope=exchange.scope, wait=wait, stop=stop)
        with upkeep.answering(), closing(cast("Generator[Event]", events)):
            for event in events:
                if stop.is_set():
                    return
                exchange = _grown(exchange, event, assistant)
                news.put(exchange)
    except FootnoteError as error:
        news.put(replace(exchange, phase="failed", note=str(error)))
    finally:
        news.put(None)


def _wait(upkeep: Upkeep, exchange: Exchange, stop: threading.Event, news: _News) -> bool:
    """Hold a question that came before the first index was built, telling why; False when it was stopped."""
    said = None
    while not upkeep.wait(POLL_SECONDS):
        if stop.is_set():
            return False
        if upkeep.status is not said:
            said = upkeep.status
            news.put(replace(exchange, phase="waiting", note=words.STILL_INDEXING.format(status=said.text)))
    if said:
        news.put(exchange)
    return True


def _grown(exchange: Exchange, event: Event, assistant: Assistant) -> Exchange:
    answer = event.answer
    with assistant.library.catalog() as catalog:
        if event.kind == "evidence":
            return replace(exchange, phase="reading", answer=answer, excerpts=_evidence(catalog, answer))
        if event.kind == "waiting":
            return replace(exchange, note=words.before_yours(event.ahead) if event.ahead else "")
        if event.kind == "sentence":
            return replace(exchange, phase="reading", answer=answer, excerpts=(), places=_places(catalog, answer))
        return replace(
            exchange,
            phase="done",
            answer=answer,
            excerpts=_closest(catalog, answer) if answer.abstained or answer.missing else (),
            places=_places(catalog, answer),
        )


def _places(catalog: Catalog, answer: Answer) -> tuple[tuple[int, str], ...]:
    found = ((c.number, catalog.place(c.article, c.start)) for c in answer.citations)
    return tuple((number, label) for number, label in found if label)


def _evidence(catalog: Catalog, answer: Answer) -> tuple[Excerpt, ...]:
    return _excerpts(catalog, [(span.article, span.start, span.end) for span in answer.evidence[:1]])


def _closest(catalog: Catalog, answer: Answer) -> tuple[Excerpt, ...]:
    """The first hits, but for what is cited: of a question that is answered in part they are about the other part."""
    cited = [(c.article, c.start, c.end) for c in answer.citations]
    free = [h for h in answer.hits if not any(h.article == a and h.start < end and start < h.end for a, start, end in cited)]
    return _excerpts(catalog, [(hit.article, hit.start, hit.end) for hit in free[:CLOSEST]])


def _excerpts(catalog: Catalog, spans: list[tuple[str, int, int]]) -> tuple[Excerpt, ...]:
    found = []
    for article, start, end in spans:
        about = catalog.article(article)
        if about and about.text_hash:  # a sync may have removed it in between
            text = catalog.text(article)[start:end]
            found.append(Excerpt(article, about.title or article, start, end, text, about.text_hash))
    return tuple(found)
