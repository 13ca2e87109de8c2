"""Turn questions of other formats into cases: ``python -m evals import FILE --out CASES.jsonl --articles DIR``."""

# ruff: noqa: T201  a command line prints

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from evals.cases import parse
from evals.importing.from_csv import read_csv
from evals.importing.from_llama_index import read_llama_index
from evals.importing.from_squad import read_squad
from evals.importing.rows import Questions, Row
from evals.importing.texts import StoredTexts, write_texts
from evals.jsonl import line_of, locked, write_lines
from index.command import run_command
from index.config import from_environment
from index.errors import BadInputError
from index.library import Library
from index.sync import sync


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals import",
        description="Turn a SQuAD file, a llama-index LabelledRagDataset or a CSV table of questions into cases.",
    )
    parser.add_argument("file", type=Path, help="the questions: .json or .csv")
    parser.add_argument("--out", type=Path, required=True, help="case file to write; replaced when it is there")
    parser.add_argument(
        "--articles",
        type=Path,
        help="the folder of articles; when it is not there, the texts that FILE carries are written to it",
    )
    parser.add_argument("--data", help="folder of the index (default: one that is deleted afterwards)")
    return parser.parse_args(argv)


def read_questions(path: Path) -> Questions:
    """Read a file of questions, whichever format it is in. Raises `BadInputError` naming what is wrong, and where."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInputError(
            f"{path} could not be read ({error.strerror}); name a .json or .csv file of questions"
        ) from error
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8 and import it again") from error
    if path.suffix.lower() in (".csv", ".tsv"):
        return read_csv(text, str(path))
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadInputError(f"{path}: this is no JSON ({error}); give a .json file, or a .csv file named so") from error
    if isinstance(found, dict) and "examples" in found:
        return read_llama_index(found, str(path))
    if isinstance(found, dict) and "data" in found:
        return read_squad(found, str(path))
    raise BadInputError(
        f"{path} is neither SQuAD (field 'data') nor a LabelledRagDataset (field 'examples'); give one of them, or a table "
        "as .csv"
    )


def _import(arguments: argparse.Namespace) -> int:
    questions = read_questions(arguments.file)
    with ExitStack() as stack:
        stored = _stored(arguments, questions, stack)
        cases, left_out = to_cases(questions, stored)
    for reason in left_out:
        print(f"left out: {reason}", file=sys.stderr)
    if left_out:
        print(f"left out {len(left_out)} of {len(questions.rows) + len(questions.left_out)} questions", file=sys.stderr)
    if not cases:
        raise BadInputError(f"no question of {arguments.file} could be made a case; are --articles the right ones?")
    _write(arguments.out, cases)
    for told in questions.told:
        print(told)
    answerable = sum(case["answerable"] for case in cases)
    print(f"{len(cases)} cases ({answerable} answerable, {len(cases) - answerable} not) written to {arguments.out}")
    if bare := sum(case["answerable"] and not case["evidence"] for case in cases):
        print(f"{bare} answerable cases have neither quote nor article: what their answers cite cannot be judged")
    return 0


def _stored(arguments: argparse.Namespace, questions: Questions, stack: ExitStack) -> StoredTexts | None:
    """Index the articles, writing first those that the file carries when there are none; None when none are needed."""
    folder: Path | None = arguments.articles
    if folder is None:
        if not any(row.quotes or row.article for row in questions.rows):
            return None
        more = "; when the folder is not there, the texts of the file are written to it" if questions.texts else ""
        raise BadInputError(
            f"the quotes of {arguments.file} must be found in articles; name their folder with --articles{more}"
        )
    if questions.texts and not (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        write_texts(folder, questions.texts)
        print(f"{len(questions.texts)} texts of {arguments.file} written to {folder}")
    data = arguments.data or stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-"))
    library = Library(from_environment(os.environ, data))
    sync(folder, library.config, library.embedder if arguments.data else None)  # what is thrown away needs no vectors
    with library.catalog() as catalog:
        return StoredTexts(catalog)


def to_cases(questions: Questions, stored: StoredTexts | None) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the cases, and of every question that cannot be one its place and why; ``stored`` None: no articles."""
    cases: list[dict[str, Any]] = []
    left_out = list(questions.left_out)
    taken: set[str] = set()
    for row in questions.rows:
        made = _case(row, stored, questions.format)
        if isinstance(made, str):
            left_out.append(f"{row.where}: {made}")
        else:
            made["id"] = _free(made["id"], taken)
            cases.append(made)
    return cases, left_out


def _case(row: Row, stored: StoredTexts | None, format_name: str) -> dict[str, Any] | str:
    """Return the case of a row, or why there is none."""
    article = stored.article(row.article) if stored and row.article else None
    found = [stored.find(quote, [article]) for quote in row.quotes] if stored else []
    evidence = [{"article": at, "quote": words} for at, words in dict.fromkeys(pair for pair in found if pair)]
    if row.quotes and not evidence:
        return f"its quote {row.quotes[0][:80]!r} stands in no article"
    if row.answerable and row.article and not article and not evidence:
        return f"there is no article {row.article!r}"
    if row.answerable and article and not evidence:
        evidence = [{"article": article, "quote": ""}]
    foreign = not row.answerable and row.article and not article
    content = "\0".join((row.question, *row.answers, row.reference or ""))
    case: dict[str, Any] = {
        "id": row.id or f"{format_name.lower()}-{hashlib.sha256(content.encode()).hexdigest()[:12]}",
        "question": row.question,
        "answerable": row.answerable,
        "required": [list(row.answers)] if row.answers else [],
        "evidence": evidence,
        "tags": ["out-of-corpus"] if foreign else list(row.tags),
    }
    if about := article or (evidence[0]["article"] if evidence else None):
        case["about"] = about
    if row.reference:
        case["reference"] = row.reference
    try:
        parse(case)
    except (ValueError, TypeError) as error:
        return str(error)
    return case


def _free(wanted: str, taken: set[str]) -> str:
    """Return an id, with a number when an earlier question has it already."""
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken.add(free)
    return free


def _write(out: Path, cases: Sequence[dict[str, Any]]) -> None:
    """Write the case file as a whole: a stop leaves the one that was there."""
    with locked(out):
        write_lines(out, [line_of(case) for case in cases])


def main(argv: Sequence[str] | None = None) -> int:
    """Import a file of questions; return the exit status (0 done, 2 could not)."""
    arguments = _arguments(argv)
    return run_command(lambda: _import(arguments), "stopped; nothing was imported")


if __name__ == "__main__":
    sys.exit(main())
