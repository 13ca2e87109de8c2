"""Scores of questions on which articles disagree."""

import pytest

from evals.cases import Case
from evals.scorers.conflict import MEASURES, score_conflict


def case(*required: str, conflicting: tuple[str, ...] = (), tags: tuple[str, ...] = ("conflict",)) -> Case:
    groups = tuple((value,) for value in required)
    return Case("c", "How many?", True, groups, (), tags, (), None, {}, conflicting)


def answer(said: str = "", sides: tuple[str, ...] = (), short: str | None = None, support: str = "supported") -> dict:
    return {
        "sentences": [{"text": said, "support": support, "citations": [1]}] if said else [],
        "conflicts": [{"about": "it", "sides": [{"value": v, "citations": [1]} for v in sides]}] if sides else [],
        "short_answer": short,
    }


@pytest.mark.parametrize(
    ("given", "of", "scores"),
    [
        (answer("There were 640 guests.", short="640"), case("640"), (1, 0, 1, 1)),
        (answer("There were 640 guests.", ("640", "900")), case("640", "900"), (1, 0, 1, 1)),
        (answer("There were 640 guests.", short="640"), case("640", "900"), (0, 0, 1, 0)),
        (answer("There were 900 guests.", short="900"), case("640", conflicting=("900",)), (0, 1, 0, 0)),
        (answer("There were 640 guests.", ("640", "900")), case("640", conflicting=("900",)), (1, 0, 0.5, 0)),
        # shown in a sentence, but no side: still undisputed
        (answer("There were 640 or 900 guests.", ("640", "12")), case("640", conflicting=("900",)), (1, 1, 0.5, 0)),
        # one side alone is no disagreement
        (answer("It was 900.", ("900",)), case("640", conflicting=("900",)), (0, 1, 0, 0)),
        (answer("There were 1900 guests."), case("640", conflicting=("900",)), (0, 0, None, 0)),
        (answer("There were 640 guests.", support="partly"), case("640"), (0, 0, None, 0)),
        (answer(), case("640"), (0, 0, None, 0)),
    ],
)
def test_what_is_shown_is_scored(given, of, scores):
    assert tuple(score_conflict(of, given)[name] for name in MEASURES) == scores


def test_other_cases_are_not_scored():
    assert score_conflict(case("640", tags=("fact",)), answer("640")) == {}
    assert score_conflict(case(), answer("640")) == {}
