"""What a run prints: the main figures, the tags side by side, what changed, and what else there is to know."""

from collections.abc import Iterator, Sequence
from typing import Any

from evals.cases import BadCase
from evals.compare import Comparison
from evals.measures import BY_NAME, HEADLINE, MEASURES
from evals.result import Result

_BY_TAG = (HEADLINE, "accuracy", "false_answer", "false_abstention", "hit@5")
_WIDTH = 20


def figures(summary: dict[str, Any]) -> Iterator[str]:
    """Yield lines: every measure over all cases, the main ones by tag, the times, and what the set can show."""
    yield f"{summary['cases']} cases; figures with their 95 % intervals"
    for name, measure in BY_NAME.items():
        if name in summary["all"]:
            yield f"  {measure.label:{_WIDTH + 4}} {_figure(summary['all'][name])}  n {summary['all'][name]['n']}"
    shown = [name for name in _BY_TAG if name in summary["all"]]
    if len(summary["tags"]) > 1:
        yield ""
        yield f"{'by tag':{_WIDTH}} {'cases':>6}  " + "  ".join(f"{BY_NAME[name].label:{_WIDTH}}" for name in shown).rstrip()
        for tag, found in summary["tags"].items():
            cells = (f"{_figure(found[name]) if name in found else '–':{_WIDTH}}" for name in shown)
            yield f"{tag:{_WIDTH}} {found['cases']:>6}  " + "  ".join(cells).rstrip()
    yield ""
    for step, times in summary["run"]["timings_ms"].items():
        told = [f"{q} {t['mean']:.0f} [{t['low']:.0f}, {t['high']:.0f}] ms" for q, t in times.items() if q != "n"]
        yield f"{step.replace('_', ' '):{_WIDTH}} {', '.join(told)}"
    least = summary["smallest_difference"]
    yield f"the smallest change that so many cases can show, if a tenth of them turn over: {least:.3f}"


def changes(comparison: Comparison) -> Iterator[str]:
    """Yield lines: the cases that changed, the paired differences, and why the gate fails, if it does."""
    yield f"fixed ({len(comparison.fixed)}): {', '.join(comparison.fixed) or 'none'}"
    yield f"broken ({len(comparison.broken)}): {', '.join(comparison.broken) or 'none'}"
    if comparison.not_run:
        yield f"note: {comparison.not_run} cases of the baseline were not run"
    for measure in MEASURES:
        change = comparison.changes.get(measure.name)
        if change and (measure.name == HEADLINE or change.mean):
            yield f"{measure.label} against the baseline: {change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"
    for reason in comparison.reasons:
        yield f"FAILED: {reason}"


def notes(results: Sequence[Result], bad: Sequence[BadCase]) -> Iterator[str]:
    """Yield lines: the lines of the case file that were left out, and the notices that answers came with."""
    for line in bad:
        yield f"note: left out {line}"
    for notice in dict.fromkeys(notice for result in results for notice in result.answer["notices"]):
        yield f"note: {notice}"


def _figure(value: dict[str, float]) -> str:
    return f"{value['mean']:.3f} [{value['low']:.3f}, {value['high']:.3f}]"
