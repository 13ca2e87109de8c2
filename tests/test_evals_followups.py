"""The measure of follow-up queries, with dialogues made up for it."""

import json

import pytest

from evals import followups
from evals.followups import FollowUp, compare, load
from index.errors import BadInputError
from rag.types import Turn

TURN = Turn("When did the Velm bridge reopen?", "In March 2021.")
ROWS = [
    FollowUp("Velm bridge", (TURN,), "How much did it cost?", "How much did the Velm bridge cost?"),
    FollowUp("Velm bridge", (TURN,), "Who cut the ribbon?", "Who cut the ribbon?"),
    FollowUp("Orrin library", (TURN,), "What does it lend?", "What does the Orrin library lend?"),
]


def row(**changes):
    fields = {"topic": "Velm", "section": "Bridge", "history": [{"question": TURN.question, "answer": TURN.answer}]}
    return json.dumps(fields | {"question": "How much did it cost?", "rewrite": ROWS[0].rewrite} | changes)


def test_the_rewrites_themselves_are_perfect_and_the_questions_add_nothing():
    perfect = compare(ROWS, [r.rewrite for r in ROWS])
    assert (perfect.recovered.mean, perfect.extra.mean, round(perfect.bleu.mean)) == (1, 0, 100)
    copied = compare(ROWS, [r.question for r in ROWS])
    assert (copied.recovered.mean, copied.extra.mean) == (0, 0)
    assert copied.bleu.mean < perfect.bleu.mean


def test_shares_are_of_words_added_over_all_rows():
    queries = ["How much did the Velm tunnel cost?", "Who cut the ribbon in March?", "What does it lend?"]
    quality = compare(ROWS, queries)
    assert quality.recovered.mean == pytest.approx(1 / 4)  # of velm, bridge, orrin, library
    assert quality.extra.mean == pytest.approx(2 / 3, abs=1e-4)  # of velm, tunnel, march
    assert (quality.recovered.n, quality.extra.n, quality.bleu.n) == (2, 2, 3)
    assert quality.recovered.low <= quality.recovered.mean <= quality.recovered.high
    assert compare(ROWS, queries) == quality


def test_the_command_prints_figures_and_time(tmp_path, capsys):
    path = tmp_path / "followups.jsonl"
    path.write_text(f"{row()}\n\n{row(question='Who cut the ribbon?', rewrite='Who cut the ribbon?')}\n")
    assert followups.main([str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("2 follow-ups, ")
    assert [line.split()[0] for line in out.splitlines()[1:]] == ["recovered", "extra", "BLEU"]
    assert followups.main([str(path), "--limit", "1", "--seed", "3"]) == 0
    assert capsys.readouterr().out.startswith("1 follow-ups, ")


@pytest.mark.parametrize("line", ["{", "[]", '{"topic": "x"}', row(history=[{"question": "x"}]), row(history=3)])
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "followups.jsonl"
    path.write_text(f"{row()}\n{line}\n")
    with pytest.raises(BadInputError, match=r"line 2: no JSON object with topic"):
        load(path)


@pytest.mark.parametrize("arguments", [["nowhere.jsonl"], ["{file}", "--limit", "0"], ["{empty}"]])
def test_what_cannot_be_measured_exits_2(tmp_path, capsys, arguments):
    (tmp_path / "file").write_text(row())
    (tmp_path / "empty").write_text("\n")
    filled = [a.format(file=tmp_path / "file", empty=tmp_path / "empty") for a in arguments]
    assert followups.main(filled) == 2
    assert capsys.readouterr().err.startswith("footnote: ")
