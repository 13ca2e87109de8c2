"""The conversation as HTML. Pure; every word that is not ours is escaped here."""

import re
from collections.abc import Sequence

from rag.answer import MAX_QUESTION
from rag.render import newest_side
from rag.types import Answer, AnswerSentence, Citation, Conflict, Side
from web import words
from web.chat.exchange import Excerpt, Exchange
from web.chat.thumbs import thumbs
from web.markup import about, attribute, text

_ESCAPED_MARKER = re.compile(r"\\\[(\d+)\\\]")
_LOOKED = "The articles "
"""How every sentence of what is missing begins after a search (`rag.phrases`)."""
_EXCERPT_CHARACTERS = 280
_QUESTION_CHARACTERS = 300
_WORD_CHARACTERS = 40
_ENDS = re.compile(r"[.!?:;\u2026][\"'\u2019\u201d)\]]*$")
_REMOVED = f'<em class="removed">{words.REMOVED_QUOTE}</em>'
_READS_ON = 3
"""Sentences, each from another article, that still read as one paragraph."""


def conversation(exchanges: Sequence[Exchange], examples: Sequence[str] = (), note: str = "") -> str:
    """Return the whole conversation; an empty one offers ``examples`` to click and says ``note``."""
    inside = "".join(_exchange(e, position) for position, e in enumerate(exchanges)) or _empty(examples, note)
    return f'<div class="log" role="region" aria-label="{words.CONVERSATION}" tabindex="0">{inside}</div>'


def announcement(exchange: Exchange) -> str:
    """Return what a screen reader is told of the newest exchange: steps and outcome, never the stream."""
    answer = exchange.answer
    if exchange.phase in ("waiting", "failed"):
        return text(exchange.note)
    if exchange.phase == "done" and answer:
        if answer.error:
            return text(f"{words.FAILED}: {answer.error.message}")
        if answer.abstained:
            return words.ABSTAINED if _was_search(answer) else text(answer.missing or words.ABSTAINED)
        return words.COMPLETE.format(sources=words.count(len(answer.citations), "source"))
    return {"looking": words.LOOKING, "reading": words.READING}.get(exchange.phase, words.STOPPED)


def _empty(examples: Sequence[str], note: str) -> str:
    buttons = "".join(
        f'<li><button type="button" data-example="{n}">{text(q)}</button></li>' for n, q in enumerate(examples)
    )
    offered = f'<p class="small">{words.TRY}</p><ul class="examples">{buttons}</ul>' if buttons else ""
    told = f'<p class="note">{text(note)}</p>' if note else ""
    return f'<div class="empty"><p>{words.EMPTY}</p>{told}{offered}</div>'


def _exchange(exchange: Exchange, position: int) -> str:
    asked, answered = (f'<h3 class="hidden-words">{title}</h3>' for title in (words.YOU_ASKED, words.ANSWER))
    question = f'<p class="question">{text(_shortened(exchange.question, _QUESTION_CHARACTERS))}</p>'
    told = f"{question}{_searched(exchange, position)}{answered}{_reply(exchange, position)}"
    return f'<article class="exchange">{asked}{told}</article>'


def _searched(exchange: Exchange, position: int) -> str:
    """Return the query when it is not the question, with a form to ask again with another one."""
    answer = exchange.answer
    if answer is None or answer.query == answer.question:
        return ""
    said = f'{words.SEARCHED_FOR} <span class="words">{text(answer.query)}</span>'
    if not exchange.finished:
        return f'<p class="searched">{said}</p>'
    return (
        f'<details class="searched"><summary>{said} <span class="edit">{words.EDIT}</span></summary>'
        f'<form data-exchange="{position}"><input aria-label="{words.SEARCH_FOR}" value="{attribute(answer.query)}" '
        f'maxlength="{MAX_QUESTION}" autocomplete="off" required>'
        f'<button type="submit">{words.ASK_AGAIN}</button></form></details>'
    )


