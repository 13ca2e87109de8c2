"""Do two wordings of one sentence state different facts? Pure; numbers, dates, names, and (in English) opposites."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from index.synonyms import synonyms
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
_DENIALS = frozenset(
    "fail fails failed failing refuse refused refuses decline declined declines unable deny denied denies reject rejected "
    "rejects lack lacked lacks unlikely turned".split()
)
"""Words that say "not" in another way: "failed to come" is no contradiction of "did not come"."""
_OPPOSITES = tuple(
    tuple(frozenset(pole.split()) for pole in axis.split("/"))
    for axis in (
        "rose rise rises risen rising climb climbs climbed climbing gain gained gains increase increased increases jump "
        "jumped surge surged grew grow grows grown lift lifted raise raised raises more higher up upward strengthened / "
        "fell fall falls fallen falling drop drops dropped dropping lose loses lost decrease decreased decreases slump "
        "slumped slid shrank shrink shrinks cut cuts lower lowered reduced fewer less down downward weakened",
        "won win wins winning beat beats beaten defeated victory / lost lose loses losing defeat",
        "before earlier / after later",
        "approve approved approves accept accepted accepts backed adopted / reject rejected rejects refused opposed",
        "guilty convicted jailed / innocent acquitted cleared freed",
        "opened opens open opening reopened / closed closes close closing shut",
        "bought buys buy / sold sells sell",
        "alive survived survives / dead died dies killed",
        "north northern / south southern / east eastern / west western",
        "northeast / northwest / southeast / southwest",
        "largest biggest greatest highest most best cheapest / smallest least lowest fewest worst dearest",
        "above over / below under",
        "cheaper / dearer costlier",
        "true genuine real / false fake forged",
        "all every both / some",
        "legal / illegal",
        "safe / unsafe dangerous",
    )
)
_KINDS = dict.fromkeys(_NEGATIONS, "negation") | dict.fromkeys(_WEEKDAYS, "weekday") | dict.fromkeys(_SEASONS, "season")
_NO_NAMES = frozenset(
    "i i'm i've i'd we you he she it they the a an this that these those there in on at but and or if when what who how why "
    "our my his her their its as for with to from by of so mr mrs ms dr prof professor sir lord lady president prime "
    "minister king queen reuters ap afp dpa pti ani upi efe".split()
)
_FUNCTION = _NO_NAMES | frozenset(
    "about above according across after again against ago all almost along already also although always am among another "
    "any are around be because been before being below between both can could did do does doing done down during each either "
    "else even ever every few had has have having he'd he'll he's however including into is isn't itself just later least "
    "less like likely made make makes may me meanwhile might more moreover most much must nearly now off only other others "
    "over own per perhaps put rather roughly said say saying says shall she's should since so some still such take than "
    "them themselves then though through thus till too toward towards under until up upon us very via was we're were where "
    "whether which while whose will would yet you're your added told stated explained noted reported announced earlier "
    "approximately currently recently today yesterday once here".split()
)
_ORDINARY = re.compile(r"(s|ed|ing|ly|tion|sion|ment|ness|ity|ance|ence|police|work)$")
"""Endings of words that are seldom names although a sentence begins with them."""
_LONG_NAMES = (("United States of America", "US"), ("United States", "US"), ("United Kingdom", "UK"),
               ("European Union", "EU"), ("United Nations", "UN"))  # fmt: skip
_PIECE = re.compile(TOKEN)
_NUMERAL = re.compile(r"(-?\d+(?:\.\d+)?)(k|m|mn|bn|b|tn|st|nd|rd|th|s|am|pm)?")


@dataclass(frozen=True, slots=True)
class Change:
    """Content words of a sentence, and those that stand in their place in another wording of it.

    ``open``: they may mean something else; not so when they are synonyms or other forms of the same words.
    """

    left: frozenset[str]
    right: frozenset[str]
    open: bool


class Word(NamedTuple):
    """A word of a sentence. ``kind`` says which sort of fact it is ("" for none), ``value`` what it states.

    ``key`` stands for it when sentences are laid side by side: there all numbers are one, and all names.
    """

    kind: str
    value: str | float
    key: str


Statement = tuple[Word, ...]
"""The words of one sentence, in order."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What holding two sentences against each other shows.

    ``verdict``: "other", they are two sentences; "contrary", one sentence with another fact in it; "same", one sentence.
    ``changes``: where content words of one stand in the place of others.
    """

    verdict: Literal["same", "contrary", "other"]
    changes: frozenset[Change] = frozenset()


class Statements:
    """The sentences of a text with their facts, each read when it is first asked for."""

    def __init__(self, found: Sequence[str]) -> None:
        """Take the sentences of a text, in order; what is a name is judged by all of them."""
        self._pieces = [_PIECE.findall(_short_names(sentence)) for sentence in found]
        words = {piece for pieces in self._pieces for piece in pieces[1:] if piece[0].isupper()}
        first = {pieces[0] for pieces in self._pieces if pieces and not _ORDINARY.search(pieces[0])}
        small = {piece for pieces in self._pieces for piece in pieces if piece[0].islower()}
        self._names = {word.casefold() for word in words | first} - small - _FUNCTION - _NEGATIONS
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


def compare(left: Statement, right: Statement) -> Comparison:
    """Hold two sentences against each other.

    They are contrary when a number, month, weekday, currency or name stands in the place of another, when one only is
    negated, or when a word stands in the place of its opposite.
    """
    aligned = SequenceMatcher(None, [word.key for word in left], [word.key for word in right], autojunk=False)
    if not _one_sentence(aligned, len(left), len(right)):
        return Comparison("other")
    ours, theirs = set(Counter(left) - Counter(right)), set(Counter(right) - Counter(left))
    if _denies(ours) != _denies(theirs) and not _DENIALS & {word.value for word in ours | theirs}:
        return Comparison("contrary")
    places = [(a & ours, b & theirs) for a, b in _places(aligned, left, right)]
    if any(_clash(a, b) for a, b in places):
        return Comparison("contrary")
    return Comparison("same", frozenset(_change(a, b) for a, b in places if _content(a) and _content(b)))


def _denies(words: set[Word]) -> bool:
    return any(word.kind == "negation" for word in words)


def _one_sentence(aligned: "SequenceMatcher[str]", left: int, right: int) -> bool:
    """Whether most words agree, or one is the other with much added."""
    blocks = [block.size for block in aligned.get_matching_blocks()]
    return 2 * sum(blocks) >= 0.6 * (left + right) or sum(b for b in blocks if b >= 4) >= 0.7 * min(left, right)


def _places(aligned: "SequenceMatcher[str]", left: Statement, right: Statement) -> list[tuple[set[Word], set[Word]]]:
    """Words that stand in each other's place: one for one where the sentences agree, in runs where they do not."""
    places: list[tuple[set[Word], set[Word]]] = []
    for tag, i, j, k, m in aligned.get_opcodes():
        if tag == "equal":
            places += [({a}, {b}) for a, b in zip(left[i:j], right[k:m], strict=True) if a != b]
        else:
            places.append((set(left[i:j]), set(right[k:m])))
    return places


