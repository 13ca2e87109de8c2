"""Dates that have a year, as the days they stand for."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from rag.values import dates

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    rf"(?<![\w,.])(?:{_YEAR}-\d{{2}}(?:-\d{{2}})?|{_DAY}(?: of)? {_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}"
    rf"|{_MONTH},? (?:of )?{_YEAR}|{_YEAR})(?!\w|,\d)"
)
"""Pattern of a date that has a year, case to be ignored."""
_ANY_DATE = re.compile(DATE, re.I)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included; None where it is open."""

    first: date | None
    last: date | None

    @property
    def days(self) -> int:
        """How many days it has; a great number when it is open."""
        return (self.last - self.first).days + 1 if self.first and self.last else date.max.toordinal()

    @property
    def key(self) -> tuple[date, date]:
        """What periods are ordered by."""
        return self.first or date.min, self.last or date.max

    def holds(self, other: "Period") -> bool:
        """Say whether the other lies wholly in this one."""
        return not (self.first and (not other.first or other.first < self.first)) and not (
            self.last and (not other.last or other.last > self.last)
        )

    def meets(self, other: "Period") -> bool:
        """Say whether the two have a day in common."""
        return not (self.first and other.last and other.last < self.first) and not (
            self.last and other.first and other.first > self.last
        )

    def __str__(self) -> str:
        """Return the day, or the first and the last one."""
        return " to ".join(dict.fromkeys(day.isoformat() for day in (self.first, self.last) if day))


def period_of(written: str) -> Period | None:
    """Return the days of a date that has a year, ISO or as written; None when there is no such day."""
    found = dates(written)
    if not found or found[0].year is None:
        return None
    year, month, day = found[0].year, found[0].month, found[0].day
    try:
        last = calendar.monthrange(year, month or 12)[1]
        return Period(date(year, month or 1, day or 1), date(year, month or 12, day or last))
    except ValueError:
        return None


def dates_in(text: str) -> list[Period]:
    """Return the dates of a text that have a year, in order."""
    return [period for match in _ANY_DATE.finditer(text) if (period := period_of(match[0]))]
