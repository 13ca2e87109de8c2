"""The facts of the articles that questions are drafted for, in the order in which they are asked for."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from evals.drafting.answers import Shape, answers_in
from evals.drafting.statements import Statement
from rag.mentions import mentions

_SHORTEST, _LONGEST = 8, 45
"""Words of a sentence that a question is written for."""
_EACH = 3
"""Answers asked of one sentence at most."""
_MOST_ARTICLES = 500
"""Articles that are read for facts; of a larger folder so many are drawn."""

_WHOLE = re.compile(r"[A-Z0-9\"“‘'].*[.!?][\"'”’)\]]*", re.S)
_LEANS = re.compile(
    r"(?:it|its|he|him|she|they|his|her|their|this|that|these|those|such|here|there|both|some|others?|another|"
    r"the (?:two|three|other|latter|former|second|same)|(?:but|and|however|also|then|so|since then)\b,?)\b|"
    r".*\b(?:the|both) (?:two |three )?(?:sides|latter|former)\b",
    re.I | re.S,
)
_PRONOUN = re.compile(r"\b(?:it|he|she|they|his|her|its|their)\b", re.I)
_SUPPOSED = re.compile(r"\b(?:would have|might|could have|if|perhaps|whether)\b", re.I)
"""What is only supposed makes a question that nobody can answer with a plain fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of an article that a question can ask for.

    ``quote``: the sentence as it stands in the stored text. ``before``: the sentence before it, "" at the beginning.
    ``answer``: words that stand in the quote once. ``leans``: the quote speaks of something by a pronoun or the like, so
    that it needs ``before`` to be understood. ``central``: the quote says something of the answer; else it only names it.
    """

    article: str
    title: str
    before: str
    quote: str
    answer: str
    shape: Shape
    leans: bool = False
    central: bool = True


def plan(statements: Sequence[Statement], seed: int) -> list[Fact]:
    """Return the facts, one of each article in turn; the same for the same statements and seed.

    An article's sentences come in random order, each with one fact before any comes again, and those that lean on the
    sentence before them, or only name the answer, last.
    """
    chance = random.Random(seed)
    articles = [list(own) for _, own in groupby(statements, lambda statement: statement.article)]
    chance.shuffle(articles)
    by_article = [_ordered([*_facts(own)], chance) for own in articles[:_MOST_ARTICLES]]
    longest = max(map(len, by_article), default=0)
    return [facts[turn] for turn in range(longest) for facts in by_article if turn < len(facts)]


def _ordered(sentences: list[list[Fact]], chance: random.Random) -> list[Fact]:
    chance.shuffle(sentences)
    for facts in sentences:
        chance.shuffle(facts)
        facts.sort(key=lambda fact: fact.shape == "name")  # what a sentence names is not always a fact that it states
    turns = [facts[turn] for turn in range(_EACH) for facts in sentences if turn < len(facts)]
    return sorted(turns, key=lambda fact: fact.leans + (not fact.central))  # stable: the order is kept but for those


def _facts(article: Sequence[Statement]) -> Iterator[list[Fact]]:
    before = ""
    for said in article:
        if _usable(said.text) and (answers := list(answers_in(said.text, said.title))):
            leans = _leans(said.text)
            yield [
                Fact(said.article, said.title, before, said.text, found.words, found.shape, leans, found.central)
                for found in answers
            ]
        before = said.text


def _leans(sentence: str) -> bool:
    """Whether a sentence speaks of something by a pronoun that stands before any name, or by "the two sides"."""
    pronoun = _PRONOUN.search(sentence)
    named = pronoun and any(
        mention.start < pronoun.start() and (not mention.opens or len(mention.words) > 1) for mention in mentions(sentence)
    )
    return bool(_LEANS.match(sentence)) or bool(pronoun and not named)


def _usable(sentence: str) -> bool:
    whole = _WHOLE.fullmatch(sentence) and "?" not in sentence
    whole = whole and sentence.count(";") <= 1  # else a list
    return bool(whole) and _SHORTEST <= len(sentence.split()) <= _LONGEST and not _SUPPOSED.search(sentence)
