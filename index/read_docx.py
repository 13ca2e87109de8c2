"""Word documents -> text: headings, paragraphs, lists and tables in document order, then the notes."""

from collections.abc import Iterator
from typing import Any, BinaryIO
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError

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

_CONTENT, _BOX = qn("w:sdtContent"), qn("w:txbxContent")
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_WITHDRAWN = (qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_WRITTEN = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEMPLATE_YEAR = 2013  # the default template's own date, which documents made by programs carry on

Element = Any  # an lxml element; neither library has types for it


def read_docx(stream: BinaryIO) -> Document:
    """Read a Word document. Raises `UnreadableError` when it is damaged or holds no text."""
    check_package(stream, MAX_FILE_BYTES)
    with damaged(OpcError, BadZipFile, LxmlError, *NOT_AS_EXPECTED):
        document = docx.Document(stream)
        levels = _heading_levels(document.styles.element)
        draft = Draft()
        title = _add(draft, document.element.body, levels)
        _add_notes(draft, document.part)
        properties = document.core_properties
        created = properties.created
        if not draft.length:
            raise UnreadableError(_nothing(document.part))
        return Document(
            draft.text(),
            title=property_title(properties.title) or title,
            author=property_author(properties.author),
            date=created.date().isoformat() if created and created.year != _TEMPLATE_YEAR else None,
            places=draft.places(),
        )


def _nothing(part: Any) -> str:  # noqa: ANN401  python-docx's part
    if any(relation.reltype.endswith("/image") for relation in part.rels.values()):
        return "no text: it holds pictures only; if they show text, turn it into a PDF with OCR"
    return "empty: there is no text in the document"


def _add(draft: Draft, body: Element, levels: dict[str, int]) -> str | None:
    """Add a document's body to a draft and return its first heading of the highest level, None if it has no headings."""
    title, highest = None, 99
    before = ""
    for kind, text, style in _blocks(body):
        level = levels.get(style)
        if level is not None and kind != "row" and len(text) <= 300:
            draft.place(text)
            kind = "heading"
            if level < highest:
                title, highest = one_line(text), level
        draft.add("- " + text if kind == "item" else text, close=kind == before and kind in ("row", "item"))
        before = kind
    return title


def _heading_levels(styles: Element) -> dict[str, int]:
    """Id of each style of headings -> its level, 0 for the title. Word writes the names of its own styles in English."""
    levels: dict[str, int] = {}
    for style in styles.iter(qn("w:style")):
        name = style.find(qn("w:name"))
        words = (name.get(qn("w:val"), "") if name is not None else "").lower().split()
        if words == ["title"]:
            levels[style.get(qn("w:styleId"), "")] = 0
        elif len(words) == 2 and words[0] == "heading" and words[1].isdigit():
            levels[style.get(qn("w:styleId"), "")] = int(words[1])
    return levels


def _blocks(container: Element) -> Iterator[tuple[str, str, str]]:
    """Yield ("paragraph", "item" or "row", its text, the id of its style) in document order, tracked deletions left out."""
    for child in container:
        if child.tag == _PARAGRAPH:
            style, listed = _style(child)
            if text := _text(child).strip():
                yield "item" if listed else "paragraph", text, style
            for box in child.iter(_BOX):
                if not any(parent.tag in _WITHDRAWN for parent in box.iterancestors()):
                    yield from _blocks(box)
        elif child.tag == _TABLE:
            yield from _table(child)
        elif isinstance(child.tag, str) and child.tag not in _WITHDRAWN:
            yield from _blocks(child)  # content controls, tracked insertions, custom XML


def _style(paragraph: Element) -> tuple[str, bool]:
    """Return a paragraph's style and whether it is an item of a list."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return "", False
    style = properties.find(qn("w:pStyle"))
    name = style.get(qn("w:val"), "") if style is not None else ""
    return name, properties.find(qn("w:numPr")) is not None or name.startswith("List")


def _text(element: Element) -> str:
    """The words of a paragraph: runs, links and fields, without what was deleted and what stands in text boxes."""
    words = []
    for child in element:
        if child.tag == qn("w:t"):
            words.append(child.text or "")
        elif child.tag in _WRITTEN and child.get(qn("w:type")) != "page":
            words.append(_WRITTEN[child.tag])
        elif isinstance(child.tag, str) and child.tag not in (*_WITHDRAWN, _BOX, qn("w:pPr")):
            words.append(_text(child))
    return "".join(words)


def _table(table: Element) -> Iterator[tuple[str, str, str]]:
    rows = [list(_cells(row)) for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]
    if max(map(len, rows), default=0) < 2:
        for cell in table.iter(_CELL):
            if next(cell.iterancestors(_TABLE)) is table:
                yield from _blocks(cell)
        return
    above: list[str] = []
    filled = []
    for row in rows:
        above = [above[at] if cell is None and at < len(above) else cell or "" for at, cell in enumerate(row)]
        filled.append(above)
    yield from (("row", line, "") for line in row_lines(filled))


def _cells(row: Element) -> Iterator[str | None]:
    """The cells of a row, one for each column; None where a cell is merged with the one above it."""
    for cell in row.iter(_CELL):
        if next(cell.iterancestors(_ROW)) is not row:
            continue
        merge, span = cell.find(f".//{qn('w:vMerge')}"), cell.find(f".//{qn('w:gridSpan')}")
        continued = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        yield None if continued else " ".join(_text(paragraph) for paragraph in cell.iter(_PARAGRAPH))
        wide = span.get(qn("w:val"), "1") if span is not None else "1"
        yield from [""] * (min(int(wide), 100) - 1 if wide.isdigit() else 0)


def _add_notes(draft: Draft, part: Any) -> None:  # noqa: ANN401  python-docx's part
    for kind in ("footnote", "endnote"):
        for relation in part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}s"):
                notes = parse_xml(relation.target_part.blob).iter(qn(f"w:{kind}"))
                written = [note for note in notes if note.get(qn("w:type")) is None]  # others are rules between notes
                for number, note in enumerate(written, 1):
                    words = " ".join(_text(paragraph) for paragraph in note.iter(_PARAGRAPH)).strip()
                    if words:
                        draft.place(f"{kind} {number}")
                        draft.add(f"{kind.capitalize()} {number}: {words}")
