"""Draft cases: proposals that become cases only by a person's yes. One JSON object a line, in a file of their own."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from evals.cases import Case, GoldEvidence, parse
from evals.jsonl import line_of, locked, read_lines, write_lines
from index.errors import BadInputError

Status = Literal["open", "accepted", "rejected"]
STATUSES = ("open", "accepted", "rejected")

DRAFTS = "drafts.jsonl"
CASES = "cases.jsonl"
"""Where drafts and accepted cases lie in a data folder."""

StoredText = Callable[[str], str | None]
"""The stored text of an article by its id, None when the index does not hold it."""

_KINDS: dict[str, tuple[type, ...]] = {
    "source": (str,),
    "note": (str, type(None)),
    "expected": (str, type(None)),
    "answer": (dict, type(None)),
    "created": (str, type(None)),
    "case": (str, type(None)),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A case nobody has to trust yet. ``raw``: its line as it stands, fields unknown here included.

    ``about``: the object under ``draft``: status, source, note, expected, answer, created, and ``case``, the id under
    which an accepted one stands in the case file.
    """

    case: Case
    raw: dict[str, Any]

    @property
    def id(self) -> str:
        """The id, unique in its file."""
        return self.case.id

    @property
    def about(self) -> dict[str, Any]:
        """What the draft says of itself."""
        return cast("dict[str, Any]", self.raw["draft"])

    @property
    def status(self) -> Status:
        """Whether somebody has decided, and how."""
        return cast("Status", self.about["status"])

    @property
    def source(self) -> str:
        """Where it comes from: "articles", "thumbs-down", "thumbs-up"."""
        return str(self.about["source"])

    @property
    def fields(self) -> dict[str, Any]:
        """The case object without its ``draft``."""
        return {name: value for name, value in self.raw.items() if name != "draft"}


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person makes of a draft before deciding."""

    question: str
    answerable: bool
    required: tuple[tuple[str, ...], ...]
    evidence: tuple[GoldEvidence, ...]


def read_drafts(path: Path) -> list[Draft]:
    """Return every draft of a file in order, none when there is no file.

    Raises `BadInputError` naming file, line and field of the first line that is no draft.
    """
    return [draft for draft in _read(path) if draft is not None]


def append_draft(path: Path, raw: Mapping[str, Any]) -> Draft:
    """Add one draft. Raises `BadInputError` when it is none, or when its id is taken."""
    with locked(path):
        if any(draft.id == raw.get("id") for draft in read_drafts(path)):
            raise BadInputError(f"{path} already has a draft {raw['id']!r}")
        draft = _draft(dict(raw), f"{path}, new draft")
        write_lines(path, [*read_lines(path), line_of(raw)])
    return draft


def withdraw(path: Path, draft_id: str) -> bool:
    """Delete a draft that nobody has decided; False when somebody has. One that is gone already is no mistake."""
    with locked(path):
        found, lines = _read(path), read_lines(path)
        chosen = next((n for n, draft in enumerate(found) if draft and draft.id == draft_id), None)
        if chosen is None:
            return True
        if cast("Draft", found[chosen]).status != "open":
            return False
        write_lines(path, lines[:chosen] + lines[chosen + 1 :])
    return True


def rewrite(path: Path, change: Callable[[Draft], Mapping[str, Any]]) -> None:
    """Replace the objects of the drafts for which ``change`` returns another one; every other line stays as it is."""
    with locked(path):
        lines, changed = read_lines(path), False
        for number, draft in enumerate(_read(path)):
            if draft is not None and (raw := change(draft)) != draft.raw:
                lines[number], changed = line_of(raw), True
                _draft(dict(raw), f"{path}, line {number + 1}")
        if changed:
            write_lines(path, lines)


def decide(path: Path, draft_id: str, status: Status, stored: StoredText, edits: Edits | None = None) -> None:
    """Accept, reject or reopen a draft, with a person's edits.

    Raises `BadInputError` when there is no such draft, and when one that is accepted cannot be a case yet.
    """
    known = False

    def decided(draft: Draft) -> dict[str, Any]:
        nonlocal known
        if draft.id != draft_id:
            return draft.raw
        known = True
        about = {name: value for name, value in draft.about.items() if name != "case" or status == "accepted"}
        raw = _edited(draft.raw, edits) | {"draft": about | {"status": status, "decided": now()}}
        if status == "accepted":
            check_complete(_draft(raw, "this draft"), stored)
        return raw

    rewrite(path, decided)
    if not known:
        raise BadInputError("this draft is not there any more; somebody has taken it back")


def check_complete(draft: Draft, stored: StoredText) -> None:
    """Raise `BadInputError` with one sentence when something is missing that a case needs."""
    if draft.case.answerable and not draft.case.required:
        raise BadInputError("the right answer is missing; give its words, or say that the articles do not answer this")
    for gold in draft.case.evidence:
        text = stored(gold.article)
        if text is None:
            raise BadInputError(
                f"the index holds no article {gold.article!r}; leave its quote out, or add the article again"
            )
        if gold.quote not in text:
            raise BadInputError(
                f"{gold.article} does not hold the words \u201c{gold.quote}\u201d exactly; choose another quote"
            )


def now() -> str:
    """Return the time as a draft keeps it: ISO, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _edited(raw: dict[str, Any], edits: Edits | None) -> dict[str, Any]:
    if edits is None:
        return raw
    return raw | {
        "question": edits.question,
        "answerable": edits.answerable,
        "required": [list(group) for group in edits.required],
        "evidence": [{"article": gold.article, "quote": gold.quote} for gold in edits.evidence],
    }


def _read(path: Path) -> list[Draft | None]:
    """Return a draft for each line of the file, None for a blank one."""
    found: list[Draft | None] = []
    first: dict[str, int] = {}
    for number, line in enumerate(read_lines(path), 1):
        found.append(_parsed(line, f"{path}, line {number}") if line.strip() else None)
        if (draft := found[-1]) and first.setdefault(draft.id, number) != number:
            raise BadInputError(
                f"{path}, line {number}: the id {draft.id!r} stands in line {first[draft.id]} too; change one"
            )
    return found


def _parsed(line: str, where: str) -> Draft:
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise BadInputError(f"{where}: this is no JSON ({error}); mend the line") from error
    return _draft(raw, where)


def _draft(raw: Any, where: str) -> Draft:  # noqa: ANN401  whatever JSON held
    try:
        about = raw["draft"]
        case = parse({name: value for name, value in raw.items() if name != "draft"})
        if about["status"] not in STATUSES:
            raise ValueError(f"field 'status' of 'draft' must be one of {', '.join(STATUSES)}")
        for name, kinds in _KINDS.items():
            value = about["source"] if name == "source" else about.get(name)
            if not isinstance(value, kinds):
                raise TypeError(f"field {name!r} of 'draft' must be {kinds[0].__name__}, not {type(value).__name__}")
    except KeyError as error:
        raise BadInputError(f"{where}: field {error} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInputError(f"{where}: {error}") from error
    return Draft(case, raw)
