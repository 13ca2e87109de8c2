"""Excel workbooks -> text: one line for each row, with the names of its columns."""

import datetime
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import openpyxl
from lxml.etree import LxmlError

from index.archive import MAX_UNPACKED, check_package
from index.extract import NOT_AS_EXPECTED, Draft, UnreadableError, damaged, property_author, property_title
from index.rows import row_lines
from index.types import Document

_BROKEN = (zipfile.BadZipFile, LxmlError, SyntaxError, *NOT_AS_EXPECTED)
_FORMULA = b"<f"

Sheet = Any  # openpyxl has no types
Cell = Any


def read_xlsx(stream: BinaryIO) -> Document:
    """Read an Excel workbook; its places are the names of its sheets. Formulas stand as the values last computed.

    Raises `UnreadableError` when it is damaged or holds no text.
    """
    check_package(stream, MAX_UNPACKED)
    with warnings.catch_warnings(), damaged(*_BROKEN):
        warnings.simplefilter("ignore")  # about what is not read: styles, validation, extensions
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        draft = Draft()
        for sheet in book.worksheets:
            draft.place(sheet.title)
            sheet.reset_dimensions()  # what the file says of its size is often wrong
            lines = row_lines([_shown(cell) for cell in row] for row in sheet.iter_rows())
            for number, line in enumerate(lines):
                if number == 0 and len(book.worksheets) > 1:
                    draft.add(sheet.title)
                draft.add(line, close=number > 0)
        without = _formulas_without_value(stream)
        properties = book.properties
    if not draft.length:
        raise UnreadableError("empty: there is no text in the workbook")
    return Document(
        draft.text(),
        title=property_title(properties.title),
        author=property_author(properties.creator),
        note=f"{without} formula(s) have no stored value and were left out; open it in Excel and save it"
        if without
        else None,
        places=draft.places(),
    )


def _shown(cell: Cell) -> str:
    """A cell's value as a reader of the sheet sees it, but for the style of dates and numbers; "" for errors."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(value, float) or (isinstance(value, int) and "%" in cell.number_format):
        return f"{value * 100:.12g}%" if "%" in cell.number_format else f"{value:.15g}"
    return str(value)


def _formulas_without_value(stream: BinaryIO) -> int:
    """Count formulas that no program has computed yet: their cells are empty where values are asked for."""
    with zipfile.ZipFile(stream) as package:
        if not any(_FORMULA in block for block in _blocks(package)):
            return 0
    values = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(stream, read_only=True)
    count = 0
    for computed, written in zip(values.worksheets, formulas.worksheets, strict=True):
        for row, formula_row in zip(_values(computed), _values(written), strict=True):
            pairs = zip(row, formula_row, strict=True)
            count += sum(value is None and isinstance(formula, str) and formula.startswith("=") for value, formula in pairs)
    return count


def _blocks(package: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the sheets in blocks that overlap by what is looked for."""
    for name in package.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            tail = b""
            with package.open(name) as sheet:
                while block := sheet.read(1_000_000):
                    yield tail + block
                    tail = block[-len(_FORMULA) :]


def _values(sheet: Sheet) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(values_only=True)
    return rows
