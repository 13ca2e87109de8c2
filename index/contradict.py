"""Do two wordings of one sentence state different facts? Pure."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from index.facts import FUNCTION, Statement, Word
from index.synonyms import synonyms

_DENIALS = frozenset(
    "fail fails failed failing refuse refused refuses decline declined declines unable deny denied denies reject rejected "
    "rejects lack lacked lacks unlikely turned".split()
)
"""Words that say "not" in another way: "failed to come" is no contradiction of "did not come"."""
_FACTS = ("number", "month", "weekday", "season", "currency", "name")
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


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a sentence, and those that stand in their place in another wording of it.

    ``open``: they may mean something else; not so when they are synonyms or other forms of the same words.
    """

    left: frozenset[str]
    right: frozenset[str]
    open: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What holding two sentences against each other shows.

    ``verdict``: "other", they are two sentences; "contrary", one sentence with another fact in it; "same", one sentence.
    ``changes``: where words of one stand in the place of others.
    """

    verdict: Literal["same", "contrary", "other"]
    changes: frozenset[Change] = frozenset()


def compare(left: Statement, right: Statement) -> Comparison:
    """Hold two sentences against each other.

    They are contrary when a number, month, weekday, season, currency or name stands in the place of another, when only one
    is negated, or when a word stands in the place of its opposite.
    """
    keys, other_keys = [word.key for word in left], [word.key for word in right]
    aligned = SequenceMatcher(None, keys, other_keys, autojunk=False)
    if not _one_sentence(aligned, len(left), len(right)):
        return Comparison("other")
    ours, theirs = set(Counter(left) - Counter(right)), set(Counter(right) - Counter(left))
    if _denies(ours) != _denies(theirs) and not _DENIALS & {word.value for word in ours | theirs}:
        return Comparison("contrary")
    pairs = zip(left, right, strict=True) if keys == other_keys else ()
    if any(_other_fact({a}, {b}, {a}) for a, b in pairs if a != b):  # here even an exchange counts: who beat whom
        return Comparison("contrary")
    places = _places(aligned, left, right)
    if any(_other_fact(a - b, b - a, ours | theirs) for a, b in places):
        return Comparison("contrary")
    places = [(a & ours, b & theirs) for a, b in places]
    if any(_opposed(a, b) for a, b in places):
        return Comparison("contrary")
    return Comparison("same", frozenset(_change(a, b) for a, b in places if a and b))


def _denies(words: set[Word]) -> bool:
    return any(word.kind == "negation" for word in words)


def _one_sentence(aligned: "SequenceMatcher[str]", left: int, right: int) -> bool:
    """Whether most words agree, or one is the other with much added."""
    blocks = [block.size for block in aligned.get_matching_blocks()]
    return 2 * sum(blocks) >= 0.6 * (left + right) or sum(b for b in blocks if b >= 4) >= 0.7 * min(left, right)


def _places(aligned: "SequenceMatcher[str]", left: Statement, right: Statement) -> list[tuple[set[Word], set[Word]]]:
    """Words that stand in each other's place: what each sentence has between two words that they share."""
    places: list[tuple[set[Word], set[Word]]] = [(set(), set())]
    for tag, i, j, k, m in aligned.get_opcodes():
        if tag != "equal":
            places[-1][0].update(left[i:j])
            places[-1][1].update(right[k:m])
            continue
        for a, b in zip(left[i:j], right[k:m], strict=True):
            if a == b:
                places.append((set(), set()))
            else:  # two names, or two numbers
                places[-1][0].add(a)
                places[-1][1].add(b)
    return [(a, b) for a, b in places if a or b]


def _content(words: set[Word]) -> frozenset[str]:
    kinds = ("", "name", "season")
    return frozenset(str(word.value) for word in words if word.kind in kinds and word.value not in FUNCTION)


def _change(ours: set[Word], theirs: set[Word]) -> Change:
    left, right = _content(ours), _content(theirs)
    return Change(
        frozenset(str(word.value) for word in ours),
        frozenset(str(word.value) for word in theirs),
        open=_meaning_of_its_own(left, right) and _meaning_of_its_own(right, left),
    )


def _meaning_of_its_own(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(not any(_one_word(word, other) for other in right) for word in left)


def _one_word(left: str, right: str) -> bool:
    """Whether two words are synonyms, forms of one word ("report", "reporting") or spellings of it."""
    if synonyms(left, right):
        return True
    common = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    if common >= 4 and common >= 0.6 * max(len(left), len(right)):
        return True
    if min(len(left), len(right)) < 6 or left.endswith(right) or right.endswith(left):  # "unlikely" is not "likely"
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= 0.85


def _other_fact(ours: set[Word], theirs: set[Word], alone: set[Word]) -> bool:
    """Whether both sides have a fact of one kind in this place, of which one at least is ``alone`` in its sentence."""
    for kind in _FACTS:
        left, right = ({word for word in side if word.kind == kind} for side in (ours, theirs))
        if left and right and (left | right) & alone:
            return True
    return False


def _opposed(ours: set[Word], theirs: set[Word]) -> bool:
    """Whether words stand in the place of their opposites, or words that may be names in that of others."""
    if any(_caseless(word) for word in ours) and any(_caseless(word) for word in theirs):
        return True
    a, b = ({str(word.value) for word in side} for side in (ours, theirs))
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
