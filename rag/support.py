"""Does a quote back a sentence? Pure, local and deterministic.

Hard rules first: numbers, dates, names, negation, comparison, quantity and roles must agree. What passes them is judged
by how much of the sentence the quote holds: a small logistic model over measured features, whose weights stand in
``support.json`` beside this file, fitted by ``python -m evals.fit_support`` (which says on what).
"""

import json
import math
import re
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from index.lexical import terms
from rag import quantities
from rag.assertion import NEGATIVE
from rag.compare import Overlap, Reading, best_window, compare_polarity, measure_overlap, partners, read
from rag.names import missing_names
from rag.roles import roles_swapped
from rag.types import Support
from rag.wording import NUMBER_WORDS, find_numbers, plain, tokens

PARTLY_FROM = 0.5
"""Share of a sentence's content words that a quote must hold to be worth showing in its place."""
SUPPORTED_FROM = 2 / 3
"""Probability from which a sentence is shown as supported: showing one that is not is twice as bad as quoting instead."""
EVEN = 0.5
WEIGHTS = Path(__file__).parent / "support.json"
_PRONOUN = re.compile(r"\b(?:he|she|they|He|She|They|It)\b|(?:^|[,;:] )it\b")


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
class Finding:
    """What was measured of a sentence and its quote. ``wrong``: it says something else. ``doubtful``: it says more."""

    wrong: tuple[str, ...]
    doubtful: tuple[str, ...]
    overlap: Overlap


def examine(sentence: str, quote: str, context: str = "") -> Finding:
    """Measure a sentence against its quote. ``context``: text beside the quote (its title) that may supply names."""
    said, held = read(plain(sentence)), read(plain(quote))
    partner = partners(said, held)
    window = best_window(said, held, partner)
    inside = held.plain[window[0] : window[1]]
    wrong: list[str] = []
    doubtful: list[str] = []
    names = missing_names(said.plain, held.plain)
    excused: set[str] = set()
    if context and (names.sure or names.perhaps):
        beyond = missing_names(said.plain, f"{held.plain}\n{plain(context)}")
        supplied = {*names.sure, *names.perhaps} - {*beyond.sure, *beyond.perhaps}
        if _PRONOUN.search(inside):
            excused = {name.lower() for name in supplied}
        else:  # whoever the title names may not be whom this sentence is about
            doubtful += [f"name {name}" for name in supplied]
        names = beyond
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
    polarity = compare_polarity(said, held, partner, window)
    wrong += ["negation"] if polarity == "not" else []
    doubtful += ["left open"] if polarity == "perhaps" else []
    return Finding(tuple(wrong), tuple(doubtful), measure_overlap(said, held, partner, window, excused))


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
        return _as_it_stands(read(plain(sentence)), read(plain(quote)))
    finding = examine(sentence, quote, context)
    if finding.wrong:
        return "unsupported"
    likely = probability(finding.overlap)
    if likely >= supported_from and not finding.doubtful:
        return "supported"
    return "partly" if likely >= _weights()[2] else "unsupported"


def _as_it_stands(said: Reading, held: Reading) -> Support:
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
