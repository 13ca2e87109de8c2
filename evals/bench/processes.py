"""Other processes as a measure sees them: how long they took, and how much memory they and their children hold."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from index.errors import BadInputError

_PROCESSES = Path("/proc")


def run(command: Sequence[str]) -> tuple[float, str]:
    """Run a command to its end; return its seconds and its output. Raises `BadInputError` with its last words."""
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = perf_counter() - start
    if done.returncode:
        told = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BadInputError(f"{' '.join(command)[:80]} failed: {told}")
    return seconds, done.stdout


def resident(process: int) -> float:
    """Return the MB of memory that a process and all its children hold (RSS; what they share counts for each).

    Raises `BadInputError` where there is no /proc (anything but Linux) and when the process has ended.
    """
    children: dict[int, list[int]] = {}
    for status in _PROCESSES.glob("[0-9]*/status"):
        if (found := _status(status)) is not None:
            children.setdefault(found["PPid"], []).append(int(status.parent.name))
    own = _status(_PROCESSES / str(process) / "status")
    if own is None:
        raise BadInputError(f"the memory of process {process} cannot be read; it has ended, or there is no /proc here")
    total, below = own["VmRSS"], list(children.get(process, ()))
    while below:
        child = below.pop()
        below += children.get(child, ())
        total += (_status(_PROCESSES / str(child) / "status") or {"VmRSS": 0})["VmRSS"]
    return total / 1e3


def _status(path: Path) -> dict[str, int] | None:
    """The parent and the memory in kB; None for a process that has ended meanwhile."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    found = {name: value.split()[0] for name, _, value in (line.partition(":") for line in lines) if value.strip()}
    return {"PPid": int(found["PPid"]), "VmRSS": int(found.get("VmRSS", 0))}  # one that is about to end has no memory
