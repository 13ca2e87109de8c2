"""How often does a scorer of answers agree with people? ``python -m evals.agreement FOLDER [--half H] [--judge --out DIR]``.

FOLDER holds people's verdicts (`evals.matching.verdicts`). Printed for the scorer, and for two simple rules beside it: the
share of the verdicts that are the people's, with its 95 % interval (bootstrap by question); Cohen's kappa; and the paired
difference to the better rule. ``--judge`` measures the configured judge (FOOTNOTE_JUDGE_BASE_URL, _MODEL, _API_KEY)
and writes ``judge-agreement.json`` into DIR; a stopped run goes on from the replies kept there.
"""

# ruff: noqa: T201  a command line prints

import argparse
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from evals.judge import REPLIES, Agreement, Judge, endpoint_from, write_agreement
from evals.matching.match import matches
from evals.matching.verdicts import Half, Verdict, load_verdicts
from evals.scorers.words import holds, normalise
from evals.statistics import Estimate, estimate
from index.command import run_command
from index.errors import BadInputError
from rag.llm import EndpointModel

_F1_FROM = 0.6
Scorer = Callable[[str, str, Sequence[str]], bool]


def contains(question: str, answer: str, golds: Sequence[str]) -> bool:
    """Say whether the answer holds the words of a gold answer, in order. The question does not matter."""
    return any(holds(answer, gold) for gold in golds)


def tokens(question: str, answer: str, golds: Sequence[str]) -> bool:
    """Say whether the answer holds a gold answer, or all its words in any order, or has a token F1 of .6 with it."""
    return contains(question, answer, golds) or any(_overlaps(normalise(answer), normalise(gold)) for gold in golds)


def _overlaps(answer: str, gold: str) -> bool:
    said, wanted = Counter(answer.split()), Counter(gold.split())
    if not wanted:
        return False
    both = (said & wanted).total()
    return set(wanted) <= set(said) or 2 * both >= _F1_FROM * (said.total() + wanted.total())


RULES: dict[str, Scorer] = {"contains a gold answer": contains, "contains, tokens or F1": tokens}


def kappa(people: Sequence[bool], found: Sequence[bool]) -> float:
    """Return Cohen's kappa: agreement beyond that of two who give as many of each verdict at random; 1.0 is all of it."""
    n = len(people)
    agreed = sum(a == b for a, b in zip(people, found, strict=True)) / n
    yes = sum(people) / n, sum(found) / n
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def agreement(verdicts: Sequence[Verdict], found: Sequence[bool]) -> Estimate:
    """Return the share of the verdicts that are the people's; whole questions are drawn for its interval."""
    agreed = [float(v.accepted == f) for v, f in zip(verdicts, found, strict=True)]
    return estimate(agreed, [v.question for v in verdicts])


def difference(verdicts: Sequence[Verdict], found: Sequence[bool], other: Sequence[bool]) -> Estimate:
    """Return how much more often one scorer agrees with people than another on the same verdicts."""
    pairs = zip(verdicts, found, other, strict=True)
    more = [float(v.accepted == a) - float(v.accepted == b) for v, a, b in pairs]
    return estimate(more, [v.question for v in verdicts], lowest=-1.0)


def _line(name: str, verdicts: Sequence[Verdict], found: Sequence[bool]) -> str:
    figure = agreement(verdicts, found)
    people = [v.accepted for v in verdicts]
    return f"{name:24} {_interval(figure)}  kappa {kappa(people, found):.3f}  accepts {sum(found) / len(found):.3f}"


def _interval(figure: Estimate) -> str:
    return f"{figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _compare(verdicts: Sequence[Verdict], name: str, found: Sequence[bool]) -> None:
    """Print a scorer beside the simple rules, and the paired difference to the better of them."""
    by_rule = {rule: [score(v.question, v.answer, v.golds) for v in verdicts] for rule, score in RULES.items()}
    print(_line(name, verdicts, found))
    for rule, verdict in by_rule.items():
        print(_line(rule, verdicts, verdict))
    best = max(by_rule, key=lambda rule: agreement(verdicts, by_rule[rule]).mean)
    print(f"{name} - {best}: {_interval(difference(verdicts, found, by_rule[best]))}")


def some(verdicts: Sequence[Verdict], count: int) -> list[Verdict]:
    """Return so many of the verdicts, in an order that depends on nothing but their texts."""
    return sorted(verdicts, key=lambda v: hashlib.sha256(f"{v.question}\0{v.answer}".encode()).digest())[:count]


def judged(judge: Judge, verdicts: Sequence[Verdict]) -> tuple[list[Verdict], list[bool]]:
    """Return the verdicts that the judge could be read on, and its own; the others are not scored."""
    asked, found = [], []
    for number, verdict in enumerate(verdicts, 1):
        if (said := judge.verdict(verdict.question, verdict.golds, verdict.answer)) is not None:
            asked.append(verdict)
            found.append(said)
        if number % 50 == 0:
            print(f"judged {number} of {len(verdicts)}", file=sys.stderr)
    return asked, found


def _measure_judge(verdicts: Sequence[Verdict], out: Path) -> None:
    endpoint = endpoint_from(os.environ)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(f"{out} cannot be made ({error.strerror}); give another --out folder") from error
    judge = Judge(EndpointModel(endpoint), out / REPLIES)
    asked, found = judged(judge, verdicts)
    if not asked:
        raise BadInputError(
            f"{endpoint.model} never replied yes or no ({out / REPLIES}); choose another FOOTNOTE_JUDGE_MODEL"
        )
    _compare(asked, f"judge {endpoint.model}", found)
    path = write_agreement(out, Agreement(endpoint.model, judge.prompt, agreement(asked, found), len(verdicts) - len(asked)))
    print(f"{len(verdicts) - len(asked)} replies were neither yes nor no and are not scored; written to {path}")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the scorer, or the judge; return 0, or 2 when the folder or a setting cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m evals.agreement", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of the verdicts")
    parser.add_argument(
        "--half", choices=[*get_args(Half), "all"], default="report", help="the scorer was fitted on half fit"
    )
    parser.add_argument(
        "--limit", type=int, metavar="N", help="only N verdicts, from all over the questions, the same each time"
    )
    parser.add_argument("--judge", action="store_true", help="measure the configured judge")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the judge's replies and its agreement go")
    arguments = parser.parse_args(argv)
    if arguments.limit is not None and arguments.limit < 1:
        parser.error("--limit must be at least 1")
    if arguments.judge and not arguments.out:
        parser.error("--judge needs --out DIR")

    def work() -> int:
        verdicts = [v for v in load_verdicts(arguments.folder) if arguments.half in (v.half, "all")]
        verdicts = some(verdicts, arguments.limit) if arguments.limit else verdicts
        print(f"{len(verdicts)} verdicts on {len({v.question for v in verdicts})} questions (half: {arguments.half})")
        if arguments.judge:
            _measure_judge(verdicts, arguments.out)
        else:
            _compare(verdicts, "match", [matches(v.question, v.answer, v.golds) for v in verdicts])
        return 0

    return run_command(work, "stopped; the same command goes on from the replies that were kept")


if __name__ == "__main__":
    sys.exit(main())
