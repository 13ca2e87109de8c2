"""Questions to click in an empty conversation, such that the indexed folder answers them."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.errors import FootnoteError
from index.library import Library

OFFERED = 4
CASES = "questions.jsonl"
"""A case file that lies beside the articles (as in ``seeds/``) says what can be asked of them."""
_MOST_BYTES = 1_000_000
_KINDS = ("fact", "list", "why", "date")


def examples(folder: Path, library: Library) -> tuple[str, ...]:
    """Return up to `OFFERED` questions: one of each kind from the case file, else made from titles."""
    return tuple(_from_cases(folder / CASES) or _from_titles(library))[:OFFERED]


def _from_cases(path: Path) -> list[str]:
    chosen: dict[str, str] = {}
    for question, tags in _answerable(path):
        for kind in set(_KINDS).intersection(tags):
            chosen.setdefault(kind, question)
    return [chosen[kind] for kind in _KINDS if kind in chosen]


def _answerable(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield question and tags of the answerable cases; a file that is no case file yields nothing."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return
        lines = path.read_text(encoding="utf-8").split("\n")
        cases = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError):
        return
    for case in cases:
        if isinstance(case, dict) and case.get("answerable") is True and isinstance(case.get("question"), str):
            tags = case.get("tags")
            yield (
                case["question"],
                [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
            )


def _from_titles(library: Library) -> list[str]:
    try:
        with library.catalog() as catalog:
            titles = [a.title for a in catalog.articles() if a.status == "indexed" and a.title and not a.copies_of]
    except FootnoteError:
        return []  # not indexed yet
    return [f"What does \u201c{title}\u201d say?" for title in titles[:OFFERED]]
