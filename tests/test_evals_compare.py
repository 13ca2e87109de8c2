"""A run against an earlier one: what was fixed, what broke, and when the gate fails."""

import json

import pytest
from answered import CASE, FOREIGN

from evals.__main__ import main
from evals.cases import parse
from evals.compare import compare
from evals.result import Result, load_results
from index.errors import BadInputError


def test_a_run_that_is_worse_than_its_baseline_fails_and_names_the_cases(corpus, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    cases = [CASE | {"id": f"c{i}"} for i in range(8)]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, cases)))
    command = [str(path), "--articles", str(corpus.folder), "--engine", "extractive"]
    assert main([*command, "--out", str(tmp_path / "good")]) == 0
    path.write_text("\n".join(json.dumps(case | {"required": [["never said"]]}) for case in cases))
    capsys.readouterr()
    assert main([*command, "--out", str(tmp_path / "bad"), "--baseline", str(tmp_path / "good")]) == 1
    assert "broken (8): c0, c1, c2" in capsys.readouterr().out


def test_compare_needs_common_cases(corpus, tmp_path):
    (tmp_path / "results.jsonl").write_text(json.dumps({"case": FOREIGN | {"id": "other"}, "answer": {}, "scores": {}}))
    case = parse(CASE)
    with pytest.raises(BadInputError, match="no case in common"):
        compare([Result(case, {}, {})], load_results(tmp_path))


def result(case_id: str, *, good: bool, tags: tuple[str, ...] = ("fact",), **scores: float) -> Result:
    case = parse(CASE | {"id": case_id, "tags": list(tags)})
    return Result(case, {}, {"correct_and_cited": float(good), **scores})


def many(broken: int, of: int = 40) -> list[Result]:
    return [result(f"c{i}", good=i >= broken) for i in range(of)]


def test_one_case_in_forty_is_chance_and_ten_are_not():
    assert compare(many(1), many(0)).reasons == []
    assert compare(many(1), many(0)).broken == ("c0",)
    assert compare(many(10), many(0)).reasons == ["correct and cited got worse by more than chance"]


@pytest.mark.parametrize(("hold", "held"), [(["c0"], ("c0",)), (["fact"], ("c0",)), (["all"], ("c0",)), (["c1"], ())])
def test_a_case_that_must_hold_fails_the_gate_by_its_name(hold, held):
    found = compare(many(1), many(0), hold)
    assert found.held == held
    assert found.reasons == ([f"must not break, and did: {held[0]}"] if held else [])


def test_a_name_to_hold_that_is_nowhere_is_told():
    with pytest.raises(BadInputError, match="--hold names 'c99'"):
        compare(many(0), many(0), ["c99"])


def test_one_false_footnote_is_one_too_many():
    before = [result(f"c{i}", good=True, citation_validity=1.0) for i in range(40)]
    now = [result(f"c{i}", good=True, citation_validity=float(i > 0)) for i in range(40)]
    assert compare(now, before).reasons == ["citations valid must not get worse at all"]


def test_more_false_answers_fail_the_gate_although_the_headline_stands():
    before = [result(f"c{i}", good=True, false_answer=0.0) for i in range(40)]
    now = [result(f"c{i}", good=True, false_answer=float(i < 12)) for i in range(40)]
    assert compare(now, before).reasons == ["false answers got worse by more than chance"]


def test_cases_of_the_baseline_that_were_not_run_are_counted():
    assert compare(many(0, of=30), many(0)).not_run == 10
