"""Recorded replies of the local model: a run can be repeated without the model, word for word.

What is kept is keyed on the exact prompt, so that a change of evidence or wording is a miss and cannot pass unseen.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadInputError
from rag.llm import EngineError
from rag.reading import Reader

_Kept = dict[str, str | float]


class Recorder:
    """A reader that asks another one and keeps every reply in a file."""

    def __init__(self, model: Reader, path: Path) -> None:
        """``path``: replaced by `finish`; until then what was recorded before stays there."""
        self.name = model.name
        self._model = model
        self._path = path
        self._kept: _Kept = {}
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._new = path.with_name(f"{path.name}.new")
        self._new.write_text("", encoding="utf-8")

    def finish(self) -> None:
        """Put what was recorded in place of the earlier recording."""
        self._new.replace(self._path)

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the reply of the model; kept when it has come to its end."""
        reply = ""
        for delta in self._model.stream(system, user, max_tokens):
            reply += delta
            yield delta
        self._keep(_key(system, user, str(max_tokens)), reply)

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return what the model says, and keep it."""
        found = self._model.refusal(system, user, constant)
        self._keep(_key(system, user, constant), round(found, 6))
        return round(found, 6)

    def _keep(self, key: str, value: str | float) -> None:
        with self._lock:
            if key in self._kept:  # compared values may be read twice
                return
            self._kept[key] = value
            with self._new.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps({"prompt": key, "reply": value}, ensure_ascii=False) + "\n")


class Replay:
    """A reader that knows the recorded replies, and nothing else.

    A row may also hold a reply written by hand to a ``question``, whatever its evidence: what a model might say wrongly.
    """

    def __init__(self, path: Path) -> None:
        """Raises `BadInputError` when the file is not one of recorded replies."""
        try:
            text = path.read_text(encoding="utf-8")
            rows = [json.loads(line) for line in text.split("\n") if line]
            self._kept: _Kept = {row["prompt"]: row["reply"] for row in rows if "question" not in row}
            self._written = {row["question"]: str(row["reply"]) for row in rows if "question" in row}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInputError(
                f"{path} holds no recorded replies ({error}); make it with: --replies FILE --record"
            ) from error
        self.name = f"recorded {hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the recorded reply. Raises `EngineError` when there is none to exactly this prompt."""
        written = self._written.get(user.rpartition("Question: ")[2].strip())
        yield written if written is not None else str(self._find(_key(system, user, str(max_tokens))))

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return what was recorded. Raises `EngineError` when nothing was."""
        return float(self._find(_key(system, user, constant)))

    def _find(self, key: str) -> str | float:
        if key not in self._kept:
            raise EngineError("no reply was recorded to this prompt; record anew with --record", code="not_recorded")
        return self._kept[key]


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
