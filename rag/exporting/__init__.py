"""Answers as a file to keep or to hand on: readable, and checkable later with ``python -m rag verify FILE``."""

from rag.exporting.as_json import to_json
from rag.exporting.html import to_html
from rag.exporting.markdown import to_markdown
from rag.exporting.reading import Stored, read

__all__ = ["Stored", "read", "to_html", "to_json", "to_markdown"]
