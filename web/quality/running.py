"""The evaluation that is going on, if any: one at a time for the whole app, in a thread, with the app's own assistant."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from evals.answers import Answers, StoppedError, fingerprint
from evals.cases import BadCase, Case
from evals.compare import Comparison
from evals.finish import About as Titles
from evals.finish import finish
from evals.measures import HEADLINE
from evals.result import Result
from evals.run import run
from index.config import cores
from index.errors import BadInputError, FootnoteError
from rag.types import Engine
from web import words
from web.background import Upkeep
from web.pace import Pace
from web.quality.runs import About, Changed, Run, Runs, Since, case_set

_WAIT_SECONDS = 0.1
_FAREWELL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be evaluated: cases of a file, by an engine. ``kind``: as in `Offer`; ``bad``: lines that are left out."""

    kind: str
    file: str
    cases: tuple[Case, ...]
    bad: tuple[BadCase, ...]
    engine: Engine


@dataclass(frozen=True, slots=True)
class State:
    """How far the evaluation is. ``told``: in words; once it is idle again, what became of the last one ("": none yet).

    ``wrong``: that one failed. ``ended``: how many have ended since the app began. ``chosen``: the kind of cases and the
    engine of the last one, which the next one most often has, too.
    """

    kind: Literal["idle", "going", "stopping"] = "idle"
    told: str = ""
    done: int = 0
    total: int = 0
    wrong: bool = False
    ended: int = 0
    chosen: tuple[str, str] = ("", "")


class Running:
    """Runs evaluations of one data folder. Its state belongs to the app, and every window shows the same."""

    def __init__(self, upkeep: Upkeep, runs: Runs) -> None:
        self._upkeep = upkeep
        self._runs = runs
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.state = State()
        upkeep.endings.append(self._end)
        upkeep.forgettings.append(self._forget)

    def start(self, wanted: Wanted) -> None:
        """Begin. Raises `BadInputError` while another evaluation is going on."""
        with self._lock:
            if self.state.kind != "idle":
                raise BadInputError(words.ONE_AT_A_TIME)
            self._stop = threading.Event()
            begun = State("going", words.PREPARING, total=len(wanted.cases), chosen=(wanted.kind, wanted.engine))
            self.state = replace(begun, ended=self.state.ended)
            self._thread = threading.Thread(target=self._run, args=(wanted, self._stop), name="evaluation", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Stop soon, between two answers or in the middle of one; what was answered is kept."""
        with self._lock:
            self._stop.set()
            if self.state.kind == "going":
                self.state = replace(self.state, kind="stopping", told=words.STOPPING)

    def _forget(self) -> None:
        """Delete kept answers about other articles than there are now, unless an evaluation is using them."""
        with self._lock:
            if self.state.kind == "idle" and self._runs.holds_answers():
                with self._upkeep.assistant.library.catalog() as catalog:
                    self._runs.forget_others(fingerprint(catalog))

    def _end(self) -> None:
        self.cancel()
        if self._thread:
            self._thread.join(_FAREWELL_SECONDS)

    def _run(self, wanted: Wanted, stop: threading.Event) -> None:
        """Run in the thread. An error that is no `FootnoteError` ends it, and the terminal shows that."""
        told, wrong = words.EVALUATION_BROKE, True
        cases = words.count(len(wanted.cases), "case")
        try:
            self._evaluate(wanted, stop)
            told, wrong = words.EVALUATED.format(cases=cases), False
        except StoppedError:
            told, wrong = words.CANCELLED.format(done=f"{self.state.done:,}", cases=cases), False
        except FootnoteError as error:
            told = words.sentence(words.NOT_EVALUATED.format(reason=error))
        finally:
            with self._lock:
                self.state = State("idle", told, wrong=wrong, ended=self.state.ended + 1, chosen=self.state.chosen)
            with suppress(FootnoteError):  # an index that is gone is told elsewhere
                self._forget()

    def _evaluate(self, wanted: Wanted, stop: threading.Event) -> None:
        while not self._upkeep.wait(_WAIT_SECONDS):
            _unless(stop)
        assistant, library = self._upkeep.assistant, self._upkeep.assistant.library
        assistant.choose(wanted.engine, wait=True)  # a missing model is told before anything is asked
        _unless(stop)
        before = self._runs.before(wanted.cases)
        with library.catalog() as catalog:
            answers = Answers(self._runs.answers(fingerprint(catalog)))
        began = time.monotonic()

        def progress() -> None:
            self._answered(answers, began)
            while not stop.is_set() and not self._upkeep.quiet.wait(_WAIT_SECONDS):
                pass  # somebody waits for an answer, and there may be one model for both

        # One core stays free for whoever asks a question meanwhile.
        share = max(1, cores() - 1)
        results = run(wanted.cases, assistant, wanted.engine, answers, progress, stop=stop, share=share)
        _unless(stop)
        with self._runs.new() as (folder, keep):
            title = f"Footnote on {wanted.file}, engine {wanted.engine}"
            titles = Titles(title, wanted.file, str(self._upkeep.folder), wanted.bad)
            finished = finish(folder, titles, results, library, before[1] if before else None)
            endpoint = assistant.config.endpoint
            model = endpoint.model if endpoint and wanted.engine == "openai" else ""
            asked = case_set(wanted.cases)
            since = _since(before[0], asked, finished.comparison, results) if before and finished.comparison else None
            keep(About(wanted.engine, model, asked, len(wanted.bad), since))

    def _answered(self, answers: Answers, began: float) -> None:
        with self._lock:
            if self.state.kind != "going":
                return
            done, total = self.state.done + 1, self.state.total
            # What was kept from an earlier run takes no time, and says nothing of how long the others take.
            pace = Pace("evaluating", began, max(0, done - answers.asked))
            told = pace.told(done, total, time.monotonic()) if done < total else words.SCORING
            self.state = replace(self.state, done=done, told=told)


def _unless(stop: threading.Event) -> None:
    if stop.is_set():
        raise StoppedError("the evaluation was cancelled")


def _since(before: Run, asked: str, comparison: Comparison, results: list[Result]) -> Since:
    questions = {result.case.id: result.case.question for result in results}
    found = comparison.changes.get(HEADLINE)
    return Since(
        run=before.id,
        engine=before.about.engine,
        same=before.about.case_set == asked,
        common=before.summary["cases"] - comparison.not_run,
        fixed=tuple(Changed(name, questions[name]) for name in comparison.fixed),
        broken=tuple(Changed(name, questions[name]) for name in comparison.broken),
        change=(found.mean, found.low, found.high) if found else None,
    )
