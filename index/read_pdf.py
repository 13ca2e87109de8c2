"""PDF -> text, by PDFium: the lines of each page, in the order of the file, and what the file says about itself."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.extract import Extract, UnreadableError, one_line
from index.layout import Line, compose, heading

_NO_TEXT = "no text layer: its pages are pictures; run OCR first (for example with ocrmypdf) and sync again"
_FILE_NAME = re.compile(r".*[\\/].*|\S*\.(?:docx?|pptx?|xlsx?|pdf|tex|dvi|indd|qxd|rtf|odt|html?|txt|md|pages)", re.I)
_NO_TITLE = re.compile(r"(?:untitled|document|presentation|slide|layout|title|powerpoint presentation|book)?[\s\d]*", re.I)
_LINE = re.compile(r"([^\s\ufffe](?:[^\r\n\ufffe]*[^\s\ufffe])?)\ufffe?")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]{2,}")


def read_pdf(stream: BinaryIO) -> Extract:
    """Read a PDF. Raises `UnreadableError` when it needs a password, is damaged, or holds pictures of text only."""
    raw = stream.read()
    try:
        with pdfium.PdfDocument(raw) as pdf:
            return _extract(pdf, cut_off=b"%%EOF" not in raw[-2048:])
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise UnreadableError("encrypted: it needs a password; save a copy without one") from error
        raise UnreadableError("damaged: it cannot be opened as a PDF; get or export it again") from error


def _extract(pdf: pdfium.PdfDocument, *, cut_off: bool) -> Extract:
    lines: list[Line] = []
    pictures: list[int] = []
    unread: list[int] = []
    for number in range(1, len(pdf) + 1):
        try:
            page = pdf[number - 1]
        except pdfium.PdfiumError:
            unread.append(number)
            continue
        on_page = list(_lines(page, number))
        if not on_page and next(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]), None):
            pictures.append(number)
        lines += on_page
        page.close()
    if not lines:
        raise UnreadableError(_NO_TEXT if pictures else "empty: there is no text on its pages")
    draft, removed = compose(lines)
    text = draft.text()
    unmapped = sum("\ue000" <= character <= "\uf8ff" or character == "\ufffd" for character in text)
    if unmapped > len(text) / 3:
        raise UnreadableError("its fonts do not say which letters they show; run OCR (for example ocrmypdf --force-ocr)")
    return Extract(
        text,
        title=_title(pdf) or one_line(heading(lines)),
        author=_author(pdf),
        note="; ".join(_notes(pictures, unread, cut_off=cut_off)) or None,
        places=draft.places(),
        removed=removed,
    )


def _notes(pictures: list[int], unread: list[int], *, cut_off: bool) -> Iterator[str]:
    if pictures:
        yield f"page(s) {_ranges(pictures)} are pictures without a text layer; run OCR to have them read"
    if unread:
        yield f"page(s) {_ranges(unread)} are damaged and were left out"
    if cut_off:
        yield "the end of the file is missing; pages may be lost"


def _ranges(numbers: list[int]) -> str:
    """Return "2, 5-7" for ascending numbers."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return ", ".join("-".join(map(str, ends)) for ends in ranges)


def _lines(page: pdfium.PdfPage, number: int) -> Iterator[Line]:
    """The lines of one page in the order of the file, white space at their ends cut off."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    for found in _LINE.finditer(text):
        boxes = [_box(text_page, at) for at in (found.start(), found.end(1) - 1)]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        words = _RIGHT_TO_LEFT.sub(lambda run, start=found.start(): _in_order(text_page, run, start), found[0])
        if sum(map(len, _RIGHT_TO_LEFT.findall(words))) > len(words) / 2:
            left, right = -right, -left
        tallest = max(boxes, key=lambda box: box[3] - box[1])
        yield Line(number, words, left, tallest[1], right, tallest[3])
    text_page.close()


def _box(text_page: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the character at an index of the page's text; its size, not the ink."""
    index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, at)
    box: tuple[float, float, float, float] = text_page.get_charbox(max(0, index), loose=True)
    return box


def _in_order(text_page: pdfium.PdfTextPage, run: re.Match[str], start: int) -> str:
    """A word written from right to left whose letters run from left to right is stored backwards: put it right."""
    first, last = _box(text_page, start + run.start()), _box(text_page, start + run.end() - 1)
    return run[0][::-1] if first[0] < last[0] else run[0]


def _title(pdf: pdfium.PdfDocument) -> str | None:
    """Return the title of the file's properties, unless it is what a program put there (a file name, "Untitled")."""
    title = one_line(pdf.get_metadata_value("Title")) or ""
    title = re.sub(r"^microsoft (?:word|powerpoint|excel)\s+-\s+", "", title, flags=re.I)
    if _FILE_NAME.fullmatch(title) or _NO_TITLE.fullmatch(title) or not re.search(r"[^\W\d_]{2}", title):
        return None
    return title


def _author(pdf: pdfium.PdfDocument) -> str | None:
    """Return the author of the file's properties when it is a full name; a log-in name tells nobody anything."""
    author = one_line(pdf.get_metadata_value("Author"))
    return author if author and " " in author else None
