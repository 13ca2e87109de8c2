"""A generation of the index in which only some of the passages can be found."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from index.catalog import Catalog
from index.embed import QueryEncoding, Vectors
from index.lexical import terms
from index.library import Generation
from index.store import MAX_RESULTS

ALL_COMPARED = 10_000
"""Passages whose vectors are all compared with the query's; of more, those that are near it among all passages.

Below the 32,766 values that SQLite takes in one statement.
"""
_K1, _B = 1.5, 0.75


class LimitedGeneration(Generation):
    """What ``whole`` finds among the passages that ``catalog`` shows (`Catalog.limit_to`), for one question.

    A word that none of them holds is as rare as one that stands nowhere; the rarity of all others is that of the whole.
    """

    def __init__(self, whole: Generation, catalog: Catalog) -> None:
        # Without the store: it is closed with the whole, and not with this.
        super().__init__(whole.number, whole._words, whole._ids, None, whole.embedder, whole._problem)
        self._whole = whole
        self._catalog = catalog
        self._shown = {passage.id for passage in catalog.passages()}
        self._counts = np.isin(np.asarray(whole._ids, dtype=np.int64), sorted(self._shown))

    def lexical(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, BM25 score), best first."""
        found = [(self._ids[position], score) for position, score in self._words.top(query, limit, self._counts)]
        found += self._among_repeated(query)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    @property
    def rarity(self) -> Callable[[str], float]:
        """A function from a stemmed term to its inverse document frequency over all passages."""
        return lambda term: self._words.rarity(term if self._holds(term) else "")

    def dense(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, cosine similarity), nearest first."""
        if self._whole.store is None:
            return []
        ids = sorted(self._catalog.vector_ids())
        if len(ids) > ALL_COMPARED:
            found = [(i, score) for i, score in self._whole.dense(vector, MAX_RESULTS) if i in self._shown]
        else:
            found = list(zip(ids, map(float, self._catalog.vectors(ids) @ vector), strict=True)) if ids else []
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def encode_query(self, query: str) -> QueryEncoding | None:
        """Return the vectors of a query and of its tokens, or None without an embedder."""
        return self._whole.encode_query(query)

    def _holds(self, term: str) -> bool:
        return bool(self._counts[self._words.holding(term)].any()) or term in self._only_repeated

    @cached_property
    def _repeated(self) -> dict[int, list[str]]:
        """The terms of the passages that the whole does not search, since they only repeat an article left out here."""
        unknown = self._shown.difference(self._ids)
        if not unknown:
            return {}
        texts = {i: f"{title}. {text}" for i, title, text in self._catalog.passage_texts() if i in unknown}
        return dict(zip(texts, terms(list(texts.values())), strict=True))

    @cached_property
    def _only_repeated(self) -> set[str]:
        return {term for own in self._repeated.values() for term in own}

    def _among_repeated(self, query: str) -> list[tuple[int, float]]:
        """BM25 over those passages, with the rarity of the whole so that scores can be compared."""
        if not self._repeated:
            return []
        asked = terms([query])[0]
        usual = sum(map(len, self._repeated.values())) / len(self._repeated)
        found = []
        for i, own in self._repeated.items():
            room = _K1 * (1 - _B + _B * len(own) / usual)
            score = sum(self._words.rarity(term) * n / (n + room) for term in asked if (n := own.count(term)))
            if score > 0:
                found.append((i, score))
        return found
