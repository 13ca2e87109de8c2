"""Does a quote back a sentence? Pure, local and deterministic.

Hard rules first: numbers, dates, names, negation, comparison, quantity and roles must agree. What passes them is judged
by how much of the sentence the quote holds: a small logistic model over measured features, whose weights stand in
``support.json`` beside this file, fitted by ``python -m evals.fit_support`` (which says on what).
"""

import json
import math
import re
from bisect import bisect_right
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from index.lexical import terms
from rag import quantities
from rag.assertion import NEGATIVE, Polarity, is_content, negates, polarities, sentence_spans
from rag.names import missing_names
from rag.roles import roles_swapped
from rag.types import Support
from rag.wording import NUMBER_WORDS, alike, family_keys, find_numbers, plain, stems, tokens

PARTLY_FROM = 0.5
"""Share of a sentence's content words that a quote must hold to be worth showing in its place."""
SUPPORTED_FROM = 2 / 3
"""Probability from which a sentence is shown as supported: showing one that is not is twice as bad as quoting instead."""
EVEN = 0.5
WEIGHTS = Path(__file__).parent / "support.json"
_WINDOW = 3
"""Neighbouring sentences of a long quote that are judged together."""


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, thousands separators taken out, number words as digits."""
    return [str(NUMBER_WORDS.get(word.low, word.low)) for word in tokens(plain(text))]


def numbers(text: str) -> set[str]:
    """Return the numbers of a text as digits, whether they are written in digits or as words ("1.5 million")."""
    return {number.value for number in find_numbers(plain(text))}


def coverage(text: str, quote: str) -> float:
    """Return the share of the text's content words (stems) that occur in the quote, 0..1; 1.0 when it has none."""
    wanted = set(terms([" ".join(words(text))])[0])
    held = set(terms([" ".join(words(quote))])[0])
    return len(wanted & held) / len(wanted) if wanted else 1.0


def says(quote: str, text: str) -> bool:
    """Say whether the quote holds the words of the text, whole and in order ("12" is not in "312")."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(quote))} "


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a sentence its quote holds. All 0..1 but for ``longest_missing`` (words).

    ``covered``: share of the content words that the whole quote holds in some form. ``covered_together``: the same for
    the best few neighbouring sentences. ``pairs``: share of the neighbouring content words that stand near each other
    there too. ``longest_missing``: the longest run of content words not held, at most 10, over 10.
    """

    covered: float
    covered_together: float
    pairs: float
    longest_missing: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured of a sentence and its quote. ``wrong``: it says something else. ``doubtful``: it says more."""

    wrong: tuple[str, ...]
    doubtful: tuple[str, ...]
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class _Text:
    """A text made ready to compare: each word's stem, whether it is content, its polarity."""

    plain: str
    lows: list[str]
    stems: list[str]
    content: list[bool]
    polarity: list[Polarity]
    starts: list[int]


def _read(text: str) -> _Text:
    found = tokens(text)
    lows = [word.low for word in found]
    return _Text(
        text,
        [str(NUMBER_WORDS.get(low, low)) for low in lows],
        stems(lows),
        [is_content(low) for low in lows],
        polarities(text),
        [word.start for word in found],
    )


def examine(sentence: str, quote: str, context: str = "") -> Finding:
    """Measure a sentence against its quote. ``context``: text beside the quote (its title) that may supply names."""
    said, held = _read(plain(sentence)), _read(plain(quote))
    partner = _partners(said, held)
    window = _best_window(said, held, partner)
    inside = held.plain[window[0] : window[1]]
    wrong: list[str] = []
    doubtful: list[str] = []
    names = missing_names(said.plain, f"{held.plain}\n{plain(context)}")
    wrong += [f"name {name}" for name in names.sure]
    doubtful += [f"name {name}" for name in names.perhaps]
    wrong += [f"number {value}" for value in quantities.missing_numbers(said.plain, held.plain)]
    wrong += ["date" for _ in quantities.wrong_dates(said.plain, held.plain)]
    opposite, more = quantities.contradicted(said.plain, inside)
    wrong += ["quantity"] if opposite else []
    doubtful += ["quantity"] if more else []
    added, dropped = quantities.bounds_changed(said.plain, held.plain)
    wrong += ["bound"] if added else []
    doubtful += ["bound left out"] if dropped else []
    if roles_swapped(said.plain, inside):
        wrong.append("roles")
    polarity = _polarity(said, held, partner, window)
    wrong += ["negation"] if polarity == "not" else []
    doubtful += ["left open"] if polarity == "perhaps" else []
    return Finding(tuple(wrong), tuple(doubtful), _overlap(said, held, partner, window))


def _partners(said: _Text, held: _Text) -> list[list[int]]:
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


