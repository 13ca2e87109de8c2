"""The source panel as HTML: a whole article with the quoted words marked. Pure but for a sequence number."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.types import Span
from rag.types import Citation
from web import words
from web.chat.exchange import Exchange
from web.markup import attribute, text

_sequence = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be shown: the words of ``span``. ``article_hash``: of the text they were quoted from.

    ``title``: what the article was called then, its id when it had no title.
    """

    article: str
    span: Span
    quote: str
    article_hash: str
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as the index holds it now; ``stored`` None when it was removed.

    ``standing``: where in the original the words at a position of the stored text stand, None if unknown.
    """

    named: tuple[str, ...]
    stored: str | None
    article_hash: str | None
    standing: Callable[[int], str | None] = lambda _at: None


def place_of(citation: Citation) -> Place:
    """Return where a citation stands."""
    span, title = Span(citation.start, citation.end), citation.title or citation.article
    return Place(citation.article, span, citation.quote, citation.article_hash, title)


def marked(stored: str, spans: Iterable[Span], active: Span | None) -> str:
    """Return the stored text escaped, each span in ``<mark>``, the active one as ``<mark class="active">``.

    Overlapping spans are cut at their edges: every character of a span, and no other, is inside a mark.
    """
    chosen = [span for span in {*spans, *([active] if active else [])} if span.end <= len(stored)]
    edges = sorted({0, len(stored), *(edge for span in chosen for edge in (span.start, span.end))})
    pieces = []
    for start, end in itertools.pairwise(edges):
        words_here = text(stored[start:end])
        if active and active in chosen and active.start <= start and end <= active.end:
            pieces.append(f'<mark class="active">{words_here}</mark>')
        elif any(span.start <= start and end <= span.end for span in chosen):
            pieces.append(f"<mark>{words_here}</mark>")
        else:
            pieces.append(words_here)
    return "".join(pieces)


def panel(place: Place, others: Sequence[Place], shown: Shown, buttons: str = "", *, refreshed: bool = False) -> str:
    """Return the panel for one place; ``others``: the quotes of the same answer in the same article.

    ``refreshed``: the article changed under an open panel, which is no reason to open one that was closed.
    """
    changed = shown.article_hash != place.article_hash
    spans = [] if changed else [other.span for other in others if other.article_hash == shown.article_hash]
    active, warning = _now(place, shown) if changed else (place.span, "")
    body = f'<div class="stored">{marked(shown.stored, spans, active)}</div>' if shown.stored is not None else ""
    title, *rest = shown.named
    if active and (where := shown.standing(active.start)):
        rest.append(where)
    return _frame(title, " \u00b7 ".join(rest), warning + body, buttons, refreshed=refreshed)


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


def _frame(title: str, line: str, body: str, buttons: str, *, refreshed: bool = False) -> str:
    """Return the panel around its contents. Its number makes the same place, chosen twice, two values."""
    label = attribute(f"{words.SOURCE}: {title}")
    close = f'<button type="button" class="close">{words.CLOSE}</button>'
    return (
        f'<section class="source" aria-label="{label}" data-sequence="{next(_sequence)}"'
        f"{' data-refreshed' if refreshed else ''}>"
        f'<header><div><h2>{text(title)}</h2><p class="small words">{text(line)}</p></div>'
        f'<div class="steps">{buttons}{close}</div></header>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">{body}</div></section>'
    )
