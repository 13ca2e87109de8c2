"""Would a person accept an answer as right? A question, an answer and the gold answers in; local and deterministic.

Rules first: an answer that says a gold answer outright is right, one that contradicts it is wrong. What lies between
is judged by how much of the gold answer is there: a logistic model over `Evidence`, whose weights stand in
``match.json`` beside this file, fitted by ``python -m evals.fit_match`` (which says on what).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from evals.matching.evidence import Evidence, measure
from evals.matching.rules import contradicts, says

WEIGHTS = Path(__file__).parent / "match.json"
EVEN = 0.5
"""Probability from which an answer counts as right."""


@dataclass(frozen=True, slots=True)
class Weights:
    """``said``: the share of answers saying a gold answer outright that people accept; the rest is the logistic model."""

    said: float
    intercept: float
    coefficients: tuple[float, ...]

    def of(self, evidence: Evidence) -> float:
        """Return how likely a person accepts an answer with this evidence, 0..1."""
        z = self.intercept + sum(c * v for c, v in zip(self.coefficients, astuple(evidence), strict=True))
        return 1 / (1 + math.exp(-z))


@cache
def _weights() -> Weights:
    found = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(found["said"], found["intercept"], tuple(found["coefficients"][f.name] for f in fields(Evidence)))


def probability(question: str, answer: str, golds: Sequence[str], weights: Weights | None = None) -> float:
    """Return how likely a person would accept the answer, 0..1; the gold answers are alternatives, any one is enough.

    ``answer``: a short value or a few sentences. ``weights``: those of ``match.json`` when None.
    """
    if not answer.strip():
        return 0.0
    used = weights or _weights()
    return max((_beside(question, answer, gold, used) for gold in golds if gold.strip()), default=0.0)


def _beside(question: str, answer: str, gold: str, weights: Weights) -> float:
    if contradicts(question, answer, gold):
        return 0.0
    return weights.said if says(question, answer, gold) else weights.of(measure(question, answer, gold))


def matches(question: str, answer: str, golds: Sequence[str]) -> bool:
    """Say whether a person would accept the answer as right; the gold answers are alternatives, any one is enough."""
    return probability(question, answer, golds) >= EVEN
