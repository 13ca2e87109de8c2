"""How long loading took the last time on this machine, kept in the data folder so that a wait can be named."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from web import words

FILE = "loading.json"


def about(data: Path, what: str) -> str:
    """Return ", about 5 s" when loading this took so long before, "" when that is not known or no wait."""
    seconds = _known(data).get(what, 0.0)
    return words.ABOUT_SECONDS.format(seconds=math.ceil(seconds)) if seconds >= 1 else ""


@contextmanager
def timed(data: Path, what: str) -> Iterator[None]:
    """Remember how long the block takes, unless it fails."""
    started = monotonic()
    yield
    known = _known(data) | {what: round(monotonic() - started, 1)}
    with suppress(OSError):  # an estimate is not worth a failure
        (data / FILE).write_text(json.dumps(known), encoding="utf-8")


def _known(data: Path) -> dict[str, float]:
    try:
        found = json.loads((data / FILE).read_text(encoding="utf-8"))
        return {str(what): float(seconds) for what, seconds in found.items() if math.isfinite(float(seconds))}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
