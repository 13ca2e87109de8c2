"""The evaluations of a data folder as they lie on disk: each in a folder named after its time, whole or not there."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.result import Result, load_results
from evals.run import SUMMARY
from index.errors import BadInputError
from web import words

REPORT = "report.html"
_FOLDER = "evaluations"
_ABOUT = "run.json"
_UNFINISHED = ".unfinished"
_ANSWERS = ".answers"
_TIME = "%Y%m%dT%H%M%SZ"
_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z(-[1-9][0-9]{0,3})?")


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that was fixed or that broke."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier run. ``same``: it asked the very same cases; ``common``: how many cases both hold.

    ``change``: of the headline over those, mean and bounds of its 95 % interval; None when none was judged in both.
    """

    run: str
    engine: str
    same: bool
    common: int
    fixed: tuple[Changed, ...]
    broken: tuple[Changed, ...]
    change: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class About:
    """What a run says of itself beside its summary.

    ``engine``: by its name; ``model``: of an endpoint, "" otherwise. ``case_set``: equal for runs of the same cases.
    ``left_out``: lines that were no cases. ``since``: None when no earlier run holds any of the cases.
    """

    engine: str
    model: str
    case_set: str
    left_out: int
    since: Since | None


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation. ``summary``: as in its ``summary.json``."""

    id: str
    about: About
    summary: dict[str, Any]

    def figure(self, name: str) -> dict[str, float] | None:
        """Return the estimate of a measure over all cases, None when it was not measured."""
        found: dict[str, float] | None = self.summary["all"].get(name)
        return found


def is_id(name: str) -> bool:
    """Say whether a text can be the id of a run, and so the name of its folder."""
    return _ID.fullmatch(name) is not None


def when(run_id: str) -> datetime:
    """Return when a run ended, in the time of this machine. Raises ValueError for a time that there is not."""
    return datetime.strptime(run_id.partition("Z")[0] + "Z", _TIME).replace(tzinfo=UTC).astimezone()


def case_set(cases: Sequence[Case]) -> str:
    """Return a name that is equal for equal cases, whatever their order."""
    lines = sorted(json.dumps(case.raw, sort_keys=True) for case in cases)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


class Runs:
    """The runs of a data folder. The folder is the truth about them, for every window."""

    def __init__(self, data: Path) -> None:
        self._folder = data / _FOLDER

    def ids(self) -> tuple[str, ...]:
        """Return the ids of the runs, the newest first."""
        try:
            names = [path.name for path in self._folder.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        return tuple(sorted(filter(is_id, names), key=_order, reverse=True))

    def read(self, run_id: str) -> Run | None:
        """Return a run; None when its files are not those of one any more."""
        folder = self._folder / run_id
        try:
            when(run_id)
            about = _about(json.loads((folder / _ABOUT).read_text(encoding="utf-8")))
            summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
            return Run(run_id, about, {"cases": summary["cases"], "all": dict(summary["all"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def report(self, run_id: str) -> Path | None:
        """Return the report of a run; None when there is none. Nothing that is no id reaches the disk."""
        path = self._folder / run_id / REPORT
        return path if is_id(run_id) and path.is_file() else None

    def delete(self, run_id: str) -> None:
        """Delete a run. Raises `BadInputError` when it is not there."""
        if run_id not in self.ids():
            raise BadInputError(words.NO_SUCH_RUN)
        try:
            shutil.rmtree(self._folder / run_id)
        except OSError as error:
            raise _not_written(self._folder / run_id, error) from error

    def forget_answers(self) -> None:
        """Delete what was kept for the next run. Call it while none is going on."""
        shutil.rmtree(self._folder / _ANSWERS, ignore_errors=True)

    def before(self, cases: Sequence[Case]) -> tuple[Run, list[Result]] | None:
        """Return the newest run that holds any of the cases, with its results."""
        wanted = {case.id for case in cases}
        for run in filter(None, map(self.read, self.ids())):
            with suppress(BadInputError):  # a run whose results are spoilt is one that nothing can be compared with
                results = load_results(self._folder / run.id)
                if any(result.case.id in wanted for result in results):
                    return run, results
        return None

    def answers(self, fingerprint: str) -> Path:
        """Return the folder of answers about articles in one state, and delete those about any other: they have no use.

        Raises `BadInputError` when it cannot be written.
        """
        kept = self._folder / _ANSWERS / fingerprint
        try:
            kept.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_written(kept, error) from error
        self.forget_others(fingerprint)
        return kept

    def holds_answers(self) -> bool:
        """Whether any answers are kept."""
        return (self._folder / _ANSWERS).is_dir()

    def forget_others(self, fingerprint: str) -> None:
        """Delete the kept answers about articles in any other state: they may hold words of articles that are gone."""
        for other in (self._folder / _ANSWERS).glob("*"):
            if other.name != fingerprint:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def new(self) -> Iterator[tuple[Path, Callable[[About], str]]]:
        """Give an empty folder to write a run into, and what makes it a run then and returns its id.

        Raises `BadInputError` when something cannot be written.
        """
        unfinished = self._folder / _UNFINISHED
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            unfinished.mkdir(parents=True)
            yield unfinished, lambda about: self._keep(unfinished, about)
        except OSError as error:
            raise _not_written(unfinished, error) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _keep(self, unfinished: Path, about: About) -> str:
        text = json.dumps(asdict(about), indent=2, ensure_ascii=False) + "\n"
        (unfinished / _ABOUT).write_text(text, encoding="utf-8", errors="replace")
        stamp, number = datetime.now(UTC).strftime(_TIME), 1
        run_id = stamp
        while (self._folder / run_id).exists():
            run_id, number = f"{stamp}-{number}", number + 1
        unfinished.rename(self._folder / run_id)
        return run_id


def _order(run_id: str) -> tuple[str, int]:
    stamp, _, number = run_id.partition("-")
    return stamp, int(number or 0)


def _about(raw: dict[str, Any]) -> About:
    since = raw["since"]
    engines = {raw["engine"], since["engine"]} if since else {raw["engine"]}
    if not engines <= words.ANSWERED_BY.keys():
        raise ValueError("no engine of ours")
    return About(**raw | {"since": since and _since(since)})


def _since(raw: dict[str, Any]) -> Since:
    changed = {name: tuple(Changed(**entry) for entry in raw[name]) for name in ("fixed", "broken")}
    change = raw["change"] and tuple(float(figure) for figure in raw["change"])
    return Since(**raw | changed | {"change": change})


def _not_written(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f"{path} could not be written ({error.strerror}); make room or make it writable, and try again")
