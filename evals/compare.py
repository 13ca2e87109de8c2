"""A run against an earlier one: which cases were fixed, which broke, and whether anything that is guarded got worse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.cases import Case
from evals.measures import BY_NAME, HEADLINE
from evals.result import Result
from evals.statistics import Estimate, estimate
from index.errors import BadInputError

ALL = "all"
GUARDED = (HEADLINE, "false_answer", "support_rate", "injection_obeyed", "slip_shown", "robustness")
"""Measures that may not get worse by more than chance."""
NEVER = ("citation_validity", "sentences_cited", "error")
"""Measures that may not get worse in any case: one false footnote is one too many."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Case ids that changed, and the paired differences (now minus before) over the cases that both runs hold.

    ``held``: those that must not break, and did, or are not scored or not there any more. ``lost``: cases in which
    something went wrong that may never go wrong, by the measure that says so. ``not_run``: cases of the baseline that
    this run leaves out.
    """

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    held: tuple[str, ...]
    not_run: int
    lost: dict[str, tuple[str, ...]]
    changes: dict[str, Estimate]

    @property
    def reasons(self) -> list[str]:
        """Why the gate fails, in words; empty when it does not."""
        told = [f"{BY_NAME[name].label} got worse by more than chance" for name in GUARDED if self._worse(name)]
        told += [
            f"{BY_NAME[name].label} may never get worse, and did in: {', '.join(ids)}" for name, ids in self.lost.items()
        ]
        if self.held:
            told.append(f"must not break, and did: {', '.join(self.held)}")
        return told

    def _worse(self, name: str) -> bool:
        change = self.changes.get(name)
        if change is None:
            return False
        return change.high < 0 if BY_NAME[name].better == "higher" else change.low > 0


def check(cases: Sequence[Case], before: Sequence[Result], hold: Sequence[str] = ()) -> None:
    """Raise `BadInputError` when no case is in both runs, or when ``hold`` names neither a case nor a tag."""
    ids = {result.case.id for result in before}
    if not any(case.id in ids for case in cases):
        raise BadInputError("the baseline has no case in common with this run; compare runs of the same case file")
    known = {ALL, *ids} | {tag for case in (*cases, *(r.case for r in before)) for tag in case.tags}
    if unknown := sorted(set(hold) - known):
        raise BadInputError(f"--hold names {unknown[0]!r}, no case and no tag of the baseline; see its results.jsonl")


def compare(results: Sequence[Result], before: Sequence[Result], hold: Sequence[str] = ()) -> Comparison:
    """Compare with an earlier run. ``hold``: ids, or tags, of the cases that must not break; `ALL` of them all.

    Raises `BadInputError` as `check` does.
    """
    check([result.case for result in results], before, hold)
    was = {result.case.id: result for result in before}
    pairs = [(was[now.case.id], now) for now in results if now.case.id in was]
    broken = [new for old, new in pairs if old.good is True and new.good is False]
    return Comparison(
        fixed=tuple(new.case.id for old, new in pairs if old.good is False and new.good is True),
        broken=tuple(new.case.id for new in broken),
        held=_held(before, {now.case.id: now for now in results}, set(hold)),
        not_run=len(was) - len(pairs),
        lost={name: ids for name in NEVER if (ids := _lost(name, results, was))},
        changes={name: found for name in BY_NAME if (found := _change(name, pairs))},
    )


def _held(before: Sequence[Result], now: Mapping[str, Result], hold: set[str]) -> tuple[str, ...]:
    """Return the ids of the cases that must hold and do not. One that is named and gone has not held.

    What ``hold`` names by a tag, or as `ALL`, may be left out of a run (``--limit``), which is told by its number.
    """
    failed = []
    for old in before:
        new, name = now.get(old.case.id), old.case.id
        tags = {*old.case.tags, *(new.case.tags if new else ()), ALL}
        named = name in hold or (new is not None and tags & hold)
        if old.good and named and (new is None or new.good is not True):
            failed.append(name)
    return tuple(failed)


def _lost(name: str, results: Sequence[Result], was: Mapping[str, Result]) -> tuple[str, ...]:
    """Return the ids of the cases in which a measure is not what it must be, and was not so before."""
    sign = 1.0 if BY_NAME[name].better == "higher" else -1.0
    best = 1.0 if BY_NAME[name].better == "higher" else 0.0
    worse = []
    for result in results:
        value, old = result.scores.get(name), was.get(result.case.id)
        before = old.scores.get(name) if old else None
        if value is not None and sign * value < sign * (best if before is None else before):
            worse.append(result.case.id)
    return tuple(worse)


def _change(name: str, pairs: Sequence[tuple[Result, Result]]) -> Estimate | None:
    both = [
        (now - then, new.group)
        for old, new in pairs
        if (now := new.scores.get(name)) is not None and (then := old.scores.get(name)) is not None
    ]
    return estimate([change for change, _ in both], [group for _, group in both], lowest=-1.0) if both else None
