"""What a measure returns: figures with intervals, and what has to be known to read them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from evals.statistics import quantile

_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in ``unit`` with its 95 % interval over ``n`` repetitions; without one (n 1) low and high are the value.

    ``kind``: which figure of the repetitions it is: "median", "p95", "share", "once" …
    """

    name: str
    kind: str
    unit: str
    value: float
    low: float
    high: float
    n: int

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Figure":
        """Return a figure from its fields; other fields are left out."""
        return cls(*(raw[name] for name in ("name", "kind", "unit", "value", "low", "high", "n")))


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one part. ``notes``: what was left out and why, and what is made up."""

    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


def once(name: str, value: float, unit: str) -> Figure:
    """Return a figure that was taken a single time."""
    return Figure(name, "once", unit, value, value, value, 1)


def median(name: str, values: Sequence[float], unit: str) -> list[Figure]:
    """Return the median with its interval (bootstrap); none without values."""
    return _quantile(name, "median", values, 0.5, unit)


def percentiles(name: str, values: Sequence[float], unit: str) -> list[Figure]:
    """Return p50, p95 and p99, each with its interval; those above the largest of few values are left out."""
    found = _quantile(name, "p50", values, 0.5, unit)
    for kind, share in (("p95", 0.95), ("p99", 0.99)):
        if len(values) * (1 - share) >= 1 - 1e-9:  # of 10 values the largest is no p95
            found += _quantile(name, kind, values, share, unit)
    return found


def _quantile(name: str, kind: str, values: Sequence[float], share: float, unit: str) -> list[Figure]:
    if not values:
        return []
    found = quantile(values, share)
    return [Figure(name, kind, unit, found.mean, found.low, found.high, found.n)]


def share(name: str, parts: Sequence[float], wholes: Sequence[float], *, scale: float = 100.0, unit: str = "%") -> Figure:
    """Return the sum of the parts over that of the wholes; the interval draws the pairs."""
    above, below = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    drawn = np.random.default_rng(0).integers(0, len(above), (_DRAWS, len(above)))
    low, high = np.quantile(above[drawn].sum(1) / np.maximum(below[drawn].sum(1), 1e-12), [0.025, 0.975])
    value = float(above.sum() / max(below.sum(), 1e-12))
    return Figure(name, "share", unit, scale * value, scale * float(low), scale * float(high), len(above))


def timed(work: Callable[[], object], warm_ups: int, times: int) -> list[float]:
    """Return the seconds of each of so many runs of some work, after some that do not count."""
    for _ in range(warm_ups):
        work()
    return [seconds(work) for _ in range(times)]


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start
