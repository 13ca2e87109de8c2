"""What code can say against a drafted question, as a reason; None where it finds nothing."""

import re
from itertools import pairwise
from typing import Literal

from evals.draft_facts import Fact
from evals.draft_statements import Statements
from index.lexical import terms
from index.split import split
from rag.inflection import alike, stems
from rag.mentions import mentions
from rag.names import missing_names
from rag.quantities import missing_numbers
from rag.support import EVEN, examine, numbers, probability, says
from rag.values import dates
from rag.wording import plain

Kind = Literal["date", "number", "person", "place", "name"]
"""What a question asks for, by its words."""

_SHORTEST, _LONGEST = 5, 30
_INVENTED = 0.25
"""Share of a question's words from which on too many stand neither in the sentence nor in the title."""
_ANOTHER = 0.8
"""Share of a question's terms from which on another sentence that holds them may answer it, too."""

_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|them|his|her|hers|its|their|theirs|we|our|i|my|you|your)\b", re.I)
_ALOOF = re.compile(
    r"\b(?:this|these|those)\b|\bthe (?:text|article|passage|sentence|author|report|story|following|above|quote)\b"
    r"|\b(?:according to|mentioned|both sides|the (?:two|three|both|other) (?:sides|countries|parties|nations|groups)"
    r"|the (?:former|latter|given)|yesterday|today|tomorrow|ago|(?:last|this|next) (?:week|month|year|night))\b",
    re.I,
)
_ASKING = re.compile(r"\b(?:what|which|who|whom|whose|where|when|how)\b", re.I)
_ASKING_WORDS = re.compile(rf"{_ASKING.pattern}|\b(?:many|much|did|does|do)\b", re.I)
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
_YEAR_ASKED = re.compile(r"\b(?:what|which) (year|century)\b", re.I)
GENERAL = frozenset(
    stems(
        """name named called term person people man woman country city town state region place village location area year
        date day month century decade time number percentage percent share amount long many much old high far large big
        tall deep wide often company organization organisation group type kind part event do does did is was were are use
        have had take happen occur total what which who whom whose when where how did begin start""".split()
    )
)
_ONE_OF_MANY = re.compile(r"(?:who|what|which \w+) (?:is|was|are|were) (?:also )?(?:an?|one of|some)\b", re.I)
_CLAUSE = re.compile(r";|,? (?:but|while|whereas|although|though)\b|, and\b")
_UNJOINED = re.compile(r"(?:what|which) (?:\w+ ){1,3}?(?:did|do|does|was|were|is|are)\b", re.I)
_PASSIVE_WITH_OBJECT = re.compile(r"(?:when|where) (?:was|were) .+? \w+ed (?:and \w+ed )?(?:the|an?) ", re.I)
_STRANDED = re.compile(r"\b(?:in|at|to|from|on|near|of|for|with|by|into|through|over|against|called|named)\?\Z", re.I)


def asks_for(question: str) -> Kind:
    """Return what a question asks for, by the first of its words that asks."""
    asking = _ASKING.search(question)
    return next((kind for kind, shape in _ASKS.items() if asking and shape.match(question, asking.start())), "name")


def problem(question: str, fact: Fact, statements: Statements) -> str | None:
    """Return why a question cannot be a case about a fact, None when no check finds anything."""
    size = len(question.split())
    if not question.endswith("?") or sum(len(chunk.sentences) for chunk in split(question)) != 1:
        return "not one question"
    if _PASSIVE_WITH_OBJECT.match(question):
        return "no good sentence"
    if not _SHORTEST <= size <= _LONGEST:
        return "too short or too long"
    if _gives_away(question, fact):
        return "gives the answer away"
    if not _stands_alone(question, fact):
        return "not clear without the text"
    if not _asks_for_the_answer(question, fact):
        return "asks for something else"
    if _invents(question, fact) or not _backed(question, fact):
        return "says what the sentence does not"
    if _ONE_OF_MANY.match(question) or another_answer(question, fact, statements):
        return "another sentence may answer it, too"
    return None


def _gives_away(question: str, fact: Fact) -> bool:
    if says(question, fact.answer) or numbers(question) & numbers(fact.answer):
        return True
    if fact.shape == "date":
        return any(day.agrees(other) for day in dates(question) for other in dates(fact.answer))
    own = {word for word in re.findall(r"\w+", fact.answer) if word[0].isupper()}
    return len(own & set(re.findall(r"\w+", question))) * 2 >= max(len(own), 1)


