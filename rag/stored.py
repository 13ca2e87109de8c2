"""How near the stored sentences of some passages are to a query: each as a whole, and by its words."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from index import late
from index.catalog import SIZE, Catalog, StoredVectors, unpack
from index.embed import Vectors


class StoredSentences:
    """What the catalog holds of the sentences of passages that were read. Passages without vectors are left out."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._rows: dict[int, StoredVectors] = {}
        self._sizes: dict[int, npt.NDArray[np.int64]] = {}

    def read(self, passages: Iterable[int]) -> None:
        """Read what is stored of these passages and was not read before."""
        for row in self._catalog.sentence_vectors(i for i in passages if i not in self._rows):
            self._rows[row.passage] = row
            self._sizes[row.passage] = np.frombuffer(row.sizes, SIZE).astype(np.int64)

    def similarities(self, passages: Iterable[int], vector: Vectors) -> dict[int, Vectors]:
        """Return the cosine similarity of each sentence to the query, shape (sentences,), by passage."""
        having = [i for i in passages if i in self._rows]
        vectors = unpack(b"".join(self._rows[i].vectors for i in having)).reshape(-1, len(vector))
        return self._by_passage(having, np.einsum("ij,j->i", vectors, vector))  # BLAS would wake a second thread for it

    def met(self, passages: Iterable[int], tokens: Vectors, weights: Vectors) -> dict[int, Vectors]:
        """Return how well each sentence meets each token of the query, times its weight, by passage.

        Shape (sentences, tokens of the query); see `index.late.met`.
        """
        having = [i for i in passages if i in self._rows]
        sizes = np.concatenate([np.zeros(0, np.int64), *(self._sizes[i] for i in having)])
        found = late.met(tokens, b"".join(self._rows[i].tokens for i in having), sizes)
        return self._by_passage(having, found * weights)

    def _by_passage(self, passages: list[int], rows: Vectors) -> dict[int, Vectors]:
        ends = np.cumsum([len(self._sizes[i]) for i in passages]).tolist()
        return {i: rows[end - len(self._sizes[i]) : end] for i, end in zip(passages, ends, strict=True)}
