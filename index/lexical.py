"""BM25 over passages (title and text), by bm25s: made from the catalog, kept in files of the generation."""

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

Scores = npt.NDArray[np.float32]

_IDS = "passages.json"


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
        self._size = len(corpus)
        self._index: bm25s.BM25 | None = None
        if any(corpus):
            self._index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
            self._index.index(corpus, show_progress=False)

    def save(self, folder: Path, ids: Sequence[int]) -> None:
        """Write the index into a new folder, with an id for each text."""
        folder.mkdir(parents=True)
        (folder / _IDS).write_text(json.dumps(list(ids)), encoding="utf-8")
        if self._index is not None:
            self._index.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> tuple["BM25", list[int]]:
        """Return what `save` wrote: the index and the ids."""
        ids = json.loads((folder / _IDS).read_text(encoding="utf-8"))
        loaded = cls(())
        loaded._size = len(ids)
        if len(list(folder.iterdir())) > 1:
            loaded._index = bm25s.BM25.load(str(folder), load_corpus=False)
        return loaded, ids

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a stemmed term, as BM25 defines it; highest for unknown terms."""
        having = self._having(term)
        return math.log(1 + (self._size - having + 0.5) / (having + 0.5))

    def _having(self, term: str) -> int:
        """How many texts hold a term."""
        if self._index is None or not term or term not in self._index.vocab_dict:
            return 0
        at, starts = self._index.vocab_dict[term], self._index.scores["indptr"]
        return int(starts[at + 1] - starts[at])

    def holding(self, term: str) -> npt.NDArray[np.int64]:
        """Return the positions of the texts that hold a stemmed term."""
        if self._index is None or not self._having(term):
            return np.zeros(0, dtype=np.int64)
        at, starts = self._index.vocab_dict[term], self._index.scores["indptr"]
        return np.asarray(self._index.scores["indices"][starts[at] : starts[at + 1]], dtype=np.int64)

    def scores(self, query: str) -> Scores:
        """Return the score of every text, shape (texts,); all 0 when no term of the query occurs."""
        wanted = [term for term in terms([query])[0] if self._having(term)]
        if self._index is None or not wanted:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(wanted), dtype=np.float32)

    def top(self, query: str, limit: int, among: npt.NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """Return up to ``limit`` (position, score > 0), best first, ties by position.

        ``among``: for every text whether it counts, shape (texts,); None when all do.
        """
        scores = self.scores(query) if among is None else self.scores(query) * among
        found = np.flatnonzero(scores > 0)
        if 0 < limit < len(found):  # without sorting them all
            found = found[scores[found] >= np.partition(scores[found], -limit)[-limit]]
        best = found[np.argsort(-scores[found], kind="stable")][:limit]
        return [(int(i), float(scores[i])) for i in best]
