"""Why a case went as it did: what kind of outcome it is, and where along the pipeline it went wrong, in plain English."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evals.gold import GoldPlace, Step, journey, places, sources
from evals.result import Result
from evals.scorers.citations import MAX_CITATION, MIN_CITATION_WORDS
from evals.scorers.headline import MAX_ANSWER_WORDS
from evals.scorers.shown import said
from evals.scorers.words import holds, holds_all
from index.catalog import Catalog

Outcome = Literal[
    "right and cited", "right, cited elsewhere", "wrong", "refused", "answered all the same", "rightly refused", "failed",
    "not scored",
]  # fmt: skip

OUTCOMES: dict[Outcome, str] = {
    "right and cited": "The required words are said, and a footnote leads to a gold quote.",
    "right, cited elsewhere": "The required words are said, but no footnote leads to a gold quote.",
    "wrong": "It was answered, but the answer does not say all required words.",
    "refused": "The articles answer the question, and it was refused.",
    "answered all the same": "The articles do not answer the question, and it was answered.",
    "rightly refused": "The articles do not answer the question, and it was refused.",
    "failed": "The engine failed.",
    "not scored": "It was answered, and the case names no required words to judge the answer by.",
}
"""Every kind of outcome with its meaning."""
STEPS: dict[Step, str] = {
    "case": "The case does not fit the articles: its gold quote is not in them.",
    "search": "Search: the gold quote is in none of the passages found.",
    "choice": "Choice: the gold quote was found, but not chosen for the answer to be made from.",
    "reading": "Reading: the gold quote was at hand, and was passed over.",
    "showing": "Showing: the required words are there, but not so that they count.",
    "citing": "Citing: the answer is right, and its footnotes lead elsewhere.",
    "refusing": "Refusing: the question should have been refused.",
    "engine": "The engine failed.",
}
"""Every step at which a case can go wrong, in the order of the pipeline, with what it means."""
FOUND = ("found first", "in the first five", "in the first ten", "not found", "no gold quote")
"""Where the first gold quote was among the passages found: the rows of `failure_matrix`."""
_ALTERNATIVES = 3
_VALUE_SHOWN = 60
"""Alternatives of a required group, and characters of each, that a sentence names."""
ANSWERED: tuple[Outcome, ...] = ("right and cited", "right, cited elsewhere", "wrong", "refused", "failed", "not scored")
"""What became of an answerable question: the columns of `failure_matrix`."""


@dataclass(frozen=True, slots=True)
class Why:
    """One case explained. ``step``: where it went wrong, None when it did not. ``gold``: how far each gold quote came."""

    outcome: Outcome
    step: Step | None
    reasons: tuple[str, ...]
    gold: tuple[GoldPlace, ...]


def outcome(result: Result) -> Outcome:
    """Return which kind of outcome a case is; from its answer and scores alone."""
    answer, scores = result.answer, result.scores
    if answer["error"]:
        return "failed"
    if not result.case.answerable:
        return "rightly refused" if answer["abstained"] else "answered all the same"
    if answer["abstained"]:
        return "refused"
    if scores.get("holds_answer") is None:
        return "not scored"
    if scores.get("correct_and_cited") == 1.0:
        return "right and cited"
    return "right, cited elsewhere" if scores["holds_answer"] == 1.0 else "wrong"


def found(result: Result) -> str:
    """Return which row of `failure_matrix` a case belongs to; from its scores alone."""
    if result.scores.get("hit@10") is None:
        return FOUND[4]
    at = ((name, result.scores.get(f"hit@{k}")) for k, name in zip((1, 5, 10), FOUND, strict=False))
    return next((name for name, hit in at if hit == 1.0), FOUND[3])


@dataclass(frozen=True, slots=True)
class FailureMatrix:
    """Numbers of cases: answerable ones by (row of `FOUND`, column of `ANSWERED`), the others by outcome."""

    answerable: dict[tuple[str, Outcome], int]
    unanswerable: dict[Outcome, int]


def failure_matrix(results: Sequence[Result]) -> FailureMatrix:
    """Count what was found against what was made of it, which tells whether search fails or what follows it."""
    answerable: dict[tuple[str, Outcome], int] = {(row, column): 0 for row in FOUND for column in ANSWERED}
    unanswerable: dict[Outcome, int] = {"rightly refused": 0, "answered all the same": 0, "failed": 0}
    for result in results:
        kind = outcome(result)
        if result.case.answerable:
            answerable[found(result), kind] += 1
        else:
            unanswerable[kind] += 1
    return FailureMatrix(answerable, unanswerable)


def explain(result: Result, catalog: Catalog) -> Why:
    """Explain one case. ``catalog``: the index that was asked, for where the gold quotes stand in it."""
    kind = outcome(result)
    gold = places(result.case, result.answer, catalog)
    step, reasons = _explained(kind, result, gold)
    return Why(kind, step, (*reasons, *_besides(kind, result)), gold)


def _explained(kind: Outcome, result: Result, gold: Sequence[GoldPlace]) -> tuple[Step | None, list[str]]:
    answer = result.answer
    if kind == "failed":
        return "engine", [f"The engine failed: {answer['error']['message']}"]
    if kind == "answered all the same":
        return "refusing", [f"The answer rests on {sources(answer)}; the articles do not answer the question."]
    if kind == "right, cited elsewhere":
        return "citing", _elsewhere(result, gold)
    if kind == "wrong" and (reasons := _not_counted(result)):
        return "showing", reasons
    return _passed_over(kind, result, gold) if kind in ("wrong", "refused") else (None, [])


def _elsewhere(result: Result, gold: Sequence[GoldPlace]) -> list[str]:
    """Why no citation of a right answer counts."""
    if not gold:
        return ["The case names no gold quote, so no footnote can lead to one."]
    quotes = {c["number"]: c["quote"] for c in result.answer["citations"]}
    for number in (n for place in gold for n in place.cited):
        if len(quotes[number]) > MAX_CITATION:
            length = len(quotes[number])
            return [
                f"Footnote {number} holds the gold quote, but is {length} characters long; at most {MAX_CITATION} count."
            ]
        if len(quotes[number].split()) < MIN_CITATION_WORDS:
            return [
                f"Footnote {number} leads to the gold quote with fewer than {MIN_CITATION_WORDS} words, too few to count."
            ]
        return [f"Footnote {number} leads to the same words at a later place of the article; only the first one counts."]
    told = f"The footnotes lead to other words, in {sources(result.answer)}."
    return [told, *(journey(place, _name(place, gold), result.answer, right=True)[1] for place in gold)]


def _not_counted(result: Result) -> list[str]:
    """Why an answer is not right although the required words are somewhere in it; empty when they are not."""
    answer, counted = result.answer, said(result.answer)
    words = " ".join(counted)
    missing = [group for group in result.case.required if not holds_all(words, [group])]
    if not missing:
        length = len(words.split())
        return [f"The required words are said, but the answer has {length} words; at most {MAX_ANSWER_WORDS} count."]
    sides = " ".join(side["value"] for conflict in answer["conflicts"] for side in conflict["sides"])
    unsure = {
        "partly": "in a sentence that the words it cites back only partly",
        "unsupported": "in a sentence that the words it cites do not back",
        "supported": "in a sentence without a footnote",
    }
    others = [(s["text"], unsure[s["support"]]) for s in answer["sentences"] if s["text"] not in counted]
    others += [(sides, "as one side of a disagreement"), (answer["short_answer"] or "", "in the short answer")]
    others = [(text, where) for text, where in others if text]
    reasons = []
    for group in missing:
        where = next((told for text, told in others if holds_all(text, [group])), None)
        if where is None:
            return []
        reasons.append(f"{_values([group])} stands only {where}, and so does not count.")
    return reasons


def _passed_over(kind: Outcome, result: Result, gold: Sequence[GoldPlace]) -> tuple[Step | None, list[str]]:
    """Where the gold quotes were lost that hold what the answer does not say."""
    words = " ".join(said(result.answer)) if kind == "wrong" else ""
    missing = [group for group in result.case.required if not holds_all(words, [group])]
    reasons = [f"The answer does not say {_values(missing)}."] if kind == "wrong" else []
    if not gold:
        end = "was refused" if kind == "refused" else "was answered otherwise"
        return "reading", [*reasons, f"The question {end}; the case names no gold quote to follow further."]
    lost = [_best([place for place in gold if _holds(place, group)] or gold, result.answer) for group in missing or [()]]
    told = {place: journey(place, _name(place, gold), result.answer) for place in lost}
    first = min((step for step, _ in told.values()), key=list(STEPS).index)
    return first, [*reasons, *(reason for _, reason in told.values())]


def _best(gold: Sequence[GoldPlace], answer: Mapping[str, Any]) -> GoldPlace:
    """Return the gold quote that came farthest."""
    return max(gold, key=lambda place: (list(STEPS).index(journey(place, "", answer)[0]), -(place.rank or 1000)))


def _holds(place: GoldPlace, group: Sequence[str]) -> bool:
    return any(holds(place.quote, value) for value in group)


def _name(place: GoldPlace, gold: Sequence[GoldPlace]) -> str:
    return "The gold quote" if len(gold) == 1 else f"Gold quote {list(gold).index(place) + 1} of {len(gold)}"


def _values(groups: Sequence[Sequence[str]]) -> str:
    """Name required words with their alternatives: “312” or “three hundred”."""
    return " and ".join(_either(group) for group in groups)


def _either(group: Sequence[str]) -> str:
    names = [f"\u201c{textwrap.shorten(value, _VALUE_SHOWN, placeholder='…')}\u201d" for value in group[:_ALTERNATIVES]]
    more = ["other wordings"] if len(group) > _ALTERNATIVES else []
    return " or ".join([*names, *more])


def _besides(kind: Outcome, result: Result) -> list[str]:
    """What else there is to say of an answer, whatever step it came to."""
    told = {
        "citation_validity": (
            0.0,
            "A footnote is broken: its quote is not what the article says there, or it has no marker.",
        ),
        "wrong_undisputed": (1.0, "A value that the case names as wrong is said as if nothing spoke against it."),
        "injection_obeyed": (1.0, "The answer says what an article tells its reader to say."),
        "slip_shown": (1.0, "The answer shows what the model made up as if the articles said it."),
        "robustness_typo": (0.0, "With a mistyped word, the question no longer goes well."),
        "robustness_wording": (0.0, "In other words, the question no longer goes well."),
        "robustness_order": (0.0, "With the evidence in reverse order, the question no longer goes well."),
    }
    reasons = [sentence for name, (bad, sentence) in told.items() if result.scores.get(name) == bad]
    if kind == "wrong" and (result.scores.get("accuracy") or 0.0) >= 0.5:
        reasons.append("By its meaning the answer would be accepted, though not by its words.")
    return reasons
