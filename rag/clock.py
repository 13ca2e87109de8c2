"""When each step of answering was reached."""

import time
from collections.abc import Iterator
from dataclasses import replace

from rag.types import Answer, Event, Timings


class Clock:
    """Milliseconds since the question arrived, with the first time of each step."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._marks: dict[str, float] = {}

    def mark(self, step: str) -> None:
        """Note the time of a step, the first time it is reached."""
        self._marks.setdefault(step, round((time.perf_counter() - self._start) * 1000, 3))

    def at_once(self, answer: Answer) -> Iterator[Event]:
        """End with an answer that came in one step: whatever it holds is shown now."""
        shown = ("first_evidence", "first_token") if answer.sentences else ()
        for step in ("retrieve", *shown, "total"):
            self.mark(step)
        yield Event("done", replace(answer, timings_ms=self.timings()))

    def timings(self) -> Timings:
        """Return the times noted so far."""
        return Timings(**self._marks)
