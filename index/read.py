"""One file -> its articles: one for most kinds of file, one for each member of an archive and each entry of a feed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from index import language
from index.archive import MAX_UNPACKED, members, open_archive, unpack
from index.clean import clean
from index.config import MAX_FILE_BYTES
from index.extract import UnreadableError
from index.header import date_of, parse_header
from index.kinds import SUFFIXES, Kind, recognise
from index.tags import listed
from index.types import Document

__all__ = ["SUFFIXES", "Reading", "read"]

MAX_PICTURED_BYTES = 200_000_000
"""Larger files of kinds that hold pictures beside their text (PDF, Office, e-books) are skipped with a reason."""

_NEVER_CLEANED: tuple[Kind, ...] = ("html", "mhtml", "csv", "xlsx")  # cleaned by their readers, or tables
_PICTURED: tuple[Kind, ...] = ("pdf", "docx", "pptx", "xlsx", "epub")


@dataclass(frozen=True, slots=True)
class Reading:
    """One article of a file: the document, or the reason why there is none.

    ``member`` is "" for the file itself, else the article's name inside the file ("b.txt"); no two members of a file
    have the same.
    """

    member: str
    document: Document | None
    reason: str | None


def read(path: Path, name: str | None = None) -> Iterator[Reading]:
    """Yield the articles of a file, holding one at a time in memory. ``name`` is the file's own name if ``path``'s is not.

    What cannot be read yields the reason, written for the user; OSError is raised as the system gave it.
    """
    with path.open("rb") as stream:
        yield from _read(stream, name or path.name, inside=False)


def _read(stream: BinaryIO, name: str, *, inside: bool) -> Iterator[Reading]:
    try:
        kind, note = recognise(stream, name)
        _check_size(stream, kind)
        if kind == "zip":
            if inside:
                raise UnreadableError("an archive inside an archive; unpack it into the folder")
            yield from _read_archive(stream)
        elif kind == "feed":
            yield from _read_feed(stream, name, note)
        else:
            yield Reading("", _finished(_extract(stream, kind), name, kind, note), None)
    except UnreadableError as error:
        yield Reading("", None, str(error))


def _check_size(stream: BinaryIO, kind: Kind) -> None:
    """Refuse what is too large before it is read."""
    limit = MAX_UNPACKED if kind == "zip" else MAX_PICTURED_BYTES if kind in _PICTURED else MAX_FILE_BYTES
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > limit:
        raise UnreadableError(f"larger than {limit // 1_000_000} MB; split it into articles")


def _read_archive(stream: BinaryIO) -> Iterator[Reading]:
    with open_archive(stream) as archive:
        empty = True
        for member, info in members(archive):
            empty = False
            try:
                raw = unpack(archive, info, MAX_FILE_BYTES)
            except UnreadableError as error:
                yield Reading(member, None, str(error))
                continue
            for found in _read(io.BytesIO(raw), member, inside=True):
                yield replace(found, member=f"{member}!/{found.member}" if found.member else member)
        if empty:
            raise UnreadableError("empty: there are no files in the archive")


def _read_feed(stream: BinaryIO, name: str, note: str | None) -> Iterator[Reading]:
    from index.read_feed import read_feed

    for member, found in read_feed(stream.read()):
        if isinstance(found, str):
            yield Reading(member, None, found)
        else:
            yield Reading(member, _finished(found, name, "feed", note), None)


def _extract(stream: BinaryIO, kind: Kind) -> Document:
    """Read one file of a known kind. A kind's library is loaded with the first file of it: most folders hold few kinds."""
    match kind:
        case "pdf":
            from index.read_pdf import read_pdf

            return read_pdf(stream)
        case "docx":
            from index.read_docx import read_docx

            return read_docx(stream)
        case "pptx":
            from index.read_pptx import read_pptx

            return read_pptx(stream)
        case "xlsx":
            from index.read_xlsx import read_xlsx

            return read_xlsx(stream)
        case "epub":
            from index.read_epub import read_epub

            return read_epub(stream)
        case _:
            return _extract_bytes(stream.read(), kind)


def _extract_bytes(raw: bytes, kind: Kind) -> Document:
    match kind:
        case "html":
            from index.read_html import read_html

            return read_html(raw)
        case "mail":
            from index.read_mail import read_mail

            return read_mail(raw)
        case "mhtml":
            from index.read_mail import read_mhtml

            return read_mhtml(raw)
        case "csv":
            from index.read_csv import read_csv

            return read_csv(raw)
        case "markdown":
            from index.read_text import read_markdown

            return read_markdown(raw)
        case _:
            from index.read_text import read_text

            return read_text(raw)


def _finished(document: Document, name: str, kind: Kind, note: str | None) -> Document:
    """What a reader gave -> what is stored: without page furniture, with what its head and its name say."""
    if kind not in _NEVER_CLEANED:
        document = _cleaned(document, _head(document, kind)[0])
    if not document.text.strip():
        raise UnreadableError("empty: there is no text in the file")
    body_start, fields = _head(document, kind)
    body = document.text[body_start:]
    if not body.strip():
        raise UnreadableError("empty: there is a header but no text below it")
    document = replace(document, body_start=body_start, **fields)
    return replace(
        document,
        date=date_of({"date": document.date or ""}, document.text, body_start, PurePath(name).name),
        language=document.language or language.detect(body),
        note="; ".join(filter(None, (note, document.note))) or None,
    )


def _head(document: Document, kind: Kind) -> tuple[int, dict[str, Any]]:
    """Where the body begins, and the fields that the lines above it name; other formats carry theirs beside the text."""
    if kind in ("text", "markdown"):
        start, fields = parse_header(document.text, markdown=kind == "markdown")
        return start, fields | ({"tags": listed(fields["tags"])} if "tags" in fields else {})
    return _after_head(document), {}


def _cleaned(document: Document, body_start: int) -> Document:
    cleaned = clean(document.text, body_start)
    if not cleaned.removed:
        return document
    places = [replace(place, start=cleaned.place(place.start)) for place in document.places]
    before = [replace(piece, at=cleaned.place(piece.at)) for piece in document.removed]
    removed = sorted((*before, *cleaned.removed), key=lambda piece: piece.at)
    return replace(document, text=cleaned.text, places=tuple(places), removed=tuple(removed))


def _after_head(document: Document) -> int:
    """Where the body begins: after the title and the date when the text begins with them and goes on, else at the start."""
    lines = [r"\s+".join(map(re.escape, line.split())) for line in (document.title, document.date) if line]
    head = re.compile("".join(rf"(?:{line}[ \t]*\n\s*)?" for line in lines))
    end = found.end() if (found := head.match(document.text)) else 0
    return end if document.text[end:].strip() else 0
