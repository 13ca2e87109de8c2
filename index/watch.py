"""Wait for changes in the folders of articles."""

import threading
from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

from index.folder import ADDED

_SETTLED_MS = 400
"""A burst of changes (a copied folder, an editor that writes in steps) is over when nothing came for so long."""
_BURST_MS = 5000
"""At the latest then it is synced what has come so far."""


def changes(folder: Path, data: Path, stop: threading.Event) -> Iterator[None]:
    """Yield once after every settled burst of changes in the folder or among what was added, until ``stop`` is set.

    Hidden files and folders do not count, nor does what a sync writes when the data folder lies inside the other.
    """
    folder, own, added = folder.resolve(), data.resolve(), (data / ADDED).resolve()
    added.mkdir(parents=True, exist_ok=True)

    def counts(_change: Change, changed: str) -> bool:
        path = Path(changed)
        root = added if path.is_relative_to(added) else folder
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        return not hidden and (root == added or not path.is_relative_to(own))

    for _ in watch(folder, added, watch_filter=counts, stop_event=stop, debounce=_BURST_MS, step=_SETTLED_MS):
        yield
