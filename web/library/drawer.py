"""The panel of articles: its parts, and which event leads to what."""

from pathlib import Path
from typing import NamedTuple

import gradio as gr

from web import words
from web.drawers import AT_ONCE, NEWS, PLAIN, QUIET, head
from web.library.adding import Adding

_SCRIPT = Path(__file__).with_name("articles.js").read_text(encoding="utf-8")
_FETCHES_AT_ONCE = 2


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


def build(adding: Adding) -> Articles:
    """Return the panel of articles, which a button slides in: the first screen stays the question."""
    with gr.Column(elem_id="articles", elem_classes="drawer"):
        head(words.ARTICLES, "articles-head")
        summary = gr.HTML(adding.summary, elem_id="articles-summary", **PLAIN)
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
        news = gr.HTML("", elem_id="news", html_template=NEWS, **PLAIN)
        find = gr.Textbox(label=words.FIND, placeholder=words.FIND, max_lines=1, container=False, elem_id="find")
        listing = gr.HTML(adding.listing, elem_id="listing", js_on_load=_SCRIPT, **PLAIN)
    return Articles(summary, upload, again, address, add, news, find, listing)


def wire(drawer: Articles, adding: Adding) -> None:
    """Say what each part of the panel of articles does."""
    drawer.upload.upload(adding.upload, [drawer.upload], [drawer.news, drawer.upload], **QUIET)
    gr.on(
        [drawer.address.submit, drawer.add.click], adding.add_page, [drawer.address], [drawer.news, drawer.address],
        concurrency_limit=_FETCHES_AT_ONCE, concurrency_id="fetch", **QUIET,
    )  # fmt: skip
    drawer.again.click(adding.look_again, None, drawer.news, **AT_ONCE)
    drawer.find.change(adding.listing, [drawer.find], drawer.listing, trigger_mode="always_last", **AT_ONCE)
    drawer.listing.remove(adding.remove, None, drawer.news, trigger_mode="multiple", **AT_ONCE)
