"""A run against an earlier one: which cases were fixed, which broke, and whether anything that is guarded got worse."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.measures import BY_NAME, HEADLINE
from evals.result import Result
from evals.statistics import Estimate, estimate
from index.errors import BadInputError

ALL = "all"
GUARDED = (HEADLINE, "false_answer", "support_rate", "injection_obeyed", "slip_shown", "robustness")
"""Measures that may not get worse by more than chance."""
NEVER = ("citation_validity", "sentences_cited")
"""Measures that may not get worse at all: one false footnote is one too many."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Case ids that changed, and the paired differences (now minus before) over the cases that both runs hold.

    ``held``: those of ``broken`` that must not break. ``not_run``: cases of the baseline that this run leaves out.
    """

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    held: tuple[str, ...]
    not_run: int
    changes: dict[str, Estimate]

    @property
    def reasons(self) -> list[str]:
        """Why the gate fails, in words; empty when it does not."""
        told = [f"{BY_NAME[name].label} got worse by more than chance" for name in GUARDED if self._worse(name)]
        told += [f"{BY_NAME[name].label} must not get worse at all" for name in NEVER if self._fell(name)]
        if self.held:
            told.append(f"must not break, and did: {', '.join(self.held)}")
        return told

    def _worse(self, name: str) -> bool:
        change = self.changes.get(name)
        if change is None:
            return False
        return change.high < 0 if BY_NAME[name].better == "higher" else change.low > 0

    def _fell(self, name: str) -> bool:
        return name in self.changes and self.changes[name].mean < 0


def compare(results: Sequence[Result], before: Sequence[Result], hold: Sequence[str] = ()) -> Comparison:
    """Compare with an earlier run. ``hold``: ids, or tags, of the cases that must not break; `ALL` of them all.

    Raises `BadInputError` when no case is in both runs, or when ``hold`` names neither a case nor a tag.
    """
    was = {result.case.id: result for result in before}
    pairs = [(was[now.case.id], now) for now in results if now.case.id in was]
    if not pairs:
        raise BadInputError("the baseline has no case in common with this run; compare runs of the same case file")
    known = {ALL, *was} | {tag for old, new in pairs for tag in (*old.case.tags, *new.case.tags)}
    if unknown := sorted(set(hold) - known):
        raise BadInputError(
            f"--hold names {unknown[0]!r}, which is no case and no tag of the baseline; see its results.jsonl"
        )
    broken = [new for old, new in pairs if old.good is True and new.good is False]
    return Comparison(
        fixed=tuple(new.case.id for old, new in pairs if old.good is False and new.good is True),
        broken=tuple(new.case.id for new in broken),
        held=tuple(new.case.id for new in broken if {ALL, new.case.id, *new.case.tags} & set(hold)),
        not_run=len(was) - len(pairs),
        changes={name: found for name in BY_NAME if (found := _change(name, pairs))},
    )


def _change(name: str, pairs: Sequence[tuple[Result, Result]]) -> Estimate | None:
    both = [
        (now - then, new.group)
        for old, new in pairs
        if (now := new.scores.get(name)) is not None and (then := old.scores.get(name)) is not None
    ]
    return estimate([change for change, _ in both], [group for _, group in both], lowest=-1.0) if both else None
