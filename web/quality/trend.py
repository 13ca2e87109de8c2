"""How the headline moved from run to run: a chart that is an SVG in the page. Pure."""

from collections.abc import Sequence
from itertools import pairwise

from evals.measures import HEADLINE
from web import words
from web.markup import attribute, text
from web.quality.figures import answered_by, date, interval, percent
from web.quality.runs import Run, when

MOST = 12
"""Runs that are drawn; the table holds them all."""

_HEIGHT, _TOP, _BOTTOM = 190.0, 14.0, 160.0
_LEFT, _RIGHT = 11.0, 95.0
"""Where runs are drawn, across in per cent of the width, so that letters keep their size on a phone."""
_MARKS = {
    "extractive": '<circle r="4.5"/>',
    "local": '<rect x="-4.2" y="-4.2" width="8.4" height="8.4"/>',
    "openai": '<path d="M0-6 6 0 0 6-6 0z"/>',
}


def chart(newest_first: Sequence[Run]) -> str:
    """Return the chart of up to `MOST` runs; "" when fewer than two were judged."""
    runs = [run for run in newest_first if run.figure(HEADLINE)][:MOST][::-1]
    if len(runs) < 2:
        return ""
    across = {run.id: _LEFT + (_RIGHT - _LEFT) * number / (len(runs) - 1) for number, run in enumerate(runs)}
    body = "".join((*map(_grid, (0, 50, 100)), *_breaks(runs, across), *_lines(runs, across)))
    body += "".join(_point(run, across[run.id]) for run in runs) + _days(runs)
    says = words.CHART_SAYS.format(
        runs=words.count(len(runs), "run"),
        first=date(runs[0].id),
        last=date(runs[-1].id),
        start=percent(_headline(runs[0])["mean"]),
        now=percent(_headline(runs[-1])["mean"]),
    )
    return (
        f'<figure class="trend"><figcaption class="small">{words.CHART}</figcaption>'
        f'<svg role="img" aria-label="{attribute(says)}" width="100%" height="{_HEIGHT:.0f}">{body}</svg>'
        f"{_key(runs)}</figure>"
    )


def _headline(run: Run) -> dict[str, float]:
    return run.figure(HEADLINE) or {}


def _down(share: float) -> float:
    return round(_BOTTOM - (_BOTTOM - _TOP) * share, 1)


def _grid(level: int) -> str:
    y = _down(level / 100)
    return f'<line class="grid" x1="7%" x2="100%" y1="{y}" y2="{y}"/><text x="0" y="{y + 4}">{level}</text>'


def _breaks(runs: Sequence[Run], across: dict[str, float]) -> list[str]:
    """Return a dashed line wherever other cases were asked from then on."""
    middles = [(across[a.id] + across[b.id]) / 2 for a, b in pairwise(runs) if a.about.case_set != b.about.case_set]
    return [f'<line class="break" x1="{x:.1f}%" x2="{x:.1f}%" y1="{_TOP}" y2="{_BOTTOM}"/>' for x in middles]


def _lines(runs: Sequence[Run], across: dict[str, float]) -> list[str]:
    """Return a line from each run to the next that can be compared with it: the same cases, answered by the same."""
    last: dict[tuple[str, str, str], Run] = {}
    drawn = []
    for run in runs:
        same = run.about.case_set, run.about.engine, run.about.model
        if before := last.get(same):
            ends = (across[before.id], across[run.id], _down(_headline(before)["mean"]), _down(_headline(run)["mean"]))
            drawn.append('<line class="course" x1="{:.1f}%" x2="{:.1f}%" y1="{}" y2="{}"/>'.format(*ends))
        last[same] = run
    return drawn


def _point(run: Run, x: float) -> str:
    found = _headline(run)
    y, top, bottom = (_down(found[name]) for name in ("mean", "high", "low"))
    told = words.CHART_POINT.format(
        date=date(run.id), engine=answered_by(run.about), share=percent(found["mean"]), interval=interval(found)
    )
    return (
        f'<svg x="{x:.1f}%" y="{y}" overflow="visible" class="point {run.about.engine}"><title>{text(told)}</title>'
        f'<path class="bar" d="M0 {top - y:.1f}V{bottom - y:.1f}M-4 {top - y:.1f}h8M-4 {bottom - y:.1f}h8"/>'
        f"{_MARKS[run.about.engine]}</svg>"
    )


def _days(runs: Sequence[Run]) -> str:
    first, last = (f"{when(run.id):%-d %b}" for run in (runs[0], runs[-1]))
    y = _BOTTOM + 20
    return f'<text x="{_LEFT - 4}%" y="{y}">{first}</text><text x="100%" y="{y}" text-anchor="end">{last}</text>'


def _key(runs: Sequence[Run]) -> str:
    """Return what the marks mean, where there are several, and what a dashed line says."""
    told = []
    engines = {run.about.engine: run for run in runs}
    if len(engines) > 1:
        marks = "".join(f"<li>{_drawn(name)} {text(answered_by(run.about))}</li>" for name, run in engines.items())
        told.append(f'<ul class="key small">{marks}</ul>')
    if len({run.about.case_set for run in runs}) > 1:
        told.append(f'<p class="small">{words.CHART_BREAK}</p>')
    return "".join(told)


def _drawn(engine: str) -> str:
    size = 'width="14" height="14" viewBox="-7 -7 14 14"'
    return f'<svg aria-hidden="true" {size} class="point">{_MARKS[engine]}</svg>'
