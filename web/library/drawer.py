"""The panel of articles: its parts, and which event leads to what."""

from pathlib import Path
from typing import NamedTuple

import gradio as gr

from web import words
from web.drawers import AT_ONCE, NEWS, PLAIN, head
from web.library.adding import Adding
from web.library.choosing import Choosing
from web.library.drop_zone import drop_zone
from web.library.finding import EVERYTHING
from web.reading.opening import Opening

_HERE = Path(__file__).parent
_COUNT = '<div role="status" aria-live="polite">${value}</div>'


class Articles(NamedTuple):
    """The parts of the panel of articles that events read or change. ``wanted``: what its list shows, a session's own."""

    summary: gr.HTML
    adding: gr.HTML
    told: gr.HTML
    form: gr.HTML
    left: gr.HTML
    again: gr.Button
    news: gr.HTML
    find: gr.Textbox
    listing: gr.HTML
    wanted: gr.State


def build(adding: Adding) -> Articles:
    """Return the panel of articles, which a button slides in: the first screen stays the question."""
    with gr.Column(elem_id="articles", elem_classes="drawer"):
        head(words.ARTICLES, "articles-head")
        with gr.Row(elem_id="articles-summary-row"):
            summary = gr.HTML(adding.summary, elem_id="articles-summary", **PLAIN)
            again = gr.Button(words.LOOK_AGAIN, size="sm", elem_id="look-again", scale=0, min_width=110)
        zone = gr.HTML(drop_zone(), elem_id="adding", js_on_load=_script("adding.js"), **PLAIN)
        told = gr.HTML(Choosing(adding).summary, elem_id="scope-told", js_on_load=_script("scope.js"), **PLAIN)
        form = gr.HTML("", elem_id="scope-form", js_on_load=_script("scope.js"), **PLAIN)
        left = gr.HTML("", elem_id="scope-count", html_template=_COUNT, **PLAIN)
        news = gr.HTML("", elem_id="news", html_template=NEWS, **PLAIN)
        find = gr.Textbox(label=words.FIND, placeholder=words.FIND, max_lines=1, container=False, elem_id="find")
        listing = gr.HTML(adding.listing, elem_id="listing", js_on_load=_script("articles.js"), **PLAIN)
        wanted = gr.State(EVERYTHING)
    return Articles(summary, zone, told, form, left, again, news, find, listing, wanted)


def wire(drawer: Articles, adding: Adding, opening: Opening, panel: gr.HTML, opened: gr.State) -> None:
    """Say what each part of the panel of articles does; an article that is chosen opens in the source panel."""
    shown = [drawer.listing, drawer.wanted]
    drawer.adding.added(adding.index_added, None, None, trigger_mode="multiple", **AT_ONCE)
    drawer.again.click(adding.look_again, None, drawer.news, **AT_ONCE)
    drawer.find.change(adding.find, [drawer.find, drawer.wanted], shown, trigger_mode="always_last", **AT_ONCE)
    drawer.listing.sort(adding.sort, [drawer.wanted], shown, trigger_mode="multiple", **AT_ONCE)
    drawer.listing.remove(adding.remove, None, drawer.news, trigger_mode="multiple", **AT_ONCE)
    drawer.listing.read(opening.read, None, [panel, opened], trigger_mode="multiple", **AT_ONCE)


def scope_line() -> gr.HTML:
    """Return the line above the question box that says what questions use; it is there while a filter is on."""
    return gr.HTML("", elem_id="scope", visible=False, js_on_load=_script("scope.js"), **PLAIN)


def wire_scope(drawer: Articles, adding: Adding, scope: gr.State, line: gr.HTML) -> None:
    """Say what the form of the filter and the line above the question box do; ``scope``: the filter of a session."""
    choosing, form = Choosing(adding), [drawer.form, drawer.left]
    everything = [scope, *form, drawer.told, line]
    for part in (drawer.told, line):
        part.open(choosing.open, [scope], form, **AT_ONCE)
    drawer.told.shut(choosing.shut, None, form, **AT_ONCE)
    drawer.form.count(choosing.count, None, drawer.left, trigger_mode="always_last", **AT_ONCE)
    drawer.form.apply(choosing.apply, None, everything, **AT_ONCE)
    for part in (drawer.form, line):
        part.everything(choosing.clear, None, everything, **AT_ONCE)
    drawer.listing.change(choosing.told, [scope], [drawer.told, line], trigger_mode="always_last", **AT_ONCE)


def _script(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
