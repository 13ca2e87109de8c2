"""Whose turn it is: one question at a time is read by the local model, first come, first served."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

_PATIENCE = 0.1
"""Seconds after which whoever waits can see that there is no need to any more."""


class Turns:
    """The line of those who want one thing. Safe to share between threads."""

    def __init__(self) -> None:
        self._line: list[object] = []
        self._moved = threading.Condition()

    @property
    def free(self) -> bool:
        """Whether nobody has a turn or waits for one."""
        return not self._line

    @contextmanager
    def join(self) -> Generator["Place"]:
        """Stand in the line while the block runs; leaving it, the next one moves up."""
        place = Place(self)
        with self._moved:
            self._line.append(place)
        try:
            yield place
        finally:
            with self._moved:
                self._line.remove(place)
                self._moved.notify_all()

    def ahead(self, place: object) -> int:
        """Return how many stand before this one, the one whose turn it is included."""
        return self._line.index(place)

    def wait(self, place: object, was: int) -> int:
        """Wait a moment for the line to move; return how many are ahead then, ``was`` when it did not."""
        with self._moved:
            self._moved.wait_for(lambda: self.ahead(place) != was, _PATIENCE)
            return self.ahead(place)


class Place:
    """Where one question stands in the line."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def moves(self, stopped: Callable[[], bool]) -> Generator[int]:
        """Yield how many are ahead, each time that changes, until nobody is or the wait is ``stopped``."""
        told, ahead = 0, self._turns.ahead(self)
        while not stopped():
            if ahead != told:
                told = ahead
                yield ahead
            if not ahead:
                return
            ahead = self._turns.wait(self, ahead)
