"""The facts a sentence states: its numbers, dates, currencies, names and negations, each in one form. Pure."""

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from index.wording import TOKEN, normal

_MONTHS = "january february march april may june july august september october november december".split()
_SEASONS = "spring summer autumn winter".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_COUNTS = (
    {word: float(value) for value, word in enumerate(_ONES)}
    | {word: 10.0 * value for value, word in enumerate(_TENS, 2)}
    | {word: float(value) for value, word in enumerate(_ORDINALS, 1)}
    | {"dozen": 12.0}
)
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_CURRENCIES = {
    "$": "dollar", "usd": "dollar", "dollar": "dollar", "\u20ac": "euro", "eur": "euro", "euro": "euro", "\u00a3": "pound",
    "gbp": "pound", "pound": "pound", "\u00a5": "yen", "yen": "yen", "yuan": "yuan", "\u20b9": "rupee", "rupee": "rupee",
    "franc": "franc", "crown": "crown", "krona": "crown", "krone": "crown", "rouble": "rouble", "ruble": "rouble",
}  # fmt: skip
_NEGATIONS = frozenset("not no never nor neither none nobody nothing without cannot".split())
_KINDS = dict.fromkeys(_NEGATIONS, "negation") | dict.fromkeys(_WEEKDAYS, "weekday") | dict.fromkeys(_SEASONS, "season")
_NO_NAMES = frozenset(
    "i i'm i've i'd we you he she it they the a an this that these those there in on at but and or if when what who how why "
    "our my his her their its as for with to from by of so mr mrs ms dr prof professor sir lord lady president prime "
    "minister king queen reuters ap afp dpa pti ani upi efe".split()
)
FUNCTION = _NO_NAMES | frozenset(
    "about above according across after again against ago all almost along already also although always am among another "
    "any are around be because been before being below between both can could did do does doing done down during each "
    "either else even ever every few had has have having he'd he'll he's however including into is isn't itself just "
    "later least less like likely made make makes may me meanwhile might more moreover most much must nearly now off "
    "only other others over own per perhaps put rather roughly said say saying says shall she's should since so some "
    "still such take than them themselves then though through thus till too toward towards under until up upon us very "
    "via was we're were where whether which while whose will would yet you're your added told stated explained noted "
    "reported announced earlier approximately currently recently today yesterday once here".split()
)
"""English words that carry little meaning of their own, and the verbs of reporting."""
_ORDINARY = re.compile(r"(s|ed|ing|ly|tion|sion|ment|ness|ity|ance|ence|police|work)$")
"""Endings of words that are seldom names although a sentence begins with them."""
_LONG_NAMES = (("United States of America", "US"), ("United States", "US"), ("United Kingdom", "UK"),
               ("European Union", "EU"), ("United Nations", "UN"))  # fmt: skip
_PIECE = re.compile(TOKEN)
_NUMERAL = re.compile(r"(-?\d+(?:\.\d+)?)(k|m|mn|bn|b|tn|st|nd|rd|th|s|am|pm)?")


class Word(NamedTuple):
    """A word of a sentence. ``kind`` says which sort of fact it is ("" for none), ``value`` what it states.

    ``key`` stands for it when sentences are laid side by side: there all numbers are one, and all names.
    """

    kind: str
    value: str | float
    key: str


Statement = tuple[Word, ...]
"""The words of one sentence, in order."""


class Statements:
    """The sentences of a text with their facts, each read when it is first asked for."""

    def __init__(self, found: Sequence[str]) -> None:
        """Take the sentences of a text, in order; what is a name is judged by all of them."""
        self._pieces = [_PIECE.findall(_short_names(sentence)) for sentence in found]
        words = {piece for pieces in self._pieces for piece in pieces[1:] if piece[0].isupper()}
        first = {pieces[0] for pieces in self._pieces if pieces and not _ORDINARY.search(pieces[0])}
        small = {piece for pieces in self._pieces for piece in pieces if piece[0].islower()}
        self._names = {word.casefold() for word in words | first} - small - FUNCTION - _NEGATIONS
        self._read: dict[int, Statement] = {}

    def __getitem__(self, position: int) -> Statement:
        """Return the words of a sentence with their kind."""
        if position not in self._read:
            self._read[position] = tuple(_read(self._pieces[position], self._names))
        return self._read[position]


def _short_names(sentence: str) -> str:
    sentence = normal(sentence)
    for long, short in _LONG_NAMES:
        sentence = sentence.replace(long, short)
    return sentence


def _word(kind: str, value: str | float) -> Word:
    return Word(kind, value, f"<{kind}>" if kind in ("number", "name", "month", "weekday", "season") else str(value))


def _read(pieces: Sequence[str], names: Container[str]) -> list[Word]:
    found: list[Word] = []
    last = ""
    for piece, after in zip(pieces, [*pieces[1:], ""], strict=False):
        word = piece if piece.islower() and piece.isalpha() else _bare(piece)
        number = _number(word, last, after) if piece[-1].isdigit() or piece[0].isdigit() or word in _COUNTS else None
        if found and found[-1].kind == "number" and (whole := _joined(float(found[-1].value), last, word, number)):
            found[-1] = _word("number", whole)
        elif number is not None:
            found.append(_word("number", number))
        else:
            found.append(_word(_kind(piece, word, names), _CURRENCIES.get(word.removesuffix("s"), word)))
        last = word
    return found


def _bare(piece: str) -> str:
    word = piece.casefold().removesuffix("'s")
    return word.replace(".", "") if piece[0].isalpha() else word


def _joined(before: float, last: str, word: str, number: float | None) -> float | None:
    """One number written in two words: twenty-five, 3.1 million, 1.3 m (of euros); None when they are not one."""
    if last in _TENS and number is not None and 0 < number < 10:
        return before + number
    scale = _SCALES.get(word) or (_SUFFIXES.get(word) if "." in last else None)
    return before * scale if scale else None


def _number(word: str, last: str, after: str) -> float | None:
    if word in _COUNTS:
        return _COUNTS[word]
    match = _NUMERAL.fullmatch(word.replace(",", ""))
    if match is None:
        return None
    value = float(match[1])
    money = any(near.casefold().removesuffix("s") in _CURRENCIES for near in (last, after))
    return value * _SUFFIXES.get(match[2], 1.0) if match[2] and (money or match[2] == "bn") else value


def _kind(piece: str, word: str, names: Container[str]) -> str:
    if word in _KINDS:
        return _KINDS[word]
    if piece[0].isupper():
        return "month" if word in _MONTHS else "name" if piece.casefold() in names else ""
    return "currency" if word.removesuffix("s") in _CURRENCIES else "negation" if word.endswith("n't") else ""
