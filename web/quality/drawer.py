"""The panel of draft cases: its parts, and which event leads to what."""

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from web import words
from web.drawers import AT_ONCE, NEWS, PLAIN, head
from web.quality.reviewing import Reviewing

_SCRIPT = Path(__file__).with_name("draft_list.js").read_text(encoding="utf-8")


class Quality(NamedTuple):
    """The parts of the panel of draft cases that events change."""

    news: gr.HTML
    summary: gr.HTML
    listing: gr.HTML


def build() -> Quality:
    """Return the panel of draft cases."""
    with gr.Column(elem_id="quality", elem_classes="drawer"):
        head(words.QUALITY, "quality-head")
        summary = gr.HTML("", elem_id="quality-summary", **PLAIN)
        listing = gr.HTML("", elem_id="drafts", js_on_load=_SCRIPT, **PLAIN)
        news = gr.HTML("", elem_id="quality-news", html_template=NEWS, **PLAIN)
    return Quality(news, summary, listing)


def wire(drawer: Quality, opener: gr.Button, reviewing: Reviewing) -> Any:  # noqa: ANN401  Gradio does not name it
    """Say what each part of the panel of draft cases does; return what follows a decision."""
    opener.click(reviewing.show, None, list(drawer), **AT_ONCE)
    return drawer.listing.decide(reviewing.decide, None, list(drawer), **AT_ONCE)
