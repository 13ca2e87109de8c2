"""What is measured of an answer that the rules leave open: how much of a gold answer is there, and what differs."""

import re
from dataclasses import dataclass

from evals.matching.words import asks_who, numbers, own, share, words
from rag.values import dates
from rag.wording import plain

SHORT = 4
"""Content words beyond the question's up to which an answer is a short one, in which every further word counts."""
_YEAR = re.compile(r"1\d{3}|20\d\d")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Measures of an answer that neither says a gold answer outright nor contradicts it, each 0..1.

    ``short_found``, ``long_found``: of the gold answer's own words (not the question's) the share that a short or a long
    answer has. ``extra``: share of a short answer's own words that are not the gold answer's. ``other_number``,
    ``same_date``: both have numbers or dates, and these differ or agree as far as they go. ``who_none``: a short answer to
    "who" shares nothing with the gold answer.
    """

    short: float
    short_found: float
    long_found: float
    extra: float
    other_number: float
    same_date: float
    who_none: float


def measure(question: str, answer: str, gold: str) -> Evidence:
    """Measure an answer beside one gold answer."""
    asked, said, wanted = words(question), words(answer), words(gold)
    ours, theirs = own(said, asked), own(wanted, asked)
    short = len(ours) <= SHORT
    found = share(theirs, said)
    return Evidence(
        short=float(short),
        short_found=short * found,
        long_found=(not short) * found,
        extra=short * (1.0 - share(ours, wanted)),
        other_number=float(_other_number(question, answer, gold)),
        same_date=float(_same_date(answer, gold)),
        who_none=float(short and not found and asks_who(question)),
    )


def _other_number(question: str, answer: str, gold: str) -> bool:
    """Whether both have numbers of their own (not the question's) and share none; or both have years and share none."""
    asked = numbers(question)
    ours, theirs = numbers(answer) - asked, numbers(gold) - asked
    if not ours or not theirs:
        return False
    years = {number for number in ours if _YEAR.fullmatch(number)}, {number for number in theirs if _YEAR.fullmatch(number)}
    return not ours & theirs or (all(years) and not years[0] & years[1])


def _same_date(answer: str, gold: str) -> bool:
    """Whether both have dates with a year, and one of each agree as far as they go."""
    ours = [day for day in dates(plain(answer)) if day.year]
    return any(a.agrees(b) for b in dates(plain(gold)) if b.year for a in ours)
