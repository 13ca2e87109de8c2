"""A table of questions as CSV: columns question and answer, and perhaps quote, article, tags, reference and id."""

import csv
import io
import re
from collections.abc import Sequence

from evals.importing.rows import Questions, Row
from index.errors import BadInputError

_COLUMNS = ("question", "answer", "quote", "article", "tags", "reference", "id")
_DELIMITERS = ",;\t"
_TAGS_APART = re.compile(r"\s*[|,;]\s*")


def read_csv(text: str, name: str) -> Questions:
    """Return the questions of a table. An empty answer says that the articles do not answer.

    Raises `BadInputError` naming the line and the column.
    """
    header, lines = _table(text, name)
    columns = {column: at for at, cell in enumerate(header) if (column := _column(cell))}
    rows = [_row(cells, columns, f"{name}, line {number}", len(header)) for number, cells in lines if any(cells)]
    if not rows:
        raise BadInputError(f"{name} holds no questions below its header; write one in each line")
    unused = [cell for cell in header if not _column(cell) and cell.strip()]
    told = f"columns found: {', '.join(sorted(columns, key=columns.__getitem__))}"
    return Questions("CSV", tuple(rows), told=(told + (f"; not used: {', '.join(unused)}" if unused else ""),))


def _table(text: str, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the other lines with their numbers, cut at whichever delimiter finds most columns."""
    best = max(_DELIMITERS, key=lambda delimiter: _known(_first_line(text, delimiter)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best, strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            lines.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInputError(
            f"{name}, line {start}: this is no CSV ({error}); put cells with quotation marks into quotation marks, doubled"
        ) from error
    header = lines[0][1] if lines else []
    for column in ("question", "answer"):
        if column not in {_column(cell) for cell in header}:
            found = ", ".join(cell for cell in header if cell) or "nothing"
            raise BadInputError(f"{name}, line 1: there is no column {column!r} in the header (found: {found}); add it")
    return header, lines[1:]


def _first_line(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _known(header: Sequence[str]) -> int:
    return len({column for cell in header if (column := _column(cell))})


def _column(cell: str) -> str | None:
    """Return which column a header cell names, whatever its case, spaces and plural; None when it is none we use."""
    plain = re.sub(r"[\W_]+|\(s\)", "", cell.lower()).removesuffix("s")
    return next((column for column in _COLUMNS if plain == column.removesuffix("s")), None)


def _row(cells: Sequence[str], columns: dict[str, int], where: str, width: int) -> Row:
    if len(cells) > width or len(cells) <= max(columns["question"], columns["answer"]):
        raise BadInputError(
            f"{where}: it has {len(cells)} cells and the header {width}; "
            "put cells that hold a comma (or what else parts the columns) into quotation marks"
        )
    value = {column: cells[at] if at < len(cells) else "" for column, at in columns.items()}
    question = " ".join(value["question"].split())
    if not question:
        raise BadInputError(f"{where}: field 'question' is empty; write the question, or delete the line")
    answers = tuple(dict.fromkeys(part for part in (part.strip() for part in value["answer"].split("|")) if part))
    tags = tuple(tag for tag in _TAGS_APART.split(value.get("tags", "")) if tag)
    return Row(
        where,
        value.get("id") or None,
        question,
        bool(answers),
        answers,
        (value["quote"],) if value.get("quote") else (),
        value.get("article") or None,
        value.get("reference") or None,
        tags or ("fact" if answers else "adversarial",),
    )
