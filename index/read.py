"""One file -> one `Document`: decoding, normal form, and what its head says about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.config import MAX_FILE_BYTES
from index.dates import parse_date
from index.decode import decode
from index.extract import UnreadableError
from index.header import parse_header
from index.types import Document

SUFFIXES = (".txt", ".md")
"""File endings that are read as articles; everything else in the folder is left alone."""


def read_file(path: Path) -> Document:
    """Read one text or Markdown file. Raises `UnreadableError` with the reason, or OSError as the system gave it."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise UnreadableError(f"larger than {MAX_FILE_BYTES // 1_000_000} MB; split it into articles")
    text, note = decode(path.read_bytes())
    if not text.strip():
        raise UnreadableError("empty: there is no text in the file")
    body_start, fields = parse_header(text, markdown=path.suffix.lower() == ".md")
    if not text[body_start:].strip():
        raise UnreadableError("empty: there is a header but no text below it")
    return Document(
        text=text,
        body_start=body_start,
        title=fields.get("title"),
        publisher=fields.get("publisher"),
        date=parse_date(fields.get("date", "")),
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One article of a file."""

    member: str
    document: Document | None
    reason: str | None


def read(path: Path, name: str | None = None) -> Iterator[Reading]:
    """Yield the articles of a file."""
    if Path(name or path.name).suffix.lower() not in SUFFIXES:
        yield Reading("", None, f"not one of the kinds of file that are read ({', '.join(SUFFIXES)})")
        return
    try:
        yield Reading("", read_file(path), None)
    except UnreadableError as error:
        yield Reading("", None, str(error))
