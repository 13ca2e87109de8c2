"""BM25 over passages (title and text), by bm25s. Built in memory from the catalog: 100,000 passages take seconds."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

Scores = npt.NDArray[np.float32]


@cache
def _stemmer() -> Any:  # noqa: ANN401  PyStemmer has no types
    return Stemmer.Stemmer("english")


def terms(texts: Sequence[str]) -> list[list[str]]:
    """Return the stemmed terms of each text, without English stop words."""
    found = bm25s.tokenize(
        list(texts),
        stopwords="en",
        stemmer=_stemmer(),
        return_ids=False,
        show_progress=False,
        allow_empty=False,
    )
    return [[term for term in text if term] for text in found]


class BM25:
    """Okapi BM25 (Lucene's variant, k1 = 1.5, b = 0.75) over some texts, addressed by their position."""

    def __init__(self, texts: Iterable[str]) -> None:
        corpus = terms(list(texts))
        self._texts_with = Counter(term for text in corpus for term in set(text))
        self._index: bm25s.BM25 | None = None
        self._size = len(corpus)
        if self._texts_with:
            self._index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
            self._index.index(corpus, show_progress=False)

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a stemmed term, as BM25 defines it; highest for unknown terms."""
        having = self._texts_with[term]
        return math.log(1 + (self._size - having + 0.5) / (having + 0.5))

    def scores(self, query: str) -> Scores:
        """Return the score of every text, shape (texts,); all 0 when no term of the query occurs."""
        wanted = [term for term in terms([query])[0] if term in self._texts_with]
        if self._index is None or not wanted:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(wanted), dtype=np.float32)

    def top(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (position, score > 0), best first, ties by position."""
        scores = self.scores(query)
        least = np.partition(scores, -limit)[-limit] if 0 < limit < len(scores) else 0.0  # without sorting them all
        found = np.flatnonzero((scores >= least) & (scores > 0))
        best = found[np.argsort(-scores[found], kind="stable")][:limit]
        return [(int(i), float(scores[i])) for i in best]
