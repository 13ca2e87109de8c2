"""The machine-readable part of an export: the answer objects, and hashes that tell whether anything was changed since."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rag.types import Answer

Asked = Sequence[tuple[Answer, str | None]]
"""Answers in the order they were given, each with when it was asked (ISO 8601, UTC), None when that is not known."""

FORMAT = "footnote-export-1"
_HASHED = ("format", "title", "exported", "asked", "answers")


def record(title: str, asked: Asked, exported: str) -> dict[str, Any]:
    """Return an export as plain JSON values. ``exported``: when it was made (ISO 8601, UTC)."""
    fields: dict[str, Any] = {
        "title": well_formed(title),
        "exported": exported,
        "answers": [answer.to_json() for answer, _ in asked],
        "asked": [when for _, when in asked],
        "format": FORMAT,
    }
    fields = json.loads(well_formed(json.dumps(fields, ensure_ascii=False)))  # tuples are lists in a file
    return fields | {"sha256": hash_of(fields)}


def hash_of(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of everything a record says, however its JSON is laid out."""
    told = json.dumps({name: fields.get(name) for name in _HASHED}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def hash_of_shown(text: str) -> str:
    """Return the SHA-256 of what a reader sees; white space is left out, for editors and browsers lay it out anew."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()


def embedded(fields: Mapping[str, Any], shown: str) -> str:
    """Return a record as JSON that can end no comment and no element: only ``{}[]:,"``, words and escapes stand in it."""
    told = json.dumps({**fields, "shown_sha256": hash_of_shown(shown)})
    for sign in "<>&`":  # these, and two hyphens in a row, stand inside of JSON strings only
        told = told.replace(sign, f"\\u{ord(sign):04x}")
    return told.replace("--", "\\u002d\\u002d")


def well_formed(text: str) -> str:
    """Return text without half characters, which no file could hold."""
    return text.encode("utf-8", "replace").decode()
