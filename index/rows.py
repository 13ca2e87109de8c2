"""Rows of a table -> lines that can be read, found and cited alone: "Header: value; Header: value."."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from statistics import median_low

_SAMPLE = 50
_LONGEST_LABEL = 100
_VALUE = re.compile(r"[^\w]*\d[\d\s.,:/%()+\-–€$£¥]*(?:\w{1,3})?[^\w]*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ENDS_SENTENCE = re.compile(r"[.!?\u3002\uff01\uff1f][\"'\u2019\u201d)\]]*$")


def row_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield one line for each row that holds anything; cells are named after the first row when it is one of headings."""
    cleaned = ([" ".join(cell.split()) for cell in row] for row in rows)
    filled = (row for row in cleaned if any(row))
    sample = list(islice(filled, _SAMPLE))
    width = max((_count(row) for row in sample), default=0)
    while sample and sample[0][0] and _count(sample[0]) == 1 < width:
        yield _ended(sample.pop(0)[0])  # a caption above the table
    labels = sample.pop(0) if _has_header(sample) else []
    for row in chain(sample, filled):
        cells = [
            f"{label}: {cell}" if label and width > 1 else cell
            for label, cell in zip(chain(labels, [""] * len(row)), row, strict=False)
            if cell
        ]
        yield _ended("; ".join(cells))


def _count(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _ended(line: str) -> str:
    return line if _ENDS_SENTENCE.search(line) else line.rstrip(" ;:,") + "."


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """A first row names the columns when it holds short, different words that are values in no other row."""
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    first = [cell.casefold() for cell in rows[0]]
    named = [cell for cell in first if cell]
    if len(set(named)) < len(named) or len(named) < median_low(map(_count, rows)) - 1:
        return False
    return all(_is_label(cell, [row[at] for row in rows[1:] if at < len(row)]) for at, cell in enumerate(first) if cell)


def _is_label(cell: str, below: Sequence[str]) -> bool:
    if _YEAR.fullmatch(cell):
        return not any(_YEAR.fullmatch(value) for value in below)
    return len(cell) <= _LONGEST_LABEL and not _VALUE.fullmatch(cell) and cell not in (value.casefold() for value in below)