def _reply(exchange: Exchange, position: int) -> str:
    answer = exchange.answer
    told = _sentences(answer, position) + _footnotes(exchange, position) if answer and answer.sentences else ""
    match exchange.phase:
        case "failed":
            return _error(exchange.note)
        case "stopped":
            return f'{told}<p class="note">{words.STOPPED}</p>'
        case "done" if answer:
            return _done(exchange, answer, position)
        case "waiting":
            return f'<p class="wait">{text(exchange.note)}</p>'
        case "reading":
            return told + _evidence(exchange.excerpts) + f'<p class="wait">{words.READING}</p>'
    return f'<p class="wait">{words.LOOKING}</p>'


def _done(exchange: Exchange, answer: Answer, position: int) -> str:
    parts = []
    if answer.error:
        parts.append(_error(answer.error.message))
    parts += [_conflict(conflict, answer, position) for conflict in answer.conflicts]
    if answer.sentences:
        parts.append(_sentences(answer, position))
    if answer.abstained:
        parts.append(_abstention(answer, exchange.excerpts, position))
    elif answer.missing:
        parts.append(f'<p class="note">{text(answer.missing)}</p>')
    parts += [f'<p class="note">{text(notice)}</p>' for notice in answer.notices]  # above the footnotes: a list has many
    parts.append(_footnotes(exchange, position))
    if answer.error or answer.sentences or _was_search(answer):
        engine = words.ENGINES.get(answer.engine, answer.engine)
        parts.append(f'<p class="small">{text(engine)} \u00b7 {words.seconds(answer.timings_ms.total)}</p>')
    if exchange.judgeable:
        parts.append(thumbs(exchange, position))
    return "".join(parts)


def _error(message: str) -> str:
    return f'<div class="card error"><h4>{words.FAILED}</h4><p>{text(words.sentence(message))}</p></div>'


def _sentences(answer: Answer, position: int) -> str:
    short = f'<p class="short">{_kept(answer.short_answer)}</p>' if answer.short_answer else ""
    told = [_sentence(s, answer, position) for s in answer.sentences]
    if _is_list(answer):
        rows = "".join(f"<li>{row}</li>" for row in told)
        return f'{short}<ul class="answer">{rows}</ul>'
    return f'{short}<p class="answer">{" ".join(told)}</p>'


def _is_list(answer: Answer) -> bool:
    """Titles, or a sentence from each of many articles, do not read on: they stand on lines of their own."""
    own = {citation.number: citation.article for citation in answer.citations}
    articles = [own.get(n) for s in answer.sentences for n in s.citations]
    titles = any(not _ENDS.search(s.text) for s in answer.sentences)
    return len(articles) > 1 and len(set(articles)) == len(articles) and (titles or len(articles) > _READS_ON)


def _was_search(answer: Answer) -> bool:
    """Whether the articles were searched: a greeting, or a question back to the reader, is no search that found nothing."""
    return bool(answer.hits) or not answer.missing or answer.missing.startswith(_LOOKED)


def _sentence(sentence: AnswerSentence, answer: Answer, position: int) -> str:
    if sentence.text == words.REMOVED_QUOTE:
        return f'<span class="sentence">{_REMOVED}{_markers(sentence.citations, answer, position)}</span>'
    said = text(_ESCAPED_MARKER.sub(r"[\1]", sentence.text))  # our own buttons cannot be mistaken for a literal [1]
    support = words.SUPPORT[sentence.support]
    mark = f' <span class="support">({support})</span>' if support else ""
    start, space, last = said.rpartition(" ")
    if len(last) > _WORD_CHARACTERS:
        start, space, last = said, "", ""
    # The numbers stay on the line of the last word.
    end = f'<span class="whole"><span class="words">{last}</span>{_markers(sentence.citations, answer, position)}</span>'
    return f'<span class="sentence"><span class="words">{start}</span>{space}{end}{mark}</span>'


def _markers(numbers: Sequence[int], answer: Answer, position: int) -> str:
    known = {citation.number: citation for citation in answer.citations}
    return "".join(citation_button(known[n], position) for n in numbers if n in known)


