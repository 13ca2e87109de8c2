"""Forms that say the same: numbers, dates and units. Pure text in, comparable values out.

English only, like the sentence splitter and the stop words.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = str.maketrans(
    {**dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032", "'"), **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"')}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " ")
)
_WORD = re.compile(r"\d{1,3}(?:,\d{2,3})+(?![\d,])(?:\.\d+)?|\d[\d,.]*\d|\d+|[^\W\d_]+(?:'[^\W\d_]+)*")

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 3)}
ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
}
_NOT_COUNTING_ONE = frozenset(
    "of another who whom that which could can may must should would might is was 's or day".split()
)
_BEFORE_PRONOUN_ONE = frozenset("no any every each some this that the which another only".split())

_MONTHS = {
    name: n
    for n, names in enumerate(
        "january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sep,sept october,oct "
        "november,nov december,dec".split(),
        1,
    )
    for name in names.split(",")
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<iso_y>\d{{4}})-(?P<iso_m>\d\d)(?:-(?P<iso_d>\d\d))?"
    rf"|(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{_MONTH})\b\.?"
    rf"(?:\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:))?(?:,?\s+(?:of\s+)?(?P<y>\d{{4}}))?)(?!\w)",
    re.I,
)
_UNIT_NAMES = {
    form: unit
    for unit, forms in {
        "percent": "% percent per_cent pct",
        "kilometre": "km kilometre kilometres kilometer kilometers kms",
        "metre": "m metre metres meter meters",
        "centimetre": "cm centimetre centimetres centimeter centimeters",
        "millimetre": "mm millimetre millimetres millimeter millimeters",
        "mile": "mi mile miles",
        "foot": "ft foot feet",
        "inch": "inch inches",
        "yard": "yd yard yards",
        "kilogram": "kg kilogram kilograms kilo kilos",
        "gram": "g gram grams",
        "tonne": "t tonne tonnes ton tons",
        "pound weight": "lb lbs",
        "hectare": "ha hectare hectares",
        "acre": "acre acres",
        "litre": "l litre litres liter liters",
        "dollar": "$ dollar dollars usd",
        "euro": "\u20ac euro euros eur",
        "pound": "\u00a3 pound pounds gbp",
        "rupee": "\u20b9 rs rupee rupees inr",
        "yen": "\u00a5 yen jpy",
        "second": "sec secs seconds",
        "minute": "min mins minute minutes",
        "hour": "hr hrs hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years yr yrs",
        "decade": "decade decades",
        "century": "century centuries",
    }.items()
    for form in forms.split()
}


def plain(text: str) -> str:
    """Return the text with straight quote marks, plain dashes and spaces, and without invisible characters."""
    return text.translate(_DROPPED).translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number of a text. ``low``: lower case; ``start``, ``end``: where it stands in the plain text."""

    text: str
    low: str
    start: int
    end: int


