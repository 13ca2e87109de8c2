"""Labelled pairs of copies and of articles that look like copies, and how they are counted."""

from collections import Counter

import pytest

from evals.copies import Counts, count, is_copy, main
from evals.copy_pairs import pairs

PAIRS = pairs()


def test_there_are_enough_pairs_of_every_sort_and_none_is_in_both_parts():
    assert len(PAIRS) >= 240
    assert len({pair.base for pair in PAIRS}) >= 40
    for part in ("dev", "held-out"):
        assert min(Counter(pair.copy for pair in PAIRS if pair.part == part).values()) >= 100
    assert not {pair.base for pair in PAIRS if pair.part == "dev"} & {p.base for p in PAIRS if p.part == "held-out"}


def test_the_pairs_are_the_same_every_time_and_no_pair_is_one_text_twice():
    assert pairs() == PAIRS
    assert [f"{pair.kind} of {pair.base}" for pair in PAIRS if pair.left == pair.right] == []


@pytest.mark.parametrize("kind", ["number", "name", "date", "claim", "thing"])
def test_where_another_fact_is_said_everything_else_is_unchanged(kind):
    changed = [pair for pair in PAIRS if pair.kind == f"another {kind}"]
    assert changed
    for pair in changed:
        left, right = pair.left.split(), pair.right.split()
        assert abs(len(left) - len(right)) <= 3
        assert len(set(left) ^ set(right)) <= 12


@pytest.mark.parametrize("part", ["dev", "held-out"])
def test_copies_are_found_and_only_copies(part):
    found = count((pair.copy, is_copy(pair)) for pair in PAIRS if pair.part == part)
    assert found.precision is not None
    assert found.precision >= 0.97
    assert found.recall is not None
    assert found.recall >= 0.97


def test_counts_are_told_as_shares():
    assert count([(True, True), (True, True), (True, False), (False, True), (False, False)]) == Counts(2, 1, 1, 1)
    counts = Counts(found=2, missed=1, mistaken=0, told_apart=4)
    assert (counts.precision, counts.recall, counts.f1) == (1.0, pytest.approx(2 / 3), pytest.approx(0.8))
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)


def test_the_copies_of_a_folder_are_shown(tmp_path, capsys):
    text = next(pair.left for pair in PAIRS if pair.base == "bridge/first")
    for name, content in (
        ("a.md", text),
        ("b.txt", text),
        ("c.txt", text[:400]),
        ("d.txt", "The ferry is late."),
        ("e.txt", ""),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert main(["--folder", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "left out e.txt: empty" in shown
    assert "4 articles, 2 copies, 1 of them word for word" in shown
    assert "c.txt is a copy of a.md" in shown


def test_a_folder_that_is_not_there_is_one_clear_sentence(tmp_path, capsys):
    assert main(["--folder", str(tmp_path / "none")]) == 2
    assert "is no folder; give one with articles" in capsys.readouterr().err
