"""The project's own gate: as things are it passes, and each of several planted faults makes it fail and name the cases."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from index.config import from_environment
from rag import answer, answerable, answering, compose, dated, quantities

HERE = Path(__file__).parent.parent
MODELS = from_environment(os.environ).models  # read here: the fixtures of every test clear our settings
SEEDS, SLIPS = "seeds/questions.jsonl", "evals/slips/cases.jsonl"
RUNS = {
    "quotes": (SEEDS, "extractive", None),
    "read": (SEEDS, "local", "evals/baseline/read/replies.jsonl"),
    "slips": (SLIPS, "openai", "evals/slips/replies.jsonl"),
}


def _yes(*_args: Any, **_named: Any) -> bool:
    return True


def _nothing(*_args: Any, **_named: Any) -> list[str]:
    return []


PLANTS: dict[str, tuple[str, list[tuple[Any, str, Any]]]] = {
    "one passage is retrieved": ("quotes", [(dated, "HITS", 1)]),
    "the history is ignored": ("quotes", [(answer, "condense", lambda question, _history: question)]),
    "nothing is refused": ("read", [(answerable, "worth_showing", _yes), (answerable, "worth_reading", _yes)]),
    "other articles are not compared": ("read", [(answering.Answering, "_compare", lambda *_args: False)]),
    "numbers are not checked": ("slips", [(quantities, "missing_numbers", _nothing), (quantities, "wrong_dates", _nothing)]),
    "sentences are not checked": ("slips", [(compose, "check", lambda *_args, **_named: "supported")]),
}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], int]:
    folder = tmp_path_factory.mktemp("gate")

    def run(name: str) -> int:
        cases, engine, replies = RUNS[name]
        asked = [str(HERE / cases), "--articles", str(HERE / "seeds"), "--engine", engine, "--fresh"]
        asked += ["--replies", str(HERE / replies)] if replies else []
        asked += ["--out", str(folder / name), "--data", str(folder / "index")]
        return main([*asked, "--baseline", str(HERE / "evals/baseline" / name), "--hold", "all"])

    return run


@pytest.mark.model
@pytest.mark.parametrize("run", RUNS)
def test_as_things_are_the_gate_passes(run, gate, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(MODELS))
    assert gate(run) == 0


@pytest.mark.model
@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_fails_the_gate_and_is_named(fault, gate, monkeypatch, capsys):
    run, patches = PLANTS[fault]
    monkeypatch.setenv("FOOTNOTE_MODELS", str(MODELS))
    for owner, name, value in patches:
        monkeypatch.setattr(owner, name, value)
    assert gate(run) == 1
    told = capsys.readouterr().out
    assert re.search(r"FAILED: must not break, and did: (?:seed|slip)-\d+", told)
