"""The run as one self-contained HTML page: the figures by tag, and every case with what was expected."""

from collections.abc import Sequence
from html import escape
from typing import Any

from evals.result import Result

_STYLE = """
:root { color-scheme: light dark;
  --ink: #1c1f23; --soft: #5b6470; --paper: #fff; --line: #d9dee4; --good: #14713d; --bad: #b3261e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ea; --soft: #a3abb5; --paper: #16181b; --line: #353b42; --good: #6fd39a; --bad: #ff9a90 }
}
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem } .wide { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line) }
small, .soft { color: var(--soft) } .good { color: var(--good) } .bad { color: var(--bad) }
details { border-bottom: 1px solid var(--line); padding: .5rem 0 } summary { cursor: pointer }
blockquote { margin: .4rem 0 .4rem 1rem; padding-left: .8rem; border-left: 3px solid var(--line) }
"""
_SHOWN = {
    "correct_and_cited": "correct and cited",
    "accuracy": "right",
    "false_answer": "false answers",
    "false_abstention": "false abstentions",
    "citation_validity": "citations valid",
    "citation_precision": "citation precision",
    "evidence_cited": "evidence cited",
    "hit@1": "hit@1",
    "hit@5": "hit@5",
    "all_right_values": "all right values",
    "wrong_undisputed": "wrong undisputed",
    "values_right": "values right",
    "strict_values": "strict",
}


def to_html(summary: dict[str, Any], results: Sequence[Result], title: str) -> str:
    """Return the report. Everything from cases and answers is escaped; nothing is loaded from elsewhere."""
    rows = [("all", summary["all"]), *summary["tags"].items()]
    head = "".join(f"<th scope=col>{escape(label)}</th>" for label in _SHOWN.values())
    body = "".join(
        f"<tr><th scope=row>{escape(tag)} <small>{m['cases']}</small></th>"
        + "".join(_cell(m.get(k)) for k in _SHOWN)
        + "</tr>"
        for tag, m in rows
    )
    times = "".join(
        f"<tr><th scope=row>{escape(step.replace('_', ' '))}</th>"
        f"<td>{t['p50']['mean']:.0f} ms</td><td>{t['p95']['mean']:.0f} ms</td></tr>"
        for step, t in summary["run"]["timings_ms"].items()
    )
    cases = "".join(_case(result) for result in results)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>"
        f"<p class=soft>{summary['cases']} cases, finished {escape(summary['run']['finished'])}. "
        "A figure is a mean with its 95 % interval, drawn by article.</p>"
        f"<h2>Quality</h2><div class=wide><table><tr><th scope=col>tag</th>{head}</tr>{body}</table></div>"
        f"<h2>Time</h2><table><tr><th></th><th scope=col>median</th><th scope=col>95th percentile</th></tr>{times}</table>"
        f"<h2>Cases</h2>{cases}</html>"
    )


def _cell(value: dict[str, float] | None) -> str:
    if value is None:
        return "<td class=soft>–</td>"
    return f"<td>{value['mean']:.3f}<br><small>{value['low']:.2f}–{value['high']:.2f}</small></td>"


def _case(result: Result) -> str:
    verdict = result.good
    mark = {
        True: "<span class=good>✓ good</span>",
        False: "<span class=bad>✗ wrong</span>",
        None: "<span class=soft>not scored</span>",
    }
    answer = result.answer
    said = escape(answer["answer"]) or f"<em>{escape(answer['missing'] or (answer['error'] or {}).get('message', ''))}</em>"
    quotes = "".join(
        f"<blockquote>[{c['number']}] {escape(c['quote'])} <small>{escape(c['article'])}</small></blockquote>"
        for c in answer["citations"]
    )
    wanted = "; ".join(" or ".join(group) for group in result.case.required) or "an abstention"
    gold = "".join(
        f"<blockquote class=soft>{escape(g.quote)} <small>{escape(g.article)}</small></blockquote>"
        for g in result.case.evidence
    )
    rank = answer["hits"] and result.scores.get("reciprocal_rank")
    found = (
        f"gold passage at rank {round(1 / rank)}" if rank else ("gold passage not retrieved" if result.case.evidence else "")
    )
    return (
        f"<details><summary>{mark[verdict]} {escape(result.case.question)} "
        f"<small>{escape(result.case.id)} · {escape(', '.join(result.case.tags))}</small></summary>"
        f"<p>{said}</p>{_sides(answer)}{quotes}<p class=soft>Expected: {escape(wanted)}. {found}</p>{gold}</details>"
    )


def _sides(answer: dict[str, Any]) -> str:
    return "".join(
        f"<p>Disagreement: {escape(' / '.join(side['value'] for side in conflict['sides']))}</p>"
        for conflict in answer.get("conflicts", ())
    )
