"""From a footnote, a closest passage or the list of articles to the source panel: an article as the index holds it now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from index.errors import FootnoteError
from index.library import Library
from index.types import Span
from web.chat.exchange import Exchange
from web.markup import about
from web.reading import source


@dataclass(frozen=True, slots=True)
class Opened:
    """What the panel of a session shows, and the text it was made from.

    ``kind`` "cite" and "passage": the source ``number`` of the exchange at a position, which has ``key``. "article": the
    ``article`` as a whole, of no exchange.
    """

    exchange: int
    kind: str
    number: int
    article_hash: str | None
    article: str
    key: str = ""


class Opening:
    """Opens articles of one data folder. Holds nothing of any session."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def open(
        self, exchanges: Sequence[Exchange], position: int, kind: str, number: int, *, refreshed: bool = False
    ) -> tuple[str | None, Opened | None]:
        """Return the source panel and what it shows; None for a number that is not there."""
        places, chosen = _places(exchanges[position], kind, number)
        if chosen is None:
            return None, None
        steps = source.step_buttons(exchanges[position], position, number) if kind == "cite" else ""
        try:
            shown = self._shown(chosen.article, chosen.title)
        except FootnoteError as error:
            return source.unavailable(str(error)), None
        page = source.panel(chosen, places, shown, steps, refreshed=refreshed)
        return page, Opened(position, kind, number, shown.article_hash, chosen.article, exchanges[position].key)

    def read(self, event: gr.EventData) -> tuple[Any, Any]:
        """Open the article that was chosen in the list; values for the panel and what it shows."""
        article = getattr(event, "article", None)
        return self.article(article) if isinstance(article, str) else (gr.skip(), gr.skip())

    def article(self, article: str, before: Opened | None = None) -> tuple[str, Opened | None]:
        """Return the panel for an article as a whole. ``before``: what it showed of it already, when it is refreshed."""
        try:
            shown = self._shown(article, article)
        except FootnoteError as error:
            return source.unavailable(str(error)), None
        changed = before is not None and before.article_hash != shown.article_hash
        page = source.article(shown, changed=changed, refreshed=before is not None)
        return page, Opened(-1, "article", 0, shown.article_hash, article)

    def again(self, exchanges: Sequence[Exchange], opened: Opened) -> tuple[str, Opened | None]:
        """Return the panel as it is after a sync, for what it showed before; the article alone when its exchange is gone."""
        at = opened.exchange
        if opened.kind != "article" and at < len(exchanges) and exchanges[at].key == opened.key:
            page, shown = self.open(exchanges, at, opened.kind, opened.number, refreshed=True)
            if page:
                return page, shown
        return self.article(opened.article, opened)

    def _shown(self, article: str, title: str) -> source.Shown:
        """Return an article as it is now; ``title``: what it is called when it is gone."""
        with self._library.catalog() as catalog:
            now = catalog.article(article)
            if now is None or now.text_hash is None:
                return source.Shown((title,), None, None)
            return source.Shown(
                tuple(about(now.title, now.publisher, now.date, now.id)),
                catalog.text(article),
                now.text_hash,
                self._standing(article),
                now.address,
                tuple(piece for _, piece in catalog.removed(article)),
            )

    def _standing(self, article: str) -> Callable[[int], str | None]:
        def at(position: int) -> str | None:
            with self._library.catalog() as catalog:
                return catalog.place(article, position)

        return at


def _places(exchange: Exchange, kind: str, number: int) -> tuple[list[source.Place], source.Place | None]:
    """Return the places of the same article that are to be marked, and the one that was asked for."""
    if kind == "passage":
        found = {
            n: source.Place(e.article, Span(e.start, e.end), e.text, e.article_hash, e.title)
            for n, e in enumerate(exchange.excerpts)
        }
    else:
        citations = exchange.answer.citations if exchange.answer else ()
        found = {c.number: source.place_of(c) for c in citations}
    chosen = found.get(number)
    if chosen is None or kind == "passage":
        return [], chosen
    return [place for place in found.values() if place.article == chosen.article], chosen
