"""The command: a run that was stopped goes on, bad input is one line, and a regression is told."""

import json
from pathlib import Path

import pytest
from answered import CASE, FOREIGN

from evals.__main__ import main
from evals.answers import Answers
from evals.cases import load_cases
from evals.run import run
from rag.answer import Assistant
from rag.config import RagConfig


@pytest.fixture
def cases_file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n\n{json.dumps(FOREIGN)}\n")
    return path


def test_the_command_runs_scores_and_goes_on_after_a_stop(corpus, cases_file, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    out = tmp_path / "out"
    command = [str(cases_file), "--articles", str(corpus.folder), "--out", str(out), "--engine", "extractive"]
    assert main(command) == 0
    assert "correct and cited" in capsys.readouterr().out
    rows = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert [set(row) for row in rows] == [{"case", "answer", "scores"}] * 2
    assert rows[0]["case"] == CASE
    assert rows[0]["scores"]["correct_and_cited"] == 1.0
    assert rows[1]["scores"]["false_answer"] == 0.0
    summary = json.loads((out / "summary.json").read_text())
    assert summary["tags"]["fact"]["correct_and_cited"]["mean"] == 1.0
    assert "<html" in (out / "report.html").read_text()
    first = (out / "answers.jsonl").read_text()
    (out / "answers.jsonl").write_text(first.splitlines()[0] + '\n{"key": "cut o')  # stopped while writing
    assert main(command) == 0
    kept, cut_off, asked_again = (out / "answers.jsonl").read_text().splitlines()
    assert (kept, cut_off) == (first.splitlines()[0], '{"key": "cut o')
    lost = json.loads(first.splitlines()[1])["answer"]["question"]
    assert json.loads(asked_again)["answer"]["question"] == lost
    again = json.loads((out / "summary.json").read_text())
    assert {k: v for k, v in again.items() if k != "run"} == {k: v for k, v in summary.items() if k != "run"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["missing.jsonl"], "could not be read as a case file"),
        (["CASES", "--tags", "nothing"], "no case has one of the tags nothing"),
        (["CASES", "--limit", "0"], "--limit must be at least 1"),
        (["CASES", "--engine", "oracle"], "there is no engine 'oracle'"),
        (["CASES", "--engine", "local"], "the local model is not on disk"),
        (["CASES", "--baseline", "nowhere", "--engine", "extractive"], "holds no results of an earlier run"),
    ],
)
def test_what_cannot_be_run_is_one_line(corpus, cases_file, tmp_path, capsys, monkeypatch, arguments, told):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    monkeypatch.chdir(tmp_path)
    arguments = [str(cases_file) if word == "CASES" else word for word in arguments]
    assert main([*arguments, "--articles", str(corpus.folder), "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err.strip()
    assert told in error
    assert "\n" not in error


def test_answers_are_stored_for_one_question_and_one_engine(corpus, cases_file, tmp_path):
    assistant = Assistant(RagConfig(models=tmp_path), corpus.library())
    cases = load_cases(cases_file)
    run(cases, assistant, "extractive", Answers(tmp_path / "out"))
    run(cases, assistant, "extractive", Answers(tmp_path / "out"))
    assert len((tmp_path / "out" / "answers.jsonl").read_text().splitlines()) == 2
    run(cases, assistant, "auto", Answers(tmp_path / "out"))
    assert len((tmp_path / "out" / "answers.jsonl").read_text().splitlines()) == 2  # without a model it comes to the same


def test_quotes_in_place_of_a_model_that_is_not_there_are_told(corpus, cases_file, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    assert main([str(cases_file), "--articles", str(corpus.folder), "--out", str(tmp_path / "out")]) == 0
    assert "note: There is no local model on disk" in capsys.readouterr().out
