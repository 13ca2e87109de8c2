"""From a footnote or a closest passage to the source panel: the article as the index holds it now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.errors import FootnoteError
from index.library import Library
from index.types import Span
from web.chat.exchange import Exchange
from web.markup import about
from web.reading import source


@dataclass(frozen=True, slots=True)
class Opened:
    """Which source the panel of a session shows: of which exchange, and the text it was made from."""

    exchange: int
    kind: str
    number: int
    article_hash: str | None


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
            shown = self._shown(chosen)
        except FootnoteError as error:
            return source.unavailable(str(error)), None
        page = source.panel(chosen, places, shown, steps, refreshed=refreshed)
        return page, Opened(position, kind, number, shown.article_hash)

    def _shown(self, place: source.Place) -> source.Shown:
        with self._library.catalog() as catalog:
            article = catalog.article(place.article)
            if article is None or article.text_hash is None:
                return source.Shown((place.title,), None, None)
            named = about(article.title, article.publisher, article.date, article.id)
            return source.Shown(tuple(named), catalog.text(place.article), article.text_hash, self._standing(place.article))

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
