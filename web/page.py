"""The page: its panels put together, and what keeps each window up to date."""

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from web import words
from web.background import Upkeep
from web.chat import drawer as chat_drawer
from web.chat import room as chat_room
from web.chat.drawer import Finding
from web.chat.events import Events
from web.chat.following import Following, Seen
from web.chat.keeping import Keeping
from web.drawers import AT_ONCE, PLAIN
from web.library import drawer as library_drawer
from web.library.adding import Adding
from web.quality import drawer as quality_drawer
from web.quality.evaluating import Evaluating
from web.quality.reviewing import Reviewing
from web.reading.opening import Opening
from web.settings import drawer as settings_drawer
from web.settings.choosing import Choosing
from web.settings.given import Given

_HERE = Path(__file__).parent
_STYLES = (
    "style.css",
    "chat/chat.css",
    "chat/actions.css",
    "reading/source.css",
    "library/library.css",
    "quality/quality.css",
    "settings/settings.css",
)
STYLE = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _STYLES)
_SCRIPT = "".join((_HERE / name).read_text(encoding="utf-8") for name in ("surely.js", "drawers.js"))
_STATUS_SCRIPT = (_HERE / "status.js").read_text(encoding="utf-8")
_TICK_SECONDS = 1.0


class _Top(NamedTuple):
    """The line at the top: how far the work is, and the buttons that open panels."""

    status: gr.HTML
    history: gr.Button
    review: gr.Button
    settings: gr.Button
    new: gr.Button


def build(upkeep: Upkeep, given: Given) -> gr.Blocks:
    """Return the page of one data folder. Launch it with `web.serve.launch`."""
    library = upkeep.assistant.library
    adding, keeping = Adding(upkeep), Keeping(library)
    events = Events(upkeep, keeping)
    following = Following(upkeep, adding, keeping, events.empty)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        top, room = _top(following), chat_room.build()
        history, articles = chat_drawer.build(), library_drawer.build(adding)
        quality, choice = quality_drawer.build(), settings_drawer.build()

        chat_room.wire(room, events, top.new, history)
        deleted = chat_drawer.wire(history, top.history, Finding(library.config), room.state)
        deleted.then(events.still_there, [room.state], [*room.said, room.panel, room.opened], **AT_ONCE)
        library_drawer.wire(articles, adding, Opening(library), room.panel, room.opened)
        library_drawer.wire_scope(articles, adding, room.scope, room.scope_line)
        decided = quality_drawer.wire(quality, top.review, Reviewing(upkeep), Evaluating(upkeep))
        decided.then(events.marked, [room.state], [room.chat, room.state], **AT_ONCE)
        settings_drawer.wire(choice, top.settings, Choosing(upkeep, given))
        _follow(page, events, following, top, room, articles)
    return page


def _top(following: Following) -> _Top:
    with gr.Row(elem_id="top"):
        gr.HTML(f"<h1>{words.TITLE}</h1>", elem_id="heading", js_on_load=_SCRIPT, **PLAIN)
        status = gr.HTML(following.status_line, elem_id="status", js_on_load=_STATUS_SCRIPT, **PLAIN)
        with gr.Row(elem_id="actions"):
            history = gr.Button(words.CONVERSATIONS, elem_id="conversations-open", size="sm", scale=0, min_width=120)
            gr.Button(words.ARTICLES, elem_id="articles-open", size="sm", scale=0, min_width=84)
            review = gr.Button(words.QUALITY, elem_id="quality-open", size="sm", scale=0, min_width=80)
            settings = gr.Button(words.SETTINGS, elem_id="settings-open", size="sm", scale=0, min_width=84)
            new = gr.Button(words.NEW, elem_id="new", size="sm", scale=0, min_width=150)
    return _Top(status, history, review, settings, new)


def _follow(
    page: gr.Blocks,
    events: Events,
    following: Following,
    top: _Top,
    room: chat_room.Room,
    articles: library_drawer.Articles,
) -> None:
    """Show every window what is new behind it, from the moment it is known which conversation it shows."""
    seen, timer = gr.State(Seen()), gr.Timer(_TICK_SECONDS, active=False)
    news: dict[str, Any] = {
        "fn": following.tick,
        "inputs": [room.state, room.opened, seen, articles.wanted],
        "outputs": [top.status, articles.summary, articles.listing, room.chat, room.state, room.panel, room.opened, seen],
        **AT_ONCE,
    }
    timer.tick(**news)
    page.load(events.begin, None, [room.chat, room.state, timer], **AT_ONCE).then(**news)
