"""What the catalog holds of some passages, and how near their sentences are to a query: as a whole, and by their words."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index import late
from index.catalog import SIZE, Catalog, StoredVectors, unpack
from index.embed import Vectors

if TYPE_CHECKING:
    from index.types import Passage


class StoredPassages:
    """The passages that were read, and the vectors of their sentences where there are any.

    ``passages``: by id, those that the catalog shows.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.passages: dict[int, Passage] = {}
        self._catalog = catalog
        self._vectors: dict[int, StoredVectors] = {}
        self._sizes: dict[int, npt.NDArray[np.int64]] = {}

    def read(self, passages: Iterable[int]) -> None:
        """Read these passages, as far as they were not read before."""
        new = {p.id: p for p in self._catalog.passages(sorted(i for i in passages if i not in self.passages))}
        self.passages |= new
        for one in self._catalog.sentence_vectors(new):
            self._vectors[one.passage] = one
            self._sizes[one.passage] = np.frombuffer(one.sizes, SIZE).astype(np.int64)

    def similarities(self, vector: Vectors) -> tuple[dict[int, Vectors], dict[int, float]]:
        """Return the cosine similarity of each sentence to the query, shape (sentences,), and the highest, by passage."""
        having = [i for i in self._vectors if self._sizes[i].size]
        if not having:
            return {}, {}
        vectors = unpack(b"".join(self._vectors[i].vectors for i in having)).reshape(-1, len(vector))
        found = np.einsum("ij,j->i", vectors, vector)  # BLAS would wake a second thread for it
        starts = self._starts(having)
        highest = np.maximum.reduceat(found, starts).tolist()
        return dict(zip(having, np.split(found, starts[1:]), strict=True)), dict(zip(having, highest, strict=True))

    def met(
        self, passages: Iterable[int], tokens: Vectors, weights: Vectors
    ) -> tuple[dict[int, Vectors], dict[int, float], dict[int, float]]:
        """Return how well the words of the query are met, each times its weight (`index.late.met`).

        By passage: by each of its sentences, shape (sentences,); by all of them together; by the best one alone.
        """
        having = [i for i in passages if i in self._vectors and self._sizes[i].size]
        if not having:
            return {}, {}, {}
        sizes, starts = np.concatenate([self._sizes[i] for i in having]), self._starts(having)
        found = late.met(tokens, b"".join(self._vectors[i].tokens for i in having), sizes) * weights
        own = found.sum(axis=1)
        together = np.maximum.reduceat(found, starts, axis=0).sum(axis=1).tolist()
        alone = np.maximum.reduceat(own, starts).tolist()
        return (
            dict(zip(having, np.split(own, starts[1:]), strict=True)),
            dict(zip(having, together, strict=True)),
            dict(zip(having, alone, strict=True)),
        )

    def _starts(self, passages: list[int]) -> npt.NDArray[np.int64]:
        """Where the sentences of each passage begin among those of all."""
        return np.cumsum([0, *(len(self._sizes[i]) for i in passages)])[:-1]
