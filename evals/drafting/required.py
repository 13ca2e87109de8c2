"""The words of an answer -> the forms in which a right answer may say them."""

import re

from evals.drafting.answers import Shape
from rag.wording import NUMBER_WORDS, ORDINALS, find_dates, find_numbers, plain, tokens

_MONTHS = "January February March April May June July August September October November December".split()
_WORD_OF = {str(value): word for word, value in NUMBER_WORDS.items()}
_PERCENT = re.compile(r"\s?(?:%|per ?cent)")


def required(answer: str, shape: Shape) -> list[str]:
    """Return the answer's words, then other forms of the same value: "12 March 2021" also as "March 12, 2021"."""
    forms = [answer]
    if shape == "date":
        forms += _dates(answer)
    elif shape == "number":
        forms += _numbers(answer)
    return list(dict.fromkeys(forms))


def _dates(answer: str) -> list[str]:
    if century := re.fullmatch(r"(\d+)(?:st|nd|rd|th) century", answer):
        words = {value: word for word, value in ORDINALS.items()}
        return [f"{words[int(century[1])]} century"] if int(century[1]) in words else []
    found = find_dates(plain(answer))
    if not found or found[0][0] is None:
        return []
    year, month, day = found[0]
    name = _MONTHS[month - 1]
    if day is None:
        return [f"{name} {year}", f"{year}-{month:02}"]
    return [f"{day} {name} {year}", f"{name} {day}, {year}", f"{year}-{month:02}-{day:02}"]


def _numbers(answer: str) -> list[str]:
    text = plain(answer)
    found = find_numbers(text)
    if len(found) != 1:
        return []
    words = tokens(text)
    start, end = words[found[0].first].start, words[found[0].last].end
    sign, unit = text[:start], text[end:]
    if _PERCENT.fullmatch(unit):
        return [f"{text[start:end]}{form}" for form in ("%", " percent", " per cent")]
    value = found[0].value
    forms = [value, f"{int(value):,}" if value.isdigit() else value, _WORD_OF.get(value, value)]
    return [f"{sign}{form}{unit}" for form in forms] + ([text[start:]] if sign else [])
