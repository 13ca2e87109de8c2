"""What the figures are to reach, by part and name; most figures have no aim, they are there to be compared."""

from dataclasses import dataclass
from typing import Literal

from evals.bench.figures import Figure


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure of the kind ``kind`` is to be at most, or at least, ``bound`` (in its own unit)."""

    part: str
    name: str
    kind: str
    side: Literal["at most", "at least"]
    bound: float

    def met(self, figure: Figure) -> bool:
        """Say whether the figure itself reaches it, whatever its interval."""
        return figure.value <= self.bound if self.side == "at most" else figure.value >= self.bound


AIMS = (
    Aim("answer", "extractive: whole answer", "p95", "at most", 200),  # what the extractive engine promises
    Aim("embedding", "overlap of the ten nearest", "share", "at least", 98),
)


def aim_of(part: str, figure: Figure) -> Aim | None:
    """Return the aim of a figure, None when it has none."""
    return next((a for a in AIMS if (a.part, a.name, a.kind) == (part, figure.name, figure.kind)), None)
