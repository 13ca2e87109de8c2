"""Passage vectors in Chroma: a cache, rebuilt from the catalog. The only file that imports chromadb."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.embed import Vectors

_COLLECTION = "passages"
_BATCH = 500
# ef_search bounds how many neighbours a query can return, so it must not be below what retrieval asks for.
_HNSW = {"space": "ip", "ef_construction": 128, "ef_search": 128, "max_neighbors": 16}
MAX_RESULTS = 100
"""Most neighbours one query may ask for."""


class VectorStore:
    """Nearest passages by inner product of unit vectors (cosine similarity)."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "chroma"
        self._client: Any = None
        self._collection: Any = None

    def _open(self) -> Any:  # noqa: ANN401  Chroma's types stay inside this file
        if self._collection is None:
            import chromadb.config

            settings = chromadb.config.Settings(anonymized_telemetry=False)
            self._client = chromadb.PersistentClient(str(self._folder), settings=settings)
            self._collection = self._client.get_or_create_collection(
                _COLLECTION, configuration={"hnsw": _HNSW}, embedding_function=None
            )
        return self._collection

    def close(self) -> None:
        """Release the files, so that the next use sees what another process has written."""
        if self._client is not None:
            self._client.close()
            self._client = self._collection = None

    def ids(self) -> set[int] | None:
        """Return the passage ids in the store, None when its files cannot be read (`make_equal` mends that)."""
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.errors import ChromaError

        try:
            return {int(i) for i in self._open().get(include=[])["ids"]}
        except ChromaError:
            self.close()
            # Chroma keeps the instance that failed to open and would hand it out again for this path.
            SharedSystemClient._identifier_to_system.pop(str(self._folder), None)
            return None

    def query(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage id, cosine similarity), nearest first. ``vector`` has shape (dimensions,)."""
        count = self._open().count()
        if count == 0:
            return []
        reply = self._open().query(
            query_embeddings=[vector.tolist()],
            n_results=min(limit, count, MAX_RESULTS),
            include=["distances"],
        )
        near = [(int(i), 1.0 - float(d)) for i, d in zip(reply["ids"][0], reply["distances"][0], strict=True)]
        return sorted(near, key=lambda pair: (-pair[1], pair[0]))

    def make_equal(self, catalog: Catalog) -> None:
        """Add the catalog's vectors that are missing here and remove what the catalog no longer holds.

        For the one writer only: a store that cannot be read is deleted and filled anew.
        """
        have, want = self.ids(), catalog.vector_ids()
        if have is None:
            self.clear()
            have = set()
        for gone in _batches(sorted(have - want)):
            self._open().delete(ids=[str(i) for i in gone])
        for new in _batches(sorted(want - have)):
            self._open().add(ids=[str(i) for i in new], embeddings=catalog.vectors(new))

    def clear(self) -> None:
        """Delete the cache; `make_equal` fills it again."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
