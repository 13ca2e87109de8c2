"""Command line of answering: a question, many questions from standard input, `fetch` and `verify`."""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import model_files
from index.catalog import Catalog
from index.command import run_command
from index.config import IndexConfig
from index.config import from_environment as index_from_environment
from index.embed import find_embedder
from index.errors import BadInputError, ModelFileError
from index.library import Library
from rag.answer import Assistant, final
from rag.config import from_environment
from rag.exporting import read
from rag.model_file import LOCAL_MODEL
from rag.render import printable, to_terminal
from rag.types import Answer, Turn
from rag.verify import Checked, verify

_ABOUT = """Ask the indexed articles: python -m rag "question"
Other uses: python -m rag --json - (one question a line, plain or as JSON), python -m rag verify FILE (an answer object or
an export), python -m rag fetch (get the models, once)."""


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m rag", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "words",
        nargs="+",
        metavar="question",
        help="the question in quotes; - reads one a line from standard input",
    )
    parser.add_argument("--json", action="store_true", help="print the answer object")
    parser.add_argument("--engine", help="auto (default), local, openai or extractive")
    parser.add_argument("--data", help="folder of the index (default: FOOTNOTE_DATA, or one per user)")
    return parser.parse_args(argv)


def _ask(arguments: argparse.Namespace, config: IndexConfig, question: str) -> int:
    library = Library(config)
    assistant = Assistant(from_environment(os.environ, config.models, arguments.engine), library)
    answer = final(assistant.ask(question))
    if arguments.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        print(to_terminal(answer, _closest(library, answer)))
    if answer.error:
        print(f"footnote: {answer.error.message}", file=sys.stderr)
    return 2 if answer.error else 0


def _closest(library: Library, answer: Answer) -> list[str]:
    with library.catalog() as catalog:
        texts = [catalog.text(hit.article)[hit.start : hit.end] for hit in answer.hits[:3]]
    return [
        f"  {hit.article}:{hit.start}-{hit.end}  {printable(text)[:90]}…"
        for hit, text in zip(answer.hits, texts, strict=False)
    ]


def _ask_many(arguments: argparse.Namespace, config: IndexConfig) -> int:
    assistant = Assistant(from_environment(os.environ, config.models, arguments.engine), Library(config))
    failed = False
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # one bad byte must not end the run
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            question, history = _parse_line(line)
            found: dict[str, Any] = final(assistant.ask(question, history)).to_json()
        except BadInputError as error:
            found = {"question": line.strip()[:200], "error": {"code": error.code, "message": str(error)}}
        failed = failed or bool(found["error"])
        print(json.dumps(found, ensure_ascii=False), flush=True)
    if failed:
        print("footnote: not every line was answered; see the field error of those lines", file=sys.stderr)
    return 2 if failed else 0


def _parse_line(line: str) -> tuple[str, list[Turn]]:
    if not line.lstrip().startswith("{"):
        return line, []
    try:
        fields = json.loads(line)
        history = [Turn(str(turn["question"]), str(turn["answer"])) for turn in fields.get("history") or []]
        question = fields["question"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInputError(
            f'a line must be a question or {{"question": …, "history": [{{"question", "answer"}}]}} ({error!r})'
        ) from error
    if not isinstance(question, str):
        raise BadInputError("the field question must be text")
    return question, history


def _fetch(arguments: argparse.Namespace, config: IndexConfig) -> int:
    rag = from_environment(os.environ, config.models)
    problems: list[ModelFileError] = []
    if config.embedder is None:
        problems += _fetch_one(model_files.EMBEDDER, config.models) or _prepare(config)
    if rag.model is None:
        problems += _fetch_one(LOCAL_MODEL, config.models)
    for problem in problems:
        print(f"footnote: {problem}", file=sys.stderr)
    return 2 if problems else 0


def _fetch_one(file: model_files.ModelFile, models: Path) -> list[ModelFileError]:
    try:
        print(f"{file.name}: {model_files.fetch(file, models)}")
    except ModelFileError as error:
        return [error]
    return []


def _prepare(config: IndexConfig) -> list[ModelFileError]:
    """Have the embedder ready for the first question."""
    try:
        if embedder := find_embedder(config):
            embedder.prepare()
    except ModelFileError as error:
        return [error]
    return []


def _verify(config: IndexConfig, path: Path) -> int:
    stored = read(path)
    with Catalog(config.data) as catalog:
        checked = [verify(answer, catalog) for answer in stored.answers]
    for problem in stored.problems:
        print(problem)
    for answer, rows in zip(stored.answers, checked, strict=True):
        if stored.is_export:
            print(printable(str(answer.get("question", ""))))
        for row in rows:
            print(f"[{row.number}] {row.article}: {row.verdict}{_became(row)}")
    kept = all(row.verdict in ("there", "moved") for rows in checked for row in rows)
    return 0 if kept and not stored.problems else 1


def _became(row: Checked) -> str:
    """Where the words moved to, or what they changed to, as far as it is known."""
    if row.found_at is not None:
        return f" to {row.found_at}" if row.found_in == row.article else f" to {row.found_in}:{row.found_at}"
    return f" to: {printable(row.difference)}" if row.difference else ""


def _run(arguments: argparse.Namespace) -> int:
    config = index_from_environment(os.environ, arguments.data)
    match arguments.words:
        case ["-"]:
            return _ask_many(arguments, config)
        case ["fetch"]:
            return _fetch(arguments, config)
        case ["verify", path]:
            return _verify(config, Path(path))
        case words:
            return _ask(arguments, config, " ".join(words))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status (0 did it, 1 falls short, 2 could not)."""
    arguments = _arguments(argv)
    return run_command(lambda: _run(arguments), "stopped")


if __name__ == "__main__":
    sys.exit(main())
