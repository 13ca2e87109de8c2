"""Where things are on this machine. Values only; `from_environment` is called by command lines alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from index.errors import BadInputError

MAX_FILE_BYTES = 50_000_000
"""Larger files are skipped with a reason: a text of 50 MB is a data dump, not an article."""


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """Folders and the embedder.

    ``data``: the index of one set of articles. ``models``: model files, shared by all indexes of a user.
    ``embedder``: folder of a sentence-transformers model, None for the default one in ``models``.
    """

    data: Path
    models: Path
    embedder: Path | None = None


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def from_environment(environ: Mapping[str, str], data: str | None = None) -> IndexConfig:
    """Read FOOTNOTE_DATA, FOOTNOTE_MODELS and FOOTNOTE_EMBEDDER; ``data`` (a ``--data`` flag) wins over the first."""
    embedder = environ.get("FOOTNOTE_EMBEDDER")
    if embedder and not Path(embedder).is_dir():
        raise BadInputError(
            f"FOOTNOTE_EMBEDDER names {embedder!r}, which is not a folder; "
            "give the folder of a sentence-transformers model, or unset it for the default one"
        )
    return IndexConfig(
        data=Path(data or environ.get("FOOTNOTE_DATA") or platformdirs.user_data_path("footnote") / "index").expanduser(),
        models=Path(environ.get("FOOTNOTE_MODELS") or platformdirs.user_cache_path("footnote") / "models").expanduser(),
        embedder=Path(embedder) if embedder else None,
    )
