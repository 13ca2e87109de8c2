"""Something that happened, which a question names ("before the Paris attacks"): its name, and its date in the articles.

Only what is known to happen counts, with its article or its proper name: in doubt "before the committee" and "after he
left" say nothing of time.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from index.lexical import terms
from rag.period import DATE, Period, dates_in, period_of


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happened, which a question asks about the time before or after of.

    ``name``: as the question words it. ``without``: the question without "before …".
    """

    relation: Literal["before", "after"]
    name: str
    without: str


_HAPPENING = (
    r"(?:(?:bomb|terror|gun|car|air|drone|missile|knife|hostage|train|plane|school|mass)?\s?(?:attacks?|bombings?"
    r"|shootings?|raids?|strikes?|crash(?:es)?|kidnappings?|siege)|accident|disaster|incident|explosions?|blasts?"
    r"|massacre|murders?|killings?|assassination|death|funeral|riots?|uprising|revolution|coup|invasion|war|battle"
    r"|ceasefire|truce|withdrawal|genocide|conflict|earthquakes?|quake|floods?|flooding|tsunami|hurricane|cyclone|storm"
    r"|typhoon|eruption|fires?|wildfires?|drought|famine|landslide|outbreak|pandemic|epidemic|lockdown|elections?"
    r"|referendum|vote|inauguration|coronation|resignation|impeachment|reshuffle|budget|summit|conference|meetings?"
    r"|talks|negotiations|visit|trip|speech|announcement|launch|opening|closure|closing|reopening|merger|takeover"
    r"|bankruptcy|collapse|crisis|scandal|trial|verdict|ruling|hearing|arrests?|protests?|demonstrations?"
    r"|treaty|agreement|accord|pact|deal|sanctions|final|match|tournament|championship|cup|olympics|games"
    r"|ceremony|festival|exhibition|brexit|independence|partition|unification|reunification)"
)
_CAPITAL = r"(?-i:[A-Z])[\w'\u2019-]*"
_OCCASION = re.compile(
    r"(?P<lead>,?\s*\b)(?P<relation>before|prior to|ahead of|until|after|following|since|in the wake of) "
    rf"(?P<name>(?:the |this |that )?(?:[\w'\u2019.-]+ ){{0,5}}?{_HAPPENING}"
    rf"(?: (?:in|of|on|at|against|between|with|over|near) (?:the )?{_CAPITAL}(?: (?:and |of |the )*{_CAPITAL})*)?"
    rf"(?: (?:in|of|on) {DATE})?)(?=\s*(?:[?!.,;]|$))",
    re.I,
)
_MEASURED = re.compile(r"\bhow (?:long|soon|far|(?:many|much) \w+) (?:\w+ ){0,3}$", re.I)
_NAMED_AFTER = re.compile(r"\b(?:named|called|look\w*|modell?ed|tak\w+|even|the \w+)\s*$", re.I)
_IN_A_CLAUSE = frozenset(
    "he she it they we i you who which that there a an the is are was were be been had has have did does do would could "
    "can will to and or not his her their its my your every each any some all".split()
)
_NEAR = 60
"""Characters between a date and the words of a name that it stands beside."""
_LINKS = re.compile(
    r"(?:\s|\(|\b(?:on|of|in|the|was|were|is|held|took|place|happened|occurred|began|broke|out|started|struck|that"
    r"|late|early|deadly|terror|terrorist|fatal|general|presidential)\b)+",
    re.I,
)
_APART = re.compile(r"\b(?:before|after|since|following|ahead|prior|until|when)\b|[;:]", re.I)
_TELLS_BEFORE = re.compile(r"\b(?:before|prior to|ahead of|until|previously|earlier)\b", re.I)
_BEFORE = frozenset(("before", "prior", "ahead", "until"))