def _content(words: set[Word]) -> frozenset[str]:
    return frozenset(str(word.value) for word in words if word.kind in ("", "name") and word.value not in _FUNCTION)


def _change(ours: set[Word], theirs: set[Word]) -> Change:
    left, right = _content(ours), _content(theirs)
    return Change(left, right, open=_meaning_of_its_own(left, right) and _meaning_of_its_own(right, left))


def _meaning_of_its_own(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(not any(_one_word(word, other) for other in right) for word in left)


def _one_word(left: str, right: str) -> bool:
    """Whether two words are synonyms or forms of one word ("report", "reporting")."""
    if synonyms(left, right):
        return True
    common = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    return common >= 4 and common >= 0.6 * max(len(left), len(right))


def _clash(ours: set[Word], theirs: set[Word]) -> bool:
    kinds = {w.kind for w in ours} & {w.kind for w in theirs}
    if kinds & {"number", "month", "weekday", "season", "currency", "name"}:
        return True
    if any(_caseless(word) for word in ours) and any(_caseless(word) for word in theirs):
        return True
    a, b = ({str(w.value) for w in side} for side in (ours, theirs))
    return any(
        a & one and b & other and not (a & other or b & one)
        for poles in _OPPOSITES
        for one in poles
        for other in poles
        if one is not other
    )


def _caseless(word: Word) -> bool:
    """Whether a word is of a script without capitals, in which a name cannot be told from any other word."""
    return isinstance(word.value, str) and word.value.isalpha() and word.value.upper() == word.value.lower()
