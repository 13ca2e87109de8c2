"""What kind of file is this? Its content decides, its ending only where the content does not tell."""

import re
import zipfile
from pathlib import PurePath
from typing import BinaryIO, Literal

from index.archive import damaged_archive, unpack
from index.extract import UnreadableError

Kind = Literal["text", "markdown", "html", "mhtml", "mail", "pdf", "docx", "pptx", "xlsx", "csv", "epub", "feed", "zip"]

_NAMES: dict[Kind, str] = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "HTML",
    "mhtml": "a web archive",
    "mail": "a mail",
    "pdf": "PDF",
    "docx": "a Word document",
    "pptx": "a PowerPoint presentation",
    "xlsx": "an Excel workbook",
    "csv": "a table",
    "epub": "an e-book",
    "feed": "a feed",
    "zip": "a zip archive",
}
_ENDINGS: dict[Kind, tuple[str, ...]] = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml"),
    "mhtml": (".mhtml", ".mht"),
    "mail": (".eml",),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "pptx": (".pptx",),
    "xlsx": (".xlsx",),
    "csv": (".csv", ".tsv"),
    "epub": (".epub",),
    "feed": (".xml", ".rss", ".atom", ".rdf"),
    "zip": (".zip",),
}
_KIND: dict[str, Kind] = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}

SUFFIXES = tuple(_KIND)
"""File endings that are read as articles; other files are read only if their content is that of one of these kinds."""

_BY_ENDING: tuple[Kind, ...] = ("text", "markdown", "html", "csv", "mail")
"""Kinds that any text may be: here the ending decides."""

_HEAD = 16_384
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype\s+(?P<doctype>[\w:]+)[^\[>]*(?:\[.*?\]\s*)?>\s*)*(?:<(?P<root>[\w:]+))?",
    re.S | re.I,
)
_MIME = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)
_RELATED = re.compile(r"^content-type:\s*multipart/related", re.I | re.M)
_OPEN_DOCUMENT = "an OpenDocument file; save it as .docx, .xlsx or .pptx"
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "a rich text file; save it as .docx"),
    (b"\x89PNG", "a picture; if it shows text, turn it into a PDF with OCR"),
    (b"\xff\xd8\xff", "a picture; if it shows text, turn it into a PDF with OCR"),
    (b"GIF8", "a picture; if it shows text, turn it into a PDF with OCR"),
    (b"II*\0", "a picture; if it shows text, turn it into a PDF with OCR"),
    (b"MM\0*", "a picture; if it shows text, turn it into a PDF with OCR"),
    (b"RIFF", "a sound, picture or film; write down what it says in a text file"),
    (b"ID3", "a sound; write down what it says in a text file"),
    (b"OggS", "a sound or film; write down what it says in a text file"),
    (b"fLaC", "a sound; write down what it says in a text file"),
    (b"\x1aE\xdf\xa3", "a film; write down what it says in a text file"),
    (b"Rar!", "a RAR archive; unpack it, or pack it as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it, or pack it as .zip"),
    (b"\x1f\x8b", "a gzip archive; unpack it, or pack it as .zip"),
    (b"BZh", "a bzip2 archive; unpack it, or pack it as .zip"),
    (b"\xfd7zXZ", "an xz archive; unpack it, or pack it as .zip"),
    (b"%!PS", "a PostScript file; turn it into a PDF (for example with ps2pdf)"),
    (b"SQLite format 3", "a database; export the tables that matter as .csv"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of the streams that Microsoft's compound files hold, in the order in which they tell the kinds apart.
_STREAMS = (
    ("EncryptedPackage", "encrypted: it needs a password; save a copy without one"),
    ("WordDocument", "an old Word file; save it as .docx"),
    ("PowerPoint Document", "an old PowerPoint file; save it as .pptx"),
    ("Workbook", "an old Excel file; save it as .xlsx"),
    ("Book", "an old Excel file; save it as .xlsx"),
    ("__substg1.0_", "an Outlook message; save it as .eml"),
)
_MAIN_PARTS: tuple[tuple[str, Kind], ...] = (
    ("wordprocessingml.document.main+xml", "docx"),
    ("presentationml.presentation.main+xml", "pptx"),
    ("spreadsheetml.sheet.main+xml", "xlsx"),
)


def recognise(stream: BinaryIO, name: str) -> tuple[Kind, str | None]:
    """Return the kind of a file and a note if its name says another one; the stream is left at its start.

    Raises `UnreadableError` with what to do about it when it is of no kind that can be read.
    """
    ending = PurePath(name).suffix.lower()
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head:
        raise UnreadableError("empty: there is no text in the file")
    kind = _by_content(stream, head, ending)
    if kind is None:
        kind = _KIND.get(ending)
        if kind is None:
            raise UnreadableError(f"not one of the kinds of file that are read ({', '.join(SUFFIXES)})")
        if kind not in _BY_ENDING:
            raise UnreadableError(f"not {_NAMES[kind]}, though its name ends in {ending}; get or save it again")
    if ending in _ENDINGS[kind] or kind == _KIND.get(ending):
        return kind, None
    says = f"the file name says {ending}" if ending else "the file name has no ending"
    return kind, f"read as {_NAMES[kind]}: {says}"


def _by_content(stream: BinaryIO, head: bytes, ending: str) -> Kind | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(stream)
    if head.startswith(_COMPOUND):
        raise UnreadableError(_compound(stream))
    for start, what in _REFUSED:
        if head.startswith(start):
            raise UnreadableError(what)
    if head[4:8] == b"ftyp":
        raise UnreadableError("a film, sound or picture; write down what it says in a text file")
    return _by_markup(head, ending)


def _by_markup(head: bytes, ending: str) -> Kind | None:
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if utf16 else "utf-8-sig", errors="replace").replace("\r\n", "\n")
    found = _ROOT.match(text)
    root = (found["root"] or "").lower() if found else ""
    if found and (root == "html" or (found["doctype"] or "").lower() == "html"):
        return "html"
    if root == "rss" or (root == "feed" and "/atom" in text.lower()) or (root == "rdf:rdf" and "/rss/" in text):
        return "feed"
    if _MIME.match(text):
        page = ending in _ENDINGS["mhtml"] or (ending != ".eml" and _RELATED.search(text))
        return "mhtml" if page else "mail"
    return None


def _zipped(stream: BinaryIO) -> Kind:
    """Tell the formats that are zip archives inside from archives of files."""
    with damaged_archive(), zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
        types = _member(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else None
        kind = _member(archive, "mimetype") if "mimetype" in names else ""
    stream.seek(0)
    if types is not None:
        return _office(types)
    if "opendocument" in kind:
        raise UnreadableError(_OPEN_DOCUMENT)
    return "epub" if "epub" in kind or "META-INF/container.xml" in names else "zip"


def _member(archive: zipfile.ZipFile, name: str) -> str:
    return unpack(archive, archive.getinfo(name), 10_000_000).decode("utf-8", errors="replace")


def _office(content_types: str) -> Kind:
    for part, kind in _MAIN_PARTS:
        if part in content_types:
            return kind
    if "macroEnabled" in content_types or "template" in content_types or "slideshow" in content_types:
        raise UnreadableError("an Office file with macros, a template or a show; save it as .docx, .xlsx or .pptx")
    return "zip"


def _compound(stream: BinaryIO) -> str:
    raw = stream.read(60_000_000)
    for name, what in _STREAMS:
        if name.encode("utf-16-le") in raw:
            return what
    return "a file of an old Office program; save it as .docx, .xlsx or .pptx"
