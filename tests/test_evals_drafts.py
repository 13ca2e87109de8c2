"""Draft cases: nothing is lost on the way from a proposal to a case, and nothing becomes one without a yes."""

import json
import threading

import pytest

from evals.__main__ import main
from evals.cases import GoldEvidence, load_cases
from evals.drafts import Edits, append_draft, decide, read_drafts, rewrite, withdraw
from index.errors import BadInputError

BRIDGE = "The Velm bridge reopened in 2021. Repairs cost 48 million crowns.\n"


def stored(article):
    return {"bridge.txt": BRIDGE}.get(article)


def draft(name="one", **fields):
    about = {"status": fields.pop("status", "open"), "source": "thumbs-down", "note": "Wrong answer", "colour": "red"}
    case = {"id": name, "question": "What did it cost?", "answerable": True, "required": [["48 million"]]}
    case |= {"evidence": [{"article": "bridge.txt", "quote": "Repairs cost 48 million crowns."}], "tags": ["thumbs-down"]}
    return case | fields | {"weight": 3, "draft": about}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "drafts.jsonl"


def write(path, *drafts):
    path.write_text("".join(json.dumps(d) + "\n" for d in drafts))


def edits(**changed):
    gold = GoldEvidence("bridge.txt", "Repairs cost 48 million crowns.")
    return Edits(
        **{"question": "How much?", "answerable": True, "required": (("48 million",),), "evidence": (gold,)} | changed
    )


def test_no_file_holds_no_drafts(path):
    assert read_drafts(path) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2: this is no JSON"),
        ("[]", "line 2: "),
        (json.dumps({"id": "a"}), "line 2: field 'draft' is missing"),
        (json.dumps(draft("b") | {"answerable": "yes"}), "line 2: field 'answerable' must be bool, not str"),
        (
            json.dumps(draft("b", status="perhaps")),
            "line 2: field 'status' of 'draft' must be one of open, accepted, rejected",
        ),
        (
            json.dumps(draft("b") | {"draft": {"status": "open", "source": 4}}),
            "line 2: field 'source' of 'draft' must be str",
        ),
        (json.dumps(draft("one")), "line 2: the id 'one' stands in line 1 too"),
    ],
)
def test_a_bad_line_is_named_with_its_field(path, line, told):
    path.write_text(json.dumps(draft("one")) + "\n" + line + "\n")
    with pytest.raises(BadInputError, match=told):
        read_drafts(path)
    before = path.read_bytes()
    with pytest.raises(BadInputError, match=told):
        append_draft(path, draft("new"))
    assert path.read_bytes() == before


def test_many_at_once_lose_nothing(path):
    def work(name):
        for number in range(8):
            append_draft(path, draft(f"{name}-{number}"))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(d.id for d in read_drafts(path)) == [f"{name}-{number}" for name in "abc" for number in range(8)]


def test_a_line_without_its_end_is_not_glued_to_the_next(path):
    path.write_text(json.dumps(draft("one")))
    append_draft(path, draft("two", question="Half a pair \ud83d and a \u2028 break?"))
    assert [d.id for d in read_drafts(path)] == ["one", "two"]


def test_the_same_id_twice_is_refused(path):
    append_draft(path, draft("one"))
    with pytest.raises(BadInputError, match="already has a draft 'one'"):
        append_draft(path, draft("one"))


def test_deciding_changes_one_line_and_keeps_what_it_does_not_know(path):
    path.write_text(json.dumps(draft("one")) + "\n\n" + json.dumps(draft("two")) + "\n")
    first = path.read_text().split("\n")[0]
    decide(path, "two", "accepted", stored, edits())
    assert path.read_text().split("\n")[:2] == [first, ""]
    changed = read_drafts(path)[1]
    assert (changed.status, changed.case.question, changed.raw["weight"], changed.about["colour"]) == (
        "accepted", "How much?", 3, "red",
    )  # fmt: skip
    decide(path, "two", "open", stored)
    assert read_drafts(path)[1].status == "open"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"required": ()}, "the right answer is missing"),
        ({"evidence": (GoldEvidence("gone.txt", "x"),)}, "the index holds no article 'gone.txt'"),
        ({"evidence": (GoldEvidence("bridge.txt", "repairs cost"),)}, "does not hold the words “repairs cost” exactly"),
        ({"question": " "}, "field 'question' must have 1 to 2,000 characters"),
        ({"required": ((" ",),)}, "field 'required'"),
    ],
)
def test_what_is_no_case_yet_is_not_accepted(path, changed, told):
    write(path, draft())
    before = path.read_bytes()
    with pytest.raises(BadInputError, match=told):
        decide(path, "one", "accepted", stored, edits(**changed))
    assert path.read_bytes() == before


