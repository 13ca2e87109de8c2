"""The child process of `index.reader`: takes the name of one file after the other, gives its articles."""

import contextlib
import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from index.extract import UnreadableError
from index.prepare import Prepared, prepare
from index.split import split

ADDRESS_SPACE = 4_000_000_000
"""Bytes this process may take, where the system can limit it: no file may take the machine's memory."""

Message = tuple[str, str | Prepared | None]
"""("ready", None) once; then of each file its ("hash", SHA-256), ("article", …) for each of its articles and at last
("end", None), or ("failed", why)."""


def read_one(path: Path, name: str, known: str) -> Iterator[Message]:
    """Yield the messages about one file; only its hash when that is ``known``."""
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            raise UnreadableError("a link to a folder: links are not followed, move the folder here or sync it by itself")
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError("not a regular file")
        with path.open("rb") as stream:
            file_hash = hashlib.file_digest(stream, "sha256").hexdigest()
        yield "hash", file_hash
        if file_hash != known:
            for prepared in prepare(path, name):
                yield "article", prepared
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            yield "failed", "changed while it was read"
            return
    except UnreadableError as error:
        yield "article", Prepared("", None, str(error))
    except OSError as error:
        yield "failed", f"could not be read ({error.strerror or error})"
        return
    except MemoryError:
        yield "failed", f"needs more than {ADDRESS_SPACE // 1_000_000_000} GB of memory to be read"
        return
    except Exception as error:  # noqa: BLE001  whatever a reader trips over, it is this file's fault alone
        yield "failed", f"could not be read ({type(error).__name__}: {str(error)[:200]})"
        return
    yield "end", None


def _send(answers: IO[bytes], message: Message) -> None:
    pickle.dump(message, answers)
    answers.flush()


def main() -> None:
    """Answer requests (path, name, known hash) from standard input on standard output, as pickles, until it is closed."""
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints must not get among the answers
    requests = sys.stdin.buffer
    split("Ready.")  # loads the sentence splitter: the first file must not pay for it
    _send(answers, ("ready", None))
    while True:
        try:
            path, name, known = pickle.load(requests)
        except (EOFError, KeyboardInterrupt):
            return
        for message in read_one(Path(path), name, known):
            _send(answers, message)


if __name__ == "__main__":
    main()
