"""Numbers, dates, comparisons and words of quantity that a sentence adds to, or changes from, what its quote says."""

import re

from rag.wording import Date, Number, find_dates, find_numbers, same_date, tokens

_SAME = {
    word: name
    for name, group in {
        "all": "all every each everyone everybody everything entire entirely whole wholly always completely",
        "most": "most mostly majority",
        "many": "many numerous several various lots plenty multiple",
        "few": "few rarely seldom little",
        "some": "some certain sometimes occasionally",
        "often": "often frequently usually commonly typically generally",
        "only": "only solely just exclusively merely sole",
        "both": "both",
        "half": "half",
        "rise": "increase increased increases increasing rose rise rises rising risen grew grow grows growing grown gained "
        "climbed higher doubled tripled quadrupled expanded raised",
        "fall": "decrease decreased decreases decreasing fell fall falls falling fallen dropped drop declined decline "
        "declining lower lowered reduced reduce reduces reduction shrank shrinking lost halved cut",
        "more": "more greater larger bigger above exceeding exceeded exceeds over higher",
        "less": "less fewer smaller below under lower",
        "maximum": "largest biggest greatest highest maximum longest tallest oldest best",
        "minimum": "smallest lowest minimum least shortest youngest worst",
        "before": "before prior earlier until till",
        "after": "after following later since subsequently",
        "last": "last latest final",
        "double": "double doubled twice",
        "nearly": "almost nearly",
    }.items()
    for word in group.split()
}
_OPPOSITE_PAIRS = (
    ("rise", "fall"), ("more", "less"), ("maximum", "minimum"), ("before", "after"), ("all", "some"), ("all", "half"),
    ("many", "few"), ("all", "few"), ("all", "most"), ("most", "some"), ("most", "few"), ("most", "half"),
)  # fmt: skip
_OPPOSITES = {
    kind: frozenset(b if a == kind else a for a, b in _OPPOSITE_PAIRS if kind in (a, b))
    for pair in _OPPOSITE_PAIRS
    for kind in pair
}
_STRONG = frozenset("all only half maximum minimum double".split())
"""What a sentence must not add."""
_WEAK = frozenset("most many rise fall both".split())
"""What a sentence had better not add: other words often say it."""
_ANTONYM_PAIRS = [
    tuple(pair.split())
    for pair in """
accept reject|accepted rejected|approve reject|approved rejected|open close|open closed|opened closed|win lose|
won lost|alive dead|import export|imported exported|imports exports|north south|east west|northern southern|
eastern western|left right|legal illegal|male female|men women|man woman|husband wife|mother father|son daughter|
brother sister|buy sell|bought sold|lend borrow|lent borrowed|arrive depart|arrived departed|enter leave|entered left|
birth death|born died|true false|guilty innocent|hot cold|summer winter|upper lower|inside outside|public private|
success failure|succeeded failed|guilty acquitted|convicted acquitted|allow forbid|allowed forbidden|allowed banned|
permitted banned|strong weak|rich poor|increase decrease|maternal paternal|ally enemy|victory defeat|old new|
old young|early late|morning evening|long short|start end|began ended|first last|minority majority|minimum maximum|
advantage disadvantage|agree disagree|agreed disagreed|safe dangerous|supported opposed|support oppose|
supporters opponents|employer employee|teacher student|day night|possible impossible|able unable|known unknown|
domestic foreign|positive negative|before after|parent child
""".strip().split("|")
]
_ANTONYMS = {
    word: frozenset(b if a == word else a for a, b in _ANTONYM_PAIRS if word in (a, b))
    for pair in _ANTONYM_PAIRS
    for word in pair
}
_BOUNDS = {  # "less" first: "no more than" holds "more than"
    name: re.compile(rf"\b(?:{forms})\s+\S?\Z", re.I)
    for name, forms in {
        "less": "less than|fewer than|under|below|at most|up to|no more than|not more than",
        "more": "more than|over|above|at least|exceed(?:ed|ing|s)?|upwards of|no less than|no fewer than",
        "near": "about|around|approximately|roughly|nearly|almost|some|an estimated",
    }.items()
}


def missing_numbers(sentence: str, quote: str) -> list[str]:
    """Return the numbers of a plain sentence that its plain quote does not hold."""
    held = find_numbers(quote)
    values = {n.value for n in held}
    return [n.value for n in find_numbers(sentence) if n.value not in values and not _within(n, values)]


def _within(number: Number, values: set[str]) -> bool:
    """Whether a decade holds a year of the quote: "1990s" for 1994."""
    return number.value.endswith("0s") and any(len(v) == 4 and v[:3] == number.value[:3] for v in values)


def wrong_dates(sentence: str, quote: str) -> list[Date]:
    """Return the dates of a plain sentence that agree with no date of its plain quote."""
    held = find_dates(quote)
    return [date for date in find_dates(sentence) if not any(_agrees(date, other, quote) for other in held)]


def _agrees(said: Date, held: Date, quote: str) -> bool:
    if not same_date(said, held):
        return False
    unsaid = [str(a) for a, b in zip(said, held, strict=True) if a is not None and b is None]
    return all(value in {n.value for n in find_numbers(quote)} for value in unsaid)


def _kinds(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    words = tokens(text)
    for i, word in enumerate(words):
        kind = _SAME.get(word.low)
        if kind and not (word.low in ("over", "under", "above", "below") and not _before_number(words[i + 1 : i + 2])):
            found.setdefault(kind, set()).add(word.low)
    return found


def _before_number(after: list) -> bool:  # type: ignore[type-arg]
    return bool(after) and after[0].low[0].isdigit()


def contradicted(sentence: str, window: str) -> tuple[bool, bool]:
    """Compare words of quantity and comparison of two plain texts: (the opposite or far more is said, more is said).

    An antonym counts when the quote has only the other word of the pair.
    """
    said, held = _kinds(sentence), _kinds(window)
    added = said.keys() - held.keys()
    lows, others = {w.low for w in tokens(sentence)}, {w.low for w in tokens(window)}
    antonym = any(low not in others and (_ANTONYMS[low] & others) - lows for low in lows & _ANTONYMS.keys())
    opposite = any(kind in _STRONG or _OPPOSITES.get(kind, frozenset()) & held.keys() - said.keys() for kind in added)
    return opposite or antonym, bool(added & _WEAK)


def bounds_changed(sentence: str, quote: str) -> tuple[bool, bool]:
    """Compare what stands before each shared number: (a bound was added or turned round, a bound was left out)."""
    said, held = _bounds(sentence), _bounds(quote)
    added = any(b not in held[v] and b in ("more", "less") for v, kinds in said.items() if v in held for b in kinds)
    dropped = any(
        None in kinds and None not in held[v] and held[v] & {"more", "less"} for v, kinds in said.items() if v in held
    )
    return added, dropped


def _bounds(text: str) -> dict[str, set[str | None]]:
    words = tokens(text)
    found: dict[str, set[str | None]] = {}
    for number in find_numbers(text):
        before = text[max(0, words[number.first].start - 40) : words[number.first].start]
        kind = next((name for name, pattern in _BOUNDS.items() if pattern.search(before)), None)
        found.setdefault(number.value, set()).add(kind)
    return found
