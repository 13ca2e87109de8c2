"""The source panel as HTML: a whole article with the quoted words marked. Pure but for a sequence number."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.types import Removed, Span
from rag.types import Citation
from web import words
from web.chat.exchange import Exchange
from web.markup import attribute, line, text
from web.reading.marking import marked

_sequence = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be shown: the words of ``span``. ``article_hash``: of the text they were quoted from.

    ``title``: what the article was called then, its id when it had no title. ``number``: of the footnote, None of a passage.
    """

    article: str
    span: Span
    quote: str
    article_hash: str
    title: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as the index holds it now; ``stored`` None when it was removed.

    ``standing``: where in the original the words at a position of the stored text stand, None if unknown. ``address``:
    of the page it was read from. ``removed``: the page furniture that is not part of the stored text.
    """

    named: tuple[str, ...]
    stored: str | None
    article_hash: str | None
    standing: Callable[[int], str | None] = lambda _at: None
    address: str | None = None
    removed: tuple[Removed, ...] = ()


def place_of(citation: Citation) -> Place:
    """Return where a citation stands."""
    span, title = Span(citation.start, citation.end), citation.title or citation.article
    return Place(citation.article, span, citation.quote, citation.article_hash, title, citation.number)


def panel(place: Place, others: Sequence[Place], shown: Shown, buttons: str = "", *, refreshed: bool = False) -> str:
    """Return the panel for one place; ``others``: the quotes of the same answer in the same article.

    ``refreshed``: the article changed under an open panel, which is no reason to open one that was closed.
    """
    changed = shown.article_hash != place.article_hash
    here = [] if changed else [other for other in (*others, place) if other.article_hash == shown.article_hash]
    active, warning = _now(place, shown) if changed else (place.span, "")
    at: list[tuple[Span | None, int | None]] = [(active, place.number), *((other.span, other.number) for other in here)]
    numbers: dict[Span, list[int]] = {}
    for span, number in at:
        if span and number is not None:
            numbers.setdefault(span, []).append(number)
    stands = shown.standing(active.start) if active else None
    text_here = _stored(shown, [other.span for other in here], active, numbers)
    return _of_article(shown, warning + text_here, buttons, stands, refreshed=refreshed)


def article(shown: Shown, *, changed: bool = False, refreshed: bool = False) -> str:
    """Return the panel for an article that is read as a whole. ``changed``: under the eyes of its reader."""
    told = f'<p class="card">{words.CHANGED_MEANWHILE}</p>' if changed else ""
    told = f'<p class="card error">{words.REMOVED}</p>' if shown.stored is None else told
    return _of_article(shown, told + _stored(shown, [], None, {}), "", None, refreshed=refreshed)


def empty() -> str:
    """Return the panel before any footnote was chosen."""
    return f'<div class="source hint"><p>{words.NO_SOURCE}</p></div>'


def unavailable(reason: str) -> str:
    """Return the panel for a source that cannot be opened."""
    return _frame(
        words.SOURCE,
        "",
        f'<p class="card error">{text(words.sentence(words.NOT_OPEN.format(reason=reason)))}</p>',
        "",
    )


def step_buttons(exchange: Exchange, position: int, number: int) -> str:
    """Return the buttons to the footnotes before and after ``number`` of the same answer."""
    count = len(exchange.answer.citations) if exchange.answer else 0
    if count < 2:
        return ""
    pair = ((number - 1, words.PREVIOUS, "\u2190"), (number + 1, words.NEXT, "\u2192"))
    made = [
        f'<button type="button" data-exchange="{position}" data-cite="{n}" aria-label="{label}"'
        f"{'' if 1 <= n <= count else ' disabled'}>{arrow}</button>"
        for n, label, arrow in pair
    ]
    return f'{made[0]}<span class="small">{number} / {count}</span>{made[1]}'


def _now(place: Place, shown: Shown) -> tuple[Span | None, str]:
    """Find the words of a quote in an article that has changed, and say what became of them."""
    if shown.stored is None:
        return None, f'<p class="card error">{words.REMOVED}</p>'
    if place.quote == words.REMOVED_QUOTE:  # it came back under the same name; which words were quoted is forgotten
        return None, f'<p class="card error">{words.REMOVED_BEFORE}</p>'
    start = shown.stored.find(place.quote)
    if start < 0:
        kept = f"<blockquote><q>{text(place.quote)}</q></blockquote>"
        return None, f'<div class="card error"><p>{words.CHANGED_AWAY}</p>{kept}</div>'
    return Span(start, start + len(place.quote)), f'<p class="card">{words.CHANGED}</p>'


def _stored(shown: Shown, spans: Sequence[Span], active: Span | None, numbers: Mapping[Span, Sequence[int]]) -> str:
    if shown.stored is None:
        return ""
    return f'<div class="stored">{marked(shown.stored, spans, active, numbers, shown.removed)}</div>'


def _of_article(shown: Shown, body: str, buttons: str, stands: str | None, *, refreshed: bool) -> str:
    """Return the panel around ``body``, which is headed by what is known of the article."""
    title, *rest = (*shown.named, *([stands] if stands else []))
    extras = _link(shown.address)
    if shown.removed:
        label = words.TAKEN_OUT.format(number=f"{len(shown.removed):,}")
        extras += f'<button type="button" class="show-taken" aria-pressed="false">{label}</button>'
    return _frame(title, line(rest), body, buttons, extras, refreshed=refreshed)


def _link(address: str | None) -> str:
    """Return a link to the page an article was read from, in words alone when that is no page of the web."""
    if not address:
        return ""
    if not address.lower().startswith(("http://", "https://")):
        return f'<span class="address words">{text(address)}</span>'
    leading = f'href="{attribute(address)}" rel="noreferrer noopener" target="_blank" title="{words.OPEN_ADDRESS}"'
    return f'<a class="address words" {leading}>{text(address)}</a>'


def _frame(title: str, below_title: str, body: str, buttons: str, extras: str = "", *, refreshed: bool = False) -> str:
    """Return the panel around its contents. Its number makes the same place, chosen twice, two values."""
    label = attribute(f"{words.SOURCE}: {title}")
    close = f'<button type="button" class="close">{words.CLOSE}</button>'
    below = f'<div class="extras">{extras}</div>' if extras else ""
    return (
        f'<section class="source" aria-label="{label}" data-sequence="{next(_sequence)}"'
        f"{' data-refreshed' if refreshed else ''}>"
        f'<header><div><h2>{text(title)}</h2><p class="small words">{below_title}</p>{below}</div>'
        f'<div class="steps">{buttons}{close}</div></header>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{body}</div></section>'
    )
