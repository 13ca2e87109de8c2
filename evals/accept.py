"""Accepted drafts become cases: `python -m evals accept DRAFTS.jsonl --into CASES.jsonl`."""
# ruff: noqa: T201

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case, parse
from evals.drafts import Draft, StoredText, check_complete, read_drafts, rewrite
from evals.jsonl import line_of, locked, read_lines, write_lines
from index.catalog import Catalog
from index.command import run_command
from index.config import from_environment
from index.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many drafts became cases now, had become one before, wait for a decision, and were rejected."""

    added: int
    before: int
    waiting: int
    rejected: int


def accept_drafts(drafts: Path, cases: Path, stored: StoredText) -> Accepted:
    """Put every accepted draft into the case file that does not stand there yet; the draft remembers its case's id.

    Raises `BadInputError` naming the draft when one is not complete, or file and line when the case file has a bad one;
    nothing is added then.
    """
    if drafts.resolve() == cases.resolve():
        raise BadInputError(f"{cases} holds the drafts themselves; name another file with --into")
    found = read_drafts(drafts)
    accepted = [draft for draft in found if draft.status == "accepted"]
    with locked(cases):
        held = _cases(cases)
        names = {draft.id: _name(draft, held) for draft in accepted}
        new = [draft for draft in accepted if names[draft.id] is None]
        for draft in new:
            _check(draft, drafts, stored)
            names[draft.id] = _unused(draft.id, held)
            held[str(names[draft.id])] = draft.fields | {"id": names[draft.id]}
        if new:
            added = [line_of(held[str(names[draft.id])]) for draft in new]
            write_lines(cases, [*read_lines(cases), *added])
    if new:
        rewrite(drafts, lambda d: d.raw | {"draft": d.about | {"case": names[d.id]}} if names.get(d.id) else d.raw)
    counted = [draft.status for draft in found]
    return Accepted(len(new), len(accepted) - len(new), counted.count("open"), counted.count("rejected"))


def take_out(cases: Path, case_id: str) -> Case | None:
    """Delete a case from a case file, because its draft is to be decided anew; return it as it stood, None if it did not.

    Raises `BadInputError` naming the line of the file that is no case.
    """
    with locked(cases):
        raw = _cases(cases).get(case_id)
        if raw is None:
            return None
        kept = [line for line in read_lines(cases) if not line.strip() or json.loads(line)["id"] != case_id]
        write_lines(cases, kept)
    return parse(raw)


@contextmanager
def stored_texts(data: Path) -> Iterator[StoredText]:
    """Give the stored texts of a data folder's index. Raises `IndexMissingError` when it has none."""
    with Catalog(data) as catalog:

        def stored(article: str) -> str | None:
            about = catalog.article(article)
            return None if about is None or about.text_hash is None else catalog.text(article)

        yield stored


def _cases(path: Path) -> dict[str, dict[str, Any]]:
    """Return the cases of a file by id. Raises `BadInputError` naming the line that is none."""
    found: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(read_lines(path), 1):
        if line.strip():
            try:
                case = parse(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                what = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
                raise BadInputError(f"{path}, line {number}: {what}; mend the line") from error
            found[case.id] = case.raw
    return found


def _name(draft: Draft, held: dict[str, dict[str, Any]]) -> str | None:
    """Return under which id a draft stands among the cases already, None when it does not.

    A run that was cut off may have added it without telling the draft: the id and the question say so then.
    """
    if draft.about.get("case") in held:
        return str(draft.about["case"])
    same = draft.id in held and held[draft.id]["question"] == draft.case.question
    return draft.id if same else None


def _unused(name: str, held: dict[str, dict[str, Any]]) -> str:
    number, unused = 2, name
    while unused in held:
        number, unused = number + 1, f"{name}-{number}"
    return unused


def _check(draft: Draft, path: Path, stored: StoredText) -> None:
    try:
        check_complete(draft, stored)
    except BadInputError as error:
        raise BadInputError(f"{path}: draft {draft.id!r} cannot be a case yet: {error}") from error


def _accept(arguments: argparse.Namespace) -> int:
    if not arguments.drafts.is_file():
        raise BadInputError(f"there is no file {arguments.drafts}; name the file of drafts")
    with stored_texts(from_environment(os.environ, arguments.data).data) as stored:
        done = accept_drafts(arguments.drafts, arguments.into, stored)
    print(f"{done.added} added to {arguments.into}, {done.before} were there before")
    print(f"{done.waiting} wait for a decision (draft.status accepted or rejected), {done.rejected} rejected")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return the exit status (0 done, 2 could not)."""
    parser = argparse.ArgumentParser(
        prog="python -m evals accept",
        description="Put the accepted drafts of a file into a case file; a draft is accepted on the page, under Quality, "
        'or by its "status" in the file.',
    )
    parser.add_argument("drafts", type=Path, help="file of drafts, one JSON object a line")
    parser.add_argument("--into", type=Path, required=True, help="the case file; made when it is not there")
    parser.add_argument(
        "--data", help="folder of the index the quotes are checked in (default: FOOTNOTE_DATA, or one per user)"
    )
    return run_command(lambda: _accept(parser.parse_args(argv)), "stopped; run it again, nothing is added twice")
