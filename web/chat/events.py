"""What happens in the conversation and its source panel. State is one tuple of exchanges for each browser session."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, cast

import gradio as gr

from index.errors import FootnoteError, IndexMissingError
from web import words
from web.background import Status, Upkeep
from web.chat import asking, view
from web.chat.examples import examples
from web.chat.exchange import Exchange, history
from web.chat.judging import Judging
from web.chat.removal import without_removed
from web.library.adding import Adding
from web.markup import text
from web.reading import source
from web.reading.opening import Opened, Opening

Exchanges = tuple[Exchange, ...]
Updates = tuple[Any, ...]
"""New values for conversation, state, question box, announcement, Send and Stop, in this order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a session has been shown of the work behind the page."""

    status: Status | None = None
    generation: int = -1


class Events:
    """What happens on the page. Holds nothing of any session."""

    def __init__(self, upkeep: Upkeep, adding: Adding) -> None:
        self._upkeep = upkeep
        self._adding = adding
        self._library = upkeep.assistant.library
        self._opening = Opening(self._library)
        self._judging = Judging(self._library.config.data)

    def empty(self) -> str:
        """Return the conversation before the first question."""
        waiting = self._upkeep.status.kind == "busy" and not self._upkeep.askable.is_set()
        return view.conversation((), examples(self._upkeep.folder, self._library), words.NOT_YET if waiting else "")

    def ask(self, question: str, exchanges: Exchanges, query: str | None = None) -> Iterator[Updates]:
        """Answer what was typed. ``query``: what is searched in its place."""
        if not question.strip():
            gr.Info(words.ASK_SOMETHING)
            yield _nothing_new()
            return
        if exchanges and not exchanges[-1].finished:
            yield _nothing_new()  # the answer before is still on its way
            return
        exchanges, checked = self._kept(exchanges), self._upkeep.generation
        grown: Exchange | None = None
        new = Exchange(question, query=query)
        with closing(cast("Any", asking.ask(self._upkeep, new, history(exchanges)))) as steps:
            yield _updates(exchanges, new, box="")
            for newer in steps:
                generation = self._upkeep.generation
                if newer is grown and generation == checked:
                    yield _nothing_new()
                    continue
                if generation != checked:  # articles may be gone that were quoted above
                    exchanges, checked = self._kept(exchanges), generation
                yield _updates(self._judging.marked(exchanges), self._kept((newer,))[0])
                grown = newer

    def ask_example(self, exchanges: Exchanges, event: gr.EventData) -> Iterator[Updates]:
        """Answer the example that was clicked."""
        offered = examples(self._upkeep.folder, self._library)
        number = _whole(event, "example")
        if number is not None and number < len(offered):
            yield from self.ask(offered[number], exchanges)

    def ask_again(self, exchanges: Exchanges, event: gr.EventData) -> Iterator[Updates]:
        """Answer a question of this session again, with the query that the reader made of it."""
        position, query = _whole(event, "exchange"), getattr(event, "query", None)
        if position is not None and position < len(exchanges) and isinstance(query, str) and query.strip():
            yield from self.ask(exchanges[position].question, exchanges, query)

    def stop(self, exchanges: Exchanges) -> Updates:
        """Leave the answer as far as it has come."""
        if not exchanges or exchanges[-1].finished:
            return (*_nothing_new()[:4], gr.update(visible=True), gr.update(visible=False))
        *before, last = self._kept(exchanges)
        return _updates(tuple(before), replace(last, phase="stopped"))

    def new(self) -> Updates:
        """Forget the conversation; the last values clear the source panel."""
        return self.empty(), (), "", "", gr.update(visible=True), gr.update(visible=False), source.empty(), None

    def show(self, exchanges: Exchanges, event: gr.EventData) -> Updates:
        """Open the source of a footnote or of a closest passage; values for panel, what it shows, conversation, state."""
        position, number = _whole(event, "exchange"), _whole(event, "number")
        if position is None or number is None or position >= len(exchanges):
            return (gr.skip(),) * 4
        kept = self._kept(exchanges)
        page, opened = self._opening.open(kept, position, str(getattr(event, "kind", "")), number)
        return (page, opened, *_rewritten(exchanges, kept)) if page else (gr.skip(),) * 4

    def thumb(self, exchanges: Exchanges, event: gr.EventData) -> Updates:
        """Keep or take back what a thumb says; values for conversation, state, announcement."""
        said = self._judging.press(self._kept(exchanges), event)
        return (*self.marked(exchanges), said or gr.skip())

    def criticise(self, exchanges: Exchanges, event: gr.EventData) -> Updates:
        """Keep what a reader says of a bad answer; values for conversation, state, announcement."""
        said = self._judging.criticise(self._kept(exchanges), event)
        return (*self.marked(exchanges), said or gr.skip())

    def marked(self, exchanges: Exchanges) -> Updates:
        """Return conversation and state when something else was made of an answer than they show."""
        return _rewritten(exchanges, self._kept(exchanges))

    def tick(self, exchanges: Exchanges, opened: Opened | None, seen: Seen, wanted: str) -> Updates:
        """Show what has changed behind the page since this session was last told.

        Values for status line, summary and list of articles, conversation, state, panel, what it shows, and ``seen``.
        """
        try:
            now = Seen(self._upkeep.status, self._upkeep.generation)
            return (gr.skip(),) * 8 if now == seen else self._news(exchanges, opened, seen, now, wanted)
        except FootnoteError:
            return (gr.skip(),) * 8  # the next tick tries again; the status line tells what lasts

    def _news(self, exchanges: Exchanges, opened: Opened | None, seen: Seen, now: Seen, wanted: str) -> Updates:
        status, summary = self.status_line(), self._adding.summary()
        rest: Updates = (gr.skip(),) * 5
        if now.generation != seen.generation or (now.status and now.status.kind != "busy"):
            rest = (self._adding.listing(wanted), *self._after_sync(exchanges, opened))
        if exchanges and not exchanges[-1].finished:
            now = replace(now, generation=seen.generation)  # the answer on its way rewrites the state; look again then
        return status, summary, *rest, now

    def _after_sync(self, exchanges: Exchanges, opened: Opened | None) -> Updates:
        """Return conversation, state, panel and what it shows as the index has them now."""
        if not exchanges:
            return self.empty(), gr.skip(), gr.skip(), gr.skip()
        if not exchanges[-1].finished:
            return (gr.skip(),) * 4
        kept = self._kept(exchanges)
        panel: tuple[Any, Any] = (gr.skip(), gr.skip())
        if opened and opened.exchange < len(kept):
            page, shown = self._opening.open(kept, opened.exchange, opened.kind, opened.number, refreshed=True)
            if page and shown != opened:
                panel = page, shown
        return (*_rewritten(exchanges, kept), *panel)

    def _kept(self, exchanges: Exchanges) -> Exchanges:
        """Return the exchanges as they are now: without the words of articles that are gone, and as their reader judges."""
        exchanges = self._judging.marked(exchanges)
        if not any(exchange.answer for exchange in exchanges):
            return exchanges
        try:
            with self._library.catalog() as catalog:

                def held(article: str) -> bool:
                    about = catalog.article(article)
                    return about is not None and about.text_hash is not None

                return tuple(without_removed(exchange, held) for exchange in exchanges)
        except IndexMissingError:  # deleted as a whole
            return tuple(without_removed(exchange, lambda _article: False) for exchange in exchanges)

    def status_line(self) -> str:
        """Return how far the work behind the page is, as HTML."""
        status = self._upkeep.status
        first = status.text if status.kind != "failed" else words.sentence(status.text)
        lines = "".join(f"<p>{text(line)}</p>" for line in (first, *map(words.sentence, status.troubles)))
        return f'<div class="status {status.kind}" role="status"><div>{lines}</div></div>'


def _whole(event: gr.EventData, name: str) -> int | None:
    """Return a number the browser sent, None when it is not one that can be meant."""
    value = getattr(event, name, None)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _nothing_new() -> Updates:
    return (gr.skip(),) * 6


def _rewritten(before: Exchanges, kept: Exchanges) -> Updates:
    """Return conversation and state, when words were removed from them."""
    unchanged = kept == before or not before[-1].finished
    return (gr.skip(), gr.skip()) if unchanged else (view.conversation(kept), kept)


def _updates(before: Exchanges, last: Exchange, box: str | None = None) -> Updates:
    """Return the updates that show ``last`` after the exchanges ``before``."""
    exchanges = (*before, last)
    if last.phase == "failed" and last.answer is None:
        box = last.question  # refused before it was tried: give it back to be mended
    return (
        view.conversation(exchanges),
        exchanges,
        gr.skip() if box is None else box,
        view.announcement(last),
        gr.update(visible=last.finished),
        gr.update(visible=not last.finished),
    )
