"""A run: ask every case, score it, and leave the results and their summary in a folder."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evals.answers import Answers, Given, ask_all
from evals.cases import Case
from evals.result import Result, write_results
from evals.scorers import score
from evals.summary import summarise
from index.library import Library
from rag.answer import Assistant
from rag.types import Engine

SUMMARY = "summary.json"


def run(
    cases: Sequence[Case],
    assistant: Assistant,
    out: Path,
    *,
    engine: Engine,
    fresh: bool = False,
    progress: Callable[[], object] = lambda: None,
) -> list[Result]:
    """Answer and score the cases, in order. Answers already in ``out`` are used again unless ``fresh``."""
    given = ask_all(cases, assistant, engine, Answers(out, fresh=fresh), progress)
    return score_all(cases, given, assistant.library)


def score_all(cases: Sequence[Case], given: Sequence[Given], library: Library) -> list[Result]:
    """Score the answers to some cases. The pipeline's confidence is kept among the scores."""
    with library.catalog() as catalog:
        return [
            Result(case, own.answer, {"confidence": own.confidence, **score(case, own.answer, catalog)})
            for case, own in zip(cases, given, strict=True)
        ]


def write_run(out: Path, results: Sequence[Result]) -> dict[str, Any]:
    """Write ``results.jsonl`` and ``summary.json``; return the summary."""
    summary = summarise(results)
    write_results(out, results)
    (out / SUMMARY).write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return summary
