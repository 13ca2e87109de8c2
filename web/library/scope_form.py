"""The form that says which articles questions use, as HTML. Pure; all text of others is escaped here."""

from collections.abc import Collection, Sequence

from index.types import Article
from rag.scope import Scope
from web import words
from web.library import scoping
from web.markup import text


def chooser(scope: Scope, articles: Sequence[Article], *, opened: bool = False) -> str:
    """Return the line that says which articles questions use, and the form to change that, closed at first."""
    if not scoping.usable(articles):
        return ""
    told = text(words.QUESTIONS_USE.format(told=scoping.told(scope, articles)))
    hidden = "" if opened else " hidden"
    return (
        f'<div class="scope"><p><span class="words">{told}</span> <button type="button" class="change" '
        f'aria-expanded="{str(opened).lower()}" aria-controls="scope-form">{words.CHANGE}</button></p>'
        f'<form id="scope-form"{hidden}><div class="dates">{_date("since", words.SINCE, scope.since)}'
        f'{_date("until", words.UNTIL, scope.until)}<p class="small">{words.UNDATED}</p></div>'
        f"{_choice('publishers', words.PUBLISHERS, scoping.publishers(articles), scope.publishers)}"
        f"{_choice('tags', words.TAGS, scoping.tags(articles), scope.tags)}"
        f'<div class="acts"><button type="submit">{words.APPLY}</button>'
        f'<button type="button" class="clear-scope">{words.CLEAR}</button></div></form></div>'
    )


def counted(scope: Scope, articles: Sequence[Article]) -> str:
    """Return how many articles a filter that is being made would leave, or what is wrong with it."""
    if problem := scoping.wrong(scope, articles):
        return f'<p class="wrong">{problem}</p>'
    return f'<p><span class="words">{text(words.WOULD_USE.format(told=scoping.told(scope, articles)))}</span></p>'


def line(scope: Scope, articles: Sequence[Article]) -> str:
    """Return the line above the question box while a filter is on, nothing otherwise."""
    if scope == Scope():
        return ""
    told = text(words.ASKING.format(told=scoping.told(scope, articles)))
    return (
        f'<p class="small"><span class="words">{told}</span> \u00b7 <button type="button" class="change">{words.CHANGE}</button>'
        f' \u00b7 <button type="button" class="everything">{words.EVERYTHING}</button></p>'
    )


def _date(name: str, label: str, value: str | None) -> str:
    return f'<label>{label} <input type="date" name="{name}" value="{text(value or "")}"></label>'


def _choice(name: str, label: str, options: Sequence[tuple[str, int]], chosen: Collection[str]) -> str:
    """Return a box for each option with its number of articles, nothing when there is no choice."""
    gone = [(value, 0) for value in chosen if value not in dict(options)]
    boxes = "".join(
        f'<label><input type="checkbox" name="{name}" value="{text(value)}"{" checked" if value in chosen else ""}>'
        f'<span><span class="words">{text(value)}</span> <span class="small">{number:,}</span></span></label>'
        for value, number in (*options, *gone)
    )
    return f'<fieldset><legend>{label}</legend><div class="boxes">{boxes}</div></fieldset>' if boxes else ""
