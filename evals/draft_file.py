"""The file that drafts are added to: whole lines only, whatever stops the writing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.errors import BadInputError


def read_drafts(path: Path) -> list[dict[str, Any]]:
    """Return the drafts of a file, none when it is not there yet. Raises `BadInputError` naming a line that is none."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found.append({"id": str(row["id"]), **row, "draft": dict(row["draft"])})
        except (ValueError, KeyError, TypeError) as error:
            raise BadInputError(f"{path}, line {number}: this is no draft ({error!r}); mend or delete the line") from error
    return found


def append_draft(path: Path, raw: Mapping[str, Any]) -> None:
    """Add one draft as one line, in one write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as stream:
        stream.write(json.dumps(raw, ensure_ascii=False).encode() + b"\n")
