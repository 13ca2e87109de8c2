"""Evaluation cases: one JSON object a line, read strictly, because a case that is misread measures nothing."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import BadInputError
from rag.answer import MAX_QUESTION
from rag.types import Turn


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """Words that a right answer rests on; ``quote`` is "" when only the article is known."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer must hold.

    ``required``: groups of alternatives; every group must be hit by one of its alternatives. Empty when the articles
    do not answer. ``raw``: the object as it stood in the file, kept for the results.
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


def load_cases(path: Path) -> list[Case]:
    """Read a case file. Raises `BadInputError` naming file, line and field of the first bad case."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} could not be read as a case file ({error}); give a .jsonl file of cases") from error
    cases: list[Case] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                cases.append(_parse(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                what = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
                raise BadInputError(f"{path}, line {number}: {what}; see the case format in docs/evals.md") from error
    if not cases:
        raise BadInputError(f"{path} holds no cases; write one JSON object a line (docs/evals.md)")
    ids = [case.id for case in cases]
    if twice := next((i for i in ids if ids.count(i) > 1), None) if len(set(ids)) < len(ids) else None:
        raise BadInputError(f"{path}: the id {twice!r} stands twice; every case needs its own")
    return cases


def _parse(raw: Any) -> Case:  # noqa: ANN401  whatever JSON held
    if not isinstance(raw, dict):
        raise TypeError("a case must be a JSON object")
    for name, kind in (
        ("id", str),
        ("question", str),
        ("answerable", bool),
        ("required", list),
        ("evidence", list),
        ("tags", list),
    ):
        if not isinstance(raw[name], kind):
            raise TypeError(f"field {name!r} must be {kind.__name__}, not {type(raw[name]).__name__}")
    for group in raw["required"]:
        if not isinstance(group, list) or not group or not all(isinstance(word, str) and word.strip() for word in group):
            raise TypeError("field 'required' must be a list of lists of texts")
    for text in (*(e["quote"] for e in raw["evidence"]), *(e["article"] for e in raw["evidence"]), *raw["tags"]):
        if not isinstance(text, str):
            raise TypeError("the fields of 'evidence', and each of 'tags', must be texts")
    if not 0 < len(raw["question"].strip()) <= MAX_QUESTION:
        raise ValueError(f"field 'question' must have 1 to {MAX_QUESTION:,} characters")
    for turn in raw.get("history") or ():
        if not isinstance(turn["question"], str) or not isinstance(turn["answer"], str):
            raise TypeError("the fields of 'history' must be texts")
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
    )
