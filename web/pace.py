"""How fast a piece of work goes, and how long it will take yet."""

from dataclasses import dataclass

from web import words

_WARM_UP_SECONDS = 3.0
"""Before that, a rate says little."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Where one step of a sync stood when it was first heard of. ``since``: in seconds of a monotonic clock."""

    what: str
    since: float
    first: int

    def told(self, done: int, total: int, now: float) -> str:
        """Say how far the step is, with the rate and the time left once they mean something."""
        text = words.STEPS.get(self.what, words.OTHER_STEP.format(what=self.what))
        text = text.format(done=f"{done:,}", total=f"{total:,}")
        seconds, made = now - self.since, done - self.first
        if seconds < _WARM_UP_SECONDS or made <= 0:
            return text + "\u2026"
        rate = made / seconds
        left = words.duration((total - done) / rate)
        return words.PACE.format(step=text, rate=words.rate(rate), left=left)
