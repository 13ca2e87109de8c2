"""People's verdicts on answers, read from the NQ-301 files: one answer a row, accepted or not by the majority of them."""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import BadInputError

HUMAN = "NQ301_human.tsv"
GOLDS = "NQ301_BEM.tsv"
"""The gold answers stand in another file, in the same order of rows; its own "Acceptable?" is another label."""
Half = Literal["fit", "report"]
_ACCEPTED = {"Yes": True, "No": False}


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer to a question, the gold answers (any one is enough), and whether people accept it."""

    question: str
    answer: str
    golds: tuple[str, ...]
    accepted: bool

    @property
    def half(self) -> Half:
        """Which half of the questions it belongs to; all answers to one question are in one half."""
        return "report" if hashlib.sha256(self.question.encode()).digest()[0] % 2 else "fit"


def load_verdicts(folder: Path) -> list[Verdict]:
    """Read both files of a folder. Raises `BadInputError` when they are missing or do not run side by side."""
    people, golds = _rows(folder / HUMAN), _rows(folder / GOLDS)
    if len(people) != len(golds):
        raise BadInputError(f"{HUMAN} has {len(people)} rows and {GOLDS} {len(golds)}; fetch both files again")
    return [_verdict(number, *rows) for number, rows in enumerate(zip(people, golds, strict=True), 2)]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter="\t"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} could not be read ({error}); give the folder of {HUMAN} and {GOLDS}") from error


def _verdict(number: int, judged: dict[str, str], other: dict[str, str]) -> Verdict:
    try:
        same = judged["Question"] == other["Question"] and _same(judged["Model answer"], other["Model answer"])
        golds = tuple(_repaired(gold) for gold in other["Gold answers"].split(" | "))
        found = Verdict(judged["Question"], judged["Model answer"], golds, _ACCEPTED[judged["Acceptable?"]])
    except (KeyError, AttributeError) as error:
        raise BadInputError(f"row {number}: the column {error} is missing or odd; fetch both files again") from error
    if not same:
        raise BadInputError(f"row {number}: {HUMAN} and {GOLDS} are about different answers; fetch both files again")
    return found


def _same(left: str, right: str) -> bool:
    """Whether two spellings are one answer: spaces and decimals of an amount were changed in one of the files."""
    short, long = sorted((re.sub(r"\W", "", text.lower()) for text in (left, right)), key=len)
    return long == short or (bool(short) and long.startswith(short) and not long[len(short) :].strip("0"))


def _repaired(text: str) -> str:
    """Undo that UTF-8 was read as Windows text, which some gold answers went through."""
    if "\u00c3" not in text and "\u00c2" not in text:
        return text
    for wrong in ("cp1252", "latin-1"):
        try:
            return text.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
    return text
