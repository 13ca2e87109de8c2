"""When do two short answers say the same? Pure: dates, amounts and names in other words are one value.

In doubt two values are the same: an invented disagreement costs more trust than one that is not pointed out.
"""

import re
from dataclasses import dataclass
from typing import Literal

from index.lexical import terms
from rag.support import says, words

Kind = Literal["date", "amount", "name"]
"""What a question asks for, as far as its first words show."""

_MONTHS = {
    name[:3]: month
    for month, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})"
_DATES = tuple(
    re.compile(rf"\b{form}\b", re.I)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?",
        rf"{_DAY}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY}(?:,? {_YEAR})?(?!\d)",
        rf"{_DAY}(?: of)? {_MONTH}",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        rf"{_YEAR}(?!,\d)",
    )
)
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_UNITS = {
    "km": ("length", 1000.0), "kilometre": ("length", 1000.0), "kilometer": ("length", 1000.0), "mile": ("length", 1609.3),
    "mi": ("length", 1609.3), "metre": ("length", 1.0), "meter": ("length", 1.0), "m": ("length", 1.0),
    "foot": ("length", 0.3048), "feet": ("length", 0.3048), "ft": ("length", 0.3048), "inch": ("length", 0.0254),
    "inches": ("length", 0.0254), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "kg": ("weight", 1.0), "kilogram": ("weight", 1.0), "pound": ("weight", 0.4536), "lb": ("weight", 0.4536),
    "tonne": ("weight", 1000.0), "ton": ("weight", 1000.0), "percent": ("share", 1.0), "%": ("share", 1.0),
}  # fmt: skip
_AMOUNT = re.compile(rf"(?P<number>\d+(?:\.\d+)?)\s*(?P<scale>{'|'.join(_SCALES)})?s?\s*(?P<unit>%|[a-z]+)?")
_COUNTED = re.compile(rf"(?<![\d.,])(?P<number>\d[\d,.]*)(?: (?:{'|'.join(_SCALES)}))? (?P<unit>[a-z]+)")
_ABOUT = frozenset("about around approximately nearly almost roughly some over circa estimated".split())
_ASKS_DATE = re.compile(r"\b(when|(what|which) (year|date|day|month)|(birth ?|death )?date( of)?|year of)\b", re.I)
_ASKS_AMOUNT = re.compile(
    r"\b(how (many|much|long|tall|high|far|old|large|big|deep|wide|fast|heavy)|population|percentage|(what|which) "
    r"(number|share|amount))\b",
    re.I,
)
_ASKS_NAME = re.compile(r"^\W*(who|whom|whose)\b", re.I)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is known; None for what is not said."""

    year: int | None
    month: int | None
    day: int | None

    def agrees(self, other: "Day") -> bool:
        """Say whether both can be the same day: "April 1856" agrees with "1856" and with "3 April"."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        return bool(known) and all(a == b for a, b in known)


def kind_of(question: str) -> Kind | None:
    """Return what the question asks for; None when its words do not show it."""
    if _ASKS_AMOUNT.search(question):
        return "amount"
    if _ASKS_DATE.search(question):
        return "date"
    return "name" if _ASKS_NAME.search(question) else None


def dates(text: str) -> list[Day]:
    """Return the dates of a text in the order they stand in."""
    return [day for _, day in _find_dates(text)]


def _find_dates(text: str) -> list[tuple[str, Day]]:
    """Dates as written and as understood; what a longer form has read, a shorter one does not read again."""
    found: list[tuple[int, str, Day]] = []
    for form in _DATES:
        for match in form.finditer(text):
            part = match.groupdict()
            month = part.get("month")
            day = Day(
                int(part["year"]) if part.get("year") else None,
                (int(month) if month.isdigit() else _MONTHS[month.lower()[:3]]) if month else None,
                int(part["day"]) if part.get("day") else None,
            )
            found.append((match.start(), match[0], day))
        text = form.sub(lambda match: "\0" * len(match[0]), text)
    return [(written, day) for _, written, day in sorted(found, key=lambda f: f[0])]


