"""All that the articles say, sentence by sentence, to be searched for the sentences that hold certain words."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from index.catalog import Catalog
from rag.assertion import is_content
from rag.central import sentences_of
from rag.inflection import stems
from rag.naming import originals
from rag.wording import plain, tokens

GENERAL = frozenset(
    stems(
        """name named called term person people man woman country city town state region place village location area year
        date day month century decade time number percentage percent share amount long many much old high far large big
        tall deep wide often company organization organisation group type kind part event do does did is was were are use
        have had take happen occur total what which who whom whose when where how did begin start""".split()
    )
)
"""Terms that a question may add, because they ask: "in which country"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an article, words as in the stored text. ``position``: among all statements, in reading order.

    ``title``: of the article, "" when it has none.
    """

    position: int
    article: str
    title: str
    text: str


def key_terms(text: str) -> set[str]:
    """Return the stems of the words of a text that carry meaning, irregular forms among them ("broke" is "break")."""
    return set(stems([word.low for word in tokens(plain(text)) if is_content(word.low)]))


class Statements:
    """Every sentence of the articles, copies left out, found by their key terms."""

    def __init__(self, catalog: Catalog) -> None:
        self.all: list[Statement] = []
        for article in originals(catalog):
            for sentence in sentences_of(article.id, catalog)[0]:
                self.all.append(Statement(len(self.all), article.id, article.title or "", sentence.text))
        self._holding: dict[str, list[int]] = {}
        for statement in self.all:
            for term in key_terms(statement.text):
                self._holding.setdefault(term, []).append(statement.position)

    def holding(self, wanted: Collection[str], share: float = 1.0) -> list[Statement]:
        """Return the statements that hold at least a share of the terms, in reading order; none for no terms."""
        held = Counter(position for term in set(wanted) for position in self._holding.get(term, ()))
        least = share * len(set(wanted))
        return [self.all[position] for position, count in sorted(held.items()) if count >= least]

    def around(self, statement: Statement) -> list[Statement]:
        """Return a statement with the one before and the one after it in its article."""
        near = self.all[max(0, statement.position - 1) : statement.position + 2]
        return [other for other in near if other.article == statement.article]
