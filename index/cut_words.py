"""Words that a line end cut in two: was the hyphen put there, or is it part of the word? The rest of the text tells."""

import re
from collections.abc import Sequence
from itertools import pairwise

CUT_AT_END = re.compile(r"(\w+)[-\u00ad\u2010\ufffe]$")
"""A line that ends in the first half of a word."""

_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENATED = 0.04  # of the lines: texts set with hyphenation cut more words than this, others only compounds


class Words:
    """The words of a text but for those that a line end cuts."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: set[str] = set()
        cuts: list[tuple[str, str]] = []
        for before, line in pairwise(["", *lines]):
            cut = CUT_AT_END.search(before)
            found = _WORD.findall(CUT_AT_END.sub("", line))
            self._words.update(word.casefold() for word in found[bool(cut) :])
            if cut and found:
                cuts.append((cut[1].casefold(), found[0].casefold()))
        put_there = sum(left + right in self._words for left, right in cuts)
        own = sum(f"{left}-{right}" in self._words for left, right in cuts)
        self._hyphenated = put_there > own + 1 or (put_there >= own and len(cuts) > _HYPHENATED * len(lines))

    def whole(self, left: str, right: str) -> str:
        """Join the halves of a word that a line end cut, with a hyphen if it is the word's own."""
        joined, hyphenated = left + right, f"{left}-{right}"
        if joined.casefold() in self._words:
            return joined
        both = len(left) > 2 and len(right) > 2 and {left.casefold(), right.casefold()} <= self._words
        if hyphenated.casefold() in self._words or both or not right[0].islower():
            return hyphenated
        return joined if self._hyphenated else hyphenated
