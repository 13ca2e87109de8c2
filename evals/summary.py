"""A run in figures: every measure over all cases and by tag, each with its interval; what depends on the run apart."""

import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from evals.measures import HEADLINE, MEASURES
from evals.result import Result
from evals.statistics import estimate, quantile, smallest_difference

STEPS = ("retrieve", "first_evidence", "first_token", "total")


def summarise(results: Sequence[Result]) -> dict[str, Any]:
    """Return the summary of ``summary.json``. Whatever differs between two equal runs lies under ``run``."""
    tags = sorted({tag for result in results for tag in result.case.tags})
    scored = sum(result.scores.get(HEADLINE) is not None for result in results)
    return {
        "cases": len(results),
        "smallest_difference": smallest_difference(scored),
        "all": measure(results),
        "tags": {tag: measure([r for r in results if tag in r.case.tags]) for tag in tags},
        "run": {
            "timings_ms": _timings(results),
            "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
    }


def measure(results: Sequence[Result]) -> dict[str, Any]:
    """Return the number of cases and, for each measure that any of them was scored by, its estimate."""
    found: dict[str, Any] = {"cases": len(results)}
    for name in (m.name for m in MEASURES):
        scored = [(value, r.group) for r in results if (value := r.scores.get(name)) is not None]
        if scored:
            found[name] = asdict(estimate([value for value, _ in scored], [group for _, group in scored]))
    return found


def _timings(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """Median and 95th percentile of each step with their intervals, over the answers in which it happened."""
    found = {}
    for step in STEPS:
        values = [took for r in results if (took := r.answer["timings_ms"][step]) > 0]
        if values:
            found[step] = {"p50": asdict(quantile(values, 0.5)), "p95": asdict(quantile(values, 0.95)), "n": len(values)}
    return found
