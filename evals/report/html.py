"""The report as one HTML page that stands by itself: no request to anywhere, readable without script."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals import calibration, why
from evals.measures import BY_NAME, HEADLINE, MEASURES
from evals.report import charts, figures, headline
from evals.report.content import CHANGES, Change, Report, change
from evals.result import Result
from evals.summary import STEPS

_HERE = Path(__file__).parent
_TIMED = {
    "retrieve": "passages found",
    "first_evidence": "first quote shown",
    "first_token": "first checked sentence shown",
    "total": "whole answer",
}
_DRAWN = ("first_evidence", "total")
_GOOD_LAST: tuple[Change | None, ...] = ("broken", "fixed")


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One case as the page shows it. ``found``: its row of the failure matrix; ``change``: None without a baseline."""

    result: Result
    why: why.Why
    anchor: str
    found: str
    change: Change | None
    before: Result | None

    @property
    def order(self) -> tuple[int, int]:
        """What changed for the worse first, then what changed for the better, what went wrong, and the rest."""
        changed = _GOOD_LAST.index(self.change) if self.change in _GOOD_LAST else len(_GOOD_LAST)
        return changed, {False: 0, None: 1, True: 2}[self.result.good]

    @property
    def scores(self) -> list[tuple[str, str]]:
        """The measures that the case was scored by, with their figures."""
        scored = ((m.label, self.result.scores.get(m.name)) for m in MEASURES)
        return [(label, figures.share(value)) for label, value in scored if value is not None]


def render(report: Report) -> str:
    """Return the page. Whatever stands in cases, answers and articles is text in it, and can be nothing else."""
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(share=figures.share, interval=figures.interval, duration=figures.duration, count=_counted)
    return environment.get_template("report.html.jinja").render(
        report=report,
        run=report.summary["run"],
        style=_own("report.css"),
        script=_own("report.js"),
        headline=headline.headline(report),
        sensitivity=headline.sensitivity(report),
        verdict=headline.verdict(report),
        changed=_changed(report),
        columns=_columns(report),
        measures=_measures(report),
        matrix=_matrix(report),
        unanswerable=why.failure_matrix(report.results).unanswerable,
        steps=Counter(own.step for own in report.why if own.step),
        outcomes={kind: n for kind in why.OUTCOMES if (n := sum(own.outcome == kind for own in report.why))},
        **_calibration(report.results),
        **_times(report),
        chart=charts,
        cases=_cases(report),
        explained={"outcome": why.OUTCOMES, "step": why.STEPS, "change": CHANGES},
        found_rows=why.FOUND,
        headline_name=HEADLINE,
        by_name=BY_NAME,
        dash=figures.NONE,
    )


def anchor(case_id: str) -> str:
    """Return what stands after the # of an address that leads to a case of the page."""
    return f"case-{quote(figures.visible(case_id), safe='/:.,')}"


def _text(value: Any) -> Any:  # noqa: ANN401  whatever the template prints
    return figures.visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _counted(number: int, one: str, several: str = "") -> str:
    return figures.count(number, one, several)


def _own(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _columns(report: Report) -> list[tuple[str, Mapping[str, Any]]]:
    """All cases, then each tag, the one with the most cases first."""
    tags = sorted(report.summary["tags"].items(), key=lambda item: -item[1]["cases"])
    return [("all", report.summary["all"]), *tags]


def _measures(report: Report) -> list[Any]:
    """The measures that anything was scored by."""
    return [measure for measure in MEASURES if measure.name in report.summary["all"]]


def _changed(report: Report) -> list[tuple[str, Any]]:
    """The measures that differ from the baseline, the headline in any case."""
    changes = report.comparison.changes if report.comparison else {}
    return [(BY_NAME[name].label, found) for name, found in changes.items() if name == HEADLINE or found.mean]


def _matrix(report: Report) -> dict[str, dict[str, int]]:
    """The failure matrix without the rows and columns that say nothing: those that only some runs need, and are empty."""
    if not any(result.case.answerable for result in report.results):
        return {}
    counts = why.failure_matrix(report.results).answerable
    columns = [c for c in why.ANSWERED if c not in ("failed", "not scored") or any(counts[row, c] for row in why.FOUND)]
    rows = [r for r in why.FOUND if r != why.FOUND[-1] or any(counts[r, c] for c in columns)]
    return {row: {column: counts[row, column] for column in columns} for row in rows}


def _calibration(results: Sequence[Result]) -> dict[str, Any]:
    curve = calibration.risk_coverage(results)
    return {
        "curve": curve,
        "line": charts.line(curve) if curve else None,
        "bins": calibration.reliability(results) if curve else [],
        "few": calibration.FEW,
    }


def _times(report: Report) -> dict[str, Any]:
    """The table of times and a histogram of those that are drawn, all on one scale."""
    timings = report.summary["run"]["timings_ms"]
    values = {step: [t for r in report.results if (t := r.answer["timings_ms"][step]) > 0] for step in _DRAWN}
    drawn = [time for times in values.values() for time in times]
    return {
        "timings": [(_TIMED[step], timings[step]) for step in STEPS if step in timings],
        "histograms": [
            (_TIMED[step], charts.histogram(times, min(drawn), max(drawn))) for step, times in values.items() if times
        ],
    }


def _cases(report: Report) -> list[ShownCase]:
    before = {result.case.id: result for result in report.before or ()}
    shown = []
    for result, own in zip(report.results, report.why, strict=True):
        was = before.get(result.case.id)
        changed = change(result, was, report.comparison) if report.comparison else None
        shown.append(ShownCase(result, own, anchor(result.case.id), why.found(result), changed, was))
    return sorted(shown, key=lambda case: case.order)
