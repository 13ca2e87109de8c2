"""What the head of a text says about it: front matter, `Title:` lines, a bare title line and a bare date line."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

import yaml

from index.extract import normalise

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?"
_DATE_FORMS = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month_number>\d{2})(?:-(?P<day>\d{2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII),
    re.compile(rf"(?:\w+,\s*)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})", re.I | re.ASCII),
    re.compile(rf"(?:\w+,\s*)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.I | re.ASCII),
    re.compile(rf"{_MONTH},?\s+(?P<year>\d{{4}})", re.I | re.ASCII),
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_HEADER_LINE = re.compile(r"(?P<key>title|headline|publisher|source|date|published)[ \t]*:[ \t]*(?P<value>\S.*)", re.I)
_FIELD = {"headline": "title", "source": "publisher", "published": "date"}
_MAX_TITLE = 150


def parse_header(text: str, *, markdown: bool) -> tuple[int, dict[str, str]]:
    """Return (where the body starts, fields among title, publisher, date) from front matter or header lines."""
    if matter := _FRONT_MATTER.match(text):
        fields = _front_matter(matter["yaml"])
        start, more = _header_lines(text, matter.end(), markdown=markdown)
        return start, more | fields
    return _header_lines(text, 0, markdown=markdown)


def _front_matter(block: str) -> dict[str, str]:
    try:
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return {}  # a broken block is still a header; its lines simply tell nothing
    if not isinstance(loaded, Mapping):
        return {}
    return _fields(loaded)


def _fields(pairs: Mapping[Any, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, value in pairs.items():
        name = str(key).strip().lower()
        name = _FIELD.get(name, name)
        if name in ("title", "publisher", "date") and isinstance(value, str) and value.strip():
            fields.setdefault(name, normalise(value).strip())
    return fields


def _header_lines(text: str, start: int, *, markdown: bool) -> tuple[int, dict[str, str]]:
    """Read ``Title: ...`` lines, a Markdown ``# heading``, or a bare title line and a bare date line, in that order."""
    fields: dict[str, str] = {}
    position = start
    for line in text[start:].splitlines(keepends=True)[:12]:
        stripped = line.strip()
        if not stripped:
            position += len(line)
            continue
        following = text[position + len(line) :]
        if named := _HEADER_LINE.fullmatch(stripped):
            fields = _fields({named["key"]: named["value"]}) | fields
        elif markdown and stripped.startswith("# ") and "title" not in fields:
            fields["title"] = stripped.lstrip("# ").strip()
        elif "date" not in fields and parse_date(stripped):
            fields["date"] = stripped
        elif not fields and _is_title(stripped, following):
            fields["title"] = stripped
        else:
            break
        position += len(line)
    return (position, fields) if fields else (start, fields)


def _is_title(line: str, following: str) -> bool:
    """A first line is a title when it is short, is no sentence, and an empty line or a date line comes next."""
    if len(line) > _MAX_TITLE or line[-1] in '.:;,!\u201d"':
        return False
    rest = following.split("\n", 1)[0].strip()
    return bool(following.strip()) and (rest == "" or parse_date(rest) is not None)


def parse_date(text: str) -> str | None:
    """Return an ISO date to the precision the text gives (YYYY, YYYY-MM, YYYY-MM-DD), None when it is no date."""
    for form in _DATE_FORMS:
        found = form.fullmatch(text.strip())
        if not found:
            continue
        parts = found.groupdict()
        month = parts.get("month_number")
        if name := parts.get("month"):
            month = next((f"{i:02d}" for i, m in enumerate(_MONTHS, 1) if m.startswith(name.lower())), None)
            if month is None:
                continue  # "Marks 2015" is no date
        day = parts.get("day")
        try:
            datetime.date(int(parts["year"]), int(month or 1), int(day or 1))
        except ValueError:
            return None
        return "-".join(p for p in (parts["year"], month, day and f"{int(day):02d}") if p)
    return None
