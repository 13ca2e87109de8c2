"""Words as they are compared between an answer and a gold answer: the same thing written in two ways is one word here.

English only, like the stop words and the stemmer.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rag.inflection import stems
from rag.wording import NUMBER_WORDS, ORDINALS, find_numbers, plain

_ROMAN = {
    numeral: value
    for value, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(), 1)
    if len(numeral) > 1  # a lone letter is more often a letter or a word
}
_ROMAN_LETTERS = {"i": 1, "v": 5, "x": 10}
_LONE = re.compile(r"\b([A-Z][a-z]{2,}|[Ww]ar) ([IVX]|(?<=war )i)\b(?![.'])")
_ALIASES = {
    "us": "united states", "usa": "united states", "uk": "united kingdom", "bce": "bc", "ce": "ad", "tv": "television",
    "wwi": "world war 1", "wwii": "world war 2", "ww1": "world war 1", "ww2": "world war 2", "nyc": "new york city",
    "jan": "january", "feb": "february", "aug": "august", "sept": "september", "oct": "october", "nov": "november",
    "dec": "december", "km": "kilometers", "kg": "kilograms", "cm": "centimeters", "mm": "millimeters", "mg": "milligrams",
    "ft": "feet", "lb": "pounds", "lbs": "pounds", "mph": "miles per hour",
    "bn": "billion", "mn": "million", "grey": "gray",
}  # fmt: skip
_SIGNS = {"%": " percent ", "&": " and ", "$": " dollars ", "\u20ac": " euros ", "\u00a3": " pounds "} | {
    "\u00f8": "o", "\u00d8": "o", "\u0142": "l", "\u0141": "l", "\u00e6": "ae", "\u00c6": "ae",
    "\u0153": "oe", "\u00df": "ss"
}  # fmt: skip
_WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_MONEY = re.compile(r"([$\u20ac\u00a3] ?\d[\d.,]*) ?(m|bn|b|k)\b", re.I)
_SCALES = {"m": "million", "b": "billion", "bn": "billion", "k": "thousand"}
_WHO = re.compile(r"\bwho(?:m|se)?\b", re.I)
_SAYS_LITTLE = frozenset(
    "a an the of in on at to by for from with and or is was are were be been being it its this that as which who whom "
    "whose has have had their his her he she they there s did do does would will into during after before between also "
    "known called typically usually primarily mainly about approximately around roughly circa sir mr mrs ms dr".split()
)
_LIKE_FROM = 0.82
"""Share of letters in order (difflib) from which two words are one, spelled in two ways."""


def spelled(text: str) -> str:
    """Return a text with plain dashes, quote marks and spaces, "$48m" as "$48 million" and "Henry V" as "Henry 5"."""
    text = _MONEY.sub(lambda match: f"{match[1]} {_SCALES[match[2].lower()]}", plain(text))
    return _LONE.sub(lambda match: f"{match[1]} {_ROMAN_LETTERS[match[2].lower()]}", text)


def _numerals(text: str) -> frozenset[str]:
    """The values of a text's Roman numerals as digits; a lone letter is none."""
    return frozenset(str(_ROMAN[word]) for word in _WORD.findall(text.lower()) if word in _ROMAN)


def is_number(word: str) -> bool:
    """Say whether a word is a number in digits, or multiplies the one before it."""
    return word[0].isdigit() or word in ("hundred", *_SCALES.values(), "trillion")


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without accents; numbers, ordinals and numerals in digits."""
    text = spelled(text)
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    text = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", re.sub(r"'s\b|'", "", text))
    text = re.sub(r"\bu\.\s?s\.(?:\s?a\.)?", "us ", text).replace("u.k.", "uk ")
    found: list[str] = []
    for word in _WORD.findall(text):
        value = NUMBER_WORDS.get(word, ORDINALS.get(word, _ROMAN.get(word)))
        found += _ALIASES.get(word, word).split() if value is None else [str(value)]
    return tuple(found)


def content(found: Sequence[str]) -> tuple[str, ...]:
    """Return the words that say something; all of them when none does."""
    return tuple(word for word in found if word not in _SAYS_LITTLE) or tuple(found)


@lru_cache(maxsize=20_000)
def stemmed(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the forms of each word share, at its place."""
    return tuple(stems(list(found)))


@lru_cache(maxsize=100_000)
def alike(left: str, right: str) -> bool:
    """Say whether two words are one: forms of a word, or spelled in two ways. A number is only itself."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) < 4 or left[0].isdigit() or right[0].isdigit():
        return False
    common = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if common >= 5 and common >= 0.6 * len(long):
        return True
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= _LIKE_FROM


def share(wanted: tuple[str, ...], held: tuple[str, ...]) -> float:
    """Return the share of the wanted words that are held in any form, 0..1. A lone letter counts 0.3 of a word."""
    held_stems = set(stemmed(held))
    whole = found = 0.0
    for word, stem in zip(wanted, stemmed(wanted), strict=True):
        weight = 0.3 if len(word) == 1 and not word.isdigit() else 1.0
        whole += weight
        found += weight * (stem in held_stems or any(alike(word, other) for other in held))
    return found / whole if whole else 0.0


def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as digits, numerals like "VIII" too; a decade is "1960s"."""
    return frozenset(number.value for number in find_numbers(spelled(text))) | _numerals(text)


def own(found: tuple[str, ...], question: tuple[str, ...]) -> tuple[str, ...]:
    """Return the content words that the question does not give away; all of them when it gives all."""
    said, asked = content(found), set(stemmed(question))
    return tuple(word for word, stem in zip(said, stemmed(said), strict=True) if stem not in asked) or said


def asks_who(question: str) -> bool:
    """Say whether a question asks for a person."""
    return bool(_WHO.search(question))
