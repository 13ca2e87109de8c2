"""Judged right: a language model, asked as a judge, accepts the answer."""

from dataclasses import replace

from evals.judge import Judge
from evals.result import Result
from evals.scorers.shown import said


def judged(result: Result, judge: Judge) -> float | None:
    """Return 1.0 when the judge accepts the answer beside a value of every required group, or beside the reference.

    None for a case with neither, and when the judge said neither yes nor no. Raises `EngineError`.
    """
    case, answer = result.case, result.answer
    golds = case.required or (((case.reference,),) if case.reference else ())
    if not case.answerable or not golds:
        return None
    text = " ".join(said(answer))
    if answer["error"] or answer["abstained"] or not text:
        return 0.0
    verdicts = [judge.verdict(answer["query"], group, text) for group in golds]
    return None if None in verdicts else float(all(verdicts))


def with_judge(result: Result, judge: Judge) -> Result:
    """Return the result with the judge's score."""
    return replace(result, scores={**result.scores, "judged": judged(result, judge)})