def citation_button(citation: Citation, position: int) -> str:
    """Return the numbered button that opens a citation of the exchange at ``position``."""
    named = ", ".join(about(citation.title, citation.publisher, citation.date, citation.article))
    label = words.OPEN_SOURCE.format(number=citation.number, about=named)
    quote = citation.quote if citation.quote == words.REMOVED_QUOTE else f"\u201c{citation.quote}\u201d"
    return (
        f'<button type="button" class="cite" data-exchange="{position}" data-cite="{citation.number}" '
        f'aria-label="{attribute(label)}" title="{attribute(quote)}">'
        f"{citation.number}</button>"
    )


def _footnotes(exchange: Exchange, position: int) -> str:
    if not exchange.answer or not exchange.answer.citations:
        return ""
    places = dict(exchange.places)
    rows = "".join(_footnote(citation, position, places.get(citation.number)) for citation in exchange.answer.citations)
    return f'<ol class="footnotes" aria-label="{words.SOURCES}">{rows}</ol>'


def _footnote(citation: Citation, position: int, place: str | None) -> str:
    named = " \u00b7 ".join(text(part) for part in about(citation.title, citation.publisher, None, citation.article))
    date = f' \u00b7 <span class="whole">{text(citation.date)}</span>' if citation.date else ""
    where = f' \u00b7 <span class="words">{text(place)}</span>' if place else ""
    others = len(citation.also_in)
    also = f' <span class="also">(also in {words.count(others, "other")})</span>' if others else ""
    return (
        f"<li>{citation_button(citation, position)}<div>{_quoted(citation.quote)}"
        f'<div class="small"><span class="words">{named}</span>{date}{where}{also}</div></div></li>'
    )


def _quoted(quote: str) -> str:
    return _REMOVED if quote == words.REMOVED_QUOTE else f"<q>{text(quote)}</q>"


def _kept(value: str) -> str:
    return _REMOVED if value == words.REMOVED_QUOTE else text(value)


def _conflict(conflict: Conflict, answer: Answer, position: int) -> str:
    newest = newest_side(conflict, answer.citations)
    sides = "".join(_side(side, answer, position, newest=n == newest) for n, side in enumerate(conflict.sides))
    return (
        f'<div class="card"><h4>{words.DISAGREE}</h4><p class="small">{text(conflict.about)}</p>'
        f'<ul class="sides">{sides}</ul></div>'
    )


def _side(side: Side, answer: Answer, position: int, *, newest: bool) -> str:
    said_by = "; ".join(
        " \u00b7 ".join(part for part in (c.publisher or c.title or c.article, c.date) if part)
        for c in answer.citations
        if c.number in side.citations
    )
    mark = f' <span class="newest">{words.NEWEST}</span>' if newest else ""
    return (
        f'<li><span class="value">{_kept(side.value)}</span>{_markers(side.citations, answer, position)}'
        f'<div class="small"><span class="words">{text(said_by)}</span>{mark}</div></li>'
    )


def _abstention(answer: Answer, closest: Sequence[Excerpt], position: int) -> str:
    # When all of the question is missing, the heading says so, and the question stands right above.
    told = answer.missing and not answer.missing.endswith(answer.question)
    missing = f"<p>{text(answer.missing)}</p>" if answer.missing and told else ""
    if not _was_search(answer):
        return f'<div class="reply">{missing}</div>'
    rows = "".join(_passage(excerpt, position, n) for n, excerpt in enumerate(closest))
    passages = f'<p class="small">{words.CLOSEST}</p><ul class="closest">{rows}</ul>' if rows else ""
    return f'<div class="card"><h4>{words.ABSTAINED}</h4>{missing}{passages}</div>'


def _passage(excerpt: Excerpt, position: int, number: int) -> str:
    return (
        f'<li><button type="button" data-exchange="{position}" data-passage="{number}">'
        f'<span class="small">{text(excerpt.title)}</span>'
        f'<span class="words">{_kept(_shortened(excerpt.text))}</span></button></li>'
    )


def _evidence(excerpts: Sequence[Excerpt]) -> str:
    return "".join(
        f'<blockquote class="evidence">{_quoted(_shortened(e.text))}<div class="small">{text(e.title)}</div></blockquote>'
        for e in excerpts
    )


def _shortened(value: str, most: int = _EXCERPT_CHARACTERS) -> str:
    if len(value) <= most:
        return value
    return value[:most].rsplit(" ", 1)[0] + "\u2026"
