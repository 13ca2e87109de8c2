"""A run against an earlier one: what was fixed, what broke, and when the gate fails."""

import json

import pytest
from answered import CASE, FOREIGN

from evals.__main__ import main
from evals.cases import parse
from evals.compare import GUARDED, NEVER, compare
from evals.measures import BY_NAME
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
    assert compare(now, before).reasons == ["citations valid may never get worse, and did in: c0"]


def test_more_false_answers_fail_the_gate_although_the_headline_stands():
    before = [result(f"c{i}", good=True, false_answer=0.0) for i in range(40)]
    now = [result(f"c{i}", good=True, false_answer=float(i < 12)) for i in range(40)]
    assert compare(now, before).reasons == ["false answers got worse by more than chance"]


def test_cases_of_the_baseline_that_were_not_run_are_counted():
    assert compare(many(0, of=30), many(0)).not_run == 10


def test_a_false_footnote_is_not_made_up_for_by_another_that_is_mended():
    before = [result(f"c{i}", good=True, citation_validity=float(i != 1)) for i in range(4)]
    now = [result(f"c{i}", good=True, citation_validity=float(i != 0)) for i in range(4)]
    assert compare(now, before).reasons == ["citations valid may never get worse, and did in: c0"]


def test_a_false_footnote_of_a_case_that_was_refused_before_counts():
    before, now = [result("c0", good=True)], [result("c0", good=True, citation_validity=0.0)]
    assert compare(now, before).reasons == ["citations valid may never get worse, and did in: c0"]


def test_failures_of_the_engine_fail_the_gate_also_where_nothing_is_to_be_answered():
    refused = Result(parse(FOREIGN), {}, {"false_answer": 0.0, "error": 0.0})
    failed = Result(parse(FOREIGN), {}, {"error": 1.0})
    assert compare([failed], [refused]).reasons == ["failures may never get worse, and did in: c2"]
    assert failed.good is False


def test_a_case_that_must_hold_cannot_be_deleted_or_stop_being_scored():
    before = [result("c0", good=True, tags=("must",)), result("c1", good=True)]
    assert compare(before[1:], before, ["c0"]).held == ("c0",)
    unscored = [Result(before[0].case, {}, {}), before[1]]
    assert compare(unscored, before, ["c0"]).held == ("c0",)
    untagged = [result("c0", good=False), before[1]]
    assert compare(untagged, before, ["must"]).held == ("c0",)
    assert compare(before[1:], before, ["all"]).held == ()  # left out of the run: told by its number


def test_every_guarded_measure_is_a_measure():
    assert {*GUARDED, *NEVER} <= set(BY_NAME)


def test_one_case_alone_shows_nothing():
    before, now = [result("c0", good=True, injection_obeyed=0.0)], [result("c0", good=True, injection_obeyed=1.0)]
    assert compare(now, before).reasons == []


def test_an_empty_baseline_is_no_baseline(tmp_path):
    (tmp_path / "results.jsonl").write_text("")
    with pytest.raises(BadInputError, match=r"results\.jsonl is empty"):
        load_results(tmp_path)
