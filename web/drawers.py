"""The panels that slide in over the page, articles and draft cases: their parts, and which event leads to what."""

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from web import words
from web.adding import Adding
from web.reviewing import Reviewing

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""How events are listened to: no progress over the page, no public address; the second also without queueing."""

_HERE = Path(__file__).parent
_ARTICLES_SCRIPT = (_HERE / "articles.js").read_text(encoding="utf-8")
_QUALITY_SCRIPT = (_HERE / "quality.js").read_text(encoding="utf-8")
_FETCHES_AT_ONCE = 2
_PLAIN: dict[str, Any] = {"apply_default_css": False}
_NEWS = '<div class="news" role="status" aria-live="polite">${value}</div>'


class Articles(NamedTuple):
    """The parts of the panel of articles that events read or change."""

    summary: gr.HTML
    upload: gr.UploadButton
    again: gr.Button
    address: gr.Textbox
    add: gr.Button
    news: gr.HTML
    find: gr.Textbox
    listing: gr.HTML


class Quality(NamedTuple):
    """The parts of the panel of draft cases that events change."""

    news: gr.HTML
    summary: gr.HTML
    listing: gr.HTML


def articles_drawer(adding: Adding) -> Articles:
    """Return the panel of articles, which a button slides in: the first screen stays the question."""
    with gr.Column(elem_id="articles", elem_classes="drawer"):
        _head(words.ARTICLES, "articles-head")
        summary = gr.HTML(adding.summary, elem_id="articles-summary", **_PLAIN)
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
        news = gr.HTML("", elem_id="news", html_template=_NEWS, **_PLAIN)
        find = gr.Textbox(label=words.FIND, placeholder=words.FIND, max_lines=1, container=False, elem_id="find")
        listing = gr.HTML(adding.listing, elem_id="listing", js_on_load=_ARTICLES_SCRIPT, **_PLAIN)
    return Articles(summary, upload, again, address, add, news, find, listing)


def quality_drawer() -> Quality:
    """Return the panel of draft cases."""
    with gr.Column(elem_id="quality", elem_classes="drawer"):
        _head(words.QUALITY, "quality-head")
        summary = gr.HTML("", elem_id="quality-summary", **_PLAIN)
        listing = gr.HTML("", elem_id="drafts", js_on_load=_QUALITY_SCRIPT, **_PLAIN)
        news = gr.HTML("", elem_id="quality-news", html_template=_NEWS, **_PLAIN)
    return Quality(news, summary, listing)


def wire_articles(drawer: Articles, adding: Adding) -> None:
    """Say what each part of the panel of articles does."""
    drawer.upload.upload(adding.upload, [drawer.upload], [drawer.news, drawer.upload], **QUIET)
    gr.on(
        [drawer.address.submit, drawer.add.click], adding.add_page, [drawer.address], [drawer.news, drawer.address],
        concurrency_limit=_FETCHES_AT_ONCE, concurrency_id="fetch", **QUIET,
    )  # fmt: skip
    drawer.again.click(adding.look_again, None, drawer.news, **AT_ONCE)
    drawer.find.change(adding.listing, [drawer.find], drawer.listing, trigger_mode="always_last", **AT_ONCE)
    drawer.listing.remove(adding.remove, None, drawer.news, trigger_mode="multiple", **AT_ONCE)


def wire_quality(drawer: Quality, opener: gr.Button, reviewing: Reviewing) -> Any:  # noqa: ANN401  Gradio does not name it
    """Say what each part of the panel of draft cases does; return what follows a decision."""
    opener.click(reviewing.show, None, list(drawer), **AT_ONCE)
    return drawer.listing.decide(reviewing.decide, None, list(drawer), **AT_ONCE)


def _head(title: str, elem_id: str) -> None:
    close = f'<button type="button" class="close">{words.CLOSE}</button>'
    gr.HTML(f"<h2>{title}</h2>{close}", elem_id=elem_id, elem_classes="drawer-head", **_PLAIN)
