"""Command line of the evaluation: index, ask, score, report."""

import argparse
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from evals import peers
from evals.cases import load_cases
from evals.compare import Comparison, compare, load_baseline
from evals.report import to_html
from evals.run import run, summarise, write_results
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
    parser.add_argument("--baseline", type=Path, help="--out folder of an earlier run to compare with")
    parser.add_argument("--fresh", action="store_true", help="use no stored answer")
    return parser.parse_args(argv)


def _evaluate(arguments: argparse.Namespace) -> int:
    cases = load_cases(arguments.cases)
    if arguments.tags:
        cases = [case for case in cases if set(case.tags) & set(arguments.tags.split(","))]
        if not cases:
            raise BadInputError(f"no case has one of the tags {arguments.tags}; see the field tags in {arguments.cases}")
    if arguments.limit is not None:
        if arguments.limit < 1:
            raise BadInputError("--limit must be at least 1")
        cases = random.Random(arguments.seed).sample(cases, min(arguments.limit, len(cases)))
    before = load_baseline(arguments.baseline) if arguments.baseline else None
    config = index_from_environment(os.environ, arguments.data or str(arguments.out / "index"))
    library = Library(config)
    sync(arguments.articles, config, library.embedder)
    assistant = Assistant(from_environment(os.environ, config.models, arguments.engine), library)
    engine = assistant.config.engine
    library.load()
    assistant.choose(engine, wait=True)  # load the model before the first case, and fail here when it cannot be had
    with tqdm(total=len(cases), unit="case", disable=not sys.stderr.isatty()) as bar:
        results = run(
            cases,
            assistant,
            arguments.out,
            engine=engine,
            fresh=arguments.fresh,
            progress=lambda done: bar.update(done - bar.n),
        )
    summary = summarise(results)
    write_results(arguments.out, results, summary)
    title = f"Footnote on {arguments.cases.name}, engine {engine}"
    (arguments.out / "report.html").write_text(to_html(summary, results, title), encoding="utf-8")
    _print_summary(summary)
    for notice in dict.fromkeys(notice for result in results for notice in result.answer["notices"]):
        print(f"note: {notice}")
    print(f"report: {arguments.out / 'report.html'}")
    return _gate(compare(results, before)) if before is not None else 0


def _print_summary(summary: dict) -> None:  # type: ignore[type-arg]
    for tag, measures in [("all", summary["all"]), *summary["tags"].items()]:
        print(f"{tag} ({measures['cases']})")
        for name, value in measures.items():
            if isinstance(value, dict):
                print(f"  {name:18} {value['mean']:.3f}  [{value['low']:.3f}, {value['high']:.3f}]  n {value['n']}")
    for step, times in summary["run"]["timings_ms"].items():
        print(f"{step:18} p50 {times['p50']:.0f} ms, p95 {times['p95']:.0f} ms")


def _gate(comparison: Comparison) -> int:
    print(f"fixed: {', '.join(comparison.fixed) or 'none'}")
    print(f"broken: {', '.join(comparison.broken) or 'none'}")
    if comparison.headline:
        change = comparison.headline
        print(f"correct and cited against the baseline: {change.mean:+.3f} [{change.low:+.3f}, {change.high:+.3f}]")
    return 1 if comparison.fell else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run an evaluation; return the exit status (0 done, 1 worse than the baseline, 2 could not)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["peers"]:
        return peers.main(words[1:])
    arguments = _arguments(words)
    kept = "stopped; the answers so far are kept, the same command goes on from there"
    return run_command(lambda: _evaluate(arguments), kept)


if __name__ == "__main__":
    sys.exit(main())
