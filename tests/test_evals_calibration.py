"""Risk and coverage: an order of the answers is judged, refusals only lower the coverage, and few answers make no curve."""

import pytest

from evals.calibration import FEW, reliability, risk_coverage
from evals.cases import parse
from evals.result import Result


def result(place, confidence, good, *, abstained=False, error=None, scored=True):
    case = {"id": f"c{place}", "question": "Q?", "answerable": True, "required": [], "evidence": [], "tags": []}
    scores = {"confidence": confidence, "correct_and_cited": float(good) if scored else None}
    return Result(parse(case), {"abstained": abstained, "error": error}, scores)


def run(pairs):
    return [result(place, confidence, good) for place, (confidence, good) in enumerate(pairs)]


def test_a_perfect_order_has_the_least_area_and_its_reverse_more():
    right_first = run([(1 - i / 100, i < 20) for i in range(40)])
    right_last = run([(1 - i / 100, i >= 20) for i in range(40)])
    best, worst = risk_coverage(right_first), risk_coverage(right_last)
    assert best.area == pytest.approx(best.best) == pytest.approx(worst.best)
    assert worst.area > worst.run.risk > best.area
    assert best.run.risk == worst.run.risk == 0.5
    assert (best.points[0].risk, worst.points[0].risk) == (0.0, 1.0)


def test_the_curve_by_hand():
    curve = risk_coverage(run([(0.9, True), (0.8, False), (0.7, True), (0.6, False)] * (FEW // 4)))
    assert [(p.confidence, p.coverage, p.risk) for p in curve.points] == [
        (0.9, 0.25, 0.0),
        (0.8, 0.5, 0.5),
        (0.7, 0.75, pytest.approx(1 / 3)),
        (0.6, 1.0, 0.5),
    ]


def test_answers_of_one_confidence_have_no_order():
    mixed = [(0.5, i % 2 == 0) for i in range(40)]
    curve = risk_coverage(run(mixed))
    assert len(curve.points) == 1
    assert curve.area == pytest.approx(0.5)
    assert curve.area == pytest.approx(risk_coverage(run(sorted(mixed))).area)


def test_a_refusal_lowers_the_coverage_and_is_on_no_curve():
    answered = run([(0.9, True)] * 30)
    refused = [result(100 + i, 0.1, good=False, abstained=True) for i in range(10)]
    failed = [result(200 + i, None, good=False, error={"code": "engine", "message": "gone"}) for i in range(10)]
    curve = risk_coverage(answered + refused + failed)
    assert (curve.run.coverage, curve.run.risk, curve.answered, curve.cases) == (0.6, 0.0, 30, 50)


def test_answers_without_a_confidence_are_counted_and_left_out():
    curve = risk_coverage(run([(0.9, True)] * 30 + [(None, False)] * 5))
    assert (curve.left_out, curve.cases, curve.run.coverage) == (5, 30, 1.0)
    unscored = [result(100, 0.9, good=False, scored=False)]
    assert risk_coverage(run([(0.9, True)] * 30) + unscored).cases == 30


def test_few_confidences_make_no_curve():
    assert risk_coverage(run([(0.9, True)] * (FEW - 1))) is None
    assert risk_coverage(run([(None, True)] * 100)) is None
    assert risk_coverage([]) is None


def test_the_table_says_what_came_of_a_confidence():
    low, high = reliability(run([(1.0, True), (0.95, True), (0.92, False), (0.13, False)]))
    assert (low.low, low.high, low.observed.mean, low.observed.n) == (0.1, 0.2, 0.0, 1)
    assert (high.low, high.high, high.observed.n) == (0.9, 1.0, 3)
    assert high.predicted == pytest.approx((1.0 + 0.95 + 0.92) / 3)
    assert high.observed.mean == pytest.approx(2 / 3, abs=1e-3)
    assert reliability(run([(None, True)])) == []
