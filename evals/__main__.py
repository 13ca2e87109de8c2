"""Command line of the evaluation: index, ask, score, report, compare."""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tqdm import tqdm

from evals import accept, draft, import_cases, peers, terminal
from evals.answers import Answers
from evals.bench import command as bench
from evals.cases import BadCase, Case, load_cases, read_cases
from evals.compare import check
from evals.finish import About, finish
from evals.judge import AGREEMENT, NOT_MEASURED, REPLIES, Judge, endpoint_from, known_agreement
from evals.replies import Recorder, Replay
from evals.report import formats
from evals.report.figures import visible
from evals.result import Result, load_results
from evals.run import Progress, run, run_variants
from evals.scorers.judged import with_judge
from index.command import run_command
from index.config import from_environment as index_from_environment
from index.errors import BadInputError
from index.library import Library
from index.sync import sync
from rag.answer import Assistant
from rag.config import from_environment, parse_engine
from rag.llm import EndpointModel
from rag.types import Engine

if TYPE_CHECKING:
    from rag.reading import Reader

_OTHERS = {
    "accept": accept.main,
    "bench": bench.main,
    "draft": draft.main,
    "import": import_cases.main,
    "peers": peers.main,
}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="How often are answers and citations right?",
        epilog="Also, each with --help: python -m evals draft, import, accept (cases), peers (other systems), bench (speed)",
    )
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
    parser.add_argument("--robust", action="store_true", help="ask what went well once more: mistyped, reworded, reordered")
    parser.add_argument("--judge", type=Path, metavar="DIR", help="have FOOTNOTE_JUDGE_… judge, too; DIR keeps what it says")
    parser.add_argument("--replies", type=Path, help="recorded replies of a model, asked in its place")
    parser.add_argument("--record", action="store_true", help="with --replies: ask the model, and record what it replies")
    parser.add_argument("--format", action="append", default=[], help="besides report.html: md, json, junit (or a,b)")
    parser.add_argument("--fresh", action="store_true", help="use no stored answer")
    return parser.parse_args(argv)


def _cases(arguments: argparse.Namespace) -> tuple[list[Case], list[BadCase]]:
    """Return the cases to ask and the lines left out."""
    cases, bad = read_cases(arguments.cases) if arguments.skip_bad else (load_cases(arguments.cases), [])
    if not cases:
        raise BadInputError(f"{bad[0]}, and no line of the file is a case; see the case format in docs/evals.md")
    if arguments.tags:
        cases = [case for case in cases if set(case.tags) & set(_names(arguments.tags))]
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
    hold = _names(arguments.hold)
    if before is not None:
        check(cases, before, hold)  # before anything is asked
    judge, known = _judge(arguments.judge) if arguments.judge else (None, "")
    config = index_from_environment(os.environ, arguments.data or str(arguments.out / "index"))
    library = Library(config)
    sync(arguments.articles, config, library.embedder)
    assistant, engine, recorder = _assistant(arguments, library)
    library.load()
    answers = Answers(arguments.out, fresh=arguments.fresh or arguments.record)
    with _bar(len(cases)) as bar:
        results = run(cases, assistant, engine, answers, bar.update)
    others: list[Result] = []
    if arguments.robust:
        with _bar(0, "variants") as bar:
            results, others = run_variants(results, assistant, engine, answers, partial(_begin, bar))
    judge_told = []
    if judge:
        with _bar(len(results), "verdict") as bar:
            results = [with_judge(result, judge) for result in _counted(results, bar)]
        judge_told = [f"note: judged by {known}"]
    title = f"Footnote on {arguments.cases.name}, engine {engine}"
    about = About(title, str(arguments.cases), str(arguments.articles), bad)
    finished = finish(arguments.out, about, results, library, before, hold=hold, others=others, also=also)
    comparison = finished.comparison
    told = [
        *terminal.figures(finished.summary),
        *judge_told,
        *(f"note: {notice}" for notice in assistant.choose(assistant.config.engine, wait=True).notices),
        *terminal.notes(results, bad),
        f"report: {arguments.out / 'report.html'}",
    ]
    print("\n".join(map(visible, [*told, *(terminal.changes(comparison) if comparison else ())])))
    if arguments.record and not _recorded(recorder, results):
        return 1
    return 1 if comparison and comparison.reasons else 0


def _recorded(recorder: Recorder | None, results: Sequence[Result]) -> bool:
    """Keep the recording, unless a case failed: replays would fail for ever after."""
    failed = [result.answer["error"]["message"] for result in results if result.answer["error"]]
    if failed:
        print(f"FAILED: {len(failed)} cases failed, so the recording is left as it was: {visible(failed[0])}")
    elif recorder:
        recorder.finish()
    return not failed


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _assistant(arguments: argparse.Namespace, library: Library) -> tuple[Assistant, Engine, Recorder | None]:
    """Return who is asked, as which engine, and who records. The model is loaded here: a missing one is told at once."""
    config = from_environment(os.environ, library.config.models, arguments.engine)
    if arguments.record and not arguments.replies:
        raise BadInputError("--record needs the file to record to; name it with --replies FILE")
    if arguments.replies and config.engine not in ("local", "openai"):
        raise BadInputError("--replies are those of one model; add --engine local, or --engine openai")
    if arguments.replies and not arguments.record:
        return Assistant(config, library, {config.engine: Replay(arguments.replies)}), config.engine, None
    assistant = Assistant(config, library)
    chosen = assistant.choose(config.engine, wait=True)
    if not arguments.record:
        return assistant, parse_engine(chosen.engine), None
    recorder = Recorder(cast("Reader", chosen.model), arguments.replies)
    return Assistant(config, library, {config.engine: recorder}), config.engine, recorder


def _judge(folder: Path) -> tuple[Judge, str]:
    """Return the configured judge, and its name with how far it is known to agree with people."""
    model = EndpointModel(endpoint_from(os.environ))
    folder.mkdir(parents=True, exist_ok=True)
    known = known_agreement(folder / AGREEMENT, model.name)
    return Judge(model, folder / REPLIES), f"{model.name}; {known or NOT_MEASURED}"


def _bar(total: int, unit: str = "case") -> Any:  # noqa: ANN401  tqdm is not typed enough to be closed by "with"
    return tqdm(total=total, unit=unit, disable=not sys.stderr.isatty())


def _counted(results: Sequence[Result], bar: Any) -> Iterator[Result]:  # noqa: ANN401
    for result in results:
        yield result
        bar.update()


def _begin(bar: Any, total: int) -> Progress:  # noqa: ANN401
    bar.reset(total)
    return bar.update  # type: ignore[no-any-return]


def main(argv: Sequence[str] | None = None) -> int:
    """Run an evaluation; return the exit status (0 done, 1 worse than the baseline, 2 could not)."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given and given[0] in _OTHERS:
        return _OTHERS[given[0]](given[1:])
    arguments = _arguments(given)
    kept = "stopped; the answers so far are kept, the same command goes on from there"
    if arguments.record:
        kept = "stopped; the recording is as it was before"
    elif arguments.fresh:
        kept = "stopped; the same command without --fresh goes on from there"
    return run_command(lambda: _evaluate(arguments), kept)


if __name__ == "__main__":
    sys.exit(main())