def test_without_an_answer_in_the_articles_no_gold_is_needed(path):
    write(path, draft())
    decide(path, "one", "accepted", stored, edits(answerable=False, required=(), evidence=()))
    assert read_drafts(path)[0].status == "accepted"


def test_only_what_nobody_decided_is_taken_back(path):
    write(path, draft("one"), draft("two", status="rejected"))
    assert withdraw(path, "one")
    assert withdraw(path, "one")
    assert not withdraw(path, "two")
    assert [d.id for d in read_drafts(path)] == ["two"]


def test_a_draft_that_is_gone_cannot_be_decided(path):
    with pytest.raises(BadInputError, match="not there any more"):
        decide(path, "one", "rejected", stored)


def test_rewriting_without_a_change_touches_nothing(path):
    write(path, draft())
    before = path.stat()
    rewrite(path, lambda d: dict(d.raw))
    assert path.stat().st_ino == before.st_ino


# The command


@pytest.fixture
def data(indexed):
    indexed.write({"bridge.txt": BRIDGE})
    indexed.sync(vectors=False)
    return str(indexed.config.data)


def accept(path, cases, data):
    return main(["accept", str(path), "--into", str(cases), "--data", data])


def test_accepted_drafts_become_cases_once(path, tmp_path, data, capsys):
    cases = tmp_path / "cases.jsonl"
    write(path, draft("one", status="accepted"), draft("two"), draft("three", status="rejected"))
    assert accept(path, cases, data) == 0
    assert "1 added" in capsys.readouterr().out
    (case,) = load_cases(cases)
    assert (case.id, case.raw["weight"], "draft" in case.raw) == ("one", 3, False)
    before = cases.read_bytes(), path.read_bytes()
    assert accept(path, cases, data) == 0
    out = capsys.readouterr().out
    assert "0 added" in out
    assert "1 were there before" in out
    assert "1 wait for a decision" in out
    assert (cases.read_bytes(), path.read_bytes()) == before


def test_ids_stay_unique_and_twice_still_adds_nothing(path, tmp_path, data):
    cases = tmp_path / "cases.jsonl"
    other = {name: value for name, value in draft("one", question="Something else?").items() if name != "draft"}
    cases.write_text(json.dumps(other))  # without a line end
    write(path, draft("one", status="accepted"))
    for _ in range(2):
        assert accept(path, cases, data) == 0
        assert [case.id for case in load_cases(cases)] == ["one", "one-2"]
        assert read_drafts(path)[0].id == "one"


def test_a_case_that_was_edited_since_is_not_added_again(path, tmp_path, data):
    cases = tmp_path / "cases.jsonl"
    write(path, draft("one", status="accepted"))
    accept(path, cases, data)
    cases.write_text(cases.read_text().replace("What did it cost?", "What did the repairs cost?"))
    accept(path, cases, data)
    assert [case.question for case in load_cases(cases)] == ["What did the repairs cost?"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"required": []}, "draft 'one' cannot be a case yet: the right answer is missing"),
        ({"evidence": [{"article": "bridge.txt", "quote": "It cost 50."}]}, "does not hold the words"),
    ],
)
def test_the_command_refuses_what_is_not_complete_and_adds_nothing(path, tmp_path, data, capsys, fields, told):
    cases = tmp_path / "cases.jsonl"
    write(path, draft("fine", status="accepted"), draft("one", status="accepted", **fields))
    assert accept(path, cases, data) == 2
    told_once = capsys.readouterr().err
    assert told in told_once
    assert told_once.count("\n") == 1
    assert not cases.exists()


def test_the_command_names_what_is_missing_or_wrong(path, tmp_path, data, capsys):
    assert accept(path, tmp_path / "cases.jsonl", data) == 2
    assert "there is no file" in capsys.readouterr().err
    write(path, draft("one", status="accepted"))
    assert accept(path, path, data) == 2
    assert "holds the drafts themselves" in capsys.readouterr().err
    (tmp_path / "cases.jsonl").write_text('{"id": 3}\n')
    assert accept(path, tmp_path / "cases.jsonl", data) == 2
    assert "cases.jsonl, line 1: field" in capsys.readouterr().err


def test_drafts_are_no_cases(path):
    write(path, draft())
    with pytest.raises(BadInputError, match="draft that nobody has accepted"):
        load_cases(path)
