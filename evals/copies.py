# ruff: noqa: T201
"""How well copies are told from articles that look like copies: ``python -m evals.copies [--folder F]``."""

import argparse
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.copy_pairs import Pair, pairs
from index.command import run_command
from index.copies import Candidate, groups, signature
from index.errors import BadInputError
from index.read import SUFFIXES, read


@dataclass(frozen=True, slots=True)
class Counts:
    """Verdicts on pairs: copies found and missed, others taken for copies and told apart."""

    found: int = 0
    missed: int = 0
    mistaken: int = 0
    told_apart: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the pairs called copies that are; None when none was."""
        return _share(self.found, self.found + self.mistaken)

    @property
    def recall(self) -> float | None:
        """Share of the copies that were found; None when there are none."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None when there is nothing to find."""
        return _share(2 * self.found, 2 * self.found + self.missed + self.mistaken)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def grouped(texts: Mapping[str, str]) -> dict[str, str]:
    """Return {copy: original} of some texts by their id, without dates."""
    candidates = [
        Candidate(name, signature(text), hashlib.sha256(text.encode()).hexdigest(), None, len(text))
        for name, text in texts.items()
    ]
    return groups(candidates, texts.__getitem__)


def is_copy(pair: Pair) -> bool:
    """Say whether the two texts of a pair, being all there is, form a group."""
    return bool(grouped({"left": pair.left, "right": pair.right}))


def count(verdicts: Iterable[tuple[bool, bool]]) -> Counts:
    """Count (is a copy, was called a copy)."""
    n = Counter(verdicts)
    return Counts(n[True, True], n[True, False], n[False, True], n[False, False])


def _measure(part: str, labelled: Sequence[Pair]) -> None:
    verdicts = [(pair, is_copy(pair)) for pair in labelled]
    total = count((pair.copy, called) for pair, called in verdicts)
    bases = len({pair.base for pair in labelled})
    print(f"{part}: {len(labelled)} pairs of {bases} articles, {total.found + total.missed} of them copies")
    print(f"  precision {total.precision:.3f}  recall {total.recall:.3f}  F1 {total.f1:.3f}")
    kinds: dict[tuple[bool, str], list[tuple[Pair, bool]]] = defaultdict(list)
    for pair, called in verdicts:
        kinds[not pair.copy, pair.kind].append((pair, called))
    for (other, kind), own in sorted(kinds.items()):
        wrong = [pair.base for pair, called in own if called != pair.copy]
        right = f"{len(own) - len(wrong):3} of {len(own):3} right"
        print(f"  {'other' if other else 'copy '}  {kind:26} {right}  {', '.join(wrong)}")


def _show_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BadInputError(f"{folder} is no folder; give one with articles")
    texts = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        for reading in read(path):
            if reading.document is None:
                print(f"left out {path.name}: {reading.reason}")
                continue
            member = f"!/{reading.member}" if reading.member else ""
            texts[f"{path.relative_to(folder)}{member}"] = reading.document.text[reading.document.body_start :]
    found = grouped(texts)
    exact = sum(texts[copy] == texts[original] for copy, original in found.items())
    print(f"{len(texts)} articles, {len(found)} copies, {exact} of them word for word")
    for copy, original in found.items():
        print(f"  {copy} is a copy of {original}")


def _run(folder: Path | None) -> int:
    if folder is not None:
        _show_folder(folder)
        return 0
    labelled = pairs()
    for part in ("dev", "held-out"):
        _measure(part, [pair for pair in labelled if pair.part == part])
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Print precision, recall and F1 of our own pairs, or the copies among the articles of a folder; return the status."""
    parser = argparse.ArgumentParser(prog="python -m evals.copies", description="Are copies found, and only copies?")
    parser.add_argument("--folder", type=Path, help="show which articles of this folder are copies instead")
    arguments = parser.parse_args(argv)
    return run_command(lambda: _run(arguments.folder), "stopped; nothing was changed")


if __name__ == "__main__":
    sys.exit(main())
