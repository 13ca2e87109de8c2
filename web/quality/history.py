"""The evaluations so far as HTML: what the last one says in words, and a table of them all. Pure."""

from collections.abc import Sequence

from evals.measures import HEADLINE
from evals.report.html import anchor
from web import words
from web.markup import attribute, text
from web.quality.figures import answered_by, counted, date, interval, percent, points
from web.quality.runs import REPORT, Changed, Run, Since
from web.quality.trend import chart

_CHANGED_SHOWN = 5
_ROWS = 5
"""Runs of the table that are not folded away."""


def history(runs: Sequence[Run], unreadable: Sequence[str] = ()) -> str:
    """Return the last run in words, the chart and the table; the newest run comes first."""
    if not runs and not unreadable:
        return f'<p class="small">{words.NO_RUNS}</p>'
    last = _last(runs[0]) if runs else ""
    rows = [_row(run) for run in runs]
    older = rows[_ROWS:]
    table = _table(rows[:_ROWS]) if rows else ""
    if older:
        title = words.OLDER_RUNS.format(number=f"{len(older):,}")
        table += f"<details><summary>{title}</summary>{_table(older)}</details>"
    spoilt = "".join(map(_unreadable, unreadable))
    spoilt = f'<ul class="rows">{spoilt}</ul>' if spoilt else ""
    return f'{last}{chart(runs)}{table}{spoilt}<p class="small">{words.KEEPS_WORDS}</p>'


def address(run_id: str, case_id: str = "") -> str:
    """Return the address of a report, or of one case in it; relative to the page."""
    return f"quality/{run_id}/{REPORT}" + (f"#{anchor(case_id)}" if case_id else "")


def _last(run: Run) -> str:
    said = "".join(f"<p>{text(sentence)}</p>" for sentence in _sentences(run))
    by = text(words.ENGINES[run.about.engine])
    return (
        f'<div class="card last"><h4>{words.LAST_RUN}: {date(run.id)}, {by}</h4>{_headline(run)}{said}{_since(run)}'
        f'<p><a class="report" href="{address(run.id)}" target="_blank" rel="noopener">{words.OPEN_REPORT}</a></p></div>'
    )


def _headline(run: Run) -> str:
    found = run.figure(HEADLINE)
    if found is None:
        return f"<p>{words.NONE_JUDGED}</p>"
    judged, right = counted(found)
    of = words.RIGHT_OF.format(right=right, questions=words.count(judged, "question"), interval=interval(found))
    return f'<p class="headline"><b>{percent(found["mean"])}</b> {words.RIGHT} <span class="small">{of}</span></p>'


def _sentences(run: Run) -> list[str]:
    """Return what else came out of a run, in words for someone who has never seen one."""
    told = []
    if found := run.figure("false_answer"):
        asked, wrong = counted(found)
        told.append(words.NOT_IN_THEM.format(asked=asked, right=asked - wrong, wrong=wrong))
    if found := run.figure("false_abstention"):
        asked, wrong = counted(found)
        told.append(words.IN_THEM.format(asked=asked, wrong=wrong))
    if (found := run.figure("error")) and counted(found)[1]:
        told.append(words.RUN_FAILED.format(cases=words.count(counted(found)[1], "case")))
    if run.about.left_out:
        told.append(words.RUN_LEFT_OUT.format(lines=words.count(run.about.left_out, "line")))
    return told


def _since(run: Run) -> str:
    since = run.about.since
    if since is None:
        return f'<p class="small">{words.FIRST_RUN}</p>'
    by = words.ANSWERED_BEFORE_BY[since.engine]
    told = words.SINCE_RUN.format(
        date=date(since.run),
        how="" if since.engine == run.about.engine else words.OTHER_ENGINE.format(engine=by),
        fixed=words.count(len(since.fixed), "case"),
        broken=words.count(len(since.broken), "case"),
    )
    if not since.same:
        told += words.ONLY_COMMON.format(cases=words.count(since.common, "case"))
    lists = _changed(words.NOW_WRONG, since.broken, run.id) + _changed(words.NOW_RIGHT, since.fixed, run.id)
    return f"<p>{text(told)}</p>{lists}"


def _changed(title: str, cases: Sequence[Changed], run_id: str) -> str:
    if not cases:
        return ""
    rows = "".join(
        f'<li><a class="words" href="{attribute(address(run_id, case.id))}" target="_blank" rel="noopener">'
        f"{text(case.question)}</a></li>"
        for case in cases[:_CHANGED_SHOWN]
    )
    if len(cases) > _CHANGED_SHOWN:
        rows += f"<li>{words.MORE_CHANGED.format(number=len(cases) - _CHANGED_SHOWN)}</li>"
    return f'<div class="changed"><h5>{title}</h5><ul>{rows}</ul></div>'


def _table(rows: Sequence[str]) -> str:
    # Rows become blocks on a narrow screen, and a browser would then forget that this is a table: hence the roles.
    heads = "".join(f'<th role="columnheader" scope="col">{name}</th>' for name in words.RUN_COLUMNS)
    heads += f'<td role="cell"><span class="hidden-words">{words.REPORT}</span></td>'
    return (
        f'<table class="runs" role="table" aria-label="{words.RUNS}"><thead role="rowgroup"><tr role="row">{heads}</tr>'
        f'</thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def _row(run: Run) -> str:
    found, wrong = run.figure(HEADLINE), run.figure("false_answer")
    right = f"<b>{percent(found['mean'])}</b> <span>{interval(found)}</span>" if found else "\u2013"
    false = "{1} of {0}".format(*counted(wrong)) if wrong else "\u2013"
    cells = (text(answered_by(run.about)), f"{run.summary['cases']:,}", right, false, _change(run))
    told = "".join(
        f'<td role="cell" data-label="{name}"><div>{cell}</div></td>'
        for name, cell in zip(words.RUN_COLUMNS[1:], cells, strict=True)
    )
    open_label = attribute(words.REPORT_OF.format(date=date(run.id)))
    link = f'<a href="{address(run.id)}" target="_blank" rel="noopener" aria-label="{open_label}">{words.REPORT}</a>'
    return (
        f'<tr role="row"><th role="rowheader" scope="row">{date(run.id)}</th>{told}'
        f'<td role="cell" class="acts">{link} {_delete(run.id)}</td></tr>'
    )


def _change(run: Run) -> str:
    since = run.about.since
    if since is None:
        return words.FIRST
    if since.change is None:
        return "\u2013"
    mean, low, high = since.change
    told = words.POINTS.format(points=points(mean), low=points(low), high=points(high))
    unlike = _unlike(run, since)
    return f'{told}<span class="small">{unlike}</span>' if unlike else told


def _unlike(run: Run, since: Since) -> str:
    """Return why a difference says less than it seems to, "" when it does not."""
    reasons = []
    if not since.same:
        reasons.append(words.OTHER_CASES)
    if since.engine != run.about.engine:
        reasons.append(words.OTHER_ENGINE_SHORT)
    return "; ".join(reasons)


def _delete(run_id: str) -> str:
    label = attribute(words.DELETE_RUN_OF.format(date=date(run_id)))
    return (
        f'<button type="button" data-run="{run_id}" data-surely="{words.DELETE_SURELY}" aria-label="{label}">'
        f"{words.DELETE_RUN}</button>"
    )


def _unreadable(run_id: str) -> str:
    return (
        f'<li><span>{words.UNREADABLE_RUN}: {run_id}</span><button type="button" data-run="{run_id}" '
        f'data-surely="{words.DELETE_SURELY}" aria-label="{words.DELETE_RUN}: {run_id}">{words.DELETE_RUN}</button></li>'
    )
