"""The report as JSON: what `summary.json` does not hold of it, for programs that draw their own."""

import json
from dataclasses import asdict

from evals import calibration
from evals.report.content import Report, change
from evals.report.headline import headline, sensitivity, verdict
from evals.why import failure_matrix, found


def render(report: Report) -> str:
    """Return a JSON object: the sentences and figures of the report, and of each case why it went as it did."""
    curve = calibration.risk_coverage(report.results)
    matrix = failure_matrix(report.results)
    compared = report.comparison
    told = {
        "title": report.title,
        "headline": headline(report),
        "sensitivity": sensitivity(report),
        "baseline": None if compared is None else asdict(compared) | {"told": verdict(report), "reasons": compared.reasons},
        "failure_matrix": [
            {"gold_quote": row, "outcome": kind, "cases": number}
            for (row, kind), number in matrix.answerable.items()
            if number
        ],
        "unanswerable": matrix.unanswerable,
        "risk_coverage": asdict(curve) if curve else None,
        "reliability": [asdict(held) for held in calibration.reliability(report.results)],
        "cases": _cases(report),
        "left_out": [asdict(line) for line in report.left_out],
        "notes": report.notes,
    }
    return json.dumps(told, indent=1) + "\n"


def _cases(report: Report) -> list[dict[str, object]]:
    before = {result.case.id: result for result in report.before or ()}
    return [
        {
            "id": result.case.id,
            "outcome": own.outcome,
            "step": own.step,
            "reasons": own.reasons,
            "gold_quote": found(result),
            "gold": [asdict(place) for place in own.gold],
            "change": change(result, before.get(result.case.id), report.comparison) if report.comparison else None,
        }
        for result, own in zip(report.results, report.why, strict=True)
    ]
