"""Reads answers back from a file: one answer object, or an export in any of its formats."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import BadInputError
from rag.exporting import html, markdown
from rag.exporting.record import FORMAT, hash_of, hash_of_shown

ANSWERS_CHANGED = "This export was changed after it was made: its answer objects are not those it was made with."
SHOWN_CHANGED = "This export was changed after it was made: what it shows is not what its answer objects say."

# A record holds no angle bracket, and what articles say holds no bare one, so these fit nowhere else.
_IN_MARKDOWN = re.compile(rf"^{re.escape(markdown.OPENING)}\s+(\{{[^<>]*\}})\s*{re.escape(markdown.CLOSING)}", re.M)
_IN_HTML = re.compile(rf"{re.escape(html.OPENING)}\s*(\{{[^<>]*\}})\s*{re.escape(html.CLOSING)}")


@dataclass(frozen=True, slots=True)
class Stored:
    """The answer objects of a file. ``problems``: sentences on what was changed since an export was made."""

    answers: tuple[Mapping[str, Any], ...]
    is_export: bool = False
    problems: tuple[str, ...] = ()


def read(path: Path) -> Stored:
    """Return the answers of a file. Raises `BadInputError` when it holds none."""
    try:
        content = path.read_text(encoding="utf-8-sig")
        return _export(content) if content.lstrip()[:1] not in ("{", "[") else _from_json(content)
    except (OSError, ValueError, RecursionError) as error:
        raise BadInputError(
            f"{path} could not be read as a stored answer ({error}); "
            "store one with: python -m rag --json, or export a conversation on the page"
        ) from error


def _from_json(content: str) -> Stored:
    fields = json.loads(content)
    if isinstance(fields, dict) and "format" in fields:
        return _stored(fields, None)
    if not isinstance(fields, dict) or not isinstance(fields.get("citations"), list):
        raise ValueError("it is no answer object")
    return Stored((fields,))


def _export(content: str) -> Stored:
    for pattern, read_shown in ((_IN_MARKDOWN, str), (_IN_HTML, html.shown_text)):
        found = list(pattern.finditer(content))
        if len(found) > 1:
            raise ValueError("it holds more than one export")
        if found:
            shown = read_shown(content[: found[0].start()] + content[found[0].end() :])
            return _stored(json.loads(found[0][1]), shown)
    raise ValueError("it is neither an answer object nor an export")


def _stored(fields: Mapping[str, Any], shown: str | None) -> Stored:
    """Return what a record holds. ``shown``: what its file shows a reader, None for one without such a part."""
    answers = fields.get("answers")
    if fields.get("format") != FORMAT:
        raise ValueError("it is an export of another version of Footnote")
    if not isinstance(answers, list) or not all(isinstance(answer, dict) for answer in answers):
        raise ValueError("its answers are no list of answer objects")
    problems = []
    if fields.get("sha256") != hash_of(fields):
        problems.append(ANSWERS_CHANGED)
    if shown is not None and fields.get("shown_sha256") != hash_of_shown(shown):
        problems.append(SHOWN_CHANGED)
    return Stored(tuple(answers), is_export=True, problems=tuple(problems))
