"""The words of a sentence that a question can ask for: dates, amounts and names.

By shape alone, no model. In doubt words are left out: there are always more than a person wants to read drafts about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.mentions import NO_NAMES, PREPOSITIONS, TOKEN, Mention, mentions
from rag.wording import find_numbers, tokens

Shape = Literal["date", "number", "name"]
"""What the words of an answer look like."""

MAX_ANSWER = 6
"""Words of an answer; longer names are rarely said in the same words."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
YEAR = r"(?:1[0-9]\d\d|20\d\d)"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}} {_MONTH},? {YEAR}|{_MONTH} \d{{1,2}},? {YEAR}|{_MONTH},? {YEAR}"
    rf"|(?<=\bin ){YEAR}|(?<=\bIn ){YEAR}|(?<=\bsince ){YEAR}|(?<=\bSince ){YEAR}"
    rf"|(?:[1-9]|1\d|2[01])(?:st|nd|rd|th) century(?! [a-z]+(?<! in)(?<! by)(?<! and)(?<! the)\b))(?![\w–-]|,\d)"
)
_DATE_BEFORE = re.compile(
    r"(?:\b(?:between|from|and|to|or|through|by|until|before|after)(?: about| the| late| early| mid)?|[-–—/])\s?\Z", re.I
)
_AMOUNT_BEFORE = re.compile(r"(?:\b(?:between|from|and|to|or|through)(?: about| the)?|[-–—/])\s?\Z", re.I)
_RANGE_AFTER = re.compile(r"\s?(?:[-–—/]|,? ?(?:to|and|or|through|until)\s+(?:the\s+)?(?:in\s+)?(?:\d|[a-z]+ century))")
_NOT_COUNTED = frozenset(
    "the these those both other last first next every no all his her its their our such chapter page any each number "
    "article section resolution no. level type".split()
)
_SIGN_BEFORE = re.compile(r"(?:US|A|C)?[$€£¥]\s?\Z")
_UNIT_AFTER = re.compile(
    r"(?:%|\s?per ?cent\b|[\s-](?:kilomet(?:re|er)s?|met(?:re|er)s?|miles?|feet|foot|inches|km|ft|mi|kg|tonnes?|tons?"
    r"|pounds?|dollars?|euros?|francs?|acres?|hectares?|years?|months?|weeks?|days?|hours?|minutes?|°[CF])\b)"
)
_NOT_THEN = re.compile(r"\s(?:later|earlier|after|before|ago|old|into|prior)\b")
_NO_COUNT = re.compile(rf"one\Z|an?\b|{YEAR}\Z|.*(?:\dst|nd|rd|th|first|second|third|s)\Z", re.I | re.S)
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
DESCRIBES = re.compile(r"(?:ish|ese|[ie]an|rench|erman|utch)s?\Z")
"""Endings of words such as "Danish", which describe and do not name."""
_ROLE = re.compile(
    r"\b(?:by|in|at|near|to|named|called|entitled|as|is|was|became|chose|elected|appointed)(?: the)? \Z", re.I
)
"""Before a name that a question can ask for. One after "of" or "with" says more about another word than about itself."""
TITLED = re.compile(
    r"(?:(?:Vice|Deputy|Prime|Foreign|Union|Home|Finance|Chief|Crown|Lieutenant|Major|Brigadier|Attorney)[ -])*"
    r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|King|Queen|Prince|Princess|Emperor|Empress|Pope|President|Premier|Minister|"
    r"Chancellor|Secretary|Senator|Governor|Mayor|Judge|Justice|Professor|General|Colonel|Captain|Major|Lieutenant|"
    r"Admiral|Bishop|Archbishop|Cardinal|Duke|Earl|Count|Baron|Marquis|Czar)\.? (?=[A-Z])"
)
"""What stands before a person's name; an answer is as right without it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that a question can ask for. ``central``: the sentence says something of them; else it only names them."""

    words: str
    shape: Shape
    central: bool = True


