"""The panel of quality: its parts, and which event leads to what."""

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from web import words
from web.drawers import AT_ONCE, NEWS, PLAIN, head
from web.quality.evaluating import Evaluating, Seen
from web.quality.reviewing import Reviewing

_HERE = Path(__file__).parent
_TICK_SECONDS = 1.0
_READ_OUT = '<div class="hidden-words" role="status" aria-live="polite">${value}</div>'


class Quality(NamedTuple):
    """The parts of the panel that events change."""

    news: gr.HTML
    summary: gr.HTML
    listing: gr.HTML
    start: gr.HTML
    runs: gr.HTML
    spoken: gr.HTML
    seen: gr.State
    clock: gr.Timer


def build() -> Quality:
    """Return the panel of quality: evaluating, the runs so far, and the drafts that become cases."""
    with gr.Column(elem_id="quality", elem_classes="drawer"):
        head(words.QUALITY, "quality-head")
        start = _section(words.EVALUATE, "evaluate", "evaluate.js")
        runs = _section(words.RUNS, "runs", "runs.js")
        summary = _section(words.DRAFTS, "quality-summary")
        listing = gr.HTML("", elem_id="drafts", js_on_load=_script("draft_list.js"), **PLAIN)
        news = gr.HTML("", elem_id="quality-news", html_template=NEWS, **PLAIN)
        spoken = gr.HTML("", html_template=_READ_OUT, elem_id="quality-spoken", **PLAIN)
    return Quality(news, summary, listing, start, runs, spoken, gr.State(Seen()), gr.Timer(_TICK_SECONDS, active=False))


def wire(drawer: Quality, opener: gr.Button, reviewing: Reviewing, evaluating: Evaluating) -> Any:  # noqa: ANN401
    """Say what each part of the panel does; return what follows a decision (Gradio does not name its type)."""
    shown = [drawer.start, drawer.runs, drawer.spoken, drawer.news, drawer.seen]
    drawer.start.opened(evaluating.opened, None, [*shown, drawer.clock], trigger_mode="multiple", **AT_ONCE)
    drawer.clock.tick(evaluating.tick, [drawer.seen], shown, **AT_ONCE)
    drawer.start.evaluate(evaluating.evaluate, None, shown, **AT_ONCE)
    drawer.start.halt(evaluating.halt, None, shown, **AT_ONCE)
    drawer.start.back(evaluating.show, None, shown, **AT_ONCE)
    drawer.runs.discard(evaluating.discard, None, shown, trigger_mode="multiple", **AT_ONCE)
    drafts = [drawer.news, drawer.summary, drawer.listing]
    opener.click(reviewing.show, None, drafts, **AT_ONCE)
    return drawer.listing.decide(reviewing.decide, None, drafts, **AT_ONCE)


def _section(title: str, elem_id: str, script: str = "") -> gr.HTML:
    template = f'<section aria-label="{title}"><h3>{title}</h3>${{value}}</section>'
    return gr.HTML("", elem_id=elem_id, html_template=template, js_on_load=_script(script) if script else None, **PLAIN)


def _script(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
