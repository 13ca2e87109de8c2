"""Passage vectors in Chroma: a cache of one generation, made from the catalog. The only file that imports chromadb.

Chroma writes to its files whenever it opens them, so what was sealed is never opened itself: a reader works on a copy of
its own, which costs a fifth of a second for 100,000 passages.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.embed import Vectors

_COLLECTION = "passages"
_BATCH = 5_000
_HNSW = {
    "space": "ip",
    "ef_construction": 128,
    # Bounds how many neighbours a query can return, so it must not be below what retrieval asks for.
    "ef_search": 128,
    "max_neighbors": 16,
    # One thread, and every batch on disk at once: what is not, Chroma puts into the graph anew each time it opens the
    # files, in another order, and the same question would find other neighbours.
    "num_threads": 1,
    "batch_size": 2,
    "sync_threshold": 2,
}
MAX_RESULTS = 100
"""Most neighbours one query may ask for."""


def write_store(folder: Path, catalog: Catalog, base: Path | None, progress: Callable[[int, int], None]) -> None:
    """Make ``folder`` a store of exactly the catalog's vectors.

    ``base``: a sound store to start from. It is only added to: when a passage has left, everything is added anew, so
    that nothing of a removed article stays in the files.
    """
    want, have = catalog.vector_ids(), set[int]()
    if base is not None:
        shutil.copytree(base, folder)
        with _opened(folder) as collection:
            have = {int(i) for i in collection.get(include=[])["ids"]}
    if have - want:
        shutil.rmtree(folder)
        have = set()
    with _opened(folder) as collection, _full_disk_as_such():
        new = sorted(want - have)
        for start in range(0, len(new), _BATCH):
            progress(start, len(new))
            batch = new[start : start + _BATCH]
            collection.add(ids=[str(i) for i in batch], embeddings=catalog.vectors(batch))
        progress(len(new), len(new))


class VectorStore:
    """Nearest passages by inner product of unit vectors (cosine similarity), from a folder that `write_store` made.

    Raises OSError when the folder is not there (any more).
    """

    def __init__(self, folder: Path) -> None:
        self._stack = contextlib.ExitStack()
        try:
            own = Path(
                self._stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-", ignore_cleanup_errors=True))
            )
            shutil.copytree(folder, own, dirs_exist_ok=True)
            self._collection = self._stack.enter_context(_opened(own))
            self._count: int = self._collection.count()
            if self._count:  # the first query reads the vector files: better now than while somebody waits
                dimensions = len(self._collection.peek(1)["embeddings"][0])
                self._collection.query(query_embeddings=[[0.0] * dimensions], n_results=1, include=[])
        except BaseException:
            self._stack.close()
            raise

    def close(self) -> None:
        """Release the files."""
        self._stack.close()

    def query(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, cosine similarity), nearest first. ``vector`` has shape (dimensions,)."""
        if self._count == 0:
            return []
        reply = self._collection.query(
            query_embeddings=[vector.tolist()], n_results=min(limit, self._count, MAX_RESULTS), include=["distances"]
        )
        near = [(int(i), 1.0 - float(d)) for i, d in zip(reply["ids"][0], reply["distances"][0], strict=True)]
        return sorted(near, key=lambda pair: (-pair[1], pair[0]))

    def vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """Return the stored vectors by passage id, of those that are there."""
        reply = self._collection.get(ids=[str(i) for i in ids], include=["embeddings"])
        return dict(zip(map(int, reply["ids"]), reply["embeddings"], strict=True))

    def ids(self) -> set[int]:
        """Return the ids of the passages in the store."""
        return {int(i) for i in self._collection.get(include=[])["ids"]}


@contextlib.contextmanager
def _full_disk_as_such() -> Iterator[None]:
    """Chroma tells of a file that cannot be written in an error of its own."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        raise OSError(f"the vector store could not be written: {error}") from error


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[Any]:
    import chromadb.config

    settings = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(folder), settings=settings)
    try:
        yield client.get_or_create_collection(_COLLECTION, configuration={"hnsw": _HNSW}, embedding_function=None)
    finally:
        client.close()
