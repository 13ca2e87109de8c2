"""Fit what decides after reading: ``python -m evals.fit_reading CASES.jsonl --data DIR --out LOG.jsonl``.

The local model reads a sample of the cases (seconds each; the log makes it resumable). Answerable cases that it answers
rightly are to be shown, unanswerable ones that it answers are not; wrong answers to answerable questions are left out.
Cases about the validation articles are read but not fitted on; the figures printed are cross-validated by article.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from evals.cases import Case, load_cases
from evals.fit import VALIDATION, folds
from evals.scorers.words import holds
from index.catalog import Catalog
from index.config import from_environment
from index.errors import FootnoteError, ModelFileError
from index.library import Generation, Library
from rag import answerable, evidence
from rag import config as rag_config
from rag.answerable import ReadSignals
from rag.local_model import LocalModel
from rag.model_file import find_local_model
from rag.quoting import Quoting
from rag.reading import read
from rag.retrieve import retrieve

FALSE_ABSTENTION = 0.03
"""Share of the answerable questions that the model answered which may be refused after all; the threshold follows."""
NAMES = [field.name for field in fields(ReadSignals)]
Row = dict[str, Any]


def _row(case: Case, generation: Generation, catalog: Catalog, model: LocalModel) -> Row:
    """What became of one case: refused before reading, by the model, or answered, with the signals."""
    hits = retrieve(case.question, generation, catalog)
    measured = answerable.measure(case.question, hits, generation.rarity) if hits else None
    row: Row = {"id": case.id, "signals": None, "right": False}
    if measured is None or not answerable.worth_reading(measured, with_vectors=True):
        return row
    chosen = evidence.select(hits)
    found = read(model, case.question, hits, chosen, evidence.pieces(chosen, hits), Quoting(catalog).source)
    said = " ".join(draft.text for draft in found.drafts)
    right = case.answerable and all(any(holds(said, value) for value in group) for group in case.required)
    return row | {"signals": asdict(found.signals) if found.signals else None, "right": right}


def collect(cases: list[Case], library: Library, model: LocalModel, log: Path) -> dict[str, Row]:
    """Read the cases that the log does not hold yet; return every row by case id."""
    rows = {row["id"]: row for line in log.read_text().splitlines() if (row := json.loads(line))} if log.exists() else {}
    with library.open() as (generation, catalog), log.open("a") as stream:
        for n, case in enumerate(cases, 1):
            if case.id not in rows:
                rows[case.id] = _row(case, generation, catalog, model)
                stream.write(json.dumps(rows[case.id]) + "\n")
                stream.flush()
            if sys.stderr.isatty():
                print(f"\r{n} of {len(cases)}", end="", file=sys.stderr)
    return rows


def fit(cases: list[Case], rows: dict[str, Row]) -> dict[str, Any]:
    """Fit on the cases that are not for validation, print the figures, return the weights."""
    read_ = [case for case in cases if rows[case.id]["signals"]]
    x = np.array([[rows[case.id]["signals"][name] for name in NAMES] for case in read_])
    y = np.array([case.answerable for case in read_])
    held = np.array([case.about in VALIDATION for case in read_])
    clear = np.array([not case.answerable or rows[case.id]["right"] for case in read_])
    groups, p = np.array(folds(read_)), np.zeros(len(read_))
    for rest, fold in GroupKFold(5).split(x, y, groups):
        own = rest[(clear & ~held)[rest]]
        p[fold] = LogisticRegression(C=10.0).fit(x[own], y[own]).predict_proba(x[fold])[:, 1]
    model = LogisticRegression(C=10.0).fit(x[clear & ~held], y[clear & ~held])
    p[held] = model.predict_proba(x[held])[:, 1] if held.any() else 0
    threshold = float(np.quantile(p[y & ~held], FALSE_ABSTENTION))
    for name, mask in (("cross-validated by article", ~held), ("validation articles", held)):
        if mask.any():
            _report(name, [c for c in cases if (c.about in VALIDATION) == (name != "cross-validated by article")], rows,
                    {c.id: bool(k) for c, k in zip(read_, p >= threshold, strict=True)})  # fmt: skip
            print(f"  AUC of those answered {roc_auc_score(y[mask], p[mask]):.3f}")
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        "coefficients": {n: round(float(c), 4) for n, c in zip(NAMES, model.coef_[0], strict=True)},
        "show_from": round(threshold, 4),
    }


def _report(name: str, cases: list[Case], rows: dict[str, Row], kept: dict[str, bool]) -> None:
    for tag, asked in (
        ("answerable", [c for c in cases if c.answerable]),
        ("adversarial", [c for c in cases if "adversarial" in c.tags]),
        ("out-of-corpus", [c for c in cases if "out-of-corpus" in c.tags]),
    ):
        if asked:
            before = sum(rows[c.id]["signals"] is not None for c in asked) / len(asked)
            after = sum(kept.get(c.id, False) for c in asked) / len(asked)
            right = sum(kept.get(c.id, False) and rows[c.id]["right"] for c in asked) / len(asked)
            print(f"{name}, {tag} ({len(asked)}): answered {before:.3f}, shown {after:.3f}, right {right:.3f}")


def main(argv: Sequence[str] | None = None) -> int:
    """Read, fit, print the figures, write ``rag/answered.json``."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_reading")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args(argv)
    try:
        everything = load_cases(arguments.cases)
        cases = random.Random(arguments.seed).sample(everything, min(arguments.limit, len(everything)))
        settings = from_environment(os.environ, arguments.data)
        path = find_local_model(rag_config.from_environment(os.environ, settings.models))
        if path is None:
            raise ModelFileError("the local model is not on disk; fetch it once with: python -m rag fetch")
        library = Library(settings)
        rows = collect(cases, library, LocalModel(path), arguments.out)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2
    answerable.READ_WEIGHTS.write_text(json.dumps(fit(cases, rows), indent=2) + "\n")
    print(f"written to {answerable.READ_WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
