"""Wait for changes in the folders of articles."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import Change, watch

_SETTLED_MS = 1600
"""A burst of changes (a copied folder, an editor that writes in steps) is over when nothing came for so long."""


def changes(roots: Sequence[Path], stop: threading.Event) -> Iterator[None]:
    """Yield once after every settled burst of changes below ``roots``, until ``stop`` is set.

    Hidden files and folders do not count. Roots that are not there are left out.
    """
    there = [root.resolve() for root in roots if root.is_dir()]

    def counts(_change: Change, path: str) -> bool:
        return any(
            not any(part.startswith(".") for part in Path(path).relative_to(root).parts)
            for root in there
            if Path(path).is_relative_to(root)
        )

    for _ in (
        watch(*there, watch_filter=counts, stop_event=stop, debounce=_SETTLED_MS, raise_interrupt=True) if there else ()
    ):
        yield
