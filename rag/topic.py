"""What a conversation is about: its names, each with the signs that speak for it and against it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rag.mentions import NO_NAMES, PREPOSITIONS, TOKEN, Mention, mentions, same
from rag.types import Turn

PERSON = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.I)
_MARKER = re.compile(r"(?<!\\)\[\d+\]")
_AUXILIARIES = frozenset("did do does is was are were has have had can could will would".split())
_PLACES = frozenset("in at on near from to into".split())
_OTHERS = re.compile(
    r"\b(who|whom|whose|parents?|father|mother|brothers?|sisters?|siblings?|wife|husband|sons?|daughters?|children|family"
    r"|marr\w+|named?|called)\b",
    re.I,
)
"""What is asked for is somebody else, or what something is called."""
_GROUPS = frozenset(
    "academy album association award awards band billboard cape city club college company council county cup "
    "department film fort girls group hall high institute international island justice lake league live minister "
    "mount museum national news night party president raiders records representative river school season secretary "
    "senator series show society song state states street studio studios team theatre times tour union university "
    "war".split()
)
_OWNER = re.compile(r"(?:\b(\w+)\s+)?\b([a-z]{3,})['’]s\b")
_DETERMINERS = frozenset("the a an this that his her their its my our your each any".split())

# How much each sign speaks for a name: rounded coefficients of logistic regressions (docs/decisions, follow-ups).
_FOR_PERSON = {
    "first": 1.0, "acts at first": 1.0, "asked last": 1.0, "asked first": 1.0, "owns": 1.0, "acts": 1.0, "said last": 1.0,
    "subject asked": 0.5, "asked": 0.5, "of others": -0.5, "title": -0.5, "listed": -0.5, "beside pronoun": -1.0,
    "the": -1.0, "placed": -1.0, "group": -1.0, "short capitals": -1.5, "common": -1.0,
    "asked of place": -2.0,
}  # fmt: skip
_FOR_THING = {
    "said last": 1.5, "asked last": 1.0, "title": 1.0, "acts at first": 1.0, "first": 0.5, "owns": 0.5, "asked": 0.5,
    "beside pronoun": -1.0, "short capitals": -1.0, "placed": -0.5, "common": -1.0,
}  # fmt: skip
_FOR_TOPIC = {
    "first": 1.0, "acts at first": 1.0, "said last": 1.0, "asked first": 0.5, "asked": 0.5, "owns": 0.5,
    "beside pronoun": -0.5, "of others": -0.5, "listed": -0.5, "placed": -0.5, "common": -1.0, "short capitals": -0.5,
    "subject asked": 0.5, "asked last": 0.5,
}  # fmt: skip


_PERSON_LEAST = 1.0
_LEAST = 1.5
"""A name with less is a guess; then nothing is put in, for a wrong name misleads the search more than none."""


@dataclass(slots=True)
class Name:
    """Something that was named: ``text`` is its fullest form, ``signs`` how it was spoken of (keys of the weights)."""

    text: str
    words: tuple[str, ...]
    signs: set[str] = field(default_factory=set)

    @property
    def said(self) -> str:
        """The name as it is put into a sentence, with its article when it was said with one."""
        return f"the {self.text}" if "the" in self.signs else self.text


def plain(answer: str) -> str:
    """Return an answer without its markers."""
    return " ".join(_MARKER.sub(" ", answer).split())


class Talk:
    """The names of a conversation."""

    def __init__(self, history: Sequence[Turn]) -> None:
        self.names: list[Name] = []
        self._lower = set(TOKEN.findall(" ".join(plain(f"{t.question} . {t.answer}") for t in history)))
        for number, turn in enumerate(history):
            self._read(turn, first=number == 0, last=number == len(history) - 1)
        for number, turn in enumerate(history):
            self._small_letters(turn.question, first=number == 0)
        if self.names:
            self.names[0].signs.add("first")
        self.of_person = any(PERSON.search(turn.question) for turn in history)

    def person(self) -> Name | None:
        """Return who "he" or "she" is, None when nobody stands out."""
        return self._best(_FOR_PERSON, _PERSON_LEAST)

    def thing(self, besides: Name | None = None) -> Name | None:
        """Return what "it" or "this" is; not the person."""
        return self._best(_FOR_THING, _LEAST, besides)

    def topic(self) -> Name | None:
        """Return what all of it is about."""
        return (self.person() if self.of_person else None) or self._best(_FOR_TOPIC, _LEAST)

    def _best(self, weights: Mapping[str, float], least: float, besides: Name | None = None) -> Name | None:
        best, most = None, least
        for name in self.names:
            worth = sum(weights.get(sign, 0.0) for sign in name.signs)
            if name is not besides and worth >= most and (best is None or worth > most):
                best, most = name, worth
        return best

    def _read(self, turn: Turn, *, first: bool, last: bool) -> None:
        pronoun, of_others = bool(PERSON.search(turn.question)), bool(_OTHERS.search(turn.question))
        for mention in mentions(turn.question):
            signs = self._entry(mention, may_grow=True).signs
            signs |= {"asked"} | ({"asked first"} if first else set()) | ({"asked last"} if last else set())
            signs |= {"beside pronoun"} if pronoun else set()
            if mention.owns or mention.before in _AUXILIARIES:
                signs.add("subject asked")
            if mention.before in _PLACES:
                signs.add("asked of place")
        for mention in mentions(answer := plain(turn.answer)):
            signs = self._entry(mention, may_grow=not of_others).signs
            if last:
                signs.add("said last")
            if mention.acts:
                signs |= {"acts", "acts at first"} if first else {"acts"}
            elif mention.owns and mention.before not in PREPOSITIONS:
                signs.add("owns")
            elif mention.before in PREPOSITIONS:
                signs.add("placed")
            if of_others:
                signs.add("of others")
            if answer.startswith(",", mention.end):
                signs.add("listed")
            if mention.opens and len(mention.words) == 1 and mention.words[0] in self._lower:
                signs.add("common")

    def _entry(self, mention: Mention, *, may_grow: bool) -> Name:
        """Return the name that is mentioned. It takes the fuller form, unless that may be a relative's."""
        words = mention.words
        name = next((name for name in self.names if same(name.words, words)), None)
        if name is None:
            name = Name(mention.text, words)
            self.names.append(name)
        elif may_grow and 0 < len(words) - len(name.words) <= 2:
            name.text, name.words = mention.text, words
        name.signs |= {
            sign
            for sign, given in (
                ("the", mention.before == "the"),
                ("title", mention.title),
                ("group", bool({words[0], words[-1]} & _GROUPS) or any(word.isdigit() for word in words)),
                ("short capitals", len(mention.text) <= 4 and mention.text.isupper()),
            )
            if given
        }
        return name

    def _small_letters(self, question: str, *, first: bool) -> None:
        """Find names that a question writes without capitals: known ones, and whoever owns something."""
        signs = {"asked", "asked first"} if first else {"asked"}
        for before, owner in _OWNER.findall(question):
            known = any(owner in name.words for name in self.names)
            if not known and owner not in NO_NAMES and before.lower() not in _DETERMINERS:
                self.names.append(Name(owner.capitalize(), (owner,), {"owns", *signs}))
        words = set(TOKEN.findall(re.sub(r"['’]s\b", "", question.lower())))
        for name in self.names:
            if len(name.words[-1]) > 3 and name.words[-1] in words - NO_NAMES:
                name.signs |= signs
