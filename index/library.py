"""What retrieval reads: the catalog, the vectors and BM25 of the newest finished generation."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from index.catalog import Catalog, unpack
from index.config import IndexConfig
from index.embed import Embedder, QueryEncoding, Vectors, find_embedder
from index.errors import IndexBusyError, ModelFileError
from index.lexical import BM25
from index.store import VectorStore
from index.sync import writer_lock
from index.types import Sentence


@dataclass(frozen=True, slots=True)
class _Loaded:
    generation: int
    embedder: str | None
    passages: tuple[int, ...]
    bm25: BM25


class Library:
    """One data folder, open for searching from any thread. Reloads itself when a sync has finished.

    ``embedder`` is None when it has not been fetched or is damaged (``embedder_problem`` says which): search then goes
    by keywords alone.
    """

    def __init__(self, config: IndexConfig) -> None:
        self.config = config
        self.store = VectorStore(config.data)
        self.embedder: Embedder | None = None
        self.embedder_problem = "the embedding model is not on disk; fetch it once with: python -m rag fetch"
        try:
            self.embedder = find_embedder(config)
        except ModelFileError as error:
            self.embedder_problem = str(error)
        self._lock = threading.RLock()
        self._loaded: _Loaded | None = None

    def catalog(self) -> Catalog:
        """Open the catalog for reading; close it (``with``) in the same thread."""
        return Catalog(self.config.data)

    @property
    def generation(self) -> int:
        """The generation that is being searched."""
        return self._current().generation

    def load(self) -> None:
        """Load everything a question needs now, so that the first one does not wait."""
        self._current()
        if self.embedder:
            self.embedder.load()

    def why_keywords_only(self) -> str | None:
        """Say why search goes by keywords alone; None when it also goes by meaning."""
        if self.embedder is None:
            return self.embedder_problem
        if self._current().embedder not in (None, self.embedder.fingerprint):
            return "the index was made with another embedding model; make it anew with: python -m index sync FOLDER"
        return None

    def _current(self) -> _Loaded:
        with self._lock, self.catalog() as catalog:
            if self._loaded is None or self._loaded.generation != catalog.generation:
                self.store.close()  # another process may have written what this one has not seen
                self._mend_store(catalog)
                rows = list(catalog.passage_texts())
                bm25 = BM25(f"{title}. {text}" for _, title, text in rows)
                self._loaded = _Loaded(catalog.generation, catalog.meta("embedder"), tuple(row[0] for row in rows), bm25)
            return self._loaded

    def _mend_store(self, catalog: Catalog) -> None:
        """Bring the vector store back to what the catalog holds, for example after its folder was deleted."""
        if self.embedder is None or self.store.ids() == catalog.vector_ids():
            return
        try:
            with writer_lock(self.config.data):
                self.store.make_equal(catalog)
        except IndexBusyError:
            pass  # a sync is at it; its end is a new generation, which comes here again

    def lexical(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, BM25 score), best first."""
        loaded = self._current()
        return [(loaded.passages[position], score) for position, score in loaded.bm25.top(query, limit)]

    @property
    def rarity(self) -> Callable[[str], float]:
        """A function from a stemmed term to its inverse document frequency over the passages."""
        return self._current().bm25.rarity

    def dense(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, cosine similarity), nearest first."""
        with self._lock:
            self._current()
            return self.store.query(vector, limit)

    def encode_query(self, query: str) -> QueryEncoding | None:
        """Return the vectors of a query and of its tokens, or None without an embedder."""
        if self.embedder is None or self.why_keywords_only():
            return None
        with self._lock:
            return self.embedder.encode_query(query)


def similarities(vector: Vectors | None, sentences: list[tuple[Sentence, bytes | None]]) -> Vectors:
    """Return the cosine similarity of a query to stored sentence vectors, shape (sentences,); 0 where there is none."""
    found = np.zeros(len(sentences), dtype=np.float32)
    if vector is not None:
        for i, (_, blob) in enumerate(sentences):
            if blob is not None:
                found[i] = float(unpack(blob) @ vector)
    return found
