"""The panel of settings: its parts, and which event leads to what."""

from pathlib import Path
from typing import NamedTuple

import gradio as gr

from web import words
from web.drawers import AT_ONCE, NEWS, PLAIN, QUIET, head
from web.settings.choosing import Choosing

_SCRIPT = Path(__file__).with_name("settings.js").read_text(encoding="utf-8")
_TESTS_AT_ONCE = 2


class Settings(NamedTuple):
    """The parts of the panel of settings that events change."""

    form: gr.HTML
    news: gr.HTML


def build() -> Settings:
    """Return the panel of settings."""
    with gr.Column(elem_id="settings", elem_classes="drawer"):
        head(words.SETTINGS, "settings-head")
        form = gr.HTML("", elem_id="settings-form", js_on_load=_SCRIPT, **PLAIN)
        news = gr.HTML("", elem_id="settings-news", html_template=NEWS, **PLAIN)
    return Settings(form, news)


def wire(drawer: Settings, opener: gr.Button, choosing: Choosing) -> None:
    """Say what each part of the panel of settings does."""
    opener.click(choosing.show, None, list(drawer), **AT_ONCE)
    drawer.form.save(choosing.save, None, list(drawer), **AT_ONCE)
    drawer.form.test(
        choosing.test, None, drawer.news, concurrency_limit=_TESTS_AT_ONCE, concurrency_id="trial", trigger_mode="multiple",
        **QUIET,
    )  # fmt: skip
