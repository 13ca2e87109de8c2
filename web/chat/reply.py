"""An answer as HTML: sentences and footnotes, what disagrees, what is missing. Pure; all text of others is escaped."""

import re
from collections.abc import Sequence
from datetime import datetime

from rag.exporting import shown
from rag.render import newest_side
from rag.types import Answer, AnswerSentence, Citation, Conflict, Side
from web import words
from web.chat.actions import actions
from web.chat.exchange import Excerpt, Exchange
from web.chat.thumbs import thumbs
from web.markup import about, attribute, line, text

_ESCAPED_MARKER = re.compile(r"\\\[(\d+)\\\]")
_LOOKED = "The articles "
"""How every sentence of what is missing begins after a search (`rag.phrases`)."""
_EXCERPT_CHARACTERS = 280
_WORD_CHARACTERS = 40
_REMOVED = f'<em class="removed">{words.REMOVED_QUOTE}</em>'


def reply(exchange: Exchange, position: int, conversation: str) -> str:
    """Return what has become of a question, as far as it is known."""
    answer = exchange.answer
    # Footnotes stand ready for the hover, but are laid out when nothing above them will grow any more.
    told = _sentences(answer, exchange, position) + _footnotes(exchange, position) if answer and answer.sentences else ""
    match exchange.phase:
        case "failed":
            return _error(exchange.note)
        case "stopped":
            return f'{told}<p class="note">{words.STOPPED}</p>{_row(exchange, position, conversation)}'
        case "done" if answer:
            return _done(exchange, answer, position, conversation)
        case "waiting":
            return f'<p class="wait">{text(exchange.note)}</p>'
        case "reading":
            return told + _evidence(exchange.excerpts) + f'<p class="wait">{text(exchange.note or words.READING)}</p>'
    return f'<p class="wait">{words.LOOKING}</p>'


def outcome(exchange: Exchange) -> str:
    """Return what a screen reader is told of an exchange: steps and outcome, never the stream."""
    answer = exchange.answer
    if exchange.phase in ("waiting", "failed"):
        return text(exchange.note)
    if exchange.phase == "done" and answer:
        told = _finding(answer)
        return f"{told.rstrip('.')}. {words.ANSWERED_BEFORE}" if exchange.answered_before else told
    return {"looking": words.LOOKING, "reading": text(exchange.note or words.READING)}.get(exchange.phase, words.STOPPED)


def _finding(answer: Answer) -> str:
    if answer.error:
        return text(f"{words.FAILED}: {answer.error.message}")
    if answer.abstained:
        return words.ABSTAINED if _was_search(answer) else text(answer.missing or words.ABSTAINED)
    return words.COMPLETE.format(sources=words.count(len(answer.citations), "source"))


def shortened(value: str, most: int = _EXCERPT_CHARACTERS) -> str:
    """Return a text cut between two words."""
    if len(value) <= most:
        return value
    return value[:most].rsplit(" ", 1)[0] + "\u2026"


def _done(exchange: Exchange, answer: Answer, position: int, conversation: str) -> str:
    parts = []
    if answer.error:
        parts.append(_error(answer.error.message))
    if answer.sentences:
        parts.append(_sentences(answer, exchange, position))
    # Below the sentences, which were read before it was known that others disagree: nothing on the page jumps.
    parts += [_conflict(conflict, answer, exchange, position) for conflict in answer.conflicts]
    if answer.abstained or answer.missing:
        parts.append(_missing(answer, exchange.excerpts, position))
    parts += [f'<p class="note">{text(notice)}</p>' for notice in answer.notices]  # above the footnotes: a list has many
    parts.append(_footnotes(exchange, position))
    if answer.error or answer.sentences or _was_search(answer):
        parts.append(_facts(exchange, answer))
    if exchange.answered_before:
        parts.append(f'<p class="small before">{words.ANSWERED_BEFORE}</p>')
    return "".join([*parts, _row(exchange, position, conversation)])


def _row(exchange: Exchange, position: int, conversation: str) -> str:
    """Return what can be done with an answer."""
    judged = thumbs(exchange, position) if exchange.judgeable else ""
    return f'<div class="under">{actions(exchange, position, conversation)}{judged}</div>'


