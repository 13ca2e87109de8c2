"""The page: its parts, and which event leads to what."""

from pathlib import Path

import gradio as gr

from web import words
from web.background import Upkeep
from web.chat.events import Events, Seen
from web.drawers import AT_ONCE, QUIET
from web.library import drawer as library_drawer
from web.library.adding import Adding
from web.quality import drawer as quality_drawer
from web.quality.reviewing import Reviewing
from web.reading import source
from web.settings import drawer as settings_drawer
from web.settings.choosing import Choosing
from web.settings.given import Given

_HERE = Path(__file__).parent
_STYLES = (
    "style.css",
    "chat/chat.css",
    "reading/source.css",
    "library/library.css",
    "quality/quality.css",
    "settings/settings.css",
)
STYLE = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _STYLES)
_CONVERSATION_SCRIPT = (_HERE / "chat" / "conversation.js").read_text(encoding="utf-8")
_SOURCE_SCRIPT = (_HERE / "reading" / "source.js").read_text(encoding="utf-8")
_DRAWERS_SCRIPT = (_HERE / "drawers.js").read_text(encoding="utf-8")
_TICK_SECONDS = 1.0
_ANSWERS_AT_ONCE = 4


def build(upkeep: Upkeep, given: Given) -> gr.Blocks:
    """Return the page of one data folder. Launch it with `web.serve.launch`."""
    adding, reviewing = Adding(upkeep), Reviewing(upkeep)
    events = Events(upkeep, adding)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            f"<h1>{words.TITLE}</h1><p>{words.PURPOSE}</p>",
            elem_id="heading",
            js_on_load=_DRAWERS_SCRIPT,
            apply_default_css=False,
        )
        with gr.Row(elem_id="top"):
            status = gr.HTML(events.status_line, elem_id="status", apply_default_css=False)
            with gr.Row(elem_id="actions"):
                gr.Button(words.ARTICLES, elem_id="articles-open", size="sm", scale=0, min_width=84)
                review = gr.Button(words.QUALITY, elem_id="quality-open", size="sm", scale=0, min_width=80)
                settings = gr.Button(words.SETTINGS, elem_id="settings-open", size="sm", scale=0, min_width=84)
                new = gr.Button(words.NEW, elem_id="new", size="sm", scale=0, min_width=150)
        live = gr.HTML(
            "", elem_classes="hidden-words", apply_default_css=False, elem_id="live",
            html_template='<div role="status" aria-live="polite">${value}</div>',
        )  # fmt: skip
        state, opened, seen = gr.State(()), gr.State(None), gr.State(Seen())
        with gr.Row(elem_id="main"):
            with gr.Column(scale=3, min_width=320):
                chat = gr.HTML(
                    events.empty,
                    elem_id="conversation",
                    js_on_load=_CONVERSATION_SCRIPT,
                    apply_default_css=False,
                )
                box, send, stop = _composer()
            with gr.Column(scale=2, min_width=320, elem_id="source-column"):
                panel = gr.HTML(source.empty(), elem_id="source", js_on_load=_SOURCE_SCRIPT, apply_default_css=False)
        library, quality, choice = library_drawer.build(adding), quality_drawer.build(), settings_drawer.build()
        # `Events.ask` refuses a second Enter; Gradio's own refusal would outlast the answer by a moment.
        answering = {
            "trigger_mode": "multiple",
            "outputs": [chat, state, box, live, send, stop],
            "concurrency_limit": _ANSWERS_AT_ONCE,
            "concurrency_id": "ask",
        }
        typed = gr.on([box.submit, send.click], events.ask, [box, state], **answering, **QUIET)
        clicked = chat.example(events.ask_example, [state], **answering, **QUIET)
        again = chat.again(events.ask_again, [state], **answering, **QUIET)
        running = [typed, clicked, again]
        stop.click(events.stop, [state], answering["outputs"], cancels=running, **AT_ONCE)
        new.click(events.new, None, [chat, state, box, live, send, stop, panel, opened], cancels=running, **AT_ONCE)
        for opener in (chat, panel):
            opener.cite(events.show, [state], [panel, opened, chat, state], trigger_mode="multiple", **AT_ONCE)
        chat.thumb(events.thumb, [state], [chat, state, live], trigger_mode="multiple", **AT_ONCE)
        chat.wrong(events.criticise, [state], [chat, state, live], trigger_mode="multiple", **AT_ONCE)
        shown = [status, library.summary, library.listing, chat, state, panel, opened, seen]
        gr.on([page.load, gr.Timer(_TICK_SECONDS).tick], events.tick, [state, opened, seen, library.find], shown, **AT_ONCE)
        library_drawer.wire(library, adding)
        settings_drawer.wire(choice, settings, Choosing(upkeep, given))
        decided = quality_drawer.wire(quality, review, reviewing)
        decided.then(events.marked, [state], [chat, state], **AT_ONCE)
    return page


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button]:
    """Return the question box and the buttons Send and Stop, which take turns in one place."""
    with gr.Row(elem_id="composer"):
        box = gr.Textbox(
            label=words.QUESTION,
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