def _best_window(said: _Text, held: _Text, partner: list[list[int]]) -> tuple[int, int]:
    """Return where the few neighbouring sentences stand that hold most of the sentence's content words."""
    spans = sentence_spans(held.plain)
    if len(spans) <= 1:
        return 0, len(held.plain)
    ends = [end for _, end in spans]
    place = [min(bisect_right(ends, start), len(spans) - 1) for start in held.starts]
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


def _overlap(said: _Text, held: _Text, partner: list[list[int]], window: tuple[int, int]) -> Overlap:
    wanted = [i for i, content in enumerate(said.content) if content]
    if not wanted:
        return Overlap(1.0, 1.0, 1.0, 0.0)
    near = [[j for j in partner[i] if window[0] <= held.starts[j] < window[1]] for i in wanted]
    together = [bool(places) for places in near]
    pairs = [
        any(abs(a - b) <= 6 for a in left for b in right) for left, right in zip(near, near[1:], strict=False)
    ]
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


def _polarity(said: _Text, held: _Text, partner: list[list[int]], window: tuple[int, int]) -> Polarity:
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
        elif mine == "said" and mine not in there:
            if not any(p == "said" for j, p in enumerate(held.polarity) if alike(held.stems[j], said.stems[i])):
                if "not" in there:
                    return "not"
                denied += "denied" in there
                reported += 1 if "reported" in there else matched if "perhaps" in there else 0
    if denied * 2 >= matched and denied:
        return "not"
    return "perhaps" if reported * 2 >= matched and reported else "said"


def _negative_near(held: _Text, at: int) -> bool:
    """Whether something is denied within a few words of a place ("reached no decision", "forbidden to enter")."""
    first, last = max(0, at - 4), min(len(held.lows), at + 5)
    ends = held.starts[last] if last < len(held.lows) else len(held.plain)
    return negates(held.plain[held.starts[first] : ends])


@cache
def _weights() -> tuple[float, tuple[float, ...], float]:
    found = json.loads(WEIGHTS.read_text())
    return (
        found["intercept"],
        tuple(found["coefficients"][f.name] for f in fields(Overlap)),
        found["partly_from"],
    )


def probability(overlap: Overlap) -> float:
    """Return how likely a sentence without a mistake is backed by a quote that overlaps it so, 0..1."""
    intercept, coefficients, *_ = _weights()
    z = intercept + sum(c * v for c, v in zip(coefficients, astuple(overlap), strict=True))
    return 1 / (1 + math.exp(-z))


def check(sentence: str, quote: str, *, context: str = "", supported_from: float = SUPPORTED_FROM) -> Support:
    """Judge one sentence against the words it cites. A part of the quote is supported, unless the quote denies it.

    ``context``: text beside the quote, such as the article's title, which may supply names but nothing else.
    ``supported_from``: the probability (0..1) that is asked of a sentence without a mistake.
    """
    if says(quote, sentence):
        return _as_it_stands(_read(plain(sentence)), _read(plain(quote)))
    if not terms([sentence])[0]:
        return "unsupported"  # nothing but stop words says nothing that could be checked
    finding = examine(sentence, quote, context)
    if finding.wrong:
        return "unsupported"
    likely = probability(finding.overlap)
    if likely >= supported_from and not finding.doubtful:
        return "supported"
    return "partly" if likely >= _weights()[2] else "unsupported"


def _as_it_stands(said: _Text, held: _Text) -> Support:
    """Judge words that stand in the quote: a clause torn out of a denial or of a mere claim is not what it says."""
    verdict: Support = "unsupported"
    size = len(said.lows)
    if not size:
        return "supported"
    for at in range(len(held.lows) - size + 1):
        if held.lows[at : at + size] != said.lows:
            continue
        there = held.polarity[at : at + size]
        changed = [b for a, b, c in zip(said.polarity, there, said.content, strict=True) if a != b and c]
        if not changed:
            return "supported"
        if not NEGATIVE & {*changed}:
            verdict = "partly"
    return verdict


def backs(claim: str, quote: str, question: str | None = None) -> Support:
    """Judge a claim as a reader would, at even odds; `check` asks for more, because an answer can quote instead.

    A bare short answer is judged together with its ``question``. With a claim that is a sentence of its own, the
    question may supply names that the claim repeats.
    """
    if question is None or len(words(claim)) > _BARE_WORDS:
        return check(claim, quote, context=question or "", supported_from=EVEN)
    if check(claim, quote, supported_from=EVEN) == "unsupported":
        return "unsupported"
    return check(f"{_ASKING.sub(' ', plain(question)).strip(' ?')} {claim}", quote, supported_from=EVEN)


_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how (?:many|much|long|old|far|often|big|tall)|how|did|does|do)\b", re.I
)
_BARE_WORDS = 6
