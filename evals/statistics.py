"""Figures with intervals. Cases about one article stand or fall together, so they are drawn together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_DRAWS = 2000
_FEW = 5
"""With fewer groups than this the cases themselves are drawn, for there is too little to draw from."""
_POWER = 1.96 + 0.84
"""Standard errors that a difference must have to be seen at 5 % (two-sided) in 80 % of the runs."""
CHANGED = 0.10
"""Share of the cases that a change is taken to turn over, as long as it has not been tried."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over ``n`` cases with its 95 % interval (percentile bootstrap over articles)."""

    mean: float
    low: float
    high: float
    n: int


def estimate(values: Sequence[float], groups: Sequence[str], *, lowest: float = 0.0, seed: int = 0) -> Estimate:
    """Return the mean of some scores and its interval. ``groups``: what each case is about; drawn as wholes.

    ``lowest``: the least that a score can be; the most is 1. Where all are equal there is nothing to draw: then the
    interval goes as far as the share of unlike cases that would stay unseen in 5 of 100 sets of this size.
    """
    scores = np.asarray(values, dtype=float)
    if np.ptp(scores) == 0.0:
        figure, unseen = float(scores[0]), 1 - 0.05 ** (1 / len(scores))
        return _rounded(
            figure, np.array([figure - unseen * (figure - lowest), figure + unseen * (1.0 - figure)]), len(scores), 0.0
        )
    names = sorted(set(groups))
    if len(names) < _FEW:
        groups, names = [str(i) for i in range(len(scores))], [str(i) for i in range(len(scores))]
    index = {name: i for i, name in enumerate(names)}
    place = np.array([index[group] for group in groups])
    sums, counts = np.bincount(place, scores), np.bincount(place)
    drawn = np.random.default_rng(seed).integers(0, len(names), (_DRAWS, len(names)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    return _rounded(float(scores.mean()), means, len(scores))


def quantile(values: Sequence[float], share: float, seed: int = 0) -> Estimate:
    """Return a quantile of some values (0.5: the median) in place of their mean, with its interval; each drawn by itself."""
    found = np.asarray(values, dtype=float)
    drawn = np.random.default_rng(seed).choice(found, (_DRAWS, len(found)))
    return _rounded(float(np.quantile(found, share)), np.quantile(drawn, share, axis=1), len(found))


def smallest_difference(cases: int, changed: float = CHANGED) -> float:
    """Return the smallest paired difference that so many cases can show, if a share ``changed`` of them turns over.

    The standard error of a paired difference of 0/1 scores is sqrt(changed / cases) (McNemar), about, when small.
    """
    return round(min(1.0, _POWER * math.sqrt(changed / cases)), 4) if cases else 1.0


def _rounded(figure: float, drawn: npt.NDArray[np.float64], n: int, tail: float = 0.025) -> Estimate:
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Estimate(round(figure, 4), round(float(low), 4), round(float(high), 4), n)
