"""Where the lines and bars of the report's charts go. Coordinates are those of the drawing, 360 wide; y grows downwards."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.calibration import Curve
from evals.report.figures import count, duration, share

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 34, 348, 12, 158
"""The drawing and, inside of it, the area that the data fill."""
_POINTS = 240
_BARS_PER_DECADE = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: its place in the drawing, and its words."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """The risk-coverage curve. ``points``: of an SVG polyline; ``end``: the run itself; and the ticks of both axes."""

    points: str
    end: tuple[float, float]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its left edge, top, width and height, and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Times on a scale where each step to the right multiplies them. ``median``: its place from the left."""

    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    median: Tick


def line(curve: Curve) -> Line:
    """Return the drawing of a risk-coverage curve, thinned to what can be seen."""
    highest = max(0.1, math.ceil(max(p.risk for p in curve.points) * 10) / 10)
    step = max(1, len(curve.points) // _POINTS)
    shown = [*curve.points[:-1][::step], curve.run]
    places = [(_across(p.coverage), _up(p.risk / highest)) for p in shown]
    return Line(
        " ".join(f"{x:.1f},{y:.1f}" for x, y in places),
        places[-1],
        tuple(Tick(_across(part / 4), share(part / 4) if part else "0") for part in range(5)),
        tuple(Tick(_up(part / 2), share(part / 2 * highest) if part else "0") for part in range(3)),
    )


def histogram(times: Sequence[float], low: float, high: float) -> Histogram:
    """Return how many times (ms, over 0) lie where. ``low``, ``high``: ends of the scale, one for all charts compared."""
    first, last = (math.floor(math.log10(t) * _BARS_PER_DECADE) for t in (low, high))
    number = last - first + 1
    counts = [0] * number
    for time in times:
        counts[min(max(math.floor(math.log10(time) * _BARS_PER_DECADE) - first, 0), number - 1)] += 1

    def place(time: float) -> float:
        return _across((math.log10(time) * _BARS_PER_DECADE - first) / number)

    edges = [10 ** ((first + i) / _BARS_PER_DECADE) for i in range(number + 1)]
    most = max(counts)
    bars = tuple(
        Bar(
            place(edges[i]) + 0.5,
            _up(n / most),
            place(edges[i + 1]) - place(edges[i]) - 1,
            BOTTOM - _up(n / most),
            f"{duration(edges[i])} to {duration(edges[i + 1])}: {count(n, 'case')}",
        )
        for i, n in enumerate(counts)
        if n
    )
    median = sorted(times)[len(times) // 2]
    across = tuple(Tick(place(t), duration(t).replace(".0 ", " ")) for t in _round_times(edges[0], edges[-1]))
    up = (Tick(_up(0), "0"), Tick(_up(1), f"{most:,}"))
    return Histogram(bars, across, up, Tick(place(median), duration(median)))


def _round_times(low: float, high: float) -> list[float]:
    """Return 1, 2, 5, 10, 20 … within a range; only every power of ten where there would be too many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [lead * 10.0**power for power in powers for lead in (1, 2, 5) if low <= lead * 10.0**power <= high]
    return found if len(found) <= 6 else [time for time in found if round(math.log10(time), 6) % 1 == 0]


def _across(part: float) -> float:
    return round(LEFT + part * (RIGHT - LEFT), 1)


def _up(part: float) -> float:
    return round(BOTTOM - part * (BOTTOM - TOP), 1)
