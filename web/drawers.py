"""What the panels that slide in over the page have in common: how events are listened to, and their heads."""

from typing import Any

import gradio as gr

from web import words

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""How events are listened to: no progress over the page, no public address; the second also without queueing."""

PLAIN: dict[str, Any] = {"apply_default_css": False}
NEWS = '<div class="news" role="status" aria-live="polite">${value}</div>'
"""The template of a part that tells, and reads out, what became of something."""


def head(title: str, elem_id: str) -> None:
    """Put the title of a panel and the button that closes it at its top."""
    close = f'<button type="button" class="close">{words.CLOSE}</button>'
    gr.HTML(f"<h2>{title}</h2>{close}", elem_id=elem_id, elem_classes="drawer-head", **PLAIN)
