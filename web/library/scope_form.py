"""The form that says which articles questions use, as HTML. Pure; all text of others is escaped here."""

from collections.abc import Collection, Sequence

from index.types import Article
from rag.scope import Scope, folded
from web import words
from web.library import scoping
from web.markup import text


def summary(scope: Scope, articles: Sequence[Article]) -> str:
    """Return the line in the panel of articles that says which of them questions use."""
    if not scoping.usable(articles):
        return ""
    told = text(words.QUESTIONS_USE.format(told=scoping.told(scope, articles)))
    button = f'<button type="button" class="change" aria-expanded="false">{words.CHANGE}</button>'
    return f'<p><span class="words">{told}</span> {button}</p>'


def form(scope: Scope, articles: Sequence[Article]) -> str:
    """Return the form with the choice as it is."""
    return (
        f'<form aria-label="{words.CHOOSE_ARTICLES}"><div class="dates">{_date("since", words.SINCE, scope.since)}'
        f'{_date("until", words.UNTIL, scope.until)}<p class="small">{words.UNDATED}</p></div>'
        f"{_choice('publishers', words.PUBLISHERS, scoping.publishers(articles), scope.publishers)}"
        f"{_choice('tags', words.TAGS, scoping.tags(articles), scope.tags)}"
        f'<div class="acts"><button type="submit">{words.APPLY}</button>'
        f'<button type="button" class="everything">{words.CLEAR}</button></div></form>'
    )


def counted(scope: Scope, articles: Sequence[Article]) -> str:
    """Return how many articles a filter that is being made would leave."""
    return f'<p><span class="words">{text(words.WOULD_USE.format(told=scoping.told(scope, articles)))}</span></p>'


def refused(reason: str) -> str:
    """Return why a filter cannot be used."""
    return f'<p class="wrong">{text(words.sentence(reason))}</p>'


def line(scope: Scope, articles: Sequence[Article]) -> str:
    """Return the line above the question box while a filter is on, nothing otherwise."""
    if not scope.restricts:
        return ""
    told = text(words.ASKING.format(told=scoping.told(scope, articles)))
    change = f'<button type="button" class="change">{words.CHANGE}</button>'
    everything = f'<button type="button" class="everything">{words.EVERYTHING}</button>'
    return f'<p class="small"><span class="words">{told}</span> \u00b7 {change} \u00b7 {everything}</p>'


def _date(name: str, label: str, value: str | None) -> str:
    return f'<label>{label} <input type="date" name="{name}" value="{text(value or "")}"></label>'


def _choice(name: str, label: str, options: Sequence[tuple[str, int]], chosen: Collection[str]) -> str:
    """Return a box for each option with its number of articles, nothing when there is no choice."""
    ticked, offered = ({folded(value) for value in values} for values in (chosen, dict(options)))
    gone = [(value, 0) for value in chosen if folded(value) not in offered]
    boxes = "".join(_box(name, value, number, folded(value) in ticked) for value, number in (*options, *gone))
    return f'<fieldset><legend>{label}</legend><div class="boxes">{boxes}</div></fieldset>' if boxes else ""


def _box(name: str, value: str, number: int, ticked: bool) -> str:
    state = " checked" if ticked else ""
    told = f'<span class="words">{text(value)}</span> <span class="small">{number:,}</span>'
    return f'<label><input type="checkbox" name="{name}" value="{text(value)}"{state}><span>{told}</span></label>'
