"""Are two texts the same article? One may be trimmed, lightly edited, or framed by other words. Pure."""

from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise

from index.contradict import Change, compare
from index.facts import Statement, Statements
from index.wording import sentences, words

LEAST_SHARED = 20
"""Words that both texts must have in common."""
LEAST_SHARE = 0.65
"""Share of the shorter text's words that must stand in the longer one, in runs of `RUN` words at least."""
RUN = 3
"""Words in a row: what two reports of one event share by chance is shorter, what an editor leaves untouched is longer."""
GAP = 3
"""Words between two such runs that count as edited rather than as other words."""
EDITED = 3
"""Changes of wording from which on a text counts as edited."""

_FURNITURE = (
    "copyright", "\u00a9", "all rights reserved", "first appeared", "first published", "originally appeared",
    "originally published", "reporting by", "editing by", "sign up", "subscribe", "newsletter", "read more", "follow us",
    "click here",
)  # fmt: skip
"""What marks a sentence that a publisher adds below any article; such sentences neither join nor part two texts."""


class Worded:
    """A text as it is compared: its words, its runs of words, its sentences with their facts."""

    def __init__(self, text: str) -> None:
        if _is_furniture(text):
            text = "\n\n".join(sentence for sentence in sentences(text) if not _is_furniture(sentence))
        self._text = text
        self.words = words(text)
        self.plain = f" {' '.join(self.words)} "

    @cached_property
    def runs(self) -> set[tuple[str, ...]]:
        """All runs of `RUN` words."""
        return set(_runs(self.words))

    @cached_property
    def _sentences(self) -> list[str]:
        return sentences(self._text)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each sentence stands, by its bare words."""
        return {" ".join(words(sentence)): place for place, sentence in enumerate(self._sentences)}

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self._sentences)

    def alone(self, other: "Worded") -> list[Statement]:
        """Return the sentences that the other text does not have, with their facts."""
        return [self._statements[place] for bare, place in self._places.items() if bare not in other._places]


def _is_furniture(text: str) -> bool:
    lowered = text.lower()
    return any(phrase in lowered for phrase in _FURNITURE)


def _runs(found: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(found[place:] for place in range(RUN)), strict=False))


def same(left: Worded, right: Worded) -> bool:
    """Say whether one text is the other, in whole or in large part, and nowhere states another fact in its place."""
    short, long = sorted((left, right), key=lambda reading: len(reading.words))
    if len(short.words) >= LEAST_SHARED and short.plain in long.plain:
        return True
    shared = _shared(short, long)
    return shared >= max(LEAST_SHARED, LEAST_SHARE * len(short.words)) and not _contrary(short, long)


def _shared(short: Worded, long: Worded) -> int:
    """How many words of the shorter text lie in a run that the longer one has, too, or in a small gap between two."""
    shared = 0
    end = -GAP - 1  # of the run before
    for place, run in enumerate(_runs(short.words)):
        if run in long.runs:
            shared += RUN if place - end > GAP else place + RUN - end
            end = place + RUN
    return shared


def _contrary(short: Worded, long: Worded) -> bool:
    """Whether a sentence that only one of the texts has states another fact than its counterpart in the other.

    An editor changes words in many places; who changes one or two in a text and leaves all else changes what it says.
    """
    ours, theirs = short.alone(long), long.alone(short)
    having: dict[object, list[int]] = defaultdict(list)
    for position, statement in enumerate(theirs):
        for mark in _marks(statement):
            having[mark].append(position)
    changes: set[Change] = set()
    for statement in ours:
        votes = Counter(position for mark in _marks(statement) for position in having.get(mark, ()))
        for position in sorted(votes, key=lambda place: (-votes[place], place))[:3]:
            comparison = compare(statement, theirs[position])
            if comparison.verdict == "contrary":
                return True
            if comparison.verdict == "same":
                changes |= comparison.changes
                break
    return any(change.open for change in changes) and _distinct(changes) < EDITED


def _distinct(changes: set[Change]) -> int:
    """How many changes there are when those that share a word, such as "speed skating" and "skating", are one."""
    count = 0
    rest = [change.left | change.right for change in changes]
    while rest:
        joined = rest.pop()
        while meeting := [words for words in rest if words & joined]:
            joined = joined.union(*meeting)
            rest = [words for words in rest if not words & joined]
        count += 1
    return count


def _marks(statement: Statement) -> set[object]:
    """What two wordings of one sentence share: neighbouring words, and neighbours with any number or name for another."""
    keys = [word.key for word in statement]
    return {*pairwise(statement), *pairwise(keys)}
