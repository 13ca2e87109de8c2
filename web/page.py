"""The page: its parts, and which event leads to what."""

from pathlib import Path

import gradio as gr

from rag.scope import Scope
from web import words
from web.background import Upkeep
from web.chat import drawer as chat_drawer
from web.chat.drawer import Finding
from web.chat.events import Events
from web.chat.exchange import Conversation
from web.chat.following import Following, Seen
from web.chat.keeping import Keeping
from web.drawers import AT_ONCE, QUIET
from web.library import drawer as library_drawer
from web.library.adding import Adding
from web.quality import drawer as quality_drawer
from web.quality.evaluating import Evaluating
from web.quality.reviewing import Reviewing
from web.reading import source
from web.reading.opening import Opening
from web.settings import drawer as settings_drawer
from web.settings.choosing import Choosing
from web.settings.given import Given

_HERE = Path(__file__).parent
_STYLES = (
    "style.css", "chat/chat.css", "chat/actions.css", "reading/source.css", "library/library.css", "quality/quality.css",
    "settings/settings.css",
)  # fmt: skip
STYLE = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _STYLES)
_CONVERSATION_SCRIPT = "\n".join(
    (_HERE / "chat" / name).read_text(encoding="utf-8") for name in ("copying.js", "actions.js", "conversation.js")
)
_NEXT_SCRIPT = (_HERE / "chat" / "next.js").read_text(encoding="utf-8")
_SOURCE_SCRIPT = (_HERE / "reading" / "source.js").read_text(encoding="utf-8")
_DRAWERS_SCRIPT = (_HERE / "drawers.js").read_text(encoding="utf-8")
_STATUS_SCRIPT = (_HERE / "status.js").read_text(encoding="utf-8")
_TICK_SECONDS = 1.0
_ANSWERS_AT_ONCE = 4


def build(upkeep: Upkeep, given: Given) -> gr.Blocks:
    """Return the page of one data folder. Launch it with `web.serve.launch`."""
    assistant = upkeep.assistant
    adding, reviewing, evaluating = Adding(upkeep), Reviewing(upkeep), Evaluating(upkeep)
    keeping = Keeping(assistant.library)
    events = Events(upkeep, keeping)
    following = Following(upkeep, adding, keeping, events.empty)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        with gr.Row(elem_id="top"):
            gr.HTML(f"<h1>{words.TITLE}</h1>", elem_id="heading", js_on_load=_DRAWERS_SCRIPT, apply_default_css=False)
            status = gr.HTML(following.status_line, elem_id="status", js_on_load=_STATUS_SCRIPT, apply_default_css=False)
            with gr.Row(elem_id="actions"):
                history = gr.Button(words.CONVERSATIONS, elem_id="conversations-open", size="sm", scale=0, min_width=120)
                gr.Button(words.ARTICLES, elem_id="articles-open", size="sm", scale=0, min_width=84)
                review = gr.Button(words.QUALITY, elem_id="quality-open", size="sm", scale=0, min_width=80)
                settings = gr.Button(words.SETTINGS, elem_id="settings-open", size="sm", scale=0, min_width=84)
                new = gr.Button(words.NEW, elem_id="new", size="sm", scale=0, min_width=150)
        live = gr.HTML(
            "", elem_classes="hidden-words", apply_default_css=False, elem_id="live",
            html_template='<div role="status" aria-live="polite">${value}</div>',
        )  # fmt: skip
        state, opened, seen = gr.State(Conversation()), gr.State(None), gr.State(Seen())
        timer = gr.Timer(_TICK_SECONDS, active=False)
        with gr.Row(elem_id="main"):
            with gr.Column(scale=3, min_width=320, elem_id="chat-column"):
                chat = gr.HTML("", elem_id="conversation", js_on_load=_CONVERSATION_SCRIPT, apply_default_css=False)
                offered = gr.HTML("", elem_id="next", js_on_load=_NEXT_SCRIPT, apply_default_css=False)
                scope, scope_line = gr.State(Scope()), library_drawer.scope_line()
                box, send, stop = _composer()
            with gr.Column(scale=2, min_width=320, elem_id="source-column"):
                panel = gr.HTML(source.empty(), elem_id="source", js_on_load=_SOURCE_SCRIPT, apply_default_css=False)
        conversations = chat_drawer.build()
        library, quality = library_drawer.build(adding), quality_drawer.build()
        choice = settings_drawer.build()
        # `Events.ask` refuses a second Enter; Gradio's own refusal would outlast the answer by a moment.
        said = [chat, state, box, live, send, stop, offered]
        answering = {
            "trigger_mode": "multiple",
            "outputs": said,
            "concurrency_limit": _ANSWERS_AT_ONCE,
            "concurrency_id": "ask",
            **QUIET,
        }
        asked = [state, scope]
        running = [
            gr.on([box.submit, send.click], events.ask, [box, *asked], **answering),
            chat.example(events.ask_example, asked, **answering),
            chat.again(events.ask_again, asked, **answering),
            chat.regenerate(events.regenerate, asked, **answering),
            chat.edit(events.edit, asked, **answering),
            offered.suggested(events.ask_suggested, asked, **answering),
        ]
        for done in running:
            done.then(events.suggest, [state], [offered], concurrency_limit=1, concurrency_id="suggest", **QUIET)
        stop.click(events.stop, [state], said, cancels=running, **AT_ONCE)
        anew = [*said, panel, opened]
        new.click(events.new, [state], anew, cancels=running, **AT_ONCE)
        conversations.listing.go(events.go_to, [state], anew, cancels=running, **AT_ONCE)
        deleted = chat_drawer.wire(conversations, history, Finding(assistant.library.config), state)
        deleted.then(events.still_there, [state], anew, **AT_ONCE)
        for opener in (chat, panel):
            opener.cite(events.show, [state], [panel, opened, chat, state], trigger_mode="multiple", **AT_ONCE)
        chat.thumb(events.thumb, [state], [chat, state, live], trigger_mode="multiple", **AT_ONCE)
        chat.wrong(events.criticise, [state], [chat, state, live], trigger_mode="multiple", **AT_ONCE)
        news = {
            "fn": following.tick,
            "inputs": [state, opened, seen, library.wanted],
            "outputs": [status, library.summary, library.listing, chat, state, panel, opened, seen],
            **AT_ONCE,
        }
        timer.tick(**news)
        # The first tick comes when it is known which conversation this window shows.
        page.load(events.begin, None, [chat, state, timer], **AT_ONCE).then(**news)
        library_drawer.wire(library, adding, Opening(assistant.library), panel, opened)
        library_drawer.wire_scope(library, adding, scope, scope_line)
        settings_drawer.wire(choice, settings, Choosing(upkeep, given))
        decided = quality_drawer.wire(quality, review, reviewing, evaluating)
        decided.then(events.marked, [state], [chat, state], **AT_ONCE)
    return page


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
