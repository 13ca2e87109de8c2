"""Answers as a JSON file: the answer objects as they are, with a hash over them."""

import json

from rag.exporting.record import Asked, record


def to_json(title: str, asked: Asked, exported: str) -> str:
    """Return the export as JSON: title, time, answer objects, times, and a hash over all of it."""
    return json.dumps(record(title, asked, exported), ensure_ascii=False, indent=2) + "\n"
