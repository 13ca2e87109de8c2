"""Sync in the background of a running program."""

import threading
from pathlib import Path

from index.config import IndexConfig
from index.embed import find_embedder
from index.errors import FootnoteError, ModelFileError
from index.store import VectorStore
from index.sync import Progress, SyncReport, sync


def sync_in_child(
    folder: Path,
    config: IndexConfig,
    *,
    replace: bool = False,
    progress: Progress,
    stop: threading.Event,
) -> SyncReport:
    """Make the index equal to a folder, as `index.sync.sync` does; without an embedder that works, for keywords only.

    Raises what `index.sync.sync` raises, and `FootnoteError` when ``stop`` was set meanwhile.
    """

    def told(what: str, done: int, total: int) -> None:
        if stop.is_set():
            raise FootnoteError("the sync was stopped; the next one goes on from there")
        progress(what, done, total)

    store = VectorStore(config.data)
    try:
        return sync(folder, config, find_embedder(config), store, replace=replace, progress=told)
    except ModelFileError:
        return sync(folder, config, None, store, replace=replace, progress=told)
    finally:
        store.close()
