"""A sentence and its quote side by side: which words of the one the other has, where, and with which polarity."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from rag.assertion import NEGATIVE, Polarity, is_content, negates, polarities, sentence_spans
from rag.inflection import alike, family_keys, stems
from rag.wording import NUMBER_WORDS, find_numbers, tokens

_WINDOW = 3
"""Neighbouring sentences of a long quote that are judged together."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a sentence its quote holds. All 0..1 but for ``longest_missing`` (words).

    ``covered``: share of the content words that the whole quote holds in some form. ``covered_together``: the same for
    the best few neighbouring sentences. ``pairs``: share of the neighbouring content words that stand near
    each other there, in one sentence. ``longest_missing``: the longest run of content words not held, at most 10, over 10.
    """

    covered: float
    covered_together: float
    pairs: float
    longest_missing: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A text made ready to compare: each word's stem, whether it is content, its polarity."""

    plain: str
    lows: list[str]
    stems: list[str]
    content: list[bool]
    polarity: list[Polarity]
    starts: list[int]


def read(text: str) -> Reading:
    """Make a plain text ready to compare."""
    found = tokens(text)
    lows = [word.low for word in found]
    return Reading(
        text,
        [str(NUMBER_WORDS.get(low, low)) for low in lows],
        stems(lows),
        [is_content(word.low) or (len(word.text) > 1 and word.text.isupper()) for word in found],  # "US" is no pronoun
        polarities(text),
        [word.start for word in found],
    )


def partners(said: Reading, held: Reading) -> list[list[int]]:
    """For each word of the sentence where the quote has it, in the same or another form."""
    places: dict[str, list[int]] = {}
    for i, root in enumerate(held.stems):
        places.setdefault(root, []).append(i)
    families: dict[str, list[str]] = {}
    for root in places:
        for key in family_keys(root):
            families.setdefault(key, []).append(root)
    known: dict[str, list[int]] = {}
    for root, content in zip(said.stems, said.content, strict=True):
        if root not in known:
            known[root] = places.get(root, [])
            if not known[root] and content and not root[0].isdigit():
                near = {other for key in family_keys(root) for other in families.get(key, ()) if alike(root, other)}
                known[root] = sorted(i for other in near for i in places[other])
    values = {n.value: n.first for n in reversed(find_numbers(held.plain))}
    found = [known[root] for root in said.stems]
    for number in find_numbers(said.plain):
        if number.value in values:  # "1.5 million" for "1,500,000"
            for i in range(number.first, number.last + 1):
                found[i] = found[i] or [values[number.value]]
    return found


def _places(held: Reading) -> list[int]:
    """For each word the number of its sentence."""
    ends = [end for _, end in sentence_spans(held.plain)]
    return [min(bisect_right(ends, start), len(ends) - 1) for start in held.starts]


def best_window(said: Reading, held: Reading, partner: list[list[int]]) -> tuple[int, int]:
    """Return where the few neighbouring sentences stand that hold most of the sentence's content words."""
    spans = sentence_spans(held.plain)
    if len(spans) <= 1:
        return 0, len(held.plain)
    place = _places(held)
    wanted = [i for i, content in enumerate(said.content) if content]
    in_sentence = [{place[j] for j in partner[i]} for i in wanted]
    best, best_key = (0, 0), (-1.0, 0)
    for first in range(len(spans)):
        for size in range(1, _WINDOW + 1):
            if first + size > len(spans):
                break
            hit = sum(not where.isdisjoint(range(first, first + size)) for where in in_sentence)
            key = (hit - 0.5 * (size - 1), -first)  # a further sentence must bring something
            if key > best_key:
                best, best_key = (first, first + size - 1), key
    return spans[best[0]][0], spans[best[1]][1]


def measure_overlap(
    said: Reading, held: Reading, partner: list[list[int]], window: tuple[int, int], excused: set[str]
) -> Overlap:
    """Measure how much of a sentence its quote holds. ``excused``: lower-case words that need not be there."""
    wanted = [i for i, content in enumerate(said.content) if content and said.lows[i] not in excused]
    if not wanted:
        return Overlap(0.0, 0.0, 0.0, 1.0)  # nothing but function words: nothing that could be checked
    place = _places(held)
    near = [[j for j in partner[i] if window[0] <= held.starts[j] < window[1]] for i in wanted]
    together = [bool(places) for places in near]
    pairs = [any(abs(a - b) <= 6 and place[a] == place[b] for a in left for b in right) for left, right in pairwise(near)]
    longest = run = 0
    for hit in together:
        run = 0 if hit else run + 1
        longest = max(longest, run)
    return Overlap(
        sum(bool(partner[i]) for i in wanted) / len(wanted),
        sum(together) / len(together),
        sum(pairs) / len(pairs) if pairs else float(all(together)),
        min(longest, 10) / 10,
    )


def compare_polarity(said: Reading, held: Reading, partner: list[list[int]], window: tuple[int, int]) -> Polarity:
    """Compare what both deny and leave open: "not" when one denies what the other asserts, "perhaps" when it is left open.

    One word that "not" stands before is enough. A clause that is denied or only reported as a whole counts when half of
    the words that both have stand in it, for its subject may well be spoken of elsewhere.
    """
    matched = denied = reported = 0
    for i, content in enumerate(said.content):
        if not content:
            continue
        mine = said.polarity[i]
        places = [j for j in partner[i] if window[0] <= held.starts[j] < window[1]]
        if not places:
            if mine == "not" and not negates(held.plain[window[0] : window[1]]):
                return "not"
            continue
        matched += 1
        there = {held.polarity[j] for j in places}
        if mine in NEGATIVE:
            if not there & NEGATIVE and not any(_negative_near(held, j) for j in places):
                return "not"
        elif mine == "said" and mine not in there and not _said_elsewhere(said.stems[i], held):
            if "not" in there and not _negative_near(said, i):  # "did not reach a decision" for "reached no decision"
                return "not"
            denied += "denied" in there
            reported += 1 if "reported" in there else matched if "perhaps" in there else 0
    if denied * 2 >= matched and denied:
        return "not"
    return "perhaps" if reported * 2 >= matched and reported else "said"


def _said_elsewhere(stemmed: str, held: Reading) -> bool:
    """Whether a word stands asserted anywhere in the quote, in any of its forms."""
    return any(p == "said" and alike(root, stemmed) for root, p in zip(held.stems, held.polarity, strict=True))


def _negative_near(held: Reading, at: int) -> bool:
    """Whether something is denied within a few words of a place ("reached no decision", "forbidden to enter")."""
    first, last = max(0, at - 4), min(len(held.lows), at + 5)
    ends = held.starts[last] if last < len(held.lows) else len(held.plain)
    return negates(held.plain[held.starts[first] : ends])
