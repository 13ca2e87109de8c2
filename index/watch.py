"""Notice when folders change."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

_SECONDS = 1.0


def changes(roots: Sequence[Path], stop: threading.Event) -> Iterator[None]:
    """Yield once after each burst of changes below ``roots`` has settled; end when ``stop`` is set."""
    seen = _state(roots)
    while not stop.wait(_SECONDS):
        now = _state(roots)
        if now != seen:
            seen = now
            yield


def _state(roots: Sequence[Path]) -> set[tuple[str, int, int]]:
    found = set()
    for root in roots:
        for path in root.rglob("*"):
            try:
                about = path.stat()
            except OSError:
                continue
            found.add((str(path), about.st_size, about.st_mtime_ns))
    return found