def amounts(text: str) -> list[tuple[float, str]]:
    """Return the amounts of a text with their dimension ("" when the unit is none we know), in one unit each."""
    plain = " ".join(words(text.replace("%", " percent ")))
    found = []
    for match in _AMOUNT.finditer(plain):
        unit = (match["unit"] or "").removesuffix("s")
        dimension, factor = _UNITS.get(unit) or _UNITS.get(match["unit"] or "", ("", 1.0))
        found.append((float(match["number"]) * _SCALES.get(match["scale"] or "", 1.0) * factor, dimension))
    return found


def typed(question: str, text: str, kind: Kind | None) -> list[str]:
    """Return the dates or amounts of a text as written, without those that the question itself names.

    An amount counts when the word after it is one of the question's ("175 soldiers" for "how many soldiers").
    """
    if kind == "date":
        asked = dates(question)
        return [written for written, day in _find_dates(text) if not any(day.agrees(other) for other in asked)]
    if kind == "amount":
        asked_terms = set(terms([question])[0])
        counted = [match for match in _COUNTED.finditer(text) if set(terms([match["unit"]])[0]) & asked_terms]
        return [match[0] for match in counted if match["number"] not in words(question)]
    return []


def whole(value: str, text: str) -> str:
    """Return a date that stands in a text as fully as the text has it: "4 May 1902" for "1902"; other values as is."""
    if len(dates(value)) != 1 or value not in (written for written, _ in _find_dates(value)):
        return value
    return max([value, *(written for written, _ in _find_dates(text) if says(written, value))], key=len)


def fits(value: str, kind: Kind | None) -> bool:
    """Say whether a value can answer a question of that kind: a date has a day or year, an amount a number."""
    if kind == "date":
        return bool(dates(value)) or any(word[0].isdigit() for word in words(value))
    if kind == "amount":
        return any(word[0].isdigit() for word in words(value)) or bool({"no", "none"} & set(words(value)))
    return kind is None or any(c.isupper() for c in value)


def same(left: str, right: str, kind: Kind | None = None) -> bool:
    """Say whether two values are one, said in other words or more or less exactly."""
    if kind == "date" or (kind is None and dates(left) and dates(right)):
        ours, theirs = dates(left), dates(right)
        if ours and theirs:
            return any(a.agrees(b) for a in ours for b in theirs)
    if amounts(left) and amounts(right):
        close = 0.05 if _ABOUT & set(words(f"{left} {right}")) else 0.0
        return any(_near(a, b, close) for a in amounts(left) for b in amounts(right))
    return any(_same_words(_content(a), _content(b)) for a in _listed(left) for b in _listed(right))


def _listed(value: str) -> list[str]:
    """A value and, when it is a list, what it lists: lists that share something do not contradict each other."""
    return [value, *(part for part in re.split(r";| and ", value) if words(part))]


def _near(left: tuple[float, str], right: tuple[float, str], share: float) -> bool:
    if left[1] and right[1] and left[1] != right[1]:
        return True  # a length and a weight cannot contradict each other
    share = max(share, 0.03 if left[1] == "length" or left[1] == "weight" else 0.0)  # converted units are rounded
    return abs(left[0] - right[0]) <= share * max(abs(left[0]), abs(right[0]))


def _content(value: str) -> list[str]:
    return [w for w in words(value) if terms([w])[0] or (len(w) == 1 and w != "a")] or words(value)


def _same_words(left: list[str], right: list[str]) -> bool:
    shorter, longer = sorted((list(dict.fromkeys(left)), list(dict.fromkeys(right))), key=len)
    matched = sum(any(_same_word(a, b) for b in longer) for a in shorter)
    return matched == len(shorter) or matched > 0.5 * (len(shorter) + len(longer) - matched)


def _same_word(left: str, right: str) -> bool:
    """The same word, its initial, or a form of it (football and footballer, Canada and Canadian)."""
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return long[0] == short
    if short == long or terms([short]) == terms([long]):
        return True
    common = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return common >= 5 and common >= 0.75 * len(short)