def _stands_alone(question: str, fact: Fact) -> bool:
    if _ALOOF.search(question):
        return False
    named = mentions(question)
    about = {term for term in terms([fact.title])[0] if term not in GENERAL}
    if not named and len(about & set(terms([question])[0])) * 2 < max(len(about), 1):
        return False
    pronoun = _PRONOUN.search(question)
    return not pronoun or any(mention.start < pronoun.start() for mention in named)


def _asks_for_the_answer(question: str, fact: Fact) -> bool:
    kind = asks_for(question)
    if fact.shape != "name":
        precise = _YEAR_ASKED.search(question)
        return kind == fact.shape and (
            not precise or (fact.answer.isdigit() if precise[1].lower() == "year" else "century" in fact.answer)
        )
    placed = re.search(rf"\b(?:in|at|to|from|on) (?:the )?{re.escape(fact.answer)}", fact.quote)
    if placed and _UNJOINED.match(question) and not _STRANDED.search(question):
        return False  # "Which country did France send settlers?"
    return kind in ("person", "place", "name")


def _invents(question: str, fact: Fact) -> bool:
    """Whether a question names what neither sentence nor title do, or uses too many words of its own."""
    known = plain(f"{fact.title}. {fact.quote}")
    names = missing_names(plain(question), f"{known} {plain(fact.before)}")
    if names.sure or any(" " in name for name in names.perhaps) or missing_numbers(plain(question), known):
        return True
    held = stems(re.findall(r"\w+", f"{known} {fact.before if fact.leans else ''}".lower()))
    own = [stem for stem in stems(terms_of(question)) if stem not in GENERAL]
    invented = [stem for stem in own if not any(alike(stem, other) for other in held)]
    return len(invented) > _INVENTED * len(own)


def _backed(question: str, fact: Fact) -> bool:
    """Whether the sentence says what question and answer say together, and the answer's own clause most of it."""
    leaning = f"{fact.before} " if fact.leans else ""
    claim = f"{_ASKING_WORDS.sub(' ', question).strip(' ?')} {fact.answer}"
    found = examine(claim, f"{fact.title}. {leaning}{fact.quote}")
    wrong = {*found.wrong, *found.doubtful} - {"roles"}  # a question turns the order of words round
    if wrong or probability(found.overlap) < EVEN:
        return False
    for owner in re.findall(r"(\w+)['\u2019]s\b", question):
        if not fact.leans and not re.search(rf"\b{owner}['\u2019]s|\bof (?:the )?(?:\w+ )*{owner}\b", fact.quote):
            return False
    clause = next(part for part in _clauses(fact.quote) if fact.answer in part)
    asked = {term for term in terms([question])[0] if term not in GENERAL} & set(terms([fact.quote])[0])
    return len(asked & set(terms([clause])[0])) * 2 >= len(asked)


def _clauses(sentence: str) -> list[str]:
    """Return the clauses of a sentence, and the whole sentence last."""
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(sentence)), len(sentence)]
    return [*(sentence[a:b] for a, b in pairwise(cuts)), sentence]


def terms_of(text: str) -> list[str]:
    """Return the words of a text that carry meaning, in lower case."""
    return [word for word in re.findall(r"\w+", plain(text).lower()) if terms([word])[0]]


def another_answer(question: str, fact: Fact, statements: Statements) -> bool:
    """Say whether a sentence without the answer holds what is asked about and something of the answer's shape."""
    about = set(terms([fact.title])[0])
    asked = {term for term in terms([question])[0] if term not in GENERAL}
    if not asked - about:
        return True  # it names the article's subject and nothing else
    for near, wanted in ((True, asked - about), (False, asked)):
        for other in statements.holding(wanted, _ANOTHER):
            if (
                (other.article == fact.article) == near
                and not says(other.text, fact.answer)
                and _has_shape(other.text, fact)
            ):
                return True
    return False


def _has_shape(text: str, fact: Fact) -> bool:
    if fact.shape == "date":
        return bool(dates(text))
    return bool(numbers(text)) if fact.shape == "number" else bool(mentions(text))
