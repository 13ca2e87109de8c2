"""Evaluation cases are read strictly, and what is no case is named by line and field."""

import json

import pytest
from answered import CASE, FOREIGN

from evals.cases import load_cases, read_cases
from index.errors import BadInputError


def test_cases_are_read_with_blank_lines_between_them(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text(f"\ufeff{json.dumps(CASE)}\n\n{json.dumps(FOREIGN)}\n")
    first, second = load_cases(path)
    assert (first.id, first.required, second.answerable) == ("c1", (("312", "three hundred and twelve"),), False)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 1: .*"),
        ("[]", "a case must be a JSON object"),
        (json.dumps({k: v for k, v in CASE.items() if k != "tags"}), "field 'tags' is missing"),
        (json.dumps(CASE | {"answerable": "yes"}), "field 'answerable' must be bool, not str"),
        (json.dumps(CASE | {"required": ["312"]}), "field 'required' must be a list of lists"),
        (json.dumps(CASE | {"evidence": [{"article": "x"}]}), "field 'quote' is missing"),
        (json.dumps(CASE) + "\n" + json.dumps(CASE), "the id 'c1' stands twice"),
        ("", "holds no cases"),
    ],
)
def test_a_bad_case_is_named_by_line_and_field(tmp_path, line, told):
    path = tmp_path / "bad.jsonl"
    path.write_text(line)
    with pytest.raises(BadInputError, match=told):
        load_cases(path)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"required": [["312"]], "answerable": False}, "field 'required' must be \\[\\] for a case that is not answerable"),
        ({"evidence": ["bridge.txt"]}, "field 'evidence' must be a list of objects"),
        ({"history": {"question": "?"}}, "field 'history' must be a list"),
        ({"conflicting": [7]}, "'tags' and 'conflicting', must be texts"),
        ({"about": 7}, "field 'about' must be a text"),
        ({"draft": "yes"}, "field 'draft' must be an object"),
        ({"question": "what \ud800?"}, "holds half a character"),
        ({"draft": {"status": "open"}}, "is a draft that nobody has accepted"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(tmp_path, changes, told):
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(CASE | changes))
    with pytest.raises(BadInputError, match=f"line 1: .*{told}"):
        load_cases(path)


def test_bad_lines_are_left_out_one_by_one_when_told_to(tmp_path):
    path = tmp_path / "mixed.jsonl"
    path.write_text("\n".join(["{", json.dumps(CASE), json.dumps(CASE), json.dumps(FOREIGN)]))
    cases, bad = read_cases(path)
    assert [case.id for case in cases] == ["c1", "c2"]
    assert [line.line for line in bad] == [1, 3]
    with pytest.raises(BadInputError, match=r"line 1: .* \(and 1 more bad lines; --skip-bad runs the others\)"):
        load_cases(path)


def test_an_accepted_draft_is_a_case(tmp_path):
    path = tmp_path / "accepted.jsonl"
    path.write_text(json.dumps(CASE | {"draft": {"status": "accepted"}}))
    assert [case.id for case in load_cases(path)] == ["c1"]
