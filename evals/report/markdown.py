"""The report as Markdown, short enough for the description of a change: headline, measures, and what went wrong."""

import re
from html import escape

from evals.measures import MEASURES, Measure
from evals.report.content import Report
from evals.report.figures import count, interval, share, visible
from evals.report.headline import headline, sensitivity, verdict
from evals.result import Result
from evals.why import OUTCOMES, Why

_MOST = 50
"""Cases that are told one by one; all of them are in report.html."""


def render(report: Report) -> str:
    """Return the report. Text of cases and answers is escaped, so that none of it is markup."""
    pairs = list(zip(report.results, report.why, strict=True))
    broken = set(report.comparison.broken) if report.comparison else set()
    wrong = sorted((pair for pair in pairs if pair[0].good is False), key=lambda pair: pair[0].case.id not in broken)
    lines = [f"# {_plain(report.title)}", "", *headline(report), "", sensitivity(report), ""]
    if told := verdict(report):
        lines += ["## Against the baseline", "", *map(_plain, told), ""]
    lines += ["## Measures", "", "| measure | all cases | 95 % interval | cases |", "| --- | --- | --- | --- |"]
    lines += [_row(report, m) for m in MEASURES if m.name in report.summary["all"]]
    lines += [
        "",
        f"## What went wrong ({len(wrong)})",
        "",
        *(_case(*pair, pair[0].case.id in broken) for pair in wrong[:_MOST]),
    ]
    if len(wrong) > _MOST:
        lines += ["", f"and {count(len(wrong) - _MOST, 'more case')}; see report.html."]
    if report.left_out:
        lines += ["", "## Lines left out", "", *(f"- {_plain(str(line))}" for line in report.left_out)]
    return "\n".join(lines) + "\n"


def _row(report: Report, measure: Measure) -> str:
    found = report.summary["all"][measure.name]
    label = measure.label + (" (lower is better)" if measure.better == "lower" else "")
    return f"| {_plain(label)} | {share(found['mean'])} | {interval(found)} | {found['n']:,} |"


def _case(result: Result, why: Why, broken: bool) -> str:
    told = " ".join(why.reasons) or OUTCOMES[why.outcome]
    before = "broken, " if broken else ""
    return f"- **{_plain(result.case.id)}** ({before}{why.outcome}): {_plain(result.case.question)} {_plain(told)}"


def _plain(text: str) -> str:
    """Escape what would be markup in Markdown or HTML; line ends become spaces."""
    return re.sub(r"([\\`*_\[\]|~#!])", r"\\\1", escape(" ".join(visible(text).split()), quote=False))
