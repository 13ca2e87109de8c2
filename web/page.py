"""The page: its parts, and which event leads to what."""

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from web import source, words
from web.adding import Adding
from web.background import Upkeep
from web.events import Events, Seen

_HERE = Path(__file__).parent
STYLE = (_HERE / "style.css").read_text(encoding="utf-8")
_CONVERSATION_SCRIPT = (_HERE / "conversation.js").read_text(encoding="utf-8")
_SOURCE_SCRIPT = (_HERE / "source.js").read_text(encoding="utf-8")
_ARTICLES_SCRIPT = (_HERE / "articles.js").read_text(encoding="utf-8")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: dict[str, Any] = {**_QUIET, "queue": False}
_TICK_SECONDS = 1.0
_ANSWERS_AT_ONCE = 4
_FETCHES_AT_ONCE = 2


class _Drawer(NamedTuple):
    summary: gr.HTML
    upload: gr.UploadButton
    again: gr.Button
    address: gr.Textbox
    add: gr.Button
    news: gr.HTML
    find: gr.Textbox
    listing: gr.HTML


def build(upkeep: Upkeep) -> gr.Blocks:
    """Return the page of one data folder. Launch it with `web.serve.launch`."""
    adding = Adding(upkeep)
    events = Events(upkeep, adding)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(f"<h1>{words.TITLE}</h1><p>{words.PURPOSE}</p>", elem_id="heading", apply_default_css=False)
        with gr.Row(elem_id="top"):
            status = gr.HTML(events.status_line, elem_id="status", apply_default_css=False)
            with gr.Row(elem_id="actions"):
                gr.Button(words.ARTICLES, elem_id="articles-open", size="sm", scale=0, min_width=84)
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
        drawer = _drawer(adding)
        # `Events.ask` refuses a second Enter; Gradio's own refusal would outlast the answer by a moment.
        answering = {
            "trigger_mode": "multiple",
            "outputs": [chat, state, box, live, send, stop],
            "concurrency_limit": _ANSWERS_AT_ONCE,
            "concurrency_id": "ask",
        }
        typed = gr.on([box.submit, send.click], events.ask, [box, state], **answering, **_QUIET)
        clicked = chat.example(events.ask_example, [state], **answering, **_QUIET)
        again = chat.again(events.ask_again, [state], **answering, **_QUIET)
        running = [typed, clicked, again]
        stop.click(events.stop, [state], answering["outputs"], cancels=running, **_AT_ONCE)
        new.click(events.new, None, [chat, state, box, live, send, stop, panel, opened], cancels=running, **_AT_ONCE)
        for opener in (chat, panel):
            opener.cite(events.show, [state], [panel, opened, chat, state], trigger_mode="multiple", **_AT_ONCE)
        shown = [status, drawer.summary, drawer.listing, chat, state, panel, opened, seen]
        gr.on([page.load, gr.Timer(_TICK_SECONDS).tick], events.tick, [state, opened, seen, drawer.find], shown, **_AT_ONCE)
        _wire(drawer, adding)
    return page


def _wire(drawer: _Drawer, adding: Adding) -> None:
    drawer.upload.upload(adding.upload, [drawer.upload], [drawer.news, drawer.upload], **_QUIET)
    gr.on(
        [drawer.address.submit, drawer.add.click], adding.add_page, [drawer.address], [drawer.news, drawer.address],
        concurrency_limit=_FETCHES_AT_ONCE, concurrency_id="fetch", **_QUIET,
    )  # fmt: skip
    drawer.again.click(adding.look_again, None, drawer.news, **_AT_ONCE)
    drawer.find.change(adding.listing, [drawer.find], drawer.listing, trigger_mode="always_last", **_AT_ONCE)
    drawer.listing.remove(adding.remove, None, drawer.news, trigger_mode="multiple", **_AT_ONCE)


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


def _drawer(adding: Adding) -> _Drawer:
    """Return the panel of articles, which a button slides in: the first screen stays the question."""
    plain: dict[str, Any] = {"apply_default_css": False}
    with gr.Column(elem_id="articles"):
        gr.HTML(
            f'<h2>{words.ARTICLES}</h2><button type="button" class="close">{words.CLOSE}</button>',
            elem_id="articles-head", **plain,
        )  # fmt: skip
        summary = gr.HTML(adding.summary, elem_id="articles-summary", **plain)
        with gr.Row(elem_id="articles-files"):
            upload = gr.UploadButton(words.UPLOAD, file_count="multiple", size="sm", elem_id="upload", min_width=110)
            again = gr.Button(words.LOOK_AGAIN, size="sm", elem_id="look-again", min_width=110)
        with gr.Row(elem_id="articles-address"):
            address = gr.Textbox(
                label=words.ADDRESS,
                placeholder=words.ADDRESS,
                max_lines=1,
                container=False,
                elem_id="address",
                min_width=160,
            )
            add = gr.Button(words.ADD, size="sm", elem_id="add", scale=0, min_width=64)
        news = gr.HTML(
            "", elem_id="news", html_template='<div class="news" role="status" aria-live="polite">${value}</div>', **plain
        )
        find = gr.Textbox(label=words.FIND, placeholder=words.FIND, max_lines=1, container=False, elem_id="find")
        listing = gr.HTML(adding.listing, elem_id="listing", js_on_load=_ARTICLES_SCRIPT, **plain)
    return _Drawer(summary, upload, again, address, add, news, find, listing)
