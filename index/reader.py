"""Reads files in a child process: one that crashes, hangs or takes all memory costs that file, not the sync."""

import atexit
import pickle
import queue
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import IO

from index.config import cores
from index.prepare import Prepared
from index.reading import Message

COMMAND = (sys.executable, "-m", "index.reading")
_START_SECONDS = 120.0
READ_SECONDS = 120.0
"""An article that takes longer to read is given up; a thousand pages of PDF take a few seconds."""


class ReadingFailedError(Exception):
    """A file could not be read this time; the message says how it failed."""


class Reader:
    """A child process that reads one file after the other; started at the first one, and again after a crash."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, known: str) -> tuple[str, list[Prepared]]:
        """Return the SHA-256 of a file ("" when it has none) and its articles.

        ``known``: the hash of the bytes read last time; nothing but the hash is returned when it is the same. Raises
        `ReadingFailedError`.
        """
        file_hash, articles = "", []
        try:
            requests, answers = self._pipes()
            pickle.dump((str(path.absolute()), path.name, known), requests)
            requests.flush()
            while (message := self._receive(answers, READ_SECONDS))[0] != "end":
                kind, value = message
                if isinstance(value, Prepared):
                    articles.append(value)
                elif kind == "hash":
                    file_hash = str(value)
                else:
                    raise ReadingFailedError(str(value))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            raise ReadingFailedError("crashed the program that reads it") from error
        return file_hash, articles

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        started = self._child is None
        if self._child is None:
            self._child = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=Path(__file__).parent.parent,
            )
        requests, answers = self._child.stdin, self._child.stdout
        if requests is None or answers is None:
            raise ReadingFailedError("cannot be handed to the program that reads it")
        if started:
            self._receive(answers, _START_SECONDS)  # its start is not the first file's time
        return requests, answers

    def _receive(self, answers: IO[bytes], seconds: float) -> Message:
        child, late = self._child, threading.Event()

        def give_up() -> None:
            late.set()
            if child is not None:
                child.kill()

        timer = threading.Timer(seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            return pickle.load(answers)  # type: ignore[no-any-return]
        except EOFError as error:
            if late.is_set():
                self.close()
                raise ReadingFailedError(f"took longer than {seconds:.0f} seconds to read") from error
            raise
        finally:
            timer.cancel()


class Readers:
    """As many readers as there are cores; `read` may be called from as many threads.

    Their children stay for the next sync of this process (starting one takes a second) and end with it.
    """

    def __init__(self) -> None:
        self._all = [Reader() for _ in range(cores())]
        self._free: queue.SimpleQueue[Reader] = queue.SimpleQueue()
        for reader in self._all:
            self._free.put(reader)
        atexit.register(self.close)

    def read(self, path: Path, known: str) -> tuple[str, list[Prepared]]:
        """Do what `Reader.read` does with the first reader that is free."""
        reader = self._free.get()
        try:
            return reader.read(path, known)
        finally:
            self._free.put(reader)

    def close(self) -> None:
        """End the children; the next `read` starts new ones."""
        for reader in self._all:
            reader.close()


@cache
def readers() -> Readers:
    """Return the readers of this process."""
    return Readers()
