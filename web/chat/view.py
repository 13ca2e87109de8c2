"""The conversation as HTML. Pure; every word that is not ours is escaped here."""

from collections.abc import Sequence

from rag.answer import MAX_QUESTION
from web import words
from web.chat.exchange import Conversation, Exchange
from web.chat.reply import outcome, reply, shortened
from web.markup import attribute, text

_QUESTION_CHARACTERS = 300


def conversation(shown: Conversation, examples: Sequence[str] = (), note: str = "") -> str:
    """Return the whole conversation; an empty one offers ``examples`` to click. ``note``: why it is empty, if not new."""
    rows = "".join(exchange(one, position, shown.id) for position, one in enumerate(shown.exchanges))
    return (
        f'<div class="log" role="region" aria-label="{words.CONVERSATION}" tabindex="0" '
        f'data-conversation="{attribute(shown.id)}">{rows or _empty(examples, note)}</div>'
    )


def announcement(newest: Exchange) -> str:
    """Return what a screen reader is told of the newest exchange: steps and outcome, never the stream."""
    return outcome(newest)


def suggestions(questions: Sequence[str], after: str) -> str:
    """Return the questions that can be asked next, each a button. ``after``: the key of the exchange they follow."""
    if not questions:
        return ""
    rows = "".join(
        f'<button type="button" class="words" data-question="{attribute(q)}">{text(q)}</button>' for q in questions
    )
    return f'<div class="next" data-after="{attribute(after)}" role="group" aria-label="{words.NEXT_QUESTIONS}">{rows}</div>'


def _empty(examples: Sequence[str], note: str) -> str:
    buttons = "".join(
        f'<li><button type="button" data-example="{n}">{text(q)}</button></li>' for n, q in enumerate(examples)
    )
    offered = f'<p class="small">{words.TRY}</p><ul class="examples">{buttons}</ul>' if buttons else ""
    told = f'<p class="note">{text(note)}</p>' if note else ""
    return f'<div class="empty">{told}<h2>{words.EMPTY_TITLE}</h2><p>{words.EMPTY}</p>{offered}</div>'


def exchange(shown: Exchange, position: int, conversation: str) -> str:
    """Return one question with what has become of it."""
    asked, answered = (f'<h3 class="hidden-words">{title}</h3>' for title in (words.YOU_ASKED, words.ANSWER))
    question = f"{asked}{_question(shown, position)}{_searched(shown, position)}"
    told = f"{question}{answered}{reply(shown, position, conversation)}"
    return f'<article class="exchange" id="{attribute(shown.key)}">{told}</article>'


def _question(exchange: Exchange, position: int) -> str:
    """Return the question with, once it is answered, a form to ask something else in its place."""
    asked = f'<p class="question">{text(shortened(exchange.question, _QUESTION_CHARACTERS))}</p>'
    if not exchange.finished or len(exchange.question) > MAX_QUESTION:
        return asked
    return (
        f'<details class="asked"><summary aria-label="{words.EDIT_QUESTION}" title="{words.EDIT_QUESTION}">'
        f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 20h4L19 9l-4-4L4 16v4Zm9-13 4 4"/></svg></summary>'
        f'<form data-edit="{position}"><textarea aria-label="{words.QUESTION}" rows="2" maxlength="{MAX_QUESTION}" '
        f'autocomplete="off" required>\n{text(exchange.question)}</textarea>'
        f'<div class="acts"><button type="submit">{words.SEND}</button></div></form></details>{asked}'
    )


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
