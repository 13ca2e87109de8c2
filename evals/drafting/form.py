"""The wording of a drafted question: is it one, what does it ask for, is it clear to who has not read the text."""

import re
from typing import Literal

from evals.drafting.facts import Fact
from evals.drafting.statements import GENERAL, key_terms
from index.split import split
from rag.mentions import mentions

Kind = Literal["date", "number", "person", "place", "name"]
"""What a question asks for, by its words."""

_SHORTEST, _LONGEST = 5, 30
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|them|his|her|hers|its|their|theirs|we|our|i|my|you|your)\b", re.I)
_ALOOF = re.compile(
    r"\b(?:this|these|those)\b|\bthe (?:text|article|passage|sentence|author|report|story|following|above|quote)\b"
    r"|\b(?:according to|mentioned|both sides|the (?:two|three|both|other) (?:sides|countries|parties|nations|groups)"
    r"|the (?:former|latter|given)|yesterday|today|tomorrow|ago|(?:last|this|next) (?:week|month|year|night))\b",
    re.I,
)
_ASKING = re.compile(r"\b(?:what|which|who|whom|whose|where|when|how)\b", re.I)
_ASKS: dict[Kind, re.Pattern[str]] = {
    "date": re.compile(r"when\b|(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade|time)\b", re.I),
    "number": re.compile(
        r"how \w+|(?:what|which) (?:was |is |were |are )?(?:the )?(?:\w+ ){0,2}(?:percent|percentage|number|share|amount|"
        r"population|price|length|height|width|depth|distance|cost|size|age|rate|value|weight|area|proportion|fraction|"
        r"temperature|total|speed|score|duration)\b",
        re.I,
    ),
    "place": re.compile(
        r"where\b|(?:what|which) (?:\w+ )?(?:country|countries|city|cities|town|state|region|place|village|island|"
        r"continent|province|county|location)\b",
        re.I,
    ),
    "person": re.compile(r"whos?e?m?\b", re.I),
}
_PRECISELY = re.compile(r"\b(?:what|which) (year|century)\b", re.I)
_UNJOINED = re.compile(r"(?:what|which) (?:\w+ ){1,3}?(?:did|do|does|was|were|is|are)\b", re.I)
_STRANDED = re.compile(r"\b(?:in|at|to|from|on|near|of|for|with|by|into|through|over|against|called|named)\?\Z", re.I)
_PASSIVE_WITH_OBJECT = re.compile(r"(?:when|where) (?:was|were) .+? \w+ed (?:and \w+ed )?(?:the|an?) ", re.I)


def asks_for(question: str) -> Kind:
    """Return what a question asks for, by the first of its words that asks."""
    asking = _ASKING.search(question)
    return next((kind for kind, shape in _ASKS.items() if asking and shape.match(question, asking.start())), "name")


def form_problem(question: str, fact: Fact) -> str | None:
    """Return what is wrong with the question itself, None when nothing is."""
    if not question.endswith("?") or sum(len(chunk.sentences) for chunk in split(question)) != 1:
        return "not one question"
    if not _SHORTEST <= len(question.split()) <= _LONGEST:
        return "too short or too long"
    if _PASSIVE_WITH_OBJECT.match(question):  # "When was Okoye built the observatory?"
        return "no good sentence"
    if not _stands_alone(question, fact):
        return "not clear without the text"
    if not _asks_for_the_answer(question, fact):
        return "asks for something else"
    return None


def _stands_alone(question: str, fact: Fact) -> bool:
    """Whether a question names what it is about, and leaves nothing to a text beside it."""
    if _ALOOF.search(question):
        return False
    named = mentions(question)
    about = key_terms(fact.title) - GENERAL
    if not named and len(about & key_terms(question)) * 2 < max(len(about), 1):
        return False
    pronoun = _PRONOUN.search(question)
    return not pronoun or any(mention.start < pronoun.start() for mention in named)


def _asks_for_the_answer(question: str, fact: Fact) -> bool:
    kind = asks_for(question)
    if fact.shape == "name":
        placed = re.search(rf"\b(?:in|at|to|from|on) (?:the )?{re.escape(fact.answer)}", fact.quote)
        if placed and _UNJOINED.match(question) and not _STRANDED.search(question):
            return False  # "Which country did France send settlers?"
        return kind in ("person", "place", "name")
    precisely = _PRECISELY.search(question)
    if precisely and not (fact.answer.isdigit() if precisely[1].lower() == "year" else "century" in fact.answer):
        return False
    return kind == fact.shape
