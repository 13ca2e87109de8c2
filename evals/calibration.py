"""Does the pipeline know when it is right? Its confidence against what came of the cases.

Risk and coverage: El-Yaniv & Wiener 2010, "On the foundations of noise-free selective classification"; the curve and the
area under it for ranked confidences: Geifman & El-Yaniv 2017, "Selective classification for deep neural networks".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from evals.result import Result
from evals.statistics import Estimate, estimate

FEW = 20
"""Answers with a confidence that a curve needs at least: with fewer, one answer moves it by more than .05."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """What would come of answering only where the confidence is at least ``confidence``.

    ``coverage``: share of all cases answered; ``risk``: share of the answered ones that are not good.
    """

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The risk-coverage curve of a run, from the surest answer to the last one given, which is the run itself.

    ``area`` is the mean risk over the curve (AURC, divided by the coverage that the run reached, so that a run does not
    look better for answering less). ``best``: of the same answers in the best order, all good ones first. In a random
    order it is the run's own risk. ``left_out``: answers without a confidence, which are in no figure here.
    """

    points: tuple[Point, ...]
    area: float
    best: float
    cases: int
    answered: int
    left_out: int

    @property
    def run(self) -> Point:
        """The run's own operating point: every answer it gave."""
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence lies in ``low`` ≤ c < ``high`` (the last bin holds 1 too): said against what came of it."""

    low: float
    high: float
    predicted: float
    observed: Estimate


def risk_coverage(results: Sequence[Result]) -> Curve | None:
    """Return the curve of a run, scored cases only; None when fewer than `FEW` answers have a confidence."""
    given = _given(results)
    if len(given) < FEW:
        return None
    left_out = sum(r.good is not None and _answered(r) and r.scores.get("confidence") is None for r in results)
    cases = sum(r.good is not None for r in results) - left_out
    points, running, wrong, done = [], 0.0, 0, 0
    for confidence, tied in groupby(given, key=lambda pair: pair[0]):
        bad = [not result.good for _, result in tied]
        # Answers of one confidence have no order among them: each counts as the share of them that is wrong.
        running += sum((wrong + sum(bad) * (i + 1) / len(bad)) / (done + i + 1) for i in range(len(bad)))
        wrong, done = wrong + sum(bad), done + len(bad)
        points.append(Point(confidence, done / cases, wrong / done))
    best = sum(max(0, i - (done - wrong)) / i for i in range(1, done + 1))
    return Curve(tuple(points), running / done, best / done, cases, done, left_out)


def reliability(results: Sequence[Result]) -> list[Bin]:
    """Return confidence against the share that was good, over the answers given; bins without answers are left out."""
    given = _given(results)
    found = []
    for place in range(BINS):
        held = [(c, r) for c, r in given if min(int(c * BINS), BINS - 1) == place]
        if held:
            observed = estimate([float(bool(r.good)) for _, r in held], [r.group for _, r in held])
            predicted = sum(c for c, _ in held) / len(held)
            found.append(Bin(place / BINS, (place + 1) / BINS, predicted, observed))
    return found


def _given(results: Sequence[Result]) -> list[tuple[float, Result]]:
    """The scored answers that have a confidence, surest first."""
    scored = [r for r in results if r.good is not None and _answered(r)]
    given = [(confidence, r) for r in scored if (confidence := r.scores.get("confidence")) is not None]
    return sorted(given, key=lambda pair: -pair[0])


def _answered(result: Result) -> bool:
    return not result.answer["abstained"] and not result.answer["error"]
