"""Ask every case, keep each answer at once, score, sum up. A run that was stopped goes on from where it was."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import index
import prompts
import rag
from evals.cases import Case
from evals.conflicts import MEASURES as CONFLICT_MEASURES
from evals.conflicts import score_conflict
from evals.scorers import Scores, score
from evals.statistics import estimate
from index.catalog import Catalog
from rag.answer import Assistant, final
from rag.config import RagConfig
from rag.types import Engine

_ANSWERS = "answers.jsonl"
_MEASURES = (
    "accuracy", "correct_and_cited", "citation_validity", "citation_precision", "evidence_cited",
    "sentences_cited", "false_answer", "false_abstention",
    "hit@1", "hit@3", "hit@5", "hit@10", "reciprocal_rank", "error", *CONFLICT_MEASURES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """One case with its answer object and its scores."""

    case: Case
    answer: dict[str, Any]
    scores: Scores

    def to_json(self) -> dict[str, Any]:
        """Return the line of ``results.jsonl``."""
        return {"case": self.case.raw, "answer": self.answer, "scores": self.scores}


def run(
    cases: Sequence[Case],
    assistant: Assistant,
    out: Path,
    *,
    engine: Engine,
    fresh: bool,
    progress: Callable[[int], object] = lambda _done: None,
) -> list[Result]:
    """Answer and score the cases in order. Answers already in ``out`` are used again unless ``fresh``.

    An answer is used again only for the same question, articles, engine, prompts and code.
    """
    out.mkdir(parents=True, exist_ok=True)
    log = out / _ANSWERS
    if fresh:
        log.unlink(missing_ok=True)
    composer = f"{engine} {assistant.choose(engine, wait=True).engine}"  # what auto comes to may change
    stored = _stored(log)
    cut_off = log.exists() and not log.read_bytes().endswith(b"\n")
    results: list[Result] = []
    with assistant.library.catalog() as catalog, log.open("a", encoding="utf-8") as stream:
        about_run = f"{_fingerprint(catalog)} {composer} {_model_name(assistant.config)}"
        if cut_off:
            stream.write("\n")  # the line a stop left unfinished must not swallow the next one
        for done, case in enumerate(cases):
            progress(done)
            key = _hash(f"{about_run} {case.question} {[asdict(turn) for turn in case.history]}")
            if key not in stored:
                stored[key] = final(assistant.ask(case.question, case.history, engine=engine)).to_json()
                if not stored[key]["error"]:  # a failure is asked again by the next run
                    stream.write(json.dumps({"key": key, "answer": stored[key]}, ensure_ascii=False) + "\n")
                    stream.flush()
            scores = score(case, stored[key], catalog) | score_conflict(case, stored[key])
            results.append(Result(case, stored[key], scores))
    return results


def _model_name(config: RagConfig) -> str:
    return f"{config.model} {config.endpoint.base_url} {config.endpoint.model}" if config.endpoint else str(config.model)


def _stored(log: Path) -> dict[str, dict[str, Any]]:
    """Read the answers of earlier runs; a line cut off by a stop is left out and asked again."""
    found: dict[str, dict[str, Any]] = {}
    if log.exists():
        for line in log.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                row = json.loads(line)
            except ValueError:
                continue
            found[row["key"]] = row["answer"]
    return found


def _fingerprint(catalog: Catalog) -> str:
    """Hash what an answer depends on besides the question: the articles, the embedder, our code and prompts."""
    articles = [f"{a.id} {a.text_hash} {a.title} {a.publisher} {a.date}" for a in catalog.articles()]
    folders = [Path(str(package.__file__)).parent for package in (index, rag, prompts)]
    sources = [path.read_bytes() for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    code = hashlib.sha256(b"".join(sources)).hexdigest()
    return _hash("\n".join([*articles, str(catalog.meta("embedder")), str(catalog.meta("splitter")), code]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def summarise(results: Sequence[Result]) -> dict[str, Any]:
    """Return the summary: every measure over all cases and by tag, with intervals; what depends on the run under ``run``."""
    tags = sorted({tag for result in results for tag in result.case.tags})
    return {
        "cases": len(results),
        "all": _measures(results),
        "tags": {tag: _measures([r for r in results if tag in r.case.tags]) for tag in tags},
        "run": {
            "timings_ms": _timings(results),
            "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "cores": os.cpu_count(),
        },
    }


def _measures(results: Sequence[Result]) -> dict[str, Any]:
    found: dict[str, Any] = {"cases": len(results)}
    for name in _MEASURES:
        scored = [(r.scores[name], r.case.about or r.case.id) for r in results if r.scores.get(name) is not None]
        if scored:
            found[name] = asdict(estimate([float(value or 0) for value, _ in scored], [group for _, group in scored]))
    return found


def _timings(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """p50 and p95 of each step, over the answers in which it happened."""
    found = {}
    for step in ("retrieve", "first_evidence", "first_token", "total"):
        values = sorted(r.answer["timings_ms"][step] for r in results if r.answer["timings_ms"][step] > 0)
        if values:
            found[step] = {
                "p50": values[len(values) // 2],
                "p95": values[int(len(values) * 0.95)],
                "n": len(values),
            }
    return found


def write_results(out: Path, results: Iterable[Result], summary: dict[str, Any]) -> None:
    """Write ``results.jsonl`` and ``summary.json``."""
    with (out / "results.jsonl").open("w", encoding="utf-8") as stream:
        for result in results:
            stream.write(json.dumps(result.to_json(), ensure_ascii=False) + "\n")
    (out / "summary.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
