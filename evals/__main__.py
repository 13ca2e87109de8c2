"""Command line of the evaluation: index, ask, score, report, compare."""

import argparse
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals.cases import BadCase, Case, load_cases, read_cases
from evals.compare import Comparison, compare
from evals.measures import BY_NAME, HEADLINE
from evals.report import Report, formats, write
from evals.result import Result, load_results
from evals.run import run, write_run
from evals.why import explain
from index.command import run_command
from index.config import from_environment as index_from_environment
from index.errors import BadInputError
from index.library import Library
from index.sync import sync
from rag.answer import Assistant
from rag.config import from_environment


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description="How often are answers and citations right?")
    parser.add_argument("cases", type=Path, help="case file, one JSON object a line")
    parser.add_argument("--articles", type=Path, required=True, help="the folder of articles the cases are about")
    parser.add_argument("--out", type=Path, required=True, help="where results, summary, report and the index go")
    parser.add_argument("--data", help="folder of the index (default: OUT/index)")
    parser.add_argument("--engine", help="auto (default), local, openai or extractive")
    parser.add_argument("--limit", type=int, help="ask only so many cases, drawn with --seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tags", help="only cases with one of these tags, separated by commas")
    parser.add_argument("--skip-bad", action="store_true", help="leave out lines that are no cases, and say so")
    parser.add_argument("--baseline", type=Path, help="--out folder of an earlier run to compare with")
    parser.add_argument("--hold", default="", help="with --baseline: ids or tags of cases that must not break, or: all")
    parser.add_argument("--format", action="append", default=[], help="besides report.html: md, json, junit (or a,b)")
    parser.add_argument("--fresh", action="store_true", help="use no stored answer")
    return parser.parse_args(argv)


def _cases(arguments: argparse.Namespace) -> tuple[list[Case], list[BadCase]]:
    """Return the cases to ask and the lines left out."""
    cases, bad = read_cases(arguments.cases) if arguments.skip_bad else (load_cases(arguments.cases), [])
    if not cases:
        raise BadInputError(f"{bad[0]}, and no line of the file is a case; see the case format in docs/evals.md")
    if arguments.tags:
        cases = [case for case in cases if set(case.tags) & set(arguments.tags.split(","))]
        if not cases:
            raise BadInputError(f"no case has one of the tags {arguments.tags}; see the field tags in {arguments.cases}")
    if arguments.limit is not None:
        if arguments.limit < 1:
            raise BadInputError("--limit must be at least 1")
        cases = random.Random(arguments.seed).sample(cases, min(arguments.limit, len(cases)))
    return cases, bad


def _evaluate(arguments: argparse.Namespace) -> int:
    cases, bad = _cases(arguments)
    also = formats(arguments.format)
    before = load_results(arguments.baseline) if arguments.baseline else None
    if arguments.hold and before is None:
        raise BadInputError("--hold says what must not break since an earlier run; name that run with --baseline")
    config = index_from_environment(os.environ, arguments.data or str(arguments.out / "index"))
    library = Library(config)
    sync(arguments.articles, config, library.embedder)
    assistant = Assistant(from_environment(os.environ, config.models, arguments.engine), library)
    engine = assistant.config.engine
    library.load()
    assistant.choose(engine, wait=True)  # load the model before the first case, and fail here when it cannot be had
    with tqdm(total=len(cases), unit="case", disable=not sys.stderr.isatty()) as bar:
        results = run(cases, assistant, arguments.out, engine=engine, fresh=arguments.fresh, progress=bar.update)
    summary = write_run(arguments.out, results)
    comparison = compare(results, before, [name for name in arguments.hold.split(",") if name]) if before else None
    title = f"Footnote on {arguments.cases.name}, engine {engine}"
    with library.catalog() as catalog:
        why = [explain(result, catalog) for result in results]
    told = (summary, results, why, before, comparison, bad, _notices(results))
    write(arguments.out, also, Report(title, str(arguments.cases), str(arguments.articles), *told))
    _print_summary(summary)
    _print_notes(results, bad)
    print(f"report: {arguments.out / 'report.html'}")
    return _gate(comparison) if comparison else 0


def _print_summary(summary: dict[str, Any]) -> None:
    for tag, measures in [("all", summary["all"]), *summary["tags"].items()]:
        print(f"{tag} ({measures['cases']})")
        for name, value in measures.items():
            if isinstance(value, dict):
                print(f"  {name:18} {value['mean']:.3f}  [{value['low']:.3f}, {value['high']:.3f}]  n {value['n']}")
    for step, times in summary["run"]["timings_ms"].items():
        told = [f"{q} {t['mean']:.0f} [{t['low']:.0f}, {t['high']:.0f}] ms" for q, t in times.items() if q != "n"]
        print(f"{step:20} {', '.join(told)}")
    print(f"a change of {summary['smallest_difference']:.3f} is the smallest that so many cases can show")


def _print_notes(results: Sequence[Result], bad: Sequence[BadCase]) -> None:
    for line in bad:
        print(f"note: left out {line}")
    for notice in _notices(results):
        print(f"note: {notice}")


def _notices(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(notice for result in results for notice in result.answer["notices"]))


def _gate(comparison: Comparison) -> int:
    print(f"fixed: {', '.join(comparison.fixed) or 'none'}")
    print(f"broken: {', '.join(comparison.broken) or 'none'}")
    if comparison.not_run:
        print(f"note: {comparison.not_run} cases of the baseline were not run")
    for name, change in comparison.changes.items():
        if name == HEADLINE or change.mean:
            print(f"{BY_NAME[name].label} against the baseline: {change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}]")
    for reason in comparison.reasons:
        print(f"FAILED: {reason}")
    return 1 if comparison.reasons else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run an evaluation; return the exit status (0 done, 1 worse than the baseline, 2 could not)."""
    arguments = _arguments(argv)
    kept = "stopped; the answers so far are kept, the same command goes on from there"
    return run_command(lambda: _evaluate(arguments), kept)


if __name__ == "__main__":
    sys.exit(main())
