"""Files of one JSON object a line that several programs may write: whole lines, one writer at a time, nothing lost."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import BadInputError, IndexBusyError

_PATIENCE_SECONDS = 10.0
"""A writer is done within milliseconds; who holds the lock longer has hung."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the one writer's place of a file, waiting a little for another writer.

    Raises `IndexBusyError` when that does not end, `BadInputError` when nothing can be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(f"another process keeps writing to {path}; end it, or try again") from error
    except OSError as error:
        raise _not_written(path, error) from error
    try:
        yield
    finally:
        lock.release()


def read_lines(path: Path) -> list[str]:
    """Return the lines as they stand, without line ends, blank ones too; none when there is no such file.

    Raises `BadInputError` when the file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} could not be read ({error}); mend it, or move it away") from error


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Replace the file as a whole: who reads meanwhile, or is cut off, finds the old lines or the new ones.

    Call it inside `locked`. Raises `BadInputError` when it cannot be written; the old file then stays.
    """
    path = path.resolve()  # a link stays a link
    unfinished = path.with_name(f".{path.name}.unfinished")
    content = "".join(f"{line}\n" for line in lines)
    try:
        with unfinished.open("wb") as stream:
            stream.write(content.encode("utf-8", errors="replace"))  # half a surrogate pair is no text
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise _not_written(path, error) from error


def line_of(entry: Mapping[str, Any]) -> str:
    """Return an object as a line."""
    return json.dumps(entry, ensure_ascii=False)


def _not_written(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f"{path} could not be written ({error.strerror}); make room or make it writable, and try again")
