"""Which articles are copies of another: the same text, or one trimmed, lightly edited, or framed by other words. Pure.

Signatures say which pairs are worth reading; each of these is compared word by word. Articles that say the same but for a
number, a date or a name are no copies: their disagreement must stay visible.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.same import Worded, same
from index.sketch import alike, signature
from index.wording import repeated, spoken

__all__ = ["Candidate", "groups", "repeated", "signature", "spoken"]

MISSES = 8
"""A text that is like so many others and the same as none was made from a template: it is held against no more."""
KEPT = 2048
"""Texts kept as they were read while others are held against them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be a copy. ``length``: characters of its text; ``date``: ISO to the precision known, or None."""

    id: str
    signature: bytes
    text_hash: str
    date: str | None
    length: int


Compare = Callable[[Candidate, Candidate], bool]


def groups(articles: Sequence[Candidate], text_of: Callable[[str], str]) -> dict[str, str]:
    """Return {id of a copy: id of its original}. Originals are no copies, and every copy was held against its original.

    Articles with one ``text_hash`` always belong together. The original of a group is the earliest by date among its full
    texts, those at least two thirds as long as the longest (a teaser that ran first is no original); of several the
    longest, then the first by id. ``text_of`` gives, by id, the text that `signature` was made of.
    """
    twins: dict[str, list[Candidate]] = defaultdict(list)
    for article in articles:
        twins[article.text_hash].append(article)
    texts = sorted((min(same_text, key=_rank) for same_text in twins.values()), key=lambda article: article.id)
    original = {article.id: article.id for article in texts}
    compare = _comparison(text_of)
    for group in _linked([article for article in texts if article.signature], compare):
        original |= dict(_held_against_original(group, compare))
    return {twin.id: original[text.id] for text in texts for twin in twins[text.text_hash] if twin.id != original[text.id]}


def _rank(article: Candidate) -> tuple[str, int, str]:
    """Earliest first ("2021" after all days of 2021, no date last), then the longest, then by id."""
    return ((article.date or "9999") + "-99", -article.length, article.id)


def _comparison(text_of: Callable[[str], str]) -> Compare:
    """Whether two articles are the same one, each pair and, as far as memory goes, each text looked at once."""
    read = lru_cache(maxsize=KEPT)(lambda article: Worded(text_of(article)))
    known: dict[frozenset[str], bool] = {}

    def compare(left: Candidate, right: Candidate) -> bool:
        pair = frozenset((left.id, right.id))
        if pair not in known:
            known[pair] = same(read(left.id), read(right.id))
        return known[pair]

    return compare


def _held_against_original(group: list[Candidate], compare: Compare) -> Iterator[tuple[str, str]]:
    """Give (copy, original); what is not the same as the original of its group forms a group with others, or none."""
    while len(group) > 1:
        longest = max(article.length for article in group)
        original = min((article for article in group if 3 * article.length >= 2 * longest), key=_rank)
        others = []
        for article in group:
            if article is original:
                continue
            if compare(article, original):
                yield article.id, original.id
            else:
                others.append(article)
        group = others


def _linked(articles: list[Candidate], compare: Compare) -> list[list[Candidate]]:
    """Articles joined by pairs that are the same article, directly or over others (union-find)."""
    parent = list(range(len(articles)))
    misses = [0] * len(articles)

    def root(position: int) -> int:
        while parent[position] != position:
            parent[position] = position = parent[parent[position]]
        return position

    for left, right in alike([a.signature for a in articles], [a.length for a in articles]):
        if root(left) == root(right) or max(misses[left], misses[right]) >= MISSES:
            continue
        if compare(articles[left], articles[right]):
            parent[root(right)] = root(left)
        else:
            misses[left] += 1
            misses[right] += 1
    linked: dict[int, list[Candidate]] = defaultdict(list)
    for position, article in enumerate(articles):
        linked[root(position)].append(article)
    return [group for group in linked.values() if len(group) > 1]
