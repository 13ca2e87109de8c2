"""A sentence of an article -> questions that it answers, by the form of the sentence alone, no model.

Few sentences have such a form, and in doubt there is no question: an odd one costs more than a good one gives.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from evals.drafting.answers import TITLED
from rag.mentions import NO_NAMES
from web.chat.phrasing.clauses import (
    AT_DATE,
    BE,
    COUNTED,
    DESCRIBED,
    DOES,
    MADE,
    STOPS,
    Clause,
    clause_of,
    without_asides,
)
from web.chat.phrasing.names import INSIDE, OWNING, Names
from web.chat.phrasing.verbs import ACTING, ALONE, BASES, PARTICIPLES, PASTS, PRESENT

Kind = Literal["who", "what", "when", "where", "why", "how many"]


@dataclass(frozen=True, slots=True)
class Phrased:
    """A question and the kind of it."""

    question: str
    kind: Kind


_FEW, _MOST = 9, 11
"""Words between verb and date of a question, and of an object: longer ones hold more than one clause."""
_FULL_NAME = (2, 3, 4)
"""Words of a person's name."""
_BECAUSE = re.compile(r" (?:because(?: of)?|due to) ")
_BORN = re.compile(r"\([^()]*\d{1,2} \w+ \d{3,4}\s?[–-][^()]*\)|\(born\b")
_NO_KIND = re.compile(r"(?:the )?(?:same|result|case|reason|subject|site|location|home|place|source|cause)\b")
_NO_OBJECT = re.compile(r"(?:that|how|why|a lot)\b|to (?!the )")
_LOOSE = re.compile(r"\ban? [a-z]+(?: [a-z]+)?$")
_MANNER = re.compile(r" [a-z]+ly$")
_GOES_ON = re.compile(r" (?:in|at|on|for|to|with|by|from|and)\b")
_PERSON = re.compile(
    r"\b(?:politician|professor|general|king|queen|emperor|empress|president|minister|leader|writer|author|founder|theologian|"
    r"physicist|chemist|scientist|mathematician|inventor|engineer|painter|composer|singer|actor|actress|director|philosopher|"
    r"poet|priest|bishop|explorer|officer|lawyer|judge|historian|ruler|khan|monk|player|coach|architect|surgeon|biologist|"
    r"member|student|native|secretary|ambassador|spokesman|coordinator|official|chief|head|son|daughter|brother|sister|vassal|"
    r"nobleman|noble|count|duke|earl|prince|merchant|Chinese|Muslim|Christian|Englishman|Frenchman|man|woman)\b"
)
_PLACED = re.compile(
    r"(?P<how>born|located|situated|headquartered|based|buried|held|signed|built) (?:in|at|near|on) (?:the )?"
    r"(?P<place>[A-Z]\w+)"
)
_AGENT = re.compile(r"(?P<how>[a-z]+) by (?:the )?(?P<agent>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*)(?=[ .,]|$)")
_SUPERLATIVE = re.compile(
    r"the (?:(?:second|third|world's|nation's|country's)[ -])?(?:\w+est|most \w+|first|only|main|official)\b.* "
    r"(?:in|of|to|for|on) .+"
)
_KNOWN = re.compile(
    r"(?:\w+ly )?(?P<how>known for|famous for|responsible for|named after|named for|used for|made of|made up of|composed of|"
    r"part of|derived from|based on|divided into|surrounded by|opposed to|caused by)\b"
)
_CHARTER = re.compile(r"\b(?:Charter|Act|Acts|Treaty|Law|Decree|Resolution|Constitution|Bill|Edict)\b")
_VAGUE = re.compile(
    r"\b(?:things?|ways?|others?|respects?|times|years|months|days|weeks|hours|minutes|percent|types?|kinds?)$"
)


