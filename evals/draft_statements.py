"""All that the articles say, sentence by sentence, to be searched for the sentences that hold certain words."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from index.catalog import Catalog
from index.lexical import terms
from rag.central import sentences_of
from rag.naming import name, originals


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an article, words as in the stored text. ``position``: among all statements, in reading order."""

    position: int
    article: str
    title: str
    text: str


class Statements:
    """Every sentence of the articles, copies left out, found by their terms (stems without stop words)."""

    def __init__(self, catalog: Catalog) -> None:
        self.all: list[Statement] = []
        for article in originals(catalog):
            for sentence in sentences_of(article.id, catalog)[0]:
                self.all.append(Statement(len(self.all), article.id, name(article), sentence.text))
        self._holding: dict[str, list[int]] = {}
        for position, found in enumerate(terms([statement.text for statement in self.all])):
            for term in set(found):
                self._holding.setdefault(term, []).append(position)

    def holding(self, wanted: Collection[str], share: float = 1.0) -> list[Statement]:
        """Return the statements that hold at least a share of the terms, in reading order; none for no terms."""
        held = Counter(position for term in set(wanted) for position in self._holding.get(term, ()))
        least = share * len(set(wanted))
        return [self.all[position] for position, count in sorted(held.items()) if count >= least]

    def around(self, statement: Statement) -> list[Statement]:
        """Return a statement with the one before and the one after it in its article."""
        near = self.all[max(0, statement.position - 1) : statement.position + 2]
        return [other for other in near if other.article == statement.article]
