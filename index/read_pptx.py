"""PowerPoint presentations -> text: slide by slide, the title first, then shapes in reading order, tables and notes."""

from collections.abc import Iterator
from typing import Any, BinaryIO
from zipfile import BadZipFile

import pptx
from lxml.etree import LxmlError
from pptx.exc import PythonPptxError

from index.archive import check_package
from index.config import MAX_FILE_BYTES
from index.extract import (
    NOT_AS_EXPECTED,
    Draft,
    UnreadableError,
    damaged,
    one_line,
    property_author,
    property_title,
)
from index.rows import row_lines
from index.types import Document

_LINE = 400_000  # English Metric Units, about a centimetre: shapes no further apart stand side by side
_TEMPLATE_YEAR = 2013  # the default template's own date, which presentations made by programs carry on

Part = Any  # an object of python-pptx, whose annotations promise less than its shapes hold


def read_pptx(stream: BinaryIO) -> Document:
    """Read a presentation; its places are "slide 3". Raises `UnreadableError` when it is damaged or holds no text."""
    check_package(stream, MAX_FILE_BYTES)
    with damaged(PythonPptxError, BadZipFile, LxmlError, *NOT_AS_EXPECTED):
        presentation = pptx.Presentation(stream)
        draft = Draft()
        title = None
        pictures = []
        for number, slide in enumerate(presentation.slides, 1):
            draft.place(f"slide {number}")
            before = draft.length
            heading = _add_slide(draft, slide)
            title = title or heading
            if draft.length == before and len(slide.shapes):
                pictures.append(number)
        properties = presentation.core_properties
        created = properties.created
    if not draft.length:
        raise UnreadableError("no text: its slides are empty or pictures only; turn it into a PDF with OCR")
    return Document(
        draft.text(),
        title=property_title(properties.title) or title,
        author=property_author(properties.author),
        date=created.date().isoformat() if created and created.year != _TEMPLATE_YEAR else None,
        note=f"slide(s) {', '.join(map(str, pictures))} hold pictures only" if pictures else None,
        places=draft.places(),
    )


def _add_slide(draft: Draft, slide: Part) -> str | None:
    """Add one slide and return its title."""
    heading = one_line(slide.shapes.title.text_frame.text) if slide.shapes.title is not None else None
    draft.add(heading or "")
    shapes = [shape for shape in _shapes(slide.shapes) if shape.shape_id != getattr(slide.shapes.title, "shape_id", None)]
    for shape in sorted(shapes, key=lambda shape: ((shape.top or 0) // _LINE, shape.left or 0)):
        for number, text in enumerate(_paragraphs(shape)):
            draft.add(text, close=number > 0)
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None and frame.text.strip():
        draft.add(f"Notes: {frame.text.strip()}")
    return heading


def _shapes(shapes: Part) -> Iterator[Part]:
    for shape in shapes:
        if hasattr(shape, "shapes"):  # a group
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _paragraphs(shape: Part) -> Iterator[str]:
    if shape.has_text_frame:
        written = [text for p in shape.text_frame.paragraphs if (text := p.text.replace("\v", "\n").strip())]
        yield from (f"- {text}" if len(written) > 1 else text for text in written)
    elif getattr(shape, "has_table", False):
        yield from row_lines([cell.text for cell in row.cells] for row in shape.table.rows)
    elif getattr(shape, "has_chart", False):
        yield from row_lines(_chart(shape.chart))


def _chart(chart: Part) -> Iterator[list[str]]:
    """The figures behind a chart as a table: a row for each category, a column for each series."""
    for plot in chart.plots:
        series = list(plot.series)
        yield ["", *(one.name or "" for one in series)]
        for at, category in enumerate(plot.categories):
            values = [one.values[at] if at < len(one.values) else None for one in series]
            yield [str(category), *("" if value is None else f"{value:.15g}" for value in values)]
