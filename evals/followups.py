"""How good are the queries that follow-up questions are turned into? Compared with people's rewrites of the same."""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sacrebleu.metrics.bleu import BLEU

from evals.statistics import Estimate
from index.command import run_command
from index.errors import BadInputError
from index.lexical import terms
from rag.condense import condense
from rag.types import Turn

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with its history and a person's rewrite of it. ``dialogue``: rows of one stand or fall together."""

    dialogue: str
    history: tuple[Turn, ...]
    question: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How queries compare with the rewrites, each figure with its 95 % interval (bootstrap over dialogues).

    ``recovered``: of the content words (stems) that people add to the question, the share that the query adds too.
    ``extra``: of those that the query adds, the share that people do not. ``bleu``: sacreBLEU, 0 to 100.
    """

    recovered: Estimate
    extra: Estimate
    bleu: Estimate


def load(path: Path) -> list[FollowUp]:
    """Read one JSON object a line: topic, section, history of question and answer, question, rewrite.

    Raises `BadInputError` naming the line that is not one.
    """
    if not path.is_file():
        raise BadInputError(f"{path} is no file; name a file of follow-ups, one JSON object a line")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            history = tuple(Turn(str(turn["question"]), str(turn["answer"])) for turn in row["history"])
            rows.append(FollowUp(f"{row['topic']} {row['section']}", history, row["question"], row["rewrite"]))
        except (ValueError, KeyError, TypeError) as error:
            fields = "topic, section, history, question and rewrite"
            raise BadInputError(f"{path}, line {number}: no JSON object with {fields} ({error})") from error
    if not rows:
        raise BadInputError(f"{path} holds no follow-up")
    return rows


def compare(rows: Sequence[FollowUp], queries: Sequence[str], seed: int = 0) -> Quality:
    """Compare one query a row with the rewrites. A share of nothing is 0."""
    asked, wanted, got = (_stems(texts) for texts in ((r.question for r in rows), (r.rewrite for r in rows), queries))
    counts = np.array(
        [(len((w - a) & g), len(w - a), len((g - a) - w), len(g - a)) for a, w, g in zip(asked, wanted, got, strict=True)]
    )
    bleu = _bleu_counts(rows, queries)
    groups = sorted({row.dialogue for row in rows})
    place = {dialogue: i for i, dialogue in enumerate(groups)}
    each = np.array([place[row.dialogue] for row in rows])
    summed = np.zeros((len(groups), counts.shape[1] + bleu.shape[1]))
    np.add.at(summed, each, np.hstack([counts, bleu]))
    drawn = np.random.default_rng(seed).integers(0, len(groups), (_DRAWS, len(groups)))
    figures = np.array([_figures(summed.sum(0)), *(_figures(summed[draw].sum(0)) for draw in drawn)])
    low, high = np.quantile(figures[1:], [0.025, 0.975], axis=0)
    numbers = (int((counts[:, 1] > 0).sum()), int((counts[:, 3] > 0).sum()), len(rows))
    recovered, extra, score = (
        Estimate(round(float(figures[0][i]), 4), round(float(low[i]), 4), round(float(high[i]), 4), n)
        for i, n in enumerate(numbers)
    )
    return Quality(recovered, extra, score)


def _stems(texts: Iterable[str]) -> list[set[str]]:
    return [set(found) for found in terms(list(texts))]


def _bleu_counts(rows: Sequence[FollowUp], queries: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return what corpus BLEU adds up, shape (rows, 10): query's and rewrite's length, n-grams right and all, n 1 to 4."""
    scorer = BLEU()
    each = [scorer.corpus_score([query], [[row.rewrite]]) for row, query in zip(rows, queries, strict=True)]
    return np.array([(s.sys_len, s.ref_len, *s.counts, *s.totals) for s in each], dtype=np.float64)


def _figures(summed: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    right, wanted, extra, added = summed[:4]
    lengths, matched, total = summed[4:6], summed[6:10], summed[10:14]
    bleu = BLEU.compute_bleu(
        [int(n) for n in matched], [int(n) for n in total], sys_len=int(lengths[0]), ref_len=int(lengths[1])
    )
    return right / max(wanted, 1), extra / max(added, 1), bleu.score


def _measure(arguments: argparse.Namespace) -> int:
    rows = load(arguments.file)
    if arguments.limit is not None:
        if arguments.limit < 1:
            raise BadInputError("--limit must be at least 1")
        rows = random.Random(arguments.seed).sample(rows, min(arguments.limit, len(rows)))
    start = time.perf_counter()
    queries = [condense(row.question, row.history) for row in rows]
    seconds = (time.perf_counter() - start) / len(rows)
    quality = compare(rows, queries)
    untouched = sum(query == row.question for row, query in zip(rows, queries, strict=True))
    print(f"{len(rows)} follow-ups, {untouched} left as they are, {seconds:.5f} s each")
    for name, value in (("recovered", quality.recovered), ("extra", quality.extra), ("BLEU", quality.bleu)):
        print(f"{name:10} {value.mean:7.3f}  [{value.low:.3f}, {value.high:.3f}]  n {value.n}")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the queries of a file of follow-ups; return the exit status (0 done, 2 could not)."""
    parser = argparse.ArgumentParser(prog="python -m evals.followups", description=__doc__)
    parser.add_argument("file", type=Path, help="one JSON object a line: topic, section, history, question, rewrite")
    parser.add_argument("--limit", type=int, help="only so many follow-ups, drawn with --seed")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    return run_command(lambda: _measure(arguments), "stopped")


if __name__ == "__main__":
    sys.exit(main())
