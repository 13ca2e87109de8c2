"""Who did what to whom, and how many of what: the order of words where order is the meaning.

Without a parser: only what stands right beside a shared word is compared, and only a clear reversal counts.
"""

import re
from collections.abc import Iterator

from rag.assertion import is_content
from rag.inflection import alike, stems
from rag.wording import Number, Word, find_numbers, tokens

_BE = frozenset("is are was were be been being get got gets".split())
_PASSED_OVER = frozenset(
    "a an the his her its their our your my this that these those some all both more most less than".split()
)
_AUXILIARY = (
    frozenset("has have had will would can could may might must do does did also then later never not".split()) | _BE
)
_LINKS = frozenset("of by to with from against over".split())
_EITHER_WAY = frozenset("meet met marri border equal resembl join near beside play talk differ".split())
"""Stems of what is the same in both directions."""
_OPPOSITE_PLACES = (("from", "to"), ("before", "after"), ("above", "below"), ("over", "under"))

_Triple = tuple[str, frozenset[str], frozenset[str], bool, str]


def roles_swapped(sentence: str, quote: str) -> bool:
    """Say whether the quote says of B and A what the sentence says of A and B. Both texts plain."""
    said, held = list(_triples(sentence)), list(_triples(quote))
    for verb, agent, patient, passive, link in said:
        if verb in _EITHER_WAY:
            continue
        same = [t for t in held if t[0] == verb and (passive or t[3] or link == t[4])]
        reversed_, straight = False, False
        for _, left, right, other, _link in same:
            if passive != other:
                left, right = right, left
            straight |= bool(_meet(agent, left) and not _meet(agent, right)) or bool(
                _meet(patient, right) and not _meet(patient, left)
            )
            reversed_ |= _meet(agent, right) and _meet(patient, left)
        if reversed_ and not straight:
            return True
    return _places_swapped(sentence, quote) or _counts_swapped(sentence, quote)


def _meet(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left & right)


def _triples(text: str) -> Iterator[_Triple]:
    """Each word with content on both sides: (stem, words just before, words just after, passive with "by", link)."""
    words = tokens(text)
    found = stems([w.low for w in words])
    for i, word in enumerate(words):
        link = words[i + 1].low if i + 1 < len(words) and words[i + 1].low in _LINKS else ""
        named = i > 0 and words[i - 1].low in ("a", "an", "the") and link != "of"  # "the mother of" is a relation
        if not is_content(word.low) or word.low[0].isdigit() or named:
            continue
        left, helped = _before(text, words, found, i)
        if not left:
            continue
        right = _after(text, words, found, i + (2 if link else 1))
        if right and not left & right:
            passive = helped and link == "by"
            if not (helped and link != "by" and word.low.endswith(("ed", "en"))):  # "was offered Okoye": either may be
                yield found[i], left, right, passive, "" if passive else link


def _before(text: str, words: list[Word], found: list[str], at: int) -> tuple[frozenset[str], bool]:
    group: list[str] = []
    helped = False
    for j in range(at - 1, max(-1, at - 6), -1):
        if re.search(r"[.,;:()]", text[words[j].end : words[j + 1].start]):
            break
        low = words[j].low
        if not group and (low in _AUXILIARY or low.endswith("ly")):
            helped |= low in _BE
        elif is_content(low):
            group.append(found[j])
        elif low not in _PASSED_OVER:
            break
        if len(group) == 3:
            break
    return frozenset(group), helped


def _after(text: str, words: list[Word], found: list[str], at: int) -> frozenset[str]:
    group: list[str] = []
    for j in range(at, min(len(words), at + 5)):
        if re.search(r"[.,;:()]", text[words[j - 1].end : words[j].start]):
            break
        if is_content(words[j].low):
            group.append(found[j])
        elif words[j].low not in _PASSED_OVER:
            break
        if len(group) == 3:
            break
    return frozenset(group)


def _places_swapped(sentence: str, quote: str) -> bool:
    """Whether "from A to B" became "from B to A", or before a date became after it."""
    said, held = _preposed(sentence), _preposed(quote)
    for pair in _OPPOSITE_PLACES:
        for here, there in (pair, pair[::-1]):
            mine = said.get(here, set())
            if mine & held.get(there, set()) - held.get(here, set()) and not (mine & held.get(here, set())):
                return True
    return False


def _preposed(text: str) -> dict[str, set[str]]:
    words = tokens(text)
    found: dict[str, set[str]] = {}
    for i, word in enumerate(words[:-1]):
        if any(word.low in pair for pair in _OPPOSITE_PLACES):
            follows = next((w for w in words[i + 1 : i + 3] if w.low not in _PASSED_OVER), words[i + 1])
            if follows.text[0].isupper() or follows.text[0].isdigit():
                found.setdefault(word.low, set()).add(follows.low)
    return found


def _counts_swapped(sentence: str, quote: str) -> bool:
    """Whether a number counts what another number counts in the quote, or has another unit there."""
    held = list(_counted(quote))
    for number, noun in _counted(sentence):
        same = [(n, w) for n, w in held if n.value == number.value]
        if number.unit and same and all(n.unit and n.unit != number.unit for n, _ in same):
            return True
        others = [n for n, w in held if noun and w and n.value != number.value and alike(noun, w)]
        if noun and others and not any(w is None or alike(noun, w) for _, w in same):
            return True
    return False


def _counted(text: str) -> Iterator[tuple[Number, str | None]]:
    """Each number with the stem of the word it stands right before, None when there is none."""
    words = tokens(text)
    for number in find_numbers(text):
        noun = words[number.last + 1] if number.last + 1 < len(words) else None
        beside = noun is not None and text[words[number.last].end : noun.start].strip(" -") == ""
        yield number, stems([noun.low])[0] if noun and beside and is_content(noun.low) and noun.text.islower() else None