def named(asked: str) -> Occasion | None:
    """Return the occasion that a question asks about the time before or after of, None when it names none."""
    for found in _OCCASION.finditer(asked):
        name = found["name"]
        words = name.lower().split()
        inner = words[1:] if words[0] in ("the", "this", "that") else words
        head = re.split(r" (?:in|of|on|at|against|between|with|over|near) ", " ".join(inner))[0].split()
        known = words[0] == "the" or any(letter.isupper() for letter in name)
        happens = bool(head) and re.fullmatch(_HAPPENING, head[-1], re.I) and not _IN_A_CLAUSE & set(head)
        before = asked[: found.start("relation")]
        if not (known and happens) or _MEASURED.search(before) or _NAMED_AFTER.search(before):
            continue
        relation: Literal["before", "after"] = "before" if found["relation"].split()[0].lower() in _BEFORE else "after"
        return Occasion(relation, name, without(asked, *found.span()))
    return None


def without(text: str, start: int, end: int) -> str:
    """Return a question without a part of it: spaces, commas and the first capital are put right."""
    left = re.sub(r"\s+", " ", f"{text[:start]} {text[end:]}").strip(" ,")
    left = re.sub(r"\s+([?!.,])", r"\1", left)
    return left[:1].upper() + left[1:]


def date_of(name: str, sentences: Iterable[str]) -> tuple[Period | None, bool]:
    """Return the date that sentences state for an occasion, None when none does or they differ; and whether any does.

    A date in the name itself is the date. Else it must stand beside the name, joined by nothing but small words: "the 13
    November 2015 attacks in Paris", "the Paris attacks of 13 November 2015".
    """
    if own := dates_in(name):
        return own[0], True
    stated = Counter(period for sentence in sentences for period in _beside(name, sentence))
    return (_agreed(stated), True) if stated else (None, False)


def says_before(name: str, sentence: str) -> bool:
    """Say whether a sentence tells what was before an occasion."""
    return bool(_TELLS_BEFORE.search(sentence)) and mentions(name, sentence)


def mentions(name: str, text: str) -> bool:
    """Say whether a text holds all words of a name, whatever their endings."""
    wanted = set(terms([name])[0])
    return bool(wanted) and wanted <= set(terms([text])[0])


def _beside(name: str, sentence: str) -> list[Period]:
    """The dates of a sentence that stand beside what happened, or beside all words of its name on one side."""
    dated = list(re.finditer(DATE, sentence, re.I))
    if not dated or not mentions(name, sentence):
        return []
    wanted = set(terms([name])[0])
    happened = {stem for word in name.split() if re.fullmatch(_HAPPENING, word, re.I) for stem in terms([word])[0]}
    words = list(re.finditer(r"\w+", sentence))
    stems = [wanted.intersection(own) for own in terms([word[0] for word in words])]
    found: list[Period] = []
    for match in dated:
        before = [(sentence[w.end() : match.start()], s) for w, s in zip(words, stems, strict=True) if s][::-1]
        after = [(sentence[match.end() : w.start()], s) for w, s in zip(words, stems, strict=True) if s]
        sides = [[(gap, stem) for gap, stem in side if gap and _near(gap)] for side in (before, after)]
        held = [{stem for _, own in side for stem in own} for side in sides]
        for side, own in zip(sides, held, strict=True):
            linked = bool(side) and _LINKS.fullmatch(side[0][0])
            if linked and (wanted <= own or (side[0][1] & happened and wanted <= held[0] | held[1])):
                found += filter(None, [period_of(match[0])])
    return found


def _near(gap: str) -> bool:
    return len(gap) <= _NEAR and not _APART.search(gap)


def _agreed(stated: Counter[Period]) -> Period | None:
    """The most exact date when no other contradicts it, else the one that is stated most often."""
    exact = min(stated, key=lambda period: (period.days, period.key))
    if all(period.meets(exact) for period in stated):
        return exact
    first, second = stated.most_common(2)
    return first[0] if first[1] > second[1] else None
