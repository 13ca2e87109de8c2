"""Run a sync in a child process of low priority, so that questions are answered meanwhile as fast as ever."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

from index.caches import Progress
from index.config import IndexConfig
from index.embed import find_embedder
from index.errors import BadInputError, FootnoteError, IndexBusyError, IndexMissingError, ModelFileError
from index.types import SyncReport

NICENESS = 10
"""Added to the priority number of a process that syncs; whoever asks goes first."""

_ERRORS: Mapping[str, type[FootnoteError]] = {
    error.code: error for error in (BadInputError, IndexBusyError, IndexMissingError, ModelFileError)
}
_LOOK_SECONDS = 0.2
_END_SECONDS = 10.0


class StoppedError(FootnoteError):
    """The sync was asked to stop."""

    code = "stopped"


def sync_in_child(
    folder: Path | None,
    config: IndexConfig,
    *,
    replace: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
    stop: threading.Event | None = None,
) -> SyncReport:
    """Do what `index.sync.sync` does, in a child process; without an embedder that works, for keywords only.

    Raises the errors of `sync`, and `StoppedError` soon after ``stop`` is set.
    """
    request = {
        "folder": str(folder.absolute()) if folder else None,
        "data": str(config.data.absolute()),
        "models": str(config.models.absolute()),
        "embedder": str(config.embedder.absolute()) if config.embedder else None,
        "replace": replace,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "index.child", json.dumps(request)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_pass_on, args=(child.stdout, lines), daemon=True).start()
    message: dict[str, Any] = {}
    try:
        while (line := _next(lines, stop)) is not None:  # until the child has ended
            message = json.loads(line)
            if "what" in message:
                progress(message["what"], message["done"], message["total"])
    except BaseException:
        child.terminate()
        raise
    finally:
        try:
            child.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if "report" in message:
        return SyncReport(**message["report"])
    if "code" in message:
        raise _ERRORS.get(message["code"], BadInputError)(message["message"])
    raise BadInputError(
        f"the sync ended unexpectedly (exit status {child.returncode}); what it did is kept, sync again to go on from there"
    )


def _pass_on(stream: IO[str], lines: "queue.Queue[str | None]") -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)


def _next(lines: "queue.Queue[str | None]", stop: threading.Event | None) -> str | None:
    while True:
        if stop is not None and stop.is_set():
            raise StoppedError("the sync was stopped; what it did is kept, the next one goes on from there")
        with suppress(queue.Empty):
            return lines.get(timeout=_LOOK_SECONDS)


def be_nice() -> None:
    """Give this process a low priority, where the system has such."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _say(message: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Sync as the request on the command line says; progress, then the report or an error, as JSON lines."""
    signal.signal(signal.SIGTERM, _end)
    be_nice()
    request = json.loads(sys.argv[1])
    config = IndexConfig(
        Path(request["data"]), Path(request["models"]), Path(request["embedder"]) if request["embedder"] else None
    )
    folder = Path(request["folder"]) if request["folder"] else None

    def progress(what: str, done: int, total: int) -> None:
        _say({"what": what, "done": done, "total": total})

    try:
        from index.sync import sync  # with all that reads files: the process that asks has no need of it

        try:
            report = sync(folder, config, find_embedder(config), replace=request["replace"], progress=progress)
        except ModelFileError:  # the page tells of it when it loads the embedder itself
            report = sync(folder, config, None, replace=request["replace"], progress=progress)
        _say({"report": asdict(report)})
    except FootnoteError as error:
        _say({"code": error.code, "message": str(error)})
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
