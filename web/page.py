"""The page: its parts, and what each event does. State is one tuple of exchanges for each browser session."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import gradio as gr

from index.errors import FootnoteError
from index.types import Span
from web import asking, source, view, words
from web.background import StartUp
from web.examples import examples
from web.exchange import Exchange, history

Exchanges = tuple[Exchange, ...]
Updates = tuple[Any, ...]
"""New values for conversation, state, question box, announcement, Send and Stop, in this order."""

_HERE = Path(__file__).parent
STYLE = (_HERE / "style.css").read_text(encoding="utf-8")
_CONVERSATION_SCRIPT = (_HERE / "conversation.js").read_text(encoding="utf-8")
_SOURCE_SCRIPT = (_HERE / "source.js").read_text(encoding="utf-8")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: dict[str, Any] = {**_QUIET, "queue": False}
_STATUS_SECONDS = 1.0
_ANSWERS_AT_ONCE = 4


class Events:
    """What happens on the page. Holds nothing of any session."""

    def __init__(self, start_up: StartUp) -> None:
        self._start_up = start_up
        self._library = start_up.assistant.library

    def empty(self) -> str:
        """Return the conversation before the first question."""
        return view.conversation((), examples(self._start_up.folder, self._library))

    def ask(self, question: str, exchanges: Exchanges, query: str | None = None) -> Iterator[Updates]:
        """Answer what was typed. ``query``: what is searched in its place."""
        if not question.strip():
            gr.Info(words.ASK_SOMETHING)
            yield _nothing_new()
            return
        if exchanges and not exchanges[-1].finished:
            yield _nothing_new()  # the answer before is still on its way
            return
        grown: Exchange | None = None
        new = Exchange(question, query=query)
        with closing(cast("Any", asking.ask(self._start_up, new, history(exchanges)))) as steps:
            yield _updates(exchanges, new, box="")
            for newer in steps:
                yield _nothing_new() if newer is grown else _updates(exchanges, newer)
                grown = newer

    def ask_example(self, exchanges: Exchanges, event: gr.EventData) -> Iterator[Updates]:
        """Answer the example that was clicked."""
        offered = examples(self._start_up.folder, self._library)
        number = _whole(event, "example")
        if number is not None and number < len(offered):
            yield from self.ask(offered[number], exchanges)

    def ask_again(self, exchanges: Exchanges, event: gr.EventData) -> Iterator[Updates]:
        """Answer a question of this session again, with the query that the reader made of it."""
        position, query = _whole(event, "exchange"), getattr(event, "query", None)
        if position is not None and position < len(exchanges) and isinstance(query, str) and query.strip():
            yield from self.ask(exchanges[position].question, exchanges, query)

    def stop(self, exchanges: Exchanges) -> Updates:
        """Leave the answer as far as it has come."""
        if not exchanges or exchanges[-1].finished:
            return (*_nothing_new()[:4], gr.update(visible=True), gr.update(visible=False))
        return _updates(exchanges[:-1], replace(exchanges[-1], phase="stopped"))

    def new(self) -> Updates:
        """Forget the conversation; the last value clears the source panel."""
        return self.empty(), (), "", "", gr.update(visible=True), gr.update(visible=False), source.empty()

    def show(self, exchanges: Exchanges, event: gr.EventData) -> Any:  # noqa: ANN401  a string or gr.skip()
        """Open the source of a footnote or of a closest passage of this session."""
        position, number = _whole(event, "exchange"), _whole(event, "number")
        if position is None or number is None or position >= len(exchanges):
            return gr.skip()
        exchange = exchanges[position]
        places, chosen = _places(exchange, getattr(event, "kind", ""), number)
        if chosen is None:
            return gr.skip()
        steps = source.step_buttons(exchange, position, number) if getattr(event, "kind", "") == "cite" else ""
        try:
            return source.panel(chosen, places, self._shown(chosen), steps)
        except FootnoteError as error:
            return source.unavailable(str(error))

    def _shown(self, place: source.Place) -> source.Shown:
        with self._library.catalog() as catalog:
            about = catalog.article(place.article)
            if about is None or about.text_hash is None:
                return source.Shown((place.article,), None, None)
            named = view.about(about.title, about.publisher, about.date, about.id)
            return source.Shown(tuple(named), catalog.text(place.article), about.text_hash)

    def status(self) -> tuple[str, Any]:
        """Return the status line, and the timer that asks for it: off once everything is loaded."""
        return self.status_line(), gr.Timer(active=not self._start_up.finished)

    def status_line(self) -> str:
        """Return how far the start-up is, as HTML."""
        status = self._start_up.status
        first = status.text if status.kind != "failed" else words.sentence(status.text)
        lines = "".join(f"<p>{view.text(line)}</p>" for line in (first, *map(words.sentence, status.troubles)))
        return f'<div class="status {status.kind}" role="status"><div>{lines}</div></div>'


def _whole(event: gr.EventData, name: str) -> int | None:
    """Return a number the browser sent, None when it is not one that can be meant."""
    value = getattr(event, name, None)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _places(exchange: Exchange, kind: str, number: int) -> tuple[list[source.Place], source.Place | None]:
    """Return the places of the same article that are to be marked, and the one that was asked for."""
    if kind == "passage":
        found = {
            n: source.Place(e.article, Span(e.start, e.end), e.text, e.article_hash) for n, e in enumerate(exchange.excerpts)
        }
    else:
        citations = exchange.answer.citations if exchange.answer else ()
        found = {c.number: source.place_of(c) for c in citations}
    chosen = found.get(number)
    if chosen is None or kind == "passage":
        return [], chosen
    return [place for place in found.values() if place.article == chosen.article], chosen


def _nothing_new() -> Updates:
    return (gr.skip(),) * 6


def _updates(before: Exchanges, last: Exchange, box: str | None = None) -> Updates:
    """Return the updates that show ``last`` after the exchanges ``before``."""
    exchanges = (*before, last)
    if last.phase == "failed" and last.answer is None:
        box = last.question  # refused before it was tried: give it back to be mended
    return (
        view.conversation(exchanges),
        exchanges,
        gr.skip() if box is None else box,
        view.announcement(last),
        gr.update(visible=last.finished),
        gr.update(visible=not last.finished),
    )


def build(start_up: StartUp) -> gr.Blocks:
    """Return the page of one data folder. Launch it with `web.serve.launch`."""
    events = Events(start_up)
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(f"<h1>{words.TITLE}</h1><p>{words.PURPOSE}</p>", elem_id="heading", apply_default_css=False)
        with gr.Row(elem_id="top"):
            status = gr.HTML(events.status_line, elem_id="status", apply_default_css=False)
            new = gr.Button(words.NEW, elem_id="new", size="sm", scale=0, min_width=150)
        live = gr.HTML(
            "", elem_classes="hidden-words", apply_default_css=False, elem_id="live",
            html_template='<div role="status" aria-live="polite">${value}</div>',
        )  # fmt: skip
        state, timer = gr.State(()), gr.Timer(_STATUS_SECONDS)
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
        new.click(events.new, None, [chat, state, box, live, send, stop, panel], cancels=running, **_AT_ONCE)
        for opener in (chat, panel):
            opener.cite(events.show, [state], panel, trigger_mode="multiple", **_AT_ONCE)
        timer.tick(events.status, None, [status, timer], **_AT_ONCE)
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
