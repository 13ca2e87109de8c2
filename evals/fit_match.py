"""Fit the scorer of answers to people's verdicts: ``python -m evals.fit_match FOLDER --cases CASES.jsonl --articles DIR``.

FOLDER holds the verdicts (`evals.matching.verdicts`); weights are fitted on one half of the questions. The cases teach what
the verdicts cannot: the sentence a case rests on is right, and other sentences of its paragraph are wrong although they
are about the same thing. Without ``--cases`` figures are printed and nothing is written. ``--held-out`` judges the
other half too: leave it out while choosing features, for each look at that half makes it less of a test.
"""

# ruff: noqa: T201  a command line prints

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from evals.cases import load_cases
from evals.fit import VALIDATION
from evals.matching.evidence import Evidence, measure
from evals.matching.match import EVEN, WEIGHTS, Weights, probability
from evals.matching.rules import contradicts, says
from evals.matching.verdicts import Verdict, load_verdicts
from evals.scorers.words import holds
from evals.statistics import Estimate, estimate
from index.command import run_command
from index.errors import BadInputError
from index.split import split

_SENTENCES_WEIGH = 50.0
"""All sentences of the cases together count as so many verdicts."""
_MAX_WORDS = 80
_LEAST_WORDS = 5
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article as the answer to a case, accepted when the case rests on it. ``about``: the article."""

    verdict: Verdict
    about: str

    @property
    def validation(self) -> bool:
        """Whether it is from an article that nothing is fitted on."""
        return self.about in VALIDATION


def sentences_of(cases: Path, articles: Path) -> list[Sentence]:
    """Return for each answerable case its evidence (right) and the passage's sentences that hold no gold answer (wrong)."""
    passages: dict[str, list[list[str]]] = {}
    found = []
    for case in load_cases(cases):
        if not case.answerable or len(case.required) != 1 or not case.evidence or not case.evidence[0].quote:
            continue
        article, quote = case.evidence[0].article, case.evidence[0].quote
        if article not in passages:
            passages[article] = _passages(articles / article)
        others = next((p for p in passages[article] if any(quote in s or s in quote for s in p)), [])
        wrong = [s for s in others if s not in quote and quote not in s and not any(holds(s, v) for v in case.required[0])]
        for text, right in [(quote, True), *((sentence, False) for sentence in wrong)]:
            if _LEAST_WORDS <= len(text.split()) <= _MAX_WORDS:
                found.append(Sentence(Verdict(case.question, text, case.required[0], right), article))
    return found


def _passages(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{path} could not be read ({error}); give the folder of the cases' articles") from error
    return [[sentence.of(text) for sentence in chunk.sentences] for chunk in split(text)]


Matrix = npt.NDArray[np.float64]


@cache  # cross-validation asks ten times
def _open(verdict: Verdict) -> list[Evidence]:
    """The evidence for each gold answer when the rules leave the verdict open, else nothing."""
    golds = [gold for gold in verdict.golds if not contradicts(verdict.question, verdict.answer, gold)]
    if any(says(verdict.question, verdict.answer, gold) for gold in golds):
        return []
    return [measure(verdict.question, verdict.answer, gold) for gold in golds]


def _nearest(evidence: Sequence[Evidence]) -> tuple[float, ...]:
    """Of several gold answers the one that the answer has most of: people forgive that it has less of another."""
    return astuple(max(evidence, key=lambda e: (e.short_found + e.long_found + e.same_date, -e.extra, -e.other_number)))


def fit(verdicts: Sequence[Verdict], sentences: Sequence[Sentence]) -> Weights:
    """Fit on verdicts, and on the sentences that are not for validation."""
    said = [
        v.accepted
        for v in verdicts
        if any(says(v.question, v.answer, g) and not contradicts(v.question, v.answer, g) for g in v.golds)
    ]
    judged = [(e, v.accepted, 1.0) for v in verdicts if (e := _open(v))]
    fitting = [s.verdict for s in sentences if not s.validation]
    judged += [(e, v.accepted, _SENTENCES_WEIGH / len(fitting)) for v in fitting if (e := _open(v))]
    x: Matrix = np.array([_nearest(evidence) for evidence, _, _ in judged])
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(x, np.array([a for _, a, _ in judged]), sample_weight=np.array([w for _, _, w in judged]))
    return Weights(
        round(sum(said) / len(said), 4),
        round(float(model.intercept_[0]), 4),
        tuple(round(float(c), 4) for c in model.coef_[0]),
    )


def right(verdicts: Sequence[Verdict], weights: Weights) -> list[bool]:
    """Say for each verdict whether the scorer says what people say."""
    return [(probability(v.question, v.answer, v.golds, weights) >= EVEN) == v.accepted for v in verdicts]


def cross_validated(verdicts: Sequence[Verdict], sentences: Sequence[Sentence]) -> Estimate:
    """Return the agreement with people on questions that were left out of the fit, ten folds by question."""
    questions = [v.question for v in verdicts]
    agrees = np.zeros(len(verdicts))
    for rest, fold in GroupKFold(_FOLDS).split(questions, groups=questions):
        weights = fit([verdicts[i] for i in rest], sentences)
        agrees[fold] = right([verdicts[i] for i in fold], weights)
    return estimate(list(agrees), questions)


def _print(name: str, found: Estimate) -> None:
    print(f"{name:42} {found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]  n {found.n}")


def _report(arguments: argparse.Namespace) -> int:
    verdicts = load_verdicts(arguments.folder)
    sentences = sentences_of(arguments.cases, arguments.articles) if arguments.cases else []
    fitted = [v for v in verdicts if v.half == "fit"]
    weights = fit(fitted, sentences)
    _print("agreement, cross-validated by question", cross_validated(fitted, sentences))
    if arguments.held_out:
        held = [v for v in verdicts if v.half == "report"]
        _print("agreement, held-out questions", estimate(right(held, weights), [v.question for v in held]))
    for name, of in (("fitted articles", False), ("validation articles", True)):
        for accepted, what in ((True, "evidence accepted"), (False, "other sentences rejected")):
            some = [s for s in sentences if s.validation is of and s.verdict.accepted is accepted]
            if some:
                _print(f"{what}, {name}", estimate(right([s.verdict for s in some], weights), [s.about for s in some]))
    if not sentences:
        print("not written: the weights need --cases and --articles too")
        return 0
    named = {f.name: c for f, c in zip(fields(Evidence), weights.coefficients, strict=True)}
    written = {"said": weights.said, "intercept": weights.intercept, "coefficients": named}
    WEIGHTS.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    print(f"written to {WEIGHTS.name}: {written}")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print the figures, write ``evals/matching/match.json``."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_match", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of the verdicts")
    parser.add_argument("--cases", type=Path, help="cases whose articles' sentences are fitted on too")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--held-out", action="store_true", help="judge the half that is not fitted on as well")
    arguments = parser.parse_args(argv)
    if bool(arguments.cases) != bool(arguments.articles):
        parser.error("--cases and --articles go together")
    return run_command(lambda: _report(arguments), "stopped; nothing was written")


if __name__ == "__main__":
    sys.exit(main())