class Phrasing:
    """Makes the questions of one article's sentences."""

    def __init__(self, title: str, text: str) -> None:
        """``text``: the article's."""
        self._names = Names(title, text)

    def questions(self, sentence: str, position: int) -> Iterator[Phrased]:
        """Yield the questions that a sentence answers. ``position``: of the sentence in its article, from 0."""
        clause = clause_of(sentence)
        if clause and not clause.counted and not self._names.is_subject(clause.subject.split()):
            clause = None
        for phrased in chain(self._aside(sentence), self._forms(clause, sentence, position) if clause else ()):
            question = _tidy(self._names.resolved(phrased.question))
            if self._names.stands_alone(question):
                yield Phrased(question, phrased.kind)

    def _forms(self, clause: Clause, sentence: str, position: int) -> Iterator[Phrased]:
        if clause.counted:
            yield from self._counted(clause)
            return
        yield from self._definition(clause, sentence, position)
        yield from self._superlative(clause)
        yield from self._set_phrase(clause)
        yield from self._present(clause)
        yield from self._why(clause)
        yield from self._agent(clause)
        yield from self._actor(clause)
        yield from self._place(clause)
        yield from self._number(clause)
        yield from self._date(clause)

    def _aside(self, sentence: str) -> Iterator[Phrased]:
        """Yield what an aside between commas answers: "Okoye, a director, ...", "the bank, founded in 1997, ..."."""
        told = without_asides(sentence)
        who = DESCRIBED.match(told)
        if who and _PERSON.search(who["what"]) and self._names.is_name(who["who"]) and len(who["who"].split()) in _FULL_NAME:
            yield Phrased(f"Who is {who['who']}?", "who")
        if made := MADE.match(told):
            yield Phrased(f"When was {self._names.inside(made['what'])} {made['how']}?", "when")

    def _definition(self, clause: Clause, sentence: str, position: int) -> Iterator[Phrased]:
        """Yield "What is ...?" or "Who was ...?" for the article's subject, and for other names it says the kind of."""
        subject, described = clause.subject, STOPS.split(clause.rest, maxsplit=1)[0]
        titled = position <= 1 and self._names.is_title(subject)
        kind = re.match(r"(?:an?|the|one of)\b" if not titled else r"(?:an?|the|one of)\b|[a-z]{3,}s\b", described)
        if clause.verb not in BE or not kind or _NO_KIND.match(described):
            return
        if not titled and (not self._names.is_known_name(subject) or " of " in subject):
            return
        if not titled and clause.rest.startswith("the ") and not _PERSON.search(clause.rest):
            return
        if TITLED.match(subject) or (clause.verb in ("are", "were") and not subject.endswith("s")):
            return
        full = self._names.is_name(subject) and not subject.startswith("The ") and len(subject.split()) <= max(_FULL_NAME)
        if full and clause.verb in ("is", "was") and (_BORN.search(sentence) or _PERSON.search(described)):
            yield Phrased(f"Who {clause.verb} {subject}?", "who")
        else:
            yield Phrased(f"What {clause.verb} {self._names.inside(subject)}?", "what")

    def _superlative(self, clause: Clause) -> Iterator[Phrased]:
        told = STOPS.split(clause.rest, maxsplit=1)[0]
        fits = clause.verb in ("is", "was") and _SUPERLATIVE.match(told) and not _PERSON.search(told) and " and " not in told
        if fits and self._names.is_name(clause.subject):
            yield Phrased(f"What {clause.verb} {told}?", "what")

    def _set_phrase(self, clause: Clause) -> Iterator[Phrased]:
        known = _KNOWN.match(clause.rest) if clause.verb in BE else None
        if known and self._names.is_named(clause.subject):
            yield Phrased(f"What {clause.verb} {self._names.inside(clause.subject)} {known['how']}?", "what")

    def _present(self, clause: Clause) -> Iterator[Phrased]:
        preposition = PRESENT.get(clause.verb)
        if preposition is None or not self._names.is_named(clause.subject) or _NO_OBJECT.match(clause.rest):
            return
        plural = not clause.verb.endswith("s")
        agree = plural == clause.subject.endswith("s")
        if agree and (not preposition or clause.rest.startswith(f"{preposition} ")):
            verb = clause.verb if plural else clause.verb.removesuffix("s")
            asked = f"{'do' if plural else 'does'} {self._names.inside(clause.subject)} {verb} {preposition}"
            yield Phrased(f"What {asked}?", "what")

    def _why(self, clause: Clause) -> Iterator[Phrased]:
        before, because, _ = _BECAUSE.sub("\0", clause.rest, count=1).partition("\0")
        if because and not STOPS.search(before) and 1 <= len(before.split()) <= _FEW:
            yield from (Phrased(f"Why {asked}?", "why") for asked in self._inverted(clause, before, adjective=True))

    def _agent(self, clause: Clause) -> Iterator[Phrased]:
        """Yield who did what was done "by" somebody."""
        made = _AGENT.match(clause.rest) if clause.verb in ("was", "were") else None
        past = PARTICIPLES.get(made["how"]) if made else None
        if made and past in ACTING and not _CHARTER.search(made["agent"]):
            yield Phrased(f"Who {past} {self._names.inside(clause.subject)}?", "who")

    def _actor(self, clause: Clause) -> Iterator[Phrased]:
        """Yield who did what the subject, a full name, did."""
        subject = clause.subject
        full = self._names.is_name(subject) and len(subject.split()) in _FULL_NAME and " and " not in subject
        if clause.verb not in ACTING or not full:
            return
        told = STOPS.split(clause.rest, maxsplit=1)[0]
        dated = AT_DATE.fullmatch(told)
        told = dated["middle"] if dated and not dated["after"] else told
        if _is_object(told) and len(told.split()) > 1:
            yield Phrased(f"Who {clause.verb} {told}?", "who")

    def _place(self, clause: Clause) -> Iterator[Phrased]:
        subject = self._names.inside(clause.subject)
        placed = _PLACED.match(clause.rest) if clause.verb in BE else None
        if placed and placed["place"].lower() not in NO_NAMES:
            yield Phrased(f"Where {clause.verb} {subject} {placed['how']}?", "where")
        elif clause.verb == "took" and re.match(r"place (?:at|in) (?:the )?[A-Z]", clause.rest):
            yield Phrased(f"Where did {subject} take place?", "where")

    def _counted(self, clause: Clause) -> Iterator[Phrased]:
        told = STOPS.split(clause.rest, maxsplit=1)[0]
        if not _VAGUE.search(clause.counted):
            yield Phrased(f"How many {clause.counted} {clause.verb} {told}?", "how many")

    def _number(self, clause: Clause) -> Iterator[Phrased]:
        counted = COUNTED.match(clause.rest)
        if counted is None or _VAGUE.search(counted["what"]):
            return
        subject, after = self._names.inside(clause.subject), clause.rest[counted.end() :]
        told = STOPS.split(after, maxsplit=1)[0]
        if clause.verb in BASES and not re.search(r"\d", told) and len(told.split()) < _FEW:
            yield Phrased(f"How many {counted['what']} did {subject} {BASES[clause.verb]}{told}?", "how many")
        elif clause.verb in DOES and re.match(r"[,.]|$| (?:in|and|as|with|from|on)\b", after):
            yield Phrased(f"How many {counted['what']} {DOES[clause.verb]} {subject} have?", "how many")

    def _date(self, clause: Clause) -> Iterator[Phrased]:
        dated = AT_DATE.match(clause.rest)
        if clause.dated:
            told = STOPS.split(clause.rest, maxsplit=1)[0]
            loose = told != clause.rest and _LOOSE.search(told)  # "an expedition", when what it did is left out
            if loose or re.search(r"\d{3}", told):
                return
        elif dated and (not dated["after"] or STOPS.match(dated["after"]) or _GOES_ON.match(dated["after"])):
            told = dated["middle"].partition(" by ")[0]
        else:
            return
        told = _MANNER.sub("", told)
        if not STOPS.search(f" {told}") and len(told.split()) <= _FEW and not told.startswith("and "):
            yield from (Phrased(f"When {asked}?", "when") for asked in self._inverted(clause, told))

    def _inverted(self, clause: Clause, told: str, *, adjective: bool = False) -> Iterator[str]:
        """Yield verb, subject and rest as a question has them: "was the bridge built", "did Okoye join the board"."""
        subject, first = self._names.inside(clause.subject), told.partition(" ")[0]
        if clause.verb in BE and (first in PARTICIPLES or (adjective and first not in ("the", "a", "an"))):
            yield f"{clause.verb} {subject} {told}"
        elif clause.verb in BASES and (_is_object(told) or (clause.verb in ALONE and (not told or first in INSIDE))):
            yield f"did {subject} {BASES[clause.verb]} {told}"


def _is_object(told: str) -> bool:
    """Whether words begin with an object of a verb and hold no further verb."""
    words = told.split()
    begins = bool(words) and (words[0] in {"the", "a", "an", *OWNING} or words[0][0].isupper())
    whole = begins and len(words) <= _MOST and not re.search(r"\b[A-Z]$|\w+ing\b", told)
    return whole and not any(word in PASTS or word in BE or word in DOES for word in words)


def _tidy(question: str) -> str:
    return re.sub(r"\s+", " ", question).replace(" ?", "?").replace(",?", "?")
