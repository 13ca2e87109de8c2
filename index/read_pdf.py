"""PDF -> text, by PDFium: the lines of each page, in the order of the file, and what the file says about itself."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.extract import UnreadableError, one_line, property_author, property_title
from index.layout import Line, compose, heading
from index.types import Document

_NO_TEXT = "no text layer: its pages are pictures; run OCR first (for example with ocrmypdf) and sync again"
_LINE = re.compile(r"([^\s\ufffe](?:[^\r\n\ufffe]*[^\s\ufffe])?)\ufffe?")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]{2,}")


def read_pdf(stream: BinaryIO) -> Document:
    """Read a PDF. Raises `UnreadableError` when it needs a password, is damaged, or holds pictures of text only."""
    raw = stream.read()
    try:
        with pdfium.PdfDocument(raw) as pdf:
            return _extract(pdf, cut_off=b"%%EOF" not in raw[-2048:])
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise UnreadableError("encrypted: it needs a password; save a copy without one") from error
        raise UnreadableError("damaged: it cannot be opened as a PDF; get or export it again") from error


def _extract(pdf: pdfium.PdfDocument, *, cut_off: bool) -> Document:
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
    return Document(
        text,
        title=property_title(pdf.get_metadata_value("Title")) or one_line(heading(lines)),
        author=property_author(pdf.get_metadata_value("Author")),
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
        words = _in_order(text_page, found)
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


def _in_order(text_page: pdfium.PdfTextPage, line: re.Match[str]) -> str:
    """A word written from right to left whose letters run from left to right is stored backwards: put it right."""

    def turned(run: re.Match[str]) -> str:
        first, last = (_box(text_page, line.start() + at) for at in (run.start(), run.end() - 1))
        return run[0][::-1] if first[0] < last[0] else run[0]

    return _RIGHT_TO_LEFT.sub(turned, line[0])
