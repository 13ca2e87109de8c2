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
    Aim("cold", "python -m rag --engine extractive: first checked text", "median", "at most", 3),
    Aim("cold", "python app.py --engine auto: first checked text", "median", "at most", 3),
    Aim("cold", "python -m rag --engine local: first checked text", "median", "at most", 7),
    Aim("cold", "python app.py --engine local: first checked text", "median", "at most", 7),
    Aim("answer", "extractive: whole answer", "p95", "at most", 200),  # what the extractive engine promises
    Aim("answer", "local: first evidence", "p50", "at most", 60),
    Aim("answer", "local: first evidence", "p95", "at most", 120),
    Aim("answer", "local: first checked text", "p50", "at most", 1_200),  # 600 with llama.cpp built for the machine
    Aim("answer", "local: whole answer", "p50", "at most", 2_500),
    Aim("embedding", "ours", "median", "at least", 110),
    Aim("embedding", "overlap of the ten nearest", "share", "at least", 98),
    Aim("sync", "llama-index over ours", "once", "at least", 2.5),
    Aim("memory", "extractive, many passages: 20 answers", "once", "at most", 600),
    Aim("memory", "local, many passages: 5 answers", "once", "at most", 1_900),
    Aim("askers", "extractive, 20 at once: whole answer", "p95", "at most", 0.5),
    Aim("peer", "llama-index CitationQueryEngine over Footnote", "median", "at least", 6),
)


def aim_of(part: str, figure: Figure) -> Aim | None:
    """Return the aim of a figure, None when it has none."""
    return next((a for a in AIMS if (a.part, a.name, a.kind) == (part, figure.name, figure.kind)), None)
