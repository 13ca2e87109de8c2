"""The list of conversations as HTML. Pure; all text of others is escaped here."""

from collections.abc import Sequence
from datetime import datetime

from web import words
from web.chat.actions import export_menu
from web.chat.conversations import LONGEST_TITLE, SHOWN, Listed
from web.markup import attribute, text


def listing(found: Sequence[Listed], open_now: str, wanted: str = "") -> str:
    """Return the conversations, each with its name to open it, a form to rename it, and a button to delete it.

    ``open_now``: the one the window shows.
    """
    if not found:
        return f'<p class="small">{words.NONE_SAID if wanted.strip() else words.NO_CONVERSATIONS}</p>'
    rows = "".join(_row(conversation, current=conversation.id == open_now) for conversation in found)
    more = f'<p class="small">{words.MORE_CONVERSATIONS}</p>' if len(found) == SHOWN else ""
    return f'<ul class="rows conversations">{rows}</ul>{more}'


def _row(conversation: Listed, *, current: bool) -> str:
    title, key = attribute(conversation.title), attribute(conversation.id)
    when = words.moment(datetime.fromisoformat(conversation.changed))
    line = words.QUESTIONS.format(questions=words.count(conversation.questions, "question"), when=when)
    mark = ' aria-current="true"' if current else ""
    return (
        f'<li data-conversation="{key}"><div><button type="button" class="open words" data-act="open"{mark}>'
        f'{text(conversation.title)}</button><div class="small">{line}</div>'
        f'<form hidden data-escape><input aria-label="{words.NAME}" value="{title}" maxlength="{LONGEST_TITLE}" '
        f'autocomplete="off" required><button type="submit">{words.SAVE}</button></form></div>'
        f'<div class="acts">{export_menu(conversation.id)}<button type="button" data-act="rename" aria-expanded="false" '
        f'aria-label="{attribute(words.RENAME_LABEL.format(title=conversation.title))}">{words.RENAME}</button>'
        f'<button type="button" data-act="delete" data-surely="{words.DELETE_SURELY}" '
        f'aria-label="{attribute(words.DELETE_LABEL.format(title=conversation.title))}">{words.DELETE}</button></div></li>'
    )