def _facts(exchange: Exchange, answer: Answer) -> str:
    """Return the line that says how many sources there are, what answered, how fast and when."""
    engine = words.ENGINES.get(answer.engine, answer.engine)
    asked = datetime.fromisoformat(exchange.asked)
    when = f'<time datetime="{attribute(exchange.asked)}">{words.moment(asked)}</time>'
    parts = [*_independent(answer), text(engine), words.seconds(answer.timings_ms.total), when]
    told = " \u00b7 ".join(parts)
    return f'<p class="small facts">{told}</p>'


def _independent(answer: Answer) -> list[str]:
    """Say on how many articles an answer rests, and of how many publishers: copies were counted once."""
    articles = {c.article for c in answer.citations}
    if not articles:
        return []
    told = words.count(len(articles), words.INDEPENDENT)
    publishers = {c.publisher for c in answer.citations}
    if None not in publishers and len(articles) > len(publishers):
        told += words.OF_PUBLISHERS.format(publishers=words.count(len(publishers), "publisher"))
    return [told]


def _error(message: str) -> str:
    return f'<div class="card error"><h4>{words.FAILED}</h4><p>{text(words.sentence(message))}</p></div>'


def _sentences(answer: Answer, exchange: Exchange, position: int) -> str:
    short = f'<p class="short">{_kept(answer.short_answer)}</p>' if answer.short_answer else ""
    told = [_sentence(s, answer, exchange, position) for s in answer.sentences]
    if shown.is_list(answer):
        rows = "".join(f"<li>{row}</li>" for row in told)
        return f'{short}<ul class="answer">{rows}</ul>'
    return f'{short}<p class="answer">{" ".join(told)}</p>'


def _was_search(answer: Answer) -> bool:
    """Whether the articles were searched: a greeting, or a question back to the reader, is no search that found nothing."""
    return bool(answer.hits) or not answer.missing or answer.missing.startswith(_LOOKED)


def _sentence(sentence: AnswerSentence, answer: Answer, exchange: Exchange, position: int) -> str:
    if sentence.text == words.REMOVED_QUOTE:
        return f'<span class="sentence">{_REMOVED}{_markers(sentence.citations, answer, exchange, position)}</span>'
    said = text(_ESCAPED_MARKER.sub(r"[\1]", sentence.text))  # our own buttons cannot be mistaken for a literal [1]
    mark = _support(sentence)
    start, space, last = said.rpartition(" ")
    if len(last) > _WORD_CHARACTERS:
        start, space, last = said, "", ""
    # The numbers stay on the line of the last word.
    markers = _markers(sentence.citations, answer, exchange, position)
    end = f'<span class="whole"><span class="words">{last}</span>{markers}</span>'
    return f'<span class="sentence"><span class="words">{start}</span>{space}{end}{mark}</span>'


def _support(sentence: AnswerSentence) -> str:
    """Return the mark of what the check found: a tick, or words when a reader has to be careful."""
    said = words.SUPPORT[sentence.support]
    if sentence.support == "supported":
        return f'<span class="support ok" role="img" aria-label="{said}" title="{said}">\u2713</span>'
    return f' <span class="support">({said})</span>'


def _markers(numbers: Sequence[int], answer: Answer, exchange: Exchange, position: int) -> str:
    known = {citation.number: citation for citation in answer.citations}
    return "".join(_button(known[n], exchange, position) for n in numbers if n in known)


def _button(citation: Citation, exchange: Exchange, position: int) -> str:
    """Return the numbered button that opens a citation; its footnote describes it, to a hover as to a screen reader."""
    named = ", ".join(about(citation.title, citation.publisher, citation.date, citation.article))
    label = words.OPEN_SOURCE.format(number=citation.number, about=named)
    return (
        f'<button type="button" class="cite" data-exchange="{position}" data-cite="{citation.number}" '
        f'aria-label="{attribute(label)}" aria-describedby="{_note_id(exchange, citation)}">{citation.number}</button>'
    )


