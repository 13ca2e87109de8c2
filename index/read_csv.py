"""Tables of text (CSV, TSV) -> text: one line for each row, with the names of its columns."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from index.decode import decode
from index.extract import MAX_TEXT, Draft, UnreadableError
from index.rows import row_lines
from index.types import Document

_DELIMITERS = ",;\t|"
_SAMPLE = 200
_LONGEST_CELL_LINES = 100  # line ends in one cell; more come from a quotation mark that nothing closes


def read_csv(raw: bytes) -> Document:
    """Read a table of text, whatever parts its columns. Raises `UnreadableError` when it holds no text."""
    text, note = decode(raw)
    draft = Draft()
    rows, careless = _rows(text)
    for line in row_lines(rows):
        draft.add(line, close=True)
    if not draft.length:
        raise UnreadableError("empty: there is no text in the table")
    notes = [note, "a quotation mark is not closed: quotation marks were read as they stand" if careless else None]
    return Document(draft.text(), note="; ".join(filter(None, notes)) or None)


def _rows(text: str) -> tuple[Iterator[list[str]], bool]:
    """Return the rows and whether their quotation marks had to be taken as they stand."""
    csv.field_size_limit(MAX_TEXT)
    delimiter = _delimiter(text)
    quoted = csv.reader(io.StringIO(text), delimiter=delimiter)
    if not any(cell.count("\n") > _LONGEST_CELL_LINES for row in quoted for cell in row):
        return csv.reader(io.StringIO(text), delimiter=delimiter), False
    return csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE), True


def _delimiter(text: str) -> str:
    """Return what parts the columns: of the usual characters the one that gives most rows the same number of cells."""

    def regular(delimiter: str) -> tuple[float, int]:
        rows = [row for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), _SAMPLE) if row]
        (width, times), *_ = Counter(map(len, rows)).most_common(1) or [(1, 0)]
        return (times / len(rows) if width > 1 else 0.0), width

    return max(_DELIMITERS, key=regular)
