"""Measure the support check against people: ``python -m evals.attribution FILE``.

Each line of the file is a JSON object with ``claim``, ``references`` (texts), ``attribution_label`` ("attributable" or
"not attributable") and, when there are any, ``question`` and ``src_dataset``. Nothing is fitted here. A claim counts as
backed when the check says "supported".
"""

# ruff: noqa: T201  a command line prints

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from index.errors import BadInputError, FootnoteError
from rag.cite import read_markers
from rag.support import backs, check
from rag.types import Support

_LABELS = {"attributable": True, "not attributable": False}
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, the texts it cites, and what people say of it."""

    claim: str
    references: tuple[str, ...]
    question: str | None
    dataset: str
    backed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with two verdicts, at even odds and as an answer is checked, and the milliseconds that the first took."""

    row: Row
    verdict: Support
    strict: Support
    milliseconds: float


def load_rows(path: Path) -> list[Row]:
    """Read the file. Raises `BadInputError` naming the first bad line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} could not be read ({error}); give a .jsonl file of judged claims") from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                rows.append(_row(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise BadInputError(f"{path}, line {number}: {error!r}; see python -m evals.attribution --help") from error
    if not rows:
        raise BadInputError(f"{path} holds no claims; write one JSON object a line")
    return rows


def _row(raw: dict[str, object]) -> Row:
    references = raw["references"]
    if not isinstance(references, list) or not isinstance(raw["claim"], str):
        raise TypeError("claim must be a text and references a list of texts")
    return Row(
        claim=raw["claim"],
        references=tuple(str(text) for text in references),
        question=str(raw["question"]) if raw.get("question") else None,
        dataset=str(raw.get("src_dataset", "all")),
        backed=_LABELS[str(raw["attribution_label"])],
    )


def judge(row: Row) -> Judged:
    """Run the check on one row; markers in the claim are taken out first, as they are in an answer."""
    claim, cited = read_markers(row.claim, 0)[0], "\n".join(row.references)
    start = time.perf_counter()
    verdict = backs(claim, cited, row.question)
    milliseconds = (time.perf_counter() - start) * 1000
    return Judged(row, verdict, check(claim, cited), milliseconds)


def macro_f1(truth: Sequence[bool], found: Sequence[bool]) -> float:
    """Return the mean of the F1 of both classes, 0..1; a class that neither holds counts as 0."""
    t, f = np.asarray(truth, dtype=bool), np.asarray(found, dtype=bool)
    scores = []
    for value in (True, False):
        both = int(((t == value) & (f == value)).sum())
        either = int((t == value).sum() + (f == value).sum())
        scores.append(2 * both / either if either else 0.0)
    return sum(scores) / 2


def interval(truth: Sequence[bool], found: Sequence[bool], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % interval of the macro-F1 (percentile bootstrap over rows, 2,000 draws)."""
    t, f = np.asarray(truth, dtype=bool), np.asarray(found, dtype=bool)
    drawn = np.random.default_rng(seed).integers(0, len(t), (_DRAWS, len(t)))
    low, high = np.quantile([macro_f1(t[d], f[d]) for d in drawn], [0.025, 0.975])
    return float(low), float(high)


def _line(name: str, judged: Sequence[Judged], *, strict: bool = False) -> str:
    truth = [j.row.backed for j in judged]
    found = [(j.strict if strict else j.verdict) == "supported" for j in judged]
    low, high = interval(truth, found)
    counts = Counter(zip(truth, found, strict=True))
    return (
        f"{name:20} n {len(judged):4}  macro-F1 {macro_f1(truth, found):.3f} [{low:.3f}, {high:.3f}]  "
        f"backed {counts[True, True]} kept, {counts[True, False]} refused; "
        f"not backed {counts[False, False]} refused, {counts[False, True]} kept"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Judge every row and print the figures; return 0, or 2 when the file is no such file."""
    parser = argparse.ArgumentParser(prog="python -m evals.attribution", description=__doc__)
    parser.add_argument("file", type=Path, help="judged claims, one JSON object a line")
    arguments = parser.parse_args(argv)
    try:
        judged = [judge(row) for row in load_rows(arguments.file)]
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2
    print(_line("all", judged))
    print(_line("all, as in answers", judged, strict=True))
    for dataset in sorted({j.row.dataset for j in judged}):
        print(_line(dataset, [j for j in judged if j.row.dataset == dataset]))
    times = [j.milliseconds for j in judged]
    print(f"{median(times):.1f} ms a pair (p50), {float(np.quantile(times, 0.95)):.1f} ms (p95)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
