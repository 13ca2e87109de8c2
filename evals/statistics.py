"""Means with intervals. Cases about one article stand or fall together, so they are drawn together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over ``n`` cases with its 95 % interval (percentile bootstrap over articles)."""

    mean: float
    low: float
    high: float
    n: int


def estimate(values: Sequence[float], groups: Sequence[str], seed: int = 0) -> Estimate:
    """Return the mean of some scores and its interval. ``groups``: what each case is about; drawn as wholes.

    With fewer than five groups the cases themselves are drawn, for there is too little to draw from.
    """
    scores = np.asarray(values, dtype=float)
    names = sorted(set(groups))
    if len(names) < 5:
        groups, names = [str(i) for i in range(len(scores))], [str(i) for i in range(len(scores))]
    index = {name: i for i, name in enumerate(names)}
    place = np.array([index[group] for group in groups])
    sums, counts = np.bincount(place, scores), np.bincount(place)
    drawn = np.random.default_rng(seed).integers(0, len(names), (_DRAWS, len(names)))
    means = sums[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(round(float(scores.mean()), 4), round(float(low), 4), round(float(high), 4), len(scores))
