"""What happens around evaluations in the panel: started, watched, cancelled, deleted. Nothing here is of a session."""

import shlex
from dataclasses import dataclass
from typing import Any

import gradio as gr

from evals.drafts import CASES
from index.errors import BadInputError, FootnoteError
from web import words
from web.background import Upkeep
from web.library import articles
from web.quality import panel
from web.quality.figures import date
from web.quality.history import history
from web.quality.offers import Offers, Stamp
from web.quality.running import Running, State, Wanted
from web.quality.runs import Runs

Shown = tuple[Any, ...]
"""New values for the start or progress of an evaluation, the runs, what is read out, the news, and `Seen`, in this order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a window has been shown last. ``files``: the case files as they were; ``engines``: who could answer."""

    state: State | None = None
    runs: tuple[str, ...] | None = None
    files: tuple[Stamp, ...] = ()
    engines: tuple[str, ...] = ()


class Evaluating:
    """Starts and shows the evaluations of one data folder."""

    def __init__(self, upkeep: Upkeep) -> None:
        data = upkeep.assistant.library.config.data
        self._runs, self._offers = Runs(data), Offers(upkeep)
        self._running = Running(upkeep, self._runs)
        command = ["python", "-m", "evals", str(data.resolve() / CASES), "--articles", str(upkeep.folder.resolve())]
        # The index of the app also holds what was added on the page.
        command += ["--data", str(data.resolve()), "--out", str(data.resolve() / "evaluation")]
        self._command = shlex.join(command)

    def show(self) -> Shown:
        """Return everything as it is now."""
        return self.tick(Seen())

    def opened(self, event: gr.EventData) -> Shown:
        """Return everything when the panel was opened; the last value has the clock run while it is open."""
        if getattr(event, "open", None) is not True:
            return (*_nothing(), gr.Timer(active=False))
        return (*self.show(), gr.Timer(active=True))

    def tick(self, seen: Seen) -> Shown:
        """Return what is new since the window was shown something last."""
        state = self._running.state
        now = Seen(state, self._runs.ids(), self._offers.stamp(), tuple(self._offers.engines().values()))
        if now == seen:
            return _nothing()
        runs = self._history(now.runs or ()) if now.runs != seen.runs else gr.skip()
        same = (now.state, now.files, now.engines) == (seen.state, seen.files, seen.engines)
        ended = seen.state is not None and state.ended > seen.state.ended
        return gr.skip() if same else self._top(state), runs, state.told if ended else gr.skip(), gr.skip(), now

    def evaluate(self, event: gr.EventData) -> Shown:
        """Begin what the form says; bad lines of the case file are named first, with the offer to run the rest."""
        try:
            return self._begin(event)
        except FootnoteError as error:
            return (*self.show()[:3], articles.news((), wrong=[words.sentence(str(error))]), gr.skip())

    def halt(self) -> Shown:
        """Cancel the evaluation."""
        self._running.cancel()
        return self.show()

    def discard(self, event: gr.EventData) -> Shown:
        """Delete a run."""
        run_id = getattr(event, "run", None)
        if not isinstance(run_id, str):
            return _nothing()
        try:
            self._runs.delete(run_id)
            run = words.RUN_DELETED.format(date=_named(run_id))
        except FootnoteError as error:
            news = articles.news((), wrong=[words.sentence(str(error))])
        else:
            news = articles.news([run])
        if not self._runs.ids() and self._running.state.kind == "idle":
            self._runs.forget_answers()
        start, runs, spoken, _, seen = self.show()
        return start, runs, spoken, news, seen

    def _begin(self, event: gr.EventData) -> Shown:
        kind, engine = getattr(event, "cases", None), getattr(event, "engine", None)
        offer = next((o for o in self._offers.cases() if o.kind == kind and o.cases), None)
        chosen = next((name for name in self._offers.engines() if name == engine), None)
        if offer is None or chosen is None:
            raise BadInputError(words.CASES_GONE)
        if offer.bad and getattr(event, "rest", None) is not True:
            return panel.spoilt(offer, chosen), gr.skip(), gr.skip(), "", gr.skip()
        self._running.start(Wanted(offer.kind, offer.path.name, offer.cases, offer.bad, chosen))
        start, runs, _, _, seen = self.show()
        return start, runs, "", "", seen

    def _top(self, state: State) -> str:
        if state.kind != "idle":
            return panel.going(state)
        return panel.start(self._offers.cases(), self._offers.engines(), state, self._command)

    def _history(self, ids: tuple[str, ...]) -> str:
        read = {run_id: self._runs.read(run_id) for run_id in ids}
        return history([run for run in read.values() if run], [run_id for run_id, run in read.items() if run is None])


def _named(run_id: str) -> str:
    try:
        return date(run_id)
    except ValueError:  # a folder named by hand
        return run_id


def _nothing() -> Shown:
    return (gr.skip(),) * 5
