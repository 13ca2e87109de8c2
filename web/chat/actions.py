"""The row of actions under an answer, as HTML: copy, link, export, ask again. Pure; every word in it is ours."""

from urllib.parse import quote

from web import words
from web.chat.exchange import Exchange

_ICONS = {
    "copy": '<path d="M9 9h10.5v11.5H9z"/><path d="M15 9V4H4.5v11.5H9"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1 1"/>'
    '<path d="M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1-1"/>',
    "export": '<path d="M12 4v11"/><path d="m7.5 10.5 4.5 4.5 4.5-4.5"/><path d="M4.5 19.5h15"/>',
    "again": '<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9"/><path d="M19.5 4v5h-5"/>',
}


def actions(exchange: Exchange, position: int, conversation_id: str) -> str:
    """Return the actions for the exchange at ``position``; "" for one without an answer to act on."""
    if not exchange.finished or exchange.answer is None:
        return ""
    own = f"{quote(conversation_id, safe='')}/{quote(exchange.key, safe='')}"
    told = ""
    if exchange.judgeable or (exchange.phase == "stopped" and exchange.answer.sentences):
        told += _button("copy", words.COPY, position, f' data-address="/conversations/{own}/copy"')
        link = f"/?chat={quote(conversation_id, safe='')}#{quote(exchange.key, safe='')}"
        told += _button("link", words.LINK, position, f' data-address="{link}" data-said="{words.LINK_COPIED}"')
        told += export_menu(conversation_id, exchange.key)
    told += _button("again", words.REGENERATE, position)
    said = f'<span class="said small" data-failed="{words.NOT_COPIED}"></span>'
    return f'<div class="answer-actions" role="group" aria-label="{words.ACTIONS}">{told}{said}</div>'


def _button(act: str, label: str, position: int, more: str = "") -> str:
    return (
        f'<button type="button" class="act" data-exchange="{position}" data-act="{act}"{more} '
        f'aria-label="{label}" title="{label}">{_icon(act)}</button>'
    )


def export_menu(conversation_id: str, key: str | None = None) -> str:
    """Return the formats to choose from, for one answer or for the whole conversation; each is a plain link."""
    rows = ""
    one = f"?answer={quote(key, safe='')}" if key else ""
    for form, label in words.EXPORT_FORMS.items():
        address = f"/conversations/{quote(conversation_id, safe='')}/{form}{one}"
        how = ' target="_blank" rel="noopener"' if form == "print" else " download"
        rows += f'<li><a href="{address}"{how}>{label}</a></li>'
    return (
        f'<details class="export" data-escape><summary class="act" aria-label="{words.EXPORT}" title="{words.EXPORT}">'
        f"{_icon('export')}</summary><ul>{rows}</ul></details>"
    )


def _icon(act: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true">{_ICONS[act]}</svg>'
