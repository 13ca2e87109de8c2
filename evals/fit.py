"""Fit the answerability weights: ``python -m evals.fit CASES.jsonl --data DIR`` (an index of the cases' articles).

Cases about the validation articles are left out of the fit; the figures printed are cross-validated by article on
the rest, and on the validation articles with the final weights. Cases tagged ``adversarial`` are not used: their
questions are about the articles, and refusing them takes reading.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from evals.cases import Case, load_cases
from index.config import from_environment
from index.errors import FootnoteError
from index.library import Library
from rag import answerable
from rag.answerable import Signals
from rag.retrieve import retrieve

VALIDATION = ("Yuan_dynasty.md", "Scottish_Parliament.md")
FALSE_ABSTENTION = {"quote_from": 0.05, "read_from": 0.02}
"""Shares of answerable questions that may be refused without, and before, reading; the thresholds follow."""

Matrix = npt.NDArray[np.float64]


def _signals(cases: list[Case], library: Library) -> Matrix:
    rows = []
    with library.open() as (generation, catalog):
        for case in cases:
            hits = retrieve(case.question, generation, catalog)
            rows.append(astuple(answerable.measure(case.question, hits, generation.rarity)) if hits else (0.0,) * 4)
    return np.array(rows)


def folds(cases: list[Case]) -> list[int]:
    """Cases of one article stay together; those about no article are spread by their number."""
    names = sorted({case.about or "" for case in cases})
    return [names.index(case.about) if case.about else len(names) + i % 5 for i, case in enumerate(cases)]


def _fit(x: Matrix, y: npt.NDArray[np.bool_], used: list[bool]) -> LogisticRegression:
    return LogisticRegression(C=10.0).fit(x * np.array(used), y)


def _report(name: str, p: Matrix, y: npt.NDArray[np.bool_], threshold: float) -> None:
    refused, answered = (p[y] < threshold).mean(), (p[~y] >= threshold).mean() if (~y).any() else float("nan")
    print(f"{name}: of {y.sum()} answerable refused {refused:.3f}; of {(~y).sum()} out-of-corpus let through {answered:.3f}")


def fit(cases: list[Case], x: Matrix) -> dict[str, dict[str, Any]]:
    """Fit both models on the cases that are not for validation, print their figures, return the weights."""
    y = np.array([case.answerable for case in cases])
    held = np.array([case.about in VALIDATION for case in cases])
    groups = np.array(folds(cases))
    names = [f.name for f in fields(Signals)]
    weights: dict[str, dict[str, Any]] = {}
    for name, used in (("with_vectors", [True] * 4), ("keywords_only", [False, False, True, True])):
        fit_x, fit_y, p = x[~held], y[~held], np.zeros((~held).sum())
        for rest, fold in GroupKFold(5).split(fit_x, fit_y, groups[~held]):
            p[fold] = _fit(fit_x[rest], fit_y[rest], used).predict_proba(fit_x[fold] * np.array(used))[:, 1]
        model = _fit(fit_x, fit_y, used)
        on_held = model.predict_proba(x[held] * np.array(used))[:, 1]
        thresholds = {}
        for use, share in FALSE_ABSTENTION.items():
            thresholds[use] = round(float(np.quantile(p[fit_y], share)), 4)
            _report(f"{name}, {use}, cross-validated by article", p, fit_y, thresholds[use])
            _report(f"{name}, {use}, validation articles", on_held, y[held], thresholds[use])
        weights[name] = {
            "intercept": round(float(model.intercept_[0]), 4),
            "coefficients": {n: round(float(c), 4) for n, c in zip(names, model.coef_[0], strict=True)},
            **thresholds,
        }
    return weights


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print the figures, write ``rag/answerable.json``."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--data", required=True)
    arguments = parser.parse_args(argv)
    try:
        cases = [case for case in load_cases(arguments.cases) if "adversarial" not in case.tags]
        library = Library(from_environment(os.environ, arguments.data))
        x = _signals(cases, library)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2
    answerable.WEIGHTS.write_text(json.dumps(fit(cases, x), indent=2) + "\n")
    print(f"written to {answerable.WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
