"""What a run leaves in its folder once every case is scored: results, summary, comparison and report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import BadCase
from evals.compare import Comparison, compare
from evals.report import Report, write
from evals.result import Result
from evals.run import write_run
from evals.why import explain
from index.library import Library


@dataclass(frozen=True, slots=True)
class About:
    """What a run asked and where, as its report names it. ``left_out``: lines of the case file that are no cases."""

    title: str
    cases_file: str
    articles: str
    left_out: Sequence[BadCase] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """The summary of a run, and what changed since an earlier one; None without one."""

    summary: dict[str, Any]
    comparison: Comparison | None


def finish(
    out: Path,
    about: About,
    results: Sequence[Result],
    library: Library,
    before: Sequence[Result] | None = None,
    *,
    hold: Sequence[str] = (),
    others: Sequence[Result] = (),
    also: Sequence[str] = (),
) -> Finished:
    """Write the files of a run into a folder that is there. ``hold``: as for `compare`; ``others``: results of variants.

    ``also``: formats of the report besides HTML. Raises `BadInputError` when no case is in both runs.
    """
    summary = write_run(out, results, others)
    comparison = compare(results, before, hold) if before is not None else None
    with library.catalog() as catalog:
        why = [explain(result, catalog) for result in results]
    named = (about.title, about.cases_file, about.articles)
    write(out, also, Report(*named, summary, results, why, before, comparison, about.left_out))
    return Finished(summary, comparison)
