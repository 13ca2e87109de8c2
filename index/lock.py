"""Locks of a data folder between processes; the operating system releases them when the owner dies."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import BadInputError, IndexBusyError


@contextmanager
def hold(data: Path, name: str, busy: str) -> Iterator[None]:
    """Hold a lock file of a data folder.

    Raises `IndexBusyError` with the text ``busy`` when another process holds it, `BadInputError` if it cannot be written.
    """
    lock = FileLock(data / name, timeout=0)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(busy) from error
    except OSError as error:
        raise BadInputError(
            f"{data} cannot be written ({error.strerror}); make it writable or name another --data"
        ) from error
    try:
        yield
    finally:
        lock.release()


def writer_lock(data: Path) -> AbstractContextManager[None]:
    """Hold the one writer's place of a data folder. Raises as `hold`."""
    return hold(
        data, "writer.lock", f"another process is writing to {data}; wait until it has finished, or name another --data"
    )
