"""The figures as a table for the terminal and as JSON, each with its aim beside it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from evals.bench import answer, machine
from evals.bench.aims import aim_of
from evals.bench.figures import Figure, Measured

_CEILINGS = ((answer.READS, machine.PREFILL), (answer.WRITES, machine.DECODE))
_FEW = 2
_NAME = 56


def of_ceilings(found: Mapping[str, Measured]) -> list[Figure]:
    """Return the model's speeds as shares of what the cores can do; none when one of the two parts was not measured.

    The interval is that of the model's speed.
    """
    known = {f.name: f for part in ("machine", "answer") if part in found for f in found[part].figures}
    pairs = [(known[speed], known[ceiling]) for speed, ceiling in _CEILINGS if speed in known and ceiling in known]
    shares = []
    for speed, ceiling in pairs:
        value, low, high = (100 * x / ceiling.value for x in (speed.value, speed.low, speed.high))
        shares.append(Figure(f"{speed.name}, of the ceiling", "share", "%", value, low, high, speed.n))
    return shares


def row(part: str, figure: Figure) -> dict[str, Any]:
    """Return a figure as JSON, with ``aim`` (null when there is none) and whether it is ``met``."""
    aim = aim_of(part, figure)
    told = f"{aim.side} {aim.bound:g}" if aim else None
    return {**asdict(figure), "aim": told, "met": aim.met(figure) if aim else None}


def table(part: str, measured: Measured, seconds: float) -> str:
    """Return the lines of one part: name, figure, interval, repetitions, aim."""
    lines = [f"{part} ({seconds:.0f} s)"]
    for figure in measured.figures:
        interval = f"[{_plain(figure.low)}, {_plain(figure.high)}] n {figure.n}" if figure.n >= _FEW else ""
        aim = aim_of(part, figure)
        told = f"  aim {aim.side} {aim.bound:g}: {'met' if aim.met(figure) else 'NOT MET'}" if aim else ""
        value = f"{_plain(figure.value):>8} {figure.unit}"
        lines.append(f"  {figure.name:{_NAME}} {figure.kind:6} {value:20} {interval}{told}".rstrip())
    return "\n".join([*lines, *(f"  note: {note}" for note in measured.notes)])


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
