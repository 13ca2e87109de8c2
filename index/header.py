"""What the head of a text says about it: front matter, `Title:` lines, a bare title line, a byline and a date line."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from index.dates import date_in_name, find_dateline, parse_date
from index.extract import normalise
from index.recognise import recognise_line

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELDS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "sitename", "site", "website"),
    "author": ("author", "authors", "by", "byline"),
    "date": ("date", "published", "date published", "published on", "publication date", "updated", "last updated"),
    "address": ("address", "url", "link", "canonical", "original"),
    "language": ("language", "lang"),
    "tags": ("tags", "keywords"),
}
"""Field -> the keys that name it. "Source:" may also hold an address."""
_FIELD = {key: field for field, keys in _FIELDS.items() for key in keys}
_HEADER_LINE = re.compile(rf"(?P<key>{'|'.join(sorted(_FIELD, key=len, reverse=True))})[ \t]*:[ \t]*(?P<value>\S.*)", re.I)
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
_BYLINE = re.compile(
    r"(?:(?:Written|Reported|Story|Text) )?[Bb][Yy]:? "
    r"(?P<name>[^\W\d_][\w.'’-]*(?: (?:and |& |de |van |von |al )?[^\W\da-z_][\w.'’-]*){1,6})"
    r"(?:,? [|·•–—-] .*|, .*)?"
)
_LANGUAGES = {
    name: code
    for code, name in (pair.split("=") for pair in (
        "en=english de=german fr=french es=spanish it=italian pt=portuguese nl=dutch pl=polish ru=russian uk=ukrainian "
        "ar=arabic zh=chinese ja=japanese ko=korean hi=hindi ur=urdu bn=bengali ta=tamil tr=turkish sv=swedish"
    ).split())
}  # fmt: skip
_MAX_TITLE = 150


def parse_header(text: str, *, markdown: bool) -> tuple[int, dict[str, str]]:
    """Return (where the body starts, fields) from front matter or from header lines.

    Fields are among title, publisher, author, date (as written), address (http or https), language (ISO 639-1)
    and tags (`index.tags.listed` reads them).
    """
    if matter := _FRONT_MATTER.match(text):
        fields = _front_matter(matter["yaml"])
        start, more = _header_lines(text, matter.end(), markdown=markdown)
        return start, more | fields
    return _header_lines(text, 0, markdown=markdown)


def date_of(fields: Mapping[str, str], text: str, body_start: int, file_name: str) -> str | None:
    """Return the article's ISO date: as its header says, else its dateline, else its file's name; None if none says.

    A date that is only told relative to another day ("on Tuesday") is not made up.
    """
    return parse_date(fields.get("date", "")) or find_dateline(text, body_start) or date_in_name(file_name)


def language_code(named: str) -> str | None:
    """Return the ISO 639-1 code of "en", "en-GB", "en_US" or "English", None when it names no language."""
    word = re.split(r"[-_\s,;]", named.strip().lower())[0]
    return word if re.fullmatch(r"[a-z]{2}", word) else _LANGUAGES.get(word)


def _front_matter(block: str) -> dict[str, str]:
    try:
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return {}  # a broken block is still a header; its lines simply tell nothing
    if not isinstance(loaded, Mapping):
        return {}
    return _fields(loaded)


def _fields(pairs: Mapping[Any, Any]) -> dict[str, str]:
    """Known fields with a value that fits; of two keys for one field the one named first in `_FIELDS` counts."""
    said = {str(key).strip().lower(): value for key, value in pairs.items()}
    fields: dict[str, str] = {}
    for field, keys in _FIELDS.items():
        for key in keys:
            value = said.get(key)
            if isinstance(value, list):
                value = ", ".join(item for item in value if isinstance(item, str))
            if not isinstance(value, str) or not (value := normalise(value).strip()):
                continue
            address = _ADDRESS.fullmatch(value)
            if key == "source" and address:
                fields.setdefault("address", address[1])
            elif fitting := _fitting(field, value):
                fields.setdefault(field, fitting)
    return fields


def _fitting(field: str, value: str) -> str | None:
    if field == "address":
        found = _ADDRESS.fullmatch(value)
        return found[1] if found else None
    if field == "language":
        return language_code(value)
    return re.sub(r"^by:? ", "", value, flags=re.I) if field == "author" else value


def _header_lines(text: str, start: int, *, markdown: bool) -> tuple[int, dict[str, str]]:
    """Read ``Title: ...`` lines, a Markdown ``# heading``, or a bare title, byline and date line, in any order."""
    fields: dict[str, str] = {}
    position = start
    for line in text[start:].splitlines(keepends=True)[:12]:
        stripped = line.strip()
        if not stripped:
            position += len(line)
            continue
        following = text[position + len(line) :]
        if (
            (named := _HEADER_LINE.fullmatch(stripped))
            and (found := _fields({named["key"]: named["value"]}))
            and (fields or start or "tags" not in found)  # alone it may be the furniture of a page
        ):
            fields = found | fields
        elif markdown and stripped.startswith("# ") and "title" not in fields:
            fields["title"] = stripped.lstrip("# ").strip()
        elif "date" not in fields and parse_date(stripped):
            fields["date"] = stripped
        elif fields and "author" not in fields and len(stripped) <= _MAX_TITLE and (by := _BYLINE.fullmatch(stripped)):
            fields["author"] = by["name"]
            if date := next((part for part in re.split(r" [|·•–—-] ", stripped) if parse_date(part)), None):
                fields.setdefault("date", date)
        elif not fields and _is_title(stripped, following):
            fields["title"] = stripped
        else:
            break
        position += len(line)
    return (position, fields) if fields else (start, fields)


def _is_title(line: str, following: str) -> bool:
    """A first line is a title when it is short, is no sentence and no menu, and an empty or a date line comes next."""
    if len(line) > _MAX_TITLE or line[-1] in '.:;,!\u201d"' or recognise_line(line):
        return False
    rest = following.split("\n", 1)[0].strip()
    return bool(following.strip()) and (rest == "" or parse_date(rest) is not None or _BYLINE.fullmatch(rest) is not None)
