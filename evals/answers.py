"""The answers of a run, kept one by one as they come, so that a run that was stopped goes on from where it was."""

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import index
import prompts
import rag
from evals.cases import Case
from index.catalog import Catalog
from index.config import cores
from index.errors import BadInputError, FootnoteError
from rag.answer import Assistant, final
from rag.config import RagConfig, parse_engine
from rag.llm import LanguageModel
from rag.model_file import find_local_model
from rag.types import Engine

_ANSWERS = "answers.jsonl"
_CALLS_AT_ONCE = 4
"""Questions that an endpoint is sent at a time: enough to hide its delay, few enough not to flood it."""


class StoppedError(FootnoteError):
    """The run was stopped before its end; what was answered until then is kept."""

    code = "stopped"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer object, and how sure the pipeline was (0..1) that the question is answered; None when it did not say."""

    answer: dict[str, Any]
    confidence: float | None


class Answers:
    """The answers kept in a folder, by what they depend on. One process writes; threads may share it."""

    def __init__(self, out: Path, *, fresh: bool = False) -> None:
        """Read what is there; ``fresh`` forgets it. A line that a stop cut off is left out and asked again."""
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInputError(
                f"{out} cannot be a folder of results ({error.strerror}); name another with --out"
            ) from error
        self.asked = 0  # how many were kept since then
        self._log = out / _ANSWERS
        self._lock = threading.Lock()
        if fresh:
            self._log.unlink(missing_ok=True)
        text = self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""
        self._kept = dict(filter(None, map(_read, text.split("\n"))))
        if text and not text.endswith("\n"):
            with self._log.open("a", encoding="utf-8") as stream:
                stream.write("\n")  # the unfinished line must not swallow the next one

    def get(self, key: str) -> Given | None:
        """Return the answer kept under a key."""
        return self._kept.get(key)

    def keep(self, key: str, given: Given) -> None:
        """Keep an answer, on disk at once. A failure of the engine is not kept: the next run asks again."""
        with self._lock:
            self._kept[key] = given
            self.asked += 1
            if not given.answer["error"]:
                with self._log.open("a", encoding="utf-8") as stream:
                    stream.write(json.dumps({"key": key, **asdict(given)}, ensure_ascii=False) + "\n")


def _read(line: str) -> tuple[str, Given] | None:
    try:
        row = json.loads(line)
        return row["key"], Given(row["answer"], row["confidence"])
    except (ValueError, KeyError, TypeError):
        return None


def ask_all(
    cases: Sequence[Case],
    assistant: Assistant,
    engine: Engine,
    answers: Answers,
    progress: Callable[[], object] = lambda: None,
    stop: threading.Event | None = None,
    share: int | None = None,
) -> list[Given]:
    """Return the answer to each case, in order; what is not kept yet is asked, at once as often as the engine allows.

    An answer is used again only for the same question, history, articles, engine, model, prompts and code. What "auto"
    comes to is asked by its own name: its failures are failures here, and quotes do not pass for what it says.
    ``share``: at most so many cores, where others ask the same assistant. Raises `StoppedError` when ``stop`` is set, and
    `BadInputError` when articles or settings change meanwhile, for a run is about one state of them.
    """
    stop, config = stop or threading.Event(), assistant.config
    chosen = assistant.choose(engine, wait=True)
    asked = parse_engine(chosen.engine)
    with assistant.library.open() as (generation, catalog):
        search = generation.why_keywords_only() or "with vectors"
        number = generation.number
        about = f"{fingerprint(catalog)} {search} {asked} {config.sources} {_model(chosen.model, config)}"

    def answer(case: Case) -> Given:
        key = _hash(f"{about} {case.question} {[asdict(turn) for turn in case.history]}")
        given = answers.get(key)
        if given is None:
            if stop.is_set():
                raise StoppedError("the run was stopped; its answers so far are kept")
            said = final(assistant.ask(case.question, case.history, engine=asked, stop=stop))
            _same(assistant, config, number, stop)
            given = Given(said.to_json(), said.confidence)
            answers.keep(key, given)
        progress()
        return given

    at_once = {"local": 1, "openai": _CALLS_AT_ONCE}.get(chosen.engine, share or cores())
    with ThreadPoolExecutor(at_once) as pool:
        try:
            return list(pool.map(answer, cases))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _same(assistant: Assistant, config: RagConfig, generation: int, stop: threading.Event) -> None:
    """Raise, before an answer is kept, when it was cut off, or made by other settings or articles than the first one."""
    if stop.is_set():
        raise StoppedError("the run was stopped; its answers so far are kept")
    if assistant.config != config:
        raise BadInputError("the settings changed while the run was going on; run it again")
    with assistant.library.catalog() as catalog:
        if catalog.generation != generation:
            raise BadInputError("the articles changed while the run was going on; run it again")


def _model(model: LanguageModel | None, config: RagConfig) -> str:
    """Name the model and where it is; of a file, also when it was written, for another may take its place."""
    if model is None:
        return ""
    path = find_local_model(config)
    written = path.stat().st_mtime_ns if path else None
    return f"{model.name} {config.endpoint} {path} {written}"


def fingerprint(catalog: Catalog) -> str:
    """Hash what an answer depends on besides the question: the articles, the embedder, our code and prompts."""
    articles = [f"{a.id} {a.text_hash} {a.title} {a.publisher} {a.date}" for a in catalog.articles()]
    own = Path(__file__).with_name("variants.py").read_bytes()
    folders = [Path(str(package.__file__)).parent for package in (index, rag, prompts)]
    sources = [path.read_bytes() for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    code = hashlib.sha256(b"".join([own, *sources])).hexdigest()
    return _hash("\n".join([*articles, str(catalog.meta("embedder")), str(catalog.meta("splitter")), code]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
