"""Dates as articles write them -> ISO dates, to the precision that is known and never beyond it."""

import datetime
import re

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?:jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"""(?P<date>
      \d{{4}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,2}}          # 2015-11-24, 2015/11/24
    | \d{{4}}-\d{{2}}                               # 2015-11
    | {_DAY}(?:\ of)?[\s-]{_MONTH},?[\s-]\d{{4}}    # 24 Nov 2015, 24-Nov-2015
    | {_MONTH}\s{_DAY},?\s\d{{4}}                   # November 24, 2015
    | {_MONTH},?\s\d{{4}}                           # November 2015
    | \d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}           # 24.11.2015, 24/11/2015
    | \d{{4}})"""
_CLOCK = r"""(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?(?:[ap]\.?m\.?|hrs))?
    (?:\s?(?:Z|[A-Z]{2,5}|[+-]\d{2}:?\d{2}))?(?:\s\([\w ]+\))?"""
_LABEL = r"""(?:(?P<label>(?:first\s|last\s)?(?:published|posted|updated|modified|date[ld]?|dated|created|issued)
    (?:\s(?:on|at|date))?)\s?[:\-–|]?\s)?"""
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s)?"
_WHOLE = re.compile(rf"{_LABEL}(?:{_CLOCK},?\s)?{_WEEKDAY}{_DATE}(?:,?[\sT|]\s?{_CLOCK})?\.?", re.I | re.X | re.ASCII)
_CITY = r"[A-Z][A-Za-z.'\-]*(?:[ ,/]{1,2}[A-Z][A-Za-z.'\-]*){0,5}"
_DATELINE = re.compile(
    rf"(?:\([A-Z]\w+\)\s)?(?-i:{_CITY})(?:,\s|:\s?|\s[-–—|]\s|\s\()(?:{_CLOCK},?\s)?{_WEEKDAY}{_DATE}\)?"
    r"(?:,?\s\(?[\w /.]{2,20}\)?)?\s*(?:[-–—:]|$)",
    re.I | re.X | re.ASCII,
)
_BYLINE_END = re.compile(
    rf"by\s.{{2,60}}?[,\s(–—-]\s?{_WEEKDAY}{_DATE}(?:,?[\s|]\s?{_CLOCK})?\)?\.?", re.I | re.X | re.ASCII
)
_FORMS = (
    re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[\s-](?P<month>[a-z]+)\.?,?[\s-](?P<year>\d{4})", re.I | re.ASCII),
    re.compile(r"(?P<month>[a-z]+)\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year>\d{4})", re.I | re.ASCII),
    re.compile(r"(?P<month>[a-z]+)\.?,?\s(?P<year>\d{4})", re.I | re.ASCII),
)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})", re.ASCII)
_IN_NAME = (
    re.compile(r"(?<![^\W_])(?P<year>(?:19|20)\d\d)(?P<s>[-_.]?)(?P<month>\d\d)(?P=s)(?P<day>\d\d)(?![^\W_])", re.ASCII),
    re.compile(r"(?<![^\W_])(?P<a>\d\d?)[-_.](?P<b>\d\d?)[-_.](?P<year>(?:19|20)\d\d)(?![^\W_])", re.ASCII),
    re.compile(r"(?<![^\W_])(?P<year>(?:19|20)\d\d)[-_](?P<month>\d\d)(?![^\W_])(?![-_]\d)", re.ASCII),
)
_HEAD_LINES, _TAIL_LINES, _LONGEST_LINE = 6, 3, 200


def parse_date(text: str) -> str | None:
    """Return an ISO date to the precision the text gives (YYYY, YYYY-MM, YYYY-MM-DD), None when it is no date.

    A label ("Updated:"), a weekday, a time and its zone may stand around the date; the day is the one that is written.
    """
    found = _WHOLE.fullmatch(" ".join(text.split()))
    return _iso(found["date"]) if found else None


def find_dateline(text: str, body_start: int) -> str | None:
    """Return the date that the first lines of a body state of the article itself, or its last lines, None if none does.

    Read are date lines ("By Jane Doe | Updated: Nov 24, 2015"), and agencies' datelines ("PARIS, Nov. 16, 2021 (AP) -").
    A date of publication goes before a date of change. Dates told in the story ("on Tuesday") are left alone.
    """
    lines = [line for raw in text[body_start:].splitlines() if (line := " ".join(raw.split()))]
    updated: str | None = None
    for line in lines[:_HEAD_LINES] + lines[_HEAD_LINES:][-_TAIL_LINES:]:
        for part in re.split(r"\s[|·•]\s|\s{2,}", line) if len(line) <= _LONGEST_LINE else ():
            found = _WHOLE.fullmatch(part) or _BYLINE_END.fullmatch(part)
            date = _iso(found["date"]) if found else None
            label = (found.groupdict().get("label") or "").lower() if found else ""
            if not date or (len(date) < len("2015-11-24") and not label):
                continue  # a year or a month alone on a line is a heading rather than a date
            if "updated" not in label and "modified" not in label:
                return date
            updated = updated or date
    for line in lines[:_HEAD_LINES]:
        if updated is None and (found := _DATELINE.match(line)):
            return _iso(found["date"])
    return updated


def date_in_name(file_name: str) -> str | None:
    """Return the date that a file name carries ("2015-11-24-talks.txt", "20151124_talks.md"), None if there is none."""
    for form in _IN_NAME:
        for found in form.finditer(file_name):
            parts = found.groupdict()
            if "a" in parts:
                date = _from_numbers(int(parts["a"]), int(parts["b"]), parts["year"], day_first=False)
            else:
                date = _join(parts["year"], parts["month"], parts.get("day"))
            if date:
                return date
    return None


def _iso(written: str) -> str | None:
    if found := _NUMBERS.fullmatch(written):
        return _from_numbers(int(found[1]), int(found[3]), found[4], day_first=found[2] == ".")
    for form in _FORMS:
        if found := form.fullmatch(written):
            parts = found.groupdict()
            month = parts.get("month")
            if month and not month.isdigit():
                names = [f"{i:02d}" for i, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:4])]
                # "Marks 2015" is no date; "Sept" is four letters of a month.
                month = names[0] if names and _MONTHS[int(names[0]) - 1].startswith(month.lower()) else None
                if month is None:
                    continue
            return _join(parts["year"], month, parts.get("day"))
    return None


def _from_numbers(first: int, second: int, year: str, *, day_first: bool) -> str | None:
    """24/11/2015 can be read in one way; of 03/04/2015 only the year is known, except with dots, where the day is first."""
    if first <= 12 and second <= 12 and first != second and not day_first:
        return _join(year, None, None)
    day, month = (first, second) if day_first or first > 12 else (second, first)
    return _join(year, str(month), str(day))


def _join(year: str, month: str | None, day: str | None) -> str | None:
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year] + [f"{int(part):02d}" for part in (month, day) if part])
