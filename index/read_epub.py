"""E-books (.epub) -> text: the chapters in the order in which they are read."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote

from lxml import etree

from index.archive import check_package, open_archive, unpack
from index.config import MAX_FILE_BYTES
from index.dates import parse_date
from index.extract import NOT_AS_EXPECTED, Draft, UnreadableError, damaged, one_line
from index.header import language_code
from index.markup import add_markup, first_heading, parse
from index.types import Document

_CHAPTERS = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")

Element = Any  # lxml has no types


def read_epub(stream: BinaryIO) -> Document:
    """Read an e-book. Raises `UnreadableError` when it is damaged, protected against copying, or holds no text."""
    check_package(stream, MAX_FILE_BYTES)
    with open_archive(stream) as archive, damaged(etree.LxmlError, *NOT_AS_EXPECTED):
        path = _first(_xml(archive, "META-INF/container.xml"), "rootfile").get("full-path", "")
        package = _xml(archive, path)
        if _protected(archive):
            raise UnreadableError("encrypted: it is protected against copying; get a copy without protection")
        draft = Draft()
        for number, chapter in enumerate(_chapters(archive, package, posixpath.dirname(path)), 1):
            root = parse(chapter)
            draft.place(first_heading(root) or f"part {number}")
            add_markup(draft, root)
    if not draft.length:
        raise UnreadableError("no text: its pages are pictures or empty")
    return Document(
        draft.text(),
        title=_said(package, "title"),
        publisher=_said(package, "publisher"),
        author=_said(package, "creator"),
        date=parse_date((_said(package, "date") or "")[:10]),
        language=language_code(_said(package, "language") or ""),
        places=draft.places(),
    )


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    return etree.fromstring(unpack(archive, archive.getinfo(name), MAX_FILE_BYTES), parser)


def _first(root: Element, name: str) -> Element:
    return next(root.iter(f"{{*}}{name}"), None)


def _said(package: Element, name: str) -> str | None:
    """Return the first thing that the book's package says under a name of the Dublin Core."""
    found = next(package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"), None)
    return one_line(found.text) if found is not None else None


def _chapters(archive: zipfile.ZipFile, package: Element, folder: str) -> Iterator[bytes]:
    """Yield each chapter of the spine that the archive holds."""
    files = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = files.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _CHAPTERS or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "").split("#")[0])))
        if name in archive.NameToInfo:
            yield unpack(archive, archive.getinfo(name), MAX_FILE_BYTES)


def _protected(archive: zipfile.ZipFile) -> bool:
    """Tell whether anything but fonts is encrypted."""
    if "META-INF/encryption.xml" not in archive.NameToInfo:
        return False
    methods = _xml(archive, "META-INF/encryption.xml").iter("{*}EncryptionMethod")
    return any(method.get("Algorithm") not in _FONT_SCRAMBLING for method in methods)
