"""What can be evaluated, and by which engine: the cases a person accepted, and a case file that lies beside the articles."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

from evals.cases import BadCase, Case, read_cases
from evals.drafts import CASES
from index.errors import BadInputError, FootnoteError
from rag.config import RagConfig
from rag.model_file import find_local_model
from rag.types import Engine
from web import words
from web.background import Upkeep
from web.chat.examples import CASES as BESIDE

Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A case file that can be evaluated. ``kind``: a key of `words.CASES_OF`; ``problem``: why it holds no case, or ""."""

    kind: str
    path: Path
    cases: tuple[Case, ...] = ()
    bad: tuple[BadCase, ...] = ()
    problem: str = ""


class Offers:
    """The case files and engines of one data folder. A file is read again only when it has changed."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._assistant = upkeep.assistant
        data = upkeep.assistant.library.config.data
        self._files = {"accepted": data / CASES, "folder": upkeep.folder / BESIDE}
        self._read: dict[str, tuple[Stamp, Offer | None]] = {}

    def cases(self) -> list[Offer]:
        """Return the case files that there are, those a person accepted first."""
        return [offer for kind in self._files if (offer := self._offer(kind))]

    def stamp(self) -> tuple[Stamp, ...]:
        """Return what is another as soon as one of the files is."""
        return tuple(map(_stamp, self._files.values()))

    def engines(self) -> dict[Engine, str]:
        """Return who can answer, the engine in use first, each in words."""
        config = self._assistant.config
        found: dict[Engine, str] = {}
        if config.endpoint and config.engine in ("auto", "openai"):
            host = urlparse(config.endpoint.base_url).netloc.rpartition("@")[2]
            found["openai"] = words.ANSWERS_BY["openai"].format(model=config.endpoint.model, host=host)
        elif config.engine in ("auto", "local") and (self._assistant.local_ready or _local_here(config)):
            found["local"] = words.ANSWERS_BY["local"]
        return {**found, "extractive": words.ANSWERS_BY["extractive"]}

    def _offer(self, kind: str) -> Offer | None:
        path = self._files[kind]
        stamp = _stamp(path)
        known = self._read.get(kind)
        if known is None or known[0] != stamp:
            known = self._read[kind] = stamp, _read(kind, path) if stamp and stamp[1] else None
        return known[1]


def _local_here(config: RagConfig) -> bool:
    try:
        return find_local_model(config) is not None
    except FootnoteError:  # it is there and damaged; the status line says so
        return False


def _stamp(path: Path) -> Stamp:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size


def _read(kind: str, path: Path) -> Offer:
    try:
        cases, bad = read_cases(path)
    except BadInputError as error:
        return Offer(kind, path, problem=str(error))
    return Offer(kind, path, tuple(cases), tuple(bad), "" if cases else str(bad[0]))
