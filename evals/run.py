"""A run: ask every case, score it, and leave the results and their summary in a folder."""

import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evals.answers import Answers, ask_all
from evals.cases import Case
from evals.result import Result, write_results
from evals.scorers import score
from evals.summary import summarise
from evals.variants import KINDS, ORDER, Reordered, robustness, variant
from rag.answer import Assistant
from rag.types import Engine

if TYPE_CHECKING:
    from rag.reading import Reader

SUMMARY, VARIANTS = "summary.json", "variants.jsonl"
Progress = Callable[[], object]


def run(
    cases: Sequence[Case],
    assistant: Assistant,
    engine: Engine,
    answers: Answers,
    progress: Progress = lambda: None,
    *,
    stop: threading.Event | None = None,
    share: int | None = None,
) -> list[Result]:
    """Answer and score the cases, in order; answers already kept are used again.

    The pipeline's confidence is kept among the scores. ``stop``, ``share``, and what is raised: as for `ask_all`.
    """
    given = ask_all(cases, assistant, engine, answers, progress, stop, share)
    with assistant.library.catalog() as catalog:
        return [
            Result(case, own.answer, {"confidence": own.confidence, **score(case, own.answer, catalog)})
            for case, own in zip(cases, given, strict=True)
        ]


def run_variants(
    results: Sequence[Result],
    assistant: Assistant,
    engine: Engine,
    answers: Answers,
    progress: Callable[[int], Progress] = lambda _total: lambda: None,
) -> tuple[list[Result], list[Result]]:
    """Ask the cases that went well otherwise; return the results with their robustness, and those of the variants.

    The order of the evidence is changed only where the model in this process reads several pieces of it.
    """
    chosen = assistant.choose(engine, wait=True)
    kinds = KINDS if chosen.engine == "local" else [kind for kind in KINDS if kind != ORDER]
    asked: dict[str, list[Case]] = {}
    for kind in kinds:
        fit = (r.case for r in results if r.good and (kind != ORDER or len(r.answer["evidence"]) > 1))
        asked[kind] = [case for own in fit if (case := variant(own, kind))]
    tell = progress(sum(map(len, asked.values())))
    others: list[Result] = []
    for kind, cases in asked.items():
        asker = assistant
        if kind == ORDER:
            reordered = Reordered(cast("Reader", chosen.model))
            asker = Assistant(assistant.config, assistant.library, {"local": reordered})
        others += run(cases, asker, engine, answers, tell)
    by_id = {other.case.id: other for other in others}
    return [replace(r, scores={**r.scores, **robustness(r.case, by_id)}) for r in results], others


def write_run(out: Path, results: Sequence[Result], others: Sequence[Result] = ()) -> dict[str, Any]:
    """Write ``results.jsonl``, those of the variants if there are any, and ``summary.json``; return the summary."""
    summary = summarise(results)
    write_results(out, results)
    (out / VARIANTS).unlink(missing_ok=True)
    if others:
        write_results(out, others, VARIANTS)
    (out / SUMMARY).write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return summary
