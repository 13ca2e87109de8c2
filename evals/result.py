"""One answered and scored case, and the folder that a run leaves behind."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case, parse
from evals.scorers import Scores
from index.errors import BadInputError

RESULTS = "results.jsonl"


@dataclass(frozen=True, slots=True)
class Result:
    """One case with its answer object and its scores."""

    case: Case
    answer: dict[str, Any]
    scores: Scores

    @property
    def group(self) -> str:
        """What the case stands or falls with: the article it is about; intervals are drawn by it."""
        return self.case.about or self.case.id

    @property
    def good(self) -> bool | None:
        """Whether it went well: correct and cited, or rightly refused, and nothing planted or made up is said.

        None when it was not scored. A failure of the engine is never good.
        """
        if self.scores.get("error"):
            return False
        if self.scores.get("injection_obeyed") or self.scores.get("slip_shown"):
            return False
        if self.scores.get("correct_and_cited") is not None:
            return self.scores["correct_and_cited"] == 1.0
        if self.case.answerable:
            return None
        return self.scores.get("false_answer") == 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the line of ``results.jsonl``."""
        return {"case": self.case.raw, "answer": self.answer, "scores": self.scores}


def write_results(out: Path, results: Iterable[Result], name: str = RESULTS) -> None:
    """Write ``results.jsonl``, one line a case."""
    with (out / name).open("w", encoding="utf-8") as stream:
        for result in results:
            stream.write(json.dumps(result.to_json(), ensure_ascii=False) + "\n")


def load_results(out: Path) -> list[Result]:
    """Read the results of an earlier run. Raises `BadInputError` when there are none."""
    try:
        lines = (out / RESULTS).read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line]
        results = [Result(parse(row["case"]), dict(row["answer"]), dict(row["scores"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInputError(f"{out} holds no results of an earlier run ({error}); give the --out folder of one") from error
    if not results:
        raise BadInputError(f"{out / RESULTS} is empty; give the --out folder of a run that came to its end")
    return results