def _note_id(exchange: Exchange, citation: Citation) -> str:
    return f"note-{exchange.key}-{citation.number}"


def _footnotes(exchange: Exchange, position: int) -> str:
    if not exchange.answer or not exchange.answer.citations:
        return ""
    places = dict(exchange.places)
    rows = "".join(_footnote(c, exchange, position, places.get(c.number)) for c in exchange.answer.citations)
    hidden = "" if exchange.finished else " hidden"
    return f'<ol class="footnotes" aria-label="{words.SOURCES}"{hidden}>{rows}</ol>'


def _footnote(citation: Citation, exchange: Exchange, position: int, place: str | None) -> str:
    named = line(about(citation.title, citation.publisher, None, citation.article))
    date = f' \u00b7 <span class="whole">{text(citation.date)}</span>' if citation.date else ""
    where = f' \u00b7 <span class="words">{text(place)}</span>' if place else ""
    others = len(citation.also_in)
    also = f' <span class="also">(also in {words.count(others, "other")})</span>' if others else ""
    return (
        f'<li>{_button(citation, exchange, position)}<div id="{_note_id(exchange, citation)}">{_quoted(citation.quote)}'
        f'<div class="small"><span class="words">{named}</span>{date}{where}{also}</div></div></li>'
    )


def _quoted(quote: str) -> str:
    return _REMOVED if quote == words.REMOVED_QUOTE else f"<q>{text(quote)}</q>"


def _kept(value: str) -> str:
    return _REMOVED if value == words.REMOVED_QUOTE else text(value)


def _conflict(conflict: Conflict, answer: Answer, exchange: Exchange, position: int) -> str:
    newest = newest_side(conflict, answer.citations)
    sides = "".join(_side(side, answer, exchange, position, newest=n == newest) for n, side in enumerate(conflict.sides))
    return (
        f'<div class="card"><h4>{words.DISAGREE}</h4><p class="small">{text(conflict.about)}</p>'
        f'<ul class="sides">{sides}</ul></div>'
    )


def _side(side: Side, answer: Answer, exchange: Exchange, position: int, *, newest: bool) -> str:
    said_by = "; ".join(
        " \u00b7 ".join(part for part in (c.publisher or c.title or c.article, c.date) if part)
        for c in answer.citations
        if c.number in side.citations
    )
    mark = f' <span class="newest">{words.NEWEST}</span>' if newest else ""
    return (
        f'<li><span class="value">{_kept(side.value)}</span>{_markers(side.citations, answer, exchange, position)}'
        f'<div class="small"><span class="words">{text(said_by)}</span>{mark}</div></li>'
    )


def _missing(answer: Answer, closest: Sequence[Excerpt], position: int) -> str:
    """Return the part that says what the articles do not hold, with the passages that came closest."""
    if not _was_search(answer):
        return f'<div class="reply"><p>{text(answer.missing or "")}</p></div>'
    # When all of the question is missing, the heading says so, and the question stands right above.
    whole = answer.abstained and (not answer.missing or answer.missing.endswith(answer.question))
    missing = "" if whole else f"<p>{text(answer.missing or '')}</p>"
    rows = "".join(_passage(excerpt, position, n) for n, excerpt in enumerate(closest))
    passages = f'<p class="small">{words.CLOSEST}</p><ul class="closest">{rows}</ul>' if rows else ""
    title = words.ABSTAINED if answer.abstained else words.NOT_ALL
    return f'<div class="card missing"><h4>{title}</h4>{missing}{passages}</div>'


def _passage(excerpt: Excerpt, position: int, number: int) -> str:
    return (
        f'<li><button type="button" data-exchange="{position}" data-passage="{number}">'
        f'<span class="small">{text(excerpt.title)}</span>'
        f'<span class="words">{_kept(shortened(excerpt.text))}</span></button></li>'
    )


def _evidence(excerpts: Sequence[Excerpt]) -> str:
    return "".join(
        f'<blockquote class="evidence">{_quoted(shortened(e.text))}<div class="small">{text(e.title)}</div></blockquote>'
        for e in excerpts
    )
