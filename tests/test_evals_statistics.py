"""Intervals draw what belongs together, and say how small a change can be seen."""

import pytest

from evals.statistics import estimate, quantile, smallest_difference


def test_an_interval_draws_whole_articles():
    values = [1.0] * 50 + [0.0] * 50
    spread = estimate(values, [str(i) for i in range(100)])
    lumped = estimate(values, [str(i // 10) for i in range(100)])
    assert spread.mean == lumped.mean == 0.5
    assert lumped.high - lumped.low > 2 * (spread.high - spread.low)


def test_a_few_articles_are_no_groups_to_draw_from():
    assert estimate([1.0, 0.0] * 10, ["a", "b"] * 10) == estimate([1.0, 0.0] * 10, [str(i) for i in range(20)])


def test_a_median_has_an_interval():
    found = quantile([1.0, 2.0, 3.0, 4.0, 100.0], 0.5)
    assert found.mean == 3.0
    assert 1.0 <= found.low < found.mean < found.high <= 100.0


def test_more_cases_show_smaller_changes():
    assert smallest_difference(1960) == pytest.approx(0.02, abs=0.001)
    assert smallest_difference(870) == pytest.approx(0.03, abs=0.001)
    assert smallest_difference(0) == 1.0


def test_all_alike_is_not_certain():
    assert (estimate([1.0, 1.0], ["a", "b"]).low, estimate([1.0, 1.0], ["a", "b"]).high) == (
        pytest.approx(0.2236, abs=1e-4),
        1.0,
    )
    many = estimate([0.0] * 300, [str(i) for i in range(300)])
    assert (many.low, many.high) == (0.0, pytest.approx(0.01, abs=0.001))  # the rule of three
    unchanged = estimate([0.0] * 300, [str(i) for i in range(300)], lowest=-1.0)
    assert unchanged.low == -unchanged.high < 0
