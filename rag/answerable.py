"""Do the articles answer the question as asked? Two small calibrated models over what was measured.

Before reading: are the articles about this at all? After it: does the sentence that the local model chose answer exactly
this question? The weights stand in ``answerable.json`` and ``answered.json`` beside this file, fitted by
``python -m evals.fit`` and ``python -m evals.fit_reading`` (which say on what).
"""

import json
import math
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

from index.lexical import terms
from rag.retrieve import ASKING, Hit

WEIGHTS = Path(__file__).parent / "answerable.json"
READ_WEIGHTS = Path(__file__).parent / "answered.json"


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision rests on, each 0..1.

    ``sentence``: best cosine similarity of a retrieved sentence to the query. ``passage``: that of the first passage.
    ``covered``: share of the query's term weight (inverse document frequency) that the first passage or its title
    holds. ``covered_by_sentence``: the same for the best single sentence of the first passages.
    """

    sentence: float
    passage: float
    covered: float
    covered_by_sentence: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model: ``intercept`` plus one coefficient for each signal.

    ``quote_from``: probability from which sentences are quoted unread. ``read_from``: lower, from which a model is
    asked to look, because it can still say no.
    """

    intercept: float
    coefficients: tuple[float, ...]
    quote_from: float
    read_from: float


def measure(query: str, hits: list[Hit], rarity: Callable[[str], float]) -> Signals:
    """Measure the signals of a query and its hits (at least one). ``rarity``: inverse document frequency of a term."""
    asked = " ".join(word for word in query.split() if word.lower() not in ASKING)
    weight = {term: rarity(term) for term in set(terms([asked])[0])}
    total = sum(weight.values()) or 1.0
    texts = [hits[0].text, *(s.text for hit in hits[:5] for s in hit.sentences)]
    shares = [sum(weight.get(term, 0.0) for term in set(found)) / total for found in terms(texts)]
    return Signals(
        sentence=max((s.similarity for hit in hits for s in hit.sentences), default=0.0),
        passage=hits[0].similarity,
        covered=shares[0],
        covered_by_sentence=max(shares[1:], default=0.0),
    )


@cache
def _weights(name: str) -> Weights:
    found = json.loads(WEIGHTS.read_text())[name]
    return Weights(
        found["intercept"],
        tuple(found["coefficients"][f.name] for f in fields(Signals)),
        found["quote_from"],
        found["read_from"],
    )


def probability(signals: Signals, *, with_vectors: bool) -> float:
    """Return how likely it is that the articles are about this, 0..1."""
    weights = _weights("with_vectors" if with_vectors else "keywords_only")
    z = weights.intercept + sum(c * v for c, v in zip(weights.coefficients, astuple(signals), strict=True))
    return 1 / (1 + math.exp(-z))


def worth_reading(signals: Signals, *, with_vectors: bool) -> bool:
    """Say whether to look for an answer at all; below this the articles are about something else."""
    name = "with_vectors" if with_vectors else "keywords_only"
    return probability(signals, with_vectors=with_vectors) >= _weights(name).read_from


def worth_quoting(signals: Signals, *, with_vectors: bool) -> bool:
    """Say whether the best sentences may be shown as the answer without a model that reads them."""
    name = "with_vectors" if with_vectors else "keywords_only"
    return probability(signals, with_vectors=with_vectors) >= _weights(name).quote_from


@dataclass(frozen=True, slots=True)
class ReadSignals:
    """What the decision after reading rests on.

    ``refusal``: log-probability that the model had said the text does not answer, -14..0. ``similarity``: cosine of the
    sentence that backs its reply to the query. ``best``: that of the most similar sentence found. ``margin``: by how
    much the first passage scores above the second, 0..1. The others are 1.0 when that sentence, held against the
    question like a claim (`rag.support`), ``denied`` it, ``contradicted`` it (another name, number or quantity), or did
    not itself hold a name of it (``unnamed``).
    """

    refusal: float
    similarity: float
    best: float
    margin: float
    denied: float
    contradicted: float
    unnamed: float


@cache
def _read_weights() -> tuple[float, tuple[float, ...], float]:
    found = json.loads(READ_WEIGHTS.read_text())
    return found["intercept"], tuple(found["coefficients"][f.name] for f in fields(ReadSignals)), found["show_from"]


def probability_read(signals: ReadSignals) -> float:
    """Return how likely it is that the question as asked is answered, 0..1."""
    intercept, coefficients, _ = _read_weights()
    z = intercept + sum(c * v for c, v in zip(coefficients, astuple(signals), strict=True))
    return 1 / (1 + math.exp(-z))


def worth_showing(signals: ReadSignals) -> bool:
    """Say whether what was read may be shown as the answer."""
    return probability_read(signals) >= _read_weights()[2]