def answers_in(sentence: str, title: str) -> Iterator[Candidate]:
    """Yield the words of a sentence that a question can ask for; each stands in it once.

    Parts of lists and of ranges are left out: "Iceland" alone does not answer where "Iceland and Norway" does.
    """
    bare = _PARENTHESES.sub(lambda match: "\0" * len(match[0]), sentence)
    dates = [match.span() for match in _DATE.finditer(bare)]
    found: list[tuple[int, int, Shape, bool]] = [(*span, "date", True) for span in dates if _is_whole_date(bare, *span)]
    named = mentions(bare)
    for mention in named:
        if _can_answer(mention, bare, title):
            titled = TITLED.match(mention.text)
            start = mention.start + (titled.end() if titled else 0)
            central = mention.acts or titled is not None or bool(_ROLE.search(bare[: mention.start]))
            found.append((start, mention.start + len(mention.text), "name", central))
    taken = [*dates, *((mention.start, mention.end) for mention in named)]
    for start, end in _numbers(bare, taken):  # "two" of them is seldom what a sentence is about
        found.append((start, end, "number", any(letter.isdigit() for letter in bare[start:end])))
    for start, end, shape, central in sorted(found):
        words = sentence[start:end]
        once = len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", sentence)) == 1
        if once and len(words.split()) <= MAX_ANSWER:
            yield Candidate(words, shape, central)


def _is_whole_date(text: str, start: int, end: int) -> bool:
    """Whether a date says when: not one end of a range, one of two, or the time by which something was over."""
    return not _DATE_BEFORE.search(text[:start]) and not _RANGE_AFTER.match(text[end:])


def _numbers(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where amounts stand, with their sign or unit; years, ordinals and numbers in names are none."""
    words = tokens(text)
    for number in find_numbers(text):
        start, end = words[number.first].start, words[number.last].end
        before = words[number.first - 1] if number.first else None
        after = words[number.last + 1] if number.last + 1 < len(words) else None
        if sign := _SIGN_BEFORE.search(text[:start]):
            start = sign.start()
        if any(a < end and start < b for a, b in taken):
            continue
        if _AMOUNT_BEFORE.search(text[:start]) or _RANGE_AFTER.match(text[end:]):
            continue  # one end of a range, or one of two
        if before and (before.low in _NOT_COUNTED or (before.text[0].isupper() and number.first > 1)):
            continue
        if _NO_COUNT.match(text[start:end]) or (after and after.low == "century"):
            continue
        if sign:
            yield start, end
        elif unit := _UNIT_AFTER.match(text[end:]):
            if not _NOT_THEN.match(text[end + unit.end() :]):
                yield start, end + unit.end()
        elif after and after.text[0].islower() and text[end : after.start] == " ":  # what is counted
            yield start, end


def _can_answer(mention: Mention, text: str, title: str) -> bool:
    words = mention.words
    if mention.text.split()[-1].islower() and mention.text.endswith(("s", "ed")):
        return False  # a verb was taken for part of the name: "the Orrin Church uses"
    if mention.opens and (len(words) == 1 or words[0].endswith("s")):
        return False  # any word begins a sentence with a capital: "Members of the Orrin Church"
    if (DESCRIBES.search(words[0]) and mention.text.split()[-1].islower()) or DESCRIBES.search(words[-1]):
        return False  # "French troops", "Danish"
    if mention.owns or set(words) <= set(TOKEN.findall(title.lower())) or len(mention.text) < 3:
        return False
    before, after = text[: mention.start], text[mention.end :]
    if re.search(r"(?<=[a-z,] )(?:An?|The) \Z", before):
        return False  # a title that begins with its article
    if re.search(r"(?:[A-Z0-9][\w'’.-]*(?:,? (?:and|or|&)|,|/)|\b(?:from|between)) (?:the )?\Z|[-/\0]\s?\Z", before):
        return False  # one of a list, or the beginning of a range
    if re.match(r",? (?:and|or|&) (?:the |of )*[A-Z]|, (?:the )?[A-Z]|[-/]|\s?[\0\d]", after):
        return False
    follows = next(iter(TOKEN.findall(after)), ".")
    ends = not follows[0].isalpha() or follows.lower() in NO_NAMES or follows in PREPOSITIONS
    # Else it stands before a noun and only describes it: "the Paris attacks".
    return ends or mention.acts or bool(TITLED.match(mention.text))
