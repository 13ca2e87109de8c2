"""Evaluation cases: one JSON object a line, read strictly, because a case that is misread measures nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import BadInputError
from rag.answer import MAX_QUESTION
from rag.types import Turn

_KINDS: dict[str, type] = {
    "id": str,
    "question": str,
    "answerable": bool,
    "required": list,
    "evidence": list,
    "tags": list,
}


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """Words that a right answer rests on; ``quote`` is "" when only the article is known."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer must hold.

    ``required``: groups of alternatives; every group must be hit by one of its alternatives. Empty when the articles
    do not answer. ``conflicting``: values that other articles claim, or that an article plants. ``about``: the article a
    question was written from. ``reference``: a long gold answer. ``raw``: the object as it stood in the file.
    """

    id: str
    question: str
    answerable: bool
    required: tuple[tuple[str, ...], ...]
    evidence: tuple[GoldEvidence, ...]
    tags: tuple[str, ...]
    history: tuple[Turn, ...]
    about: str | None
    raw: dict[str, Any]
    conflicting: tuple[str, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class BadCase:
    """A line that is no case: where it stands, and which field says what is wrong."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


def load_cases(path: Path) -> list[Case]:
    """Read a case file. Raises `BadInputError` naming file, line and field of the first bad case."""
    cases, bad = read_cases(path)
    if bad:
        more = f" (and {len(bad) - 1} more bad lines; --skip-bad runs the others)" if len(bad) > 1 else ""
        raise BadInputError(f"{bad[0]}{more}; see the case format in docs/evals.md")
    return cases


def read_cases(path: Path) -> tuple[list[Case], list[BadCase]]:
    """Return the good cases of a file and its bad lines. Raises `BadInputError` when there is no good one at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} could not be read as a case file ({error}); give a .jsonl file of cases") from error
    cases: dict[str, Case] = {}
    bad: list[BadCase] = []
    for number, found in _lines(text):
        if isinstance(found, str):
            bad.append(BadCase(str(path), number, found))
        elif found.id in cases:
            bad.append(BadCase(str(path), number, f"the id {found.id!r} stands twice; every case needs its own"))
        else:
            cases[found.id] = found
    if not cases and not bad:
        raise BadInputError(f"{path} holds no cases; write one JSON object a line (docs/evals.md)")
    return list(cases.values()), bad


def _lines(text: str) -> Iterator[tuple[int, Case | str]]:
    """Yield line number and case, or what is wrong with it."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                raw = json.loads(line)
                json.dumps(raw, ensure_ascii=False).encode()
                yield number, parse(raw)
            except UnicodeEncodeError:
                yield number, "holds half a character (a lone surrogate); write the text anew"
            except KeyError as error:
                yield number, f"field {error} is missing"
            except (ValueError, TypeError) as error:
                yield number, str(error)


def parse(raw: Any) -> Case:  # noqa: ANN401  whatever JSON held
    """Return the case that an object describes. Raises KeyError, TypeError or ValueError naming the field."""
    if not isinstance(raw, dict):
        raise TypeError("a case must be a JSON object")
    for name, kind in _KINDS.items():
        if not isinstance(raw[name], kind):
            raise TypeError(f"field {name!r} must be {kind.__name__}, not {type(raw[name]).__name__}")
    _check(raw)
    return Case(
        id=raw["id"],
        question=raw["question"],
        answerable=raw["answerable"],
        required=tuple(tuple(group) for group in raw["required"]),
        evidence=tuple(GoldEvidence(e["article"], e["quote"]) for e in raw["evidence"]),
        tags=tuple(raw["tags"]),
        history=tuple(Turn(turn["question"], turn["answer"]) for turn in raw.get("history") or ()),
        about=raw.get("about"),
        raw=raw,
        conflicting=tuple(raw.get("conflicting") or ()),
        reference=raw.get("reference"),
    )


def _check(raw: dict[str, Any]) -> None:
    if not 0 < len(raw["question"].strip()) <= MAX_QUESTION:
        raise ValueError(f"field 'question' must have 1 to {MAX_QUESTION:,} characters")
    for group in raw["required"]:
        if not isinstance(group, list) or not group or not all(isinstance(word, str) and word.strip() for word in group):
            raise TypeError("field 'required' must be a list of lists of texts")
    if raw["required"] and not raw["answerable"]:
        raise ValueError("field 'required' must be [] for a case that is not answerable")
    for name in ("evidence", "history"):
        if not all(isinstance(entry, dict) for entry in _list(raw, name)):
            raise TypeError(f"field {name!r} must be a list of objects")
    texts = (*(e["quote"] for e in raw["evidence"]), *(e["article"] for e in raw["evidence"]))
    if not all(isinstance(text, str) for text in (*texts, *raw["tags"], *_list(raw, "conflicting"))):
        raise TypeError("the fields of 'evidence', and each of 'tags' and 'conflicting', must be texts")
    for turn in _list(raw, "history"):
        if not isinstance(turn["question"], str) or not isinstance(turn["answer"], str):
            raise TypeError("the fields of 'history' must be texts")
    for name in ("about", "reference"):
        if not isinstance(raw.get(name) or "", str):
            raise TypeError(f"field {name!r} must be a text")
    draft = raw.get("draft") or {}
    if not isinstance(draft, dict):
        raise TypeError("field 'draft' must be an object")
    if draft.get("status", "accepted") != "accepted":
        raise ValueError("is a draft that nobody has accepted; accept or reject it first (docs/evals.md)")


def _list(raw: dict[str, Any], name: str) -> list[Any]:
    found = raw.get(name) or []
    if not isinstance(found, list):
        raise TypeError(f"field {name!r} must be a list")
    return found