def tokens(text: str) -> list[Word]:
    """Return the words and numbers of a plain text; thousands separators are taken out of ``low``."""
    found = []
    for match in _WORD.finditer(text):
        low = match[0].lower()
        found.append(Word(match[0], low.replace(",", "") if low[0].isdigit() else low, match.start(), match.end()))
    return found


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text. ``value``: canonical digits ("1500000"; a decade is "1990s"). ``unit``: None when it has none.

    ``first``, ``last``: positions of its words among the text's tokens.
    """

    value: str
    unit: str | None
    first: int
    last: int


def canonical(value: Decimal) -> str:
    """Return a number's digits without an exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(word: Word) -> Decimal | None:
    try:
        return Decimal(word.low) if word.low[0].isdigit() else None
    except InvalidOperation:  # a version or a date with several points
        return None


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a plain text in order, in digits or in words, ordinal numbers among them."""
    words = tokens(text)
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _number_at(words, at, text)
        if number:
            found.append(number)
            at = number.last + 1
        else:
            at += 1
    return found


def _number_at(words: list[Word], at: int, text: str) -> Number | None:
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else None
    joined = after is not None and after.start == word.end
    if word.low[0].isdigit():
        value = _digits(word)
        if value is None:
            return Number(word.low, None, at, at)
        if joined and after and after.low == "s" and len(word.low) == 4:
            return Number(f"{canonical(value)}s", None, at, at + 1)
        last = at
        if joined and after and after.low in ("st", "nd", "rd", "th"):
            last = at + 1
        elif after and after.low in _SCALES and text[word.end : after.start].strip(" -") == "":
            value, last = value * _SCALES[after.low], at + 1
        return Number(canonical(value), _unit(words, at, last, text), at, last)
    read = _spelled(words, at, text)
    return Number(str(read[0]), _unit(words, at, read[1], text), at, read[1]) if read else None


def _spelled(words: list[Word], at: int, text: str) -> tuple[int, int] | None:
    """Read a number in words from a position: its value and the position of its last word."""
    low = words[at].low
    if low in ("a", "an") and at + 1 < len(words) and words[at + 1].low in ("hundred", "thousand", "million", "billion"):
        total, group, last = 0, 1, at
    elif low == "one" and not _counts(words, at):
        return None
    elif low in ORDINALS:
        return (ORDINALS[low], at) if not (at and words[at - 1].low in ("per", "at")) else None
    elif low in NUMBER_WORDS:
        total, group, last = 0, NUMBER_WORDS[low], at
    else:
        return None
    while last + 1 < len(words) and re.fullmatch(r"[\s-]*", text[words[last].end : words[last + 1].start]):
        low, place = words[last + 1].low, last + 1
        if low == "and" and words[last].low in _SCALES and place + 1 < len(words) and words[place + 1].low in NUMBER_WORDS:
            low, place = words[place + 1].low, place + 1
        if low in _SCALES:
            if _SCALES[low] == 100:
                group *= 100
            else:
                total, group = total + group * _SCALES[low], 0
        elif low in NUMBER_WORDS and _joins(words[last].low, group, NUMBER_WORDS[low]):
            group += NUMBER_WORDS[low]
        elif low in ORDINALS and ORDINALS[low] < 10 and words[last].low in (*_TENS, "twenty"):
            return total + group + ORDINALS[low], place
        else:
            break
        last = place
    return total + group, last


def _joins(before: str, group: int, value: int) -> bool:
    return (group % 100 == 0 and before in _SCALES) or (before in (*_TENS, "twenty") and 0 < value < 10)


def _counts(words: list[Word], at: int) -> bool:
    """Whether "one" is a number here, and not a pronoun."""
    after = words[at + 1].low if at + 1 < len(words) else "of"
    return after not in _NOT_COUNTING_ONE and not (at and words[at - 1].low in _BEFORE_PRONOUN_ONE)


def _unit(words: list[Word], first: int, last: int, text: str) -> str | None:
    sign = text[words[first].start - 1] if words[first].start else ""
    if sign and sign in _UNIT_NAMES:
        return _UNIT_NAMES[sign]
    rest = text[words[last].end : words[last].end + 2].strip()
    if rest.startswith("%"):
        return "percent"
    if last + 1 >= len(words):
        return None
    after = words[last + 1].low
    if after == "per" and last + 2 < len(words) and words[last + 2].low == "cent":
        return "percent"
    return _UNIT_NAMES.get(after) if text[words[last].end : words[last + 1].start].strip(" -") == "" else None


Date = tuple[int | None, int, int | None]


def find_dates(text: str) -> list[Date]:
    """Return the dates of a plain text that name a month, as (year, month, day); None for what is not said.

    "May" is a month only beside a number or after a preposition; "3/4/2013" is left to the numbers, for its order is
    not known.
    """
    found: list[Date] = []
    for m in _DATE.finditer(text):
        if m["iso_y"]:
            if 1 <= int(m["iso_m"]) <= 12:
                found.append((int(m["iso_y"]), int(m["iso_m"]), int(m["iso_d"]) if m["iso_d"] else None))
            continue
        name, day = m["m"].lower(), m["d1"] or m["d2"]
        if not m["m"][0].isupper() or (
            name in ("may", "march", "mar", "jan", "sep", "dec", "oct") and not _is_month(text, m)
        ):
            continue
        found.append((int(m["y"]) if m["y"] else None, _MONTHS[name], int(day) if day else None))
    return found


def _is_month(text: str, match: re.Match[str]) -> bool:
    if match["d1"] or match["d2"] or match["y"]:
        return True
    before = re.search(r"(\w+)[\s-]+\Z", text[: match.start()])
    return bool(before) and before[1].lower() in _BEFORE_MONTH  # type: ignore[index]


_BEFORE_MONTH = frozenset(
    "in since until till by from to of during before after on last next this late early mid and through "
    "between each every".split()
)


def is_month(low: str) -> bool:
    """Say whether a lower-case word is the name of a month."""
    return low in _MONTHS


def same_date(said: Date, held: Date) -> bool:
    """Say whether a date that is said agrees with one that is held: whatever both name is the same."""
    return all(a is None or b is None or a == b for a, b in zip(said, held, strict=True))
