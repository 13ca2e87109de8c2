"""What a run says, in words for someone who has never seen one."""

from collections import Counter

from evals.measures import BY_NAME, HEADLINE
from evals.report.content import Report
from evals.report.figures import count, interval, share
from evals.why import outcome


def headline(report: Report) -> list[str]:
    """Return the sentences that a report opens with."""
    total = report.summary["all"]
    kinds = Counter(outcome(result) for result in report.results)
    answerable = sum(result.case.answerable for result in report.results)
    told = []
    if HEADLINE in total:
        found = total[HEADLINE]
        right = sum(result.scores.get(HEADLINE) == 1.0 for result in report.results)
        told.append(
            f"In {right:,} of {count(found['n'], 'answerable question')} the answer was right and its footnote led to the "
            f"right words ({share(found['mean'])}, 95 % interval {interval(found)})."
        )
    if others := len(report.results) - answerable:
        what = "the question" if others == 1 else f"the {others:,} questions"
        answered = kinds["answered all the same"]
        told.append(f"Of {what} that the articles do not answer, {answered:,} {_was(answered)} answered all the same.")
    if answerable:
        told.append(f"Of {answerable:,} that they do answer, {kinds['refused']:,} {_was(kinds['refused'])} refused.")
    if failed := kinds["failed"]:
        told.append(f"In {count(failed, 'case')} the engine failed.")
    if unscored := sum(result.good is None for result in report.results):
        told.append(f"{count(unscored, 'case')} could not be judged, and {_is(unscored)} in no figure for right answers.")
    return told


def sensitivity(report: Report) -> str:
    """Return how small a change the run can show."""
    found = report.summary["all"].get(HEADLINE)
    if found is None:
        return "No case could be judged right or wrong, so that no change can be shown."
    smallest = share(report.summary["smallest_difference"])
    return (
        f"With {count(found['n'], 'judged case')}, {smallest} is the smallest change that a second run can be expected to "
        "show (if it turns over one case in ten); a smaller one may be chance."
    )


def verdict(report: Report) -> list[str]:
    """Return whether the gate passes, and what changed since the baseline; [] without a baseline."""
    compared = report.comparison
    if compared is None:
        return []
    passes = "The gate passes: nothing that is guarded got worse than the baseline."
    told = [
        f"The gate fails: {'; '.join(compared.reasons)}." if compared.reasons else passes,
        f"Against the baseline, {count(len(compared.fixed), 'case')} {_was(len(compared.fixed))} fixed "
        f"and {count(len(compared.broken), 'case')} broke.",
    ]
    if found := compared.changes.get(HEADLINE):
        bounds = interval({"low": found.low, "high": found.high}, sign=True)
        told.append(
            f"{_capital(BY_NAME[HEADLINE].label)} changed by {share(found.mean, sign=True)} (95 % interval {bounds})."
        )
    if compared.not_run:
        told.append(f"{count(compared.not_run, 'case')} of the baseline {_was(compared.not_run)} not run this time.")
    return told


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
