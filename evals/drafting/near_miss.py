"""Questions that sound answerable and are not: a drafted question with one name or year put in place of another."""

import random
import re
from dataclasses import dataclass

from evals.drafting.answers import TITLED, YEAR
from evals.drafting.facts import Fact
from evals.drafting.names import Names
from evals.drafting.statements import GENERAL, Statements, key_terms
from rag.mentions import mentions
from rag.support import says

_WIDE = frozenset("africa america asia australia europe earth".split())
"""Names that hold too many others: what is so in Geneva is so in Europe."""
_YEARS_APART = 30
_TRIED = 60
"""Words that are tried in place of one, those of the same article first."""
_READ = 20_000
"""Sentences that names and years are taken from."""
_SHARE = 0.5
"""Share of a question's other terms that no neighbouring sentences may hold together with the word put in."""
_A_YEAR = re.compile(rf"(?<![\d,.$€£-])\b{YEAR}\b(?![\d%]|[,.–-]\d)")
_JOINED_BEFORE = re.compile(r"(?:\b(?:and|or|of)(?: the)?|[,&/-]) ?\Z")
_JOINED_AFTER = re.compile(r" ?[,&/-]| (?:and|or|of)\b")
"""A name in a list, or one that is part of a longer one: another in its place would make no sense."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A question that the articles do not answer. ``put``: the words that stand in it for ``instead_of``."""

    question: str
    put: str
    instead_of: str


class NearMisses:
    """Makes near misses out of the names and years of the articles."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._names = Names(statements.all[:_READ])
        self._years = [
            (year, statement.article) for statement in statements.all[:_READ] for year in _A_YEAR.findall(statement.text)
        ]

    def of(self, question: str, fact: Fact, chance: random.Random) -> NearMiss | None:
        """Return a near miss of a question about a fact; None when nothing can be changed in it.

        The words put in are of the same kind and stand somewhere in the articles, but never, within three neighbouring
        sentences, with another name of the question or with half of its other terms.
        """
        spans = [match.span() for match in _A_YEAR.finditer(question)]
        for mention in mentions(question):
            title = TITLED.match(mention.text)
            start = mention.start + (title.end() if title else 0)
            joined = _JOINED_BEFORE.search(question[:start]) or _JOINED_AFTER.match(question, mention.end)
            if not joined and self._names.alike(question[start : mention.end]):
                spans.append((start, mention.end))
        chance.shuffle(spans)
        for start, end in spans:
            old, rest = question[start:end], f"{question[:start]}, {question[end:]}"
            found = self._candidates(old)
            chance.shuffle(found)
            found.sort(key=lambda pair: pair[1] != fact.article)  # what its own article speaks of misses more narrowly
            for new in list(dict.fromkeys(words for words, _ in found))[:_TRIED]:
                if not says(question, new) and not says(new, fact.answer) and not self._said(new, rest, fact):
                    return NearMiss(question[:start] + new + question[end:], new, old)
        return None

    def _candidates(self, old: str) -> list[tuple[str, str]]:
        if old.isdigit():
            return [pair for pair in self._years if 0 < abs(int(pair[0]) - int(old)) <= _YEARS_APART]
        found = self._names.alike(old)
        return [pair for pair in found if not _WIDE & set(pair[0].lower().split()) and not self._together(pair[0], old)]

    def _together(self, new: str, old: str) -> bool:
        """Whether a sentence speaks of both: one may be part of the other, or another name of it."""
        both = self._statements.holding(key_terms(f"{new} {old}"))
        return any(says(statement.text, new) and says(statement.text, old) for statement in both)

    def _said(self, new: str, rest: str, fact: Fact) -> bool:
        """Whether neighbouring sentences hold the words put in together with what the rest of the question is about."""
        about = key_terms(fact.title)
        asked = key_terms(rest) - GENERAL
        named = [own for mention in mentions(rest) if (own := key_terms(mention.text) - about)]
        last = new.split()[-1]  # people are spoken of by their last name
        for statement in self._statements.holding(key_terms(last)):
            if says(statement.text, last):
                near = self._statements.around(statement)
                held = key_terms(" ".join(other.text for other in near))
                wanted = asked - about if statement.article == fact.article else asked  # its subject goes without saying
                if len(wanted & held) >= _SHARE * len(wanted) or any(own <= held for own in named):
                    return True
        return False
