"""What retrieval reads: the catalog, the vectors and BM25 of the newest finished generation."""

import contextlib
import gc
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from index import caches
from index.catalog import Catalog
from index.config import IndexConfig
from index.embed import Embedder, QueryEncoding, Vectors, find_embedder
from index.errors import FootnoteError, IndexBusyError, ModelFileError
from index.lexical import BM25
from index.lock import writer_lock
from index.store import VectorStore

_TRIES = 5


_OTHER_EMBEDDER = "the index was made with another embedding model; make it anew with: python -m index sync FOLDER"
_DAMAGED = "the vectors could not be read and are due to be mended ({problem})"


class _UnusableError(Exception):
    """The vectors of a generation cannot be searched; the message says why."""


class Generation:
    """One finished generation of the index, open for searching from any thread; it never changes.

    ``store`` is None while its vectors cannot be searched, and ``problem`` says why, "" when there are none.
    """

    def __init__(
        self,
        number: int,
        words: BM25,
        ids: Sequence[int],
        store: VectorStore | None,
        embedder: Embedder | None,
        problem: str,
    ) -> None:
        self.number = number
        self.store = store
        self.embedder = embedder
        self._words = words
        self._ids = ids
        self._problem = problem
        self._searching, self._encoding = threading.Lock(), threading.Lock()
        if store:
            weakref.finalize(self, store.close)

    @property
    def mending(self) -> bool:
        """Whether the vectors are damaged and may be searched again at the next question."""
        return self._problem not in ("", _OTHER_EMBEDDER) and self.embedder is not None

    def why_keywords_only(self) -> str | None:
        """Say why search goes by keywords alone; None when it also goes by meaning."""
        return self._problem or None

    def lexical(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, BM25 score), best first."""
        return [(self._ids[position], score) for position, score in self._words.top(query, limit)]

    @property
    def rarity(self) -> Callable[[str], float]:
        """A function from a stemmed term to its inverse document frequency over the passages."""
        return self._words.rarity

    def dense(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, cosine similarity), nearest first."""
        if self.store is None:
            return []
        with self._searching:
            return self.store.query(vector, limit)

    def encode_query(self, query: str) -> QueryEncoding | None:
        """Return the vectors of a query and of its tokens, or None without an embedder."""
        if self.embedder is None or self._problem:
            return None
        with self._encoding:
            return self.embedder.encode_query(query)


class Library:
    """One data folder. Opens the newest finished generation, and the next one when a sync has published it.

    ``embedder`` is None when it has not been fetched or is damaged (``embedder_problem`` says which): search then goes
    by keywords alone.
    """

    def __init__(self, config: IndexConfig) -> None:
        self.config = config
        self.embedder: Embedder | None = None
        self.embedder_problem = "the embedding model is not on disk; fetch it once with: python -m rag fetch"
        try:
            self.embedder = find_embedder(config)
        except ModelFileError as error:
            self.embedder_problem = str(error)
        self._lock = threading.RLock()
        self._current: Generation | None = None
        self._idle: list[Catalog] = []

    def catalog(self) -> Catalog:
        """Open the catalog for reading; close it (``with``) in the same thread."""
        return Catalog(self.config.data)

    @contextlib.contextmanager
    def open(self) -> Iterator[tuple[Generation, Catalog]]:
        """Give the newest generation and the catalog as it was when that was published, whatever is published meanwhile."""
        for _ in range(_TRIES):
            with contextlib.ExitStack() as closing:
                catalog = closing.enter_context(self._connection())
                catalog.snapshot()
                if generation := self._of(catalog):
                    yield generation, catalog
                    catalog.end_snapshot()
                    if catalog.is_fresh():
                        closing.pop_all()
                        self._idle.append(catalog)
                    return
        raise IndexBusyError(f"{self.config.data} changes faster than it can be read; ask again in a moment")

    def _connection(self) -> Catalog:
        """Return a connection that an earlier question has left, or a new one: to open one takes as long as to use it."""
        with contextlib.suppress(IndexError):
            while True:
                catalog = self._idle.pop()
                if catalog.is_fresh():
                    return catalog
                catalog.close()
        return self.catalog()

    def load(self) -> None:
        """Load everything a question needs now, so that the first one does not wait."""
        with self.open():
            pass
        if self.embedder:
            self.embedder.load()
        gc.freeze()  # what is loaded now stays: looking through it again and again would hold up one question in twenty

    def close(self) -> None:
        """Release the files of the generation that is open."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()
            if self._current and self._current.store:
                self._current.store.close()
            self._current = None

    def _of(self, catalog: Catalog) -> Generation | None:
        """Return the generation of a catalog; None when the next one has replaced its files already."""
        with self._lock:
            current = self._current
            if current and (current.number, current.embedder) == (catalog.generation, self.embedder) and not current.mending:
                return current
            with ThreadPoolExecutor(max_workers=1) as beside:
                sealed = beside.submit(_sealed_words, self.config.data, catalog.generation, catalog.meta("seal"))
                try:
                    store, problem = self._store(catalog), ""
                except _UnusableError as error:
                    if self._newest() != catalog.generation:
                        return None
                    store, problem = None, str(error)
            # BM25 can be made anew at once: that needs nothing but the catalog.
            words, ids = sealed.result() or caches.index_words(catalog)
            # A question that still searches the generation before keeps that alive; its files go with its last user.
            self._current = Generation(catalog.generation, words, ids, store, self.embedder, problem)
            return self._current

    def _newest(self) -> int:
        with self.catalog() as catalog:
            return catalog.generation

    def _store(self, catalog: Catalog) -> VectorStore | None:
        """Open the vectors, mending their files first when they are damaged. Raises `_UnusableError` saying why not."""
        if self.embedder is None:
            raise _UnusableError(self.embedder_problem)
        if catalog.meta("embedder") not in (None, "", self.embedder.fingerprint):
            raise _UnusableError(_OTHER_EMBEDDER)
        data, generation = self.config.data, catalog.generation
        if not generation:
            return None
        try:
            if caches.damage(data, generation, catalog.meta("seal"), caches.CHROMA):
                mend(data, generation)
            return VectorStore(caches.folder(data, caches.CHROMA, generation))
        except FootnoteError as error:
            raise _UnusableError(_DAMAGED.format(problem=error)) from error
        except OSError as error:
            raise _UnusableError(_DAMAGED.format(problem=error.strerror or error)) from error


def _sealed_words(data: Path, generation: int, seal: str | None) -> tuple[BM25, Sequence[int]] | None:
    """BM25 and the ids of its passages from their files; None when these are damaged or a sync has deleted them."""
    with contextlib.suppress(OSError):
        if not caches.damage(data, generation, seal, caches.WORDS):
            return BM25.load(caches.folder(data, caches.WORDS, generation))
    return None


def mend(data: Path, generation: int) -> None:
    """Make the caches of a generation anew from the catalog; nothing is embedded again.

    Does nothing when that is not the newest generation any more. Raises `IndexBusyError` while a sync is running.
    """
    with writer_lock(data), Catalog(data, create=True) as catalog, catalog.write():
        if catalog.generation == generation:
            catalog.set_meta("seal", caches.build(data, generation, catalog, lambda *_: None))
