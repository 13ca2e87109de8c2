"""The conversation on the page: its parts, and which event leads to what."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from rag.scope import Scope
from web import words
from web.chat.drawer import History
from web.chat.events import Events
from web.chat.exchange import Conversation
from web.drawers import AT_ONCE, PLAIN, QUIET
from web.library import drawer as library_drawer
from web.reading import source

_HERE = Path(__file__).parent
_SCRIPT = "\n".join(
    (_HERE / name).read_text(encoding="utf-8")
    for name in ("copying.js", "actions.js", "thumbs.js", "peek.js", "typing.js", "conversation.js")
)
_GROWING_SCRIPT = (_HERE / "growing.js").read_text(encoding="utf-8")
_NEXT_SCRIPT = (_HERE / "next.js").read_text(encoding="utf-8")
_SOURCE_SCRIPT = (_HERE.parent / "reading" / "source.js").read_text(encoding="utf-8")
_ANSWERS_AT_ONCE = 24
"""Each is told its place when the local model answers others first; Gradio's own line would tell nothing."""


class Room(NamedTuple):
    """The parts that events read or change, and what a window remembers.

    ``state``: its `Conversation`. ``scope``: which articles its questions use. ``opened``: what the source panel shows.
    """

    live: gr.HTML
    chat: gr.HTML
    growing: gr.HTML
    offered: gr.HTML
    scope_line: gr.HTML
    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    panel: gr.HTML
    state: gr.State
    scope: gr.State
    opened: gr.State

    @property
    def said(self) -> list[Any]:
        """What asking changes, in the order of `web.chat.events.Updates`."""
        return [self.chat, self.state, self.box, self.live, self.send, self.stop, self.offered, self.growing]


def build() -> Room:
    """Return the conversation on the left, and the article on the right."""
    live = gr.HTML(
        "", elem_classes="hidden-words", elem_id="live",
        html_template='<div role="status" aria-live="polite">${value}</div>', **PLAIN,
    )  # fmt: skip
    state, scope, opened = gr.State(Conversation()), gr.State(Scope()), gr.State(None)
    with gr.Row(elem_id="main"):
        with gr.Column(scale=3, min_width=320, elem_id="chat-column"):
            chat = gr.HTML("", elem_id="conversation", js_on_load=_SCRIPT, **PLAIN)
            growing = gr.HTML("", html_template="", visible="hidden", js_on_load=_GROWING_SCRIPT, **PLAIN)
            offered = gr.HTML("", elem_id="next", js_on_load=_NEXT_SCRIPT, **PLAIN)
            scope_line = library_drawer.scope_line()
            box, send, stop = _composer()
        with gr.Column(scale=2, min_width=320, elem_id="source-column"):
            panel = gr.HTML(source.empty(), elem_id="source", js_on_load=_SOURCE_SCRIPT, **PLAIN)
    return Room(live, chat, growing, offered, scope_line, box, send, stop, panel, state, scope, opened)


def wire(room: Room, events: Events, new: gr.Button, history: History) -> None:
    """Say what each part does. ``new``: begins another conversation. ``history``: the list of them."""
    running = _asking(room, events)
    room.stop.click(events.stop, [room.state], room.said, cancels=running, **AT_ONCE)
    anew = [*room.said, room.panel, room.opened]
    new.click(events.new, [room.state], anew, cancels=running, **AT_ONCE)
    history.listing.go(events.go_to, [room.state], anew, cancels=running, **AT_ONCE)
    for hint in (room.chat, room.offered):
        hint.likely(events.prepare, [room.state, room.scope], None, trigger_mode="multiple", **AT_ONCE)
    shown = [room.chat, room.state]
    for opener in (room.chat, room.panel):
        opener.cite(events.show, [room.state], [room.panel, room.opened, *shown], trigger_mode="multiple", **AT_ONCE)
    room.chat.thumb(events.thumb, [room.state], [*shown, room.live], trigger_mode="multiple", **AT_ONCE)
    room.chat.wrong(events.criticise, [room.state], [*shown, room.live], trigger_mode="multiple", **AT_ONCE)


def _asking(room: Room, events: Events) -> Sequence[Any]:
    """Wire whatever asks a question; return the events, so that others can cancel them."""
    # `Events.ask` refuses a second Enter; Gradio's own refusal would outlast the answer by a moment.
    how: dict[str, Any] = {
        "trigger_mode": "multiple",
        "outputs": room.said,
        "concurrency_limit": _ANSWERS_AT_ONCE,
        "concurrency_id": "ask",
        **QUIET,
    }
    asked = [room.state, room.scope]
    running = [
        gr.on([room.box.submit, room.send.click], events.ask, [room.box, *asked], **how),
        room.chat.example(events.ask_example, asked, **how),
        room.chat.again(events.ask_again, asked, **how),
        room.chat.regenerate(events.regenerate, asked, **how),
        room.chat.edit(events.edit, asked, **how),
        room.offered.suggested(events.ask_suggested, asked, **how),
    ]
    for done in running:
        done.then(events.suggest, [room.state], [room.offered], concurrency_limit=1, concurrency_id="suggest", **QUIET)
    return running


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """Return the question box and the buttons Send and Stop, which take turns in one place."""
    with gr.Row(elem_id="composer"):
        box = gr.Textbox(
            label=words.QUESTION,
            container=False,
            placeholder=words.PLACEHOLDER,
            lines=1,
            max_lines=6,
            elem_id="question",
            autofocus=True,
            min_width=160,
        )
        send = gr.Button(words.SEND, variant="primary", elem_id="send", scale=0, min_width=88)
        stop = gr.Button(words.STOP, variant="stop", elem_id="stop", visible=False, scale=0, min_width=88)
    return box, send, stop
