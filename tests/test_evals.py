"""The evaluation: cases are read strictly, scores follow their definitions, a stopped run goes on, a gate can fail."""

import json
from pathlib import Path

import pytest
from conftest import Indexed

from evals.__main__ import main
from evals.answers import Answers
from evals.cases import load_cases
from evals.compare import compare
from evals.report import to_html
from evals.result import Result, load_results
from evals.run import run
from evals.scorers import score
from evals.scorers.citations import citation_precision, citation_validity, evidence_cited, sentences_cited
from evals.scorers.headline import correct_and_cited, holds_answer
from evals.scorers.retrieval import retrieval
from evals.scorers.words import holds
from evals.statistics import estimate
from evals.summary import summarise
from index.errors import BadInputError
from rag.answer import Assistant
from rag.config import RagConfig

CABLES = "Engineers replaced 312 steel cables and repainted the northern tower."
CASE = {
    "id": "c1",
    "question": "How many steel cables did engineers replace on the northern tower?",
    "answerable": True,
    "required": [["312", "three hundred and twelve"]],
    "evidence": [{"article": "bridge.txt", "quote": CABLES}],
    "tags": ["fact"],
}
FOREIGN = {
    "id": "c2",
    "question": "Which penguin species march in Antarctica?",
    "answerable": False,
    "required": [],
    "evidence": [],
    "tags": ["out-of-corpus"],
}


@pytest.fixture
def cases_file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(CASE)}\n\n{json.dumps(FOREIGN)}\n")
    return path


def answer_with(corpus: Indexed, quote: str = CABLES, **changes: object) -> dict:
    with corpus.catalog() as catalog:
        start = catalog.text("bridge.txt").find(quote)
    citation = {
        "number": 1,
        "article": "bridge.txt",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "also_in": [],
    }
    span = {"article": "bridge.txt", "start": 0, "end": 10_000}
    return {
        "question": CASE["question"],
        "answer": f"{quote} [1]",
        "abstained": False,
        "sentences": [{"text": quote, "support": "supported", "citations": [1]}],
        "citations": [citation],
        "evidence": [span],
        "hits": [{**span, "score": 1.0, "rank": 2}],
        "missing": None,
        "notices": [],
        "error": None,
        "timings_ms": {"retrieve": 1.0, "first_evidence": 2.0, "first_token": 3.0, "total": 4.0},
    } | changes


def test_cases_are_read_with_blank_lines_between_them(cases_file):
    first, second = load_cases(cases_file)
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
    ("text", "value", "held"),
    [
        ("It cost 48 million crowns.", "48 Million", True),
        ("4,200 people came", "4200", True),
        ("the Velm bridge", "a velm bridge", True),
        ("312 cables", "12 cables", False),
        ("Müller came", "Muller", True),
        ("archive", "arch", False),
    ],
)
def test_values_are_held_as_whole_words(text, value, held):
    assert holds(text, value) == held


def test_a_right_and_cited_answer(corpus, cases_file):
    case, _ = load_cases(cases_file)
    answer = answer_with(corpus)
    with corpus.catalog() as catalog:
        assert holds_answer(case, answer) == 1.0
        assert correct_and_cited(case, answer, catalog) == 1.0
        assert citation_validity(answer, catalog) == 1.0
        assert retrieval(case, answer, catalog)["reciprocal_rank"] == 0.5


@pytest.mark.parametrize(
    "changes",
    [
        {"abstained": True},
        {"sentences": [{"text": CABLES, "support": "partly", "citations": [1]}]},
        {"sentences": [{"text": CABLES, "support": "supported", "citations": []}]},
        {"sentences": [{"text": CABLES + " word" * 80, "support": "supported", "citations": [1]}]},
        {"sentences": [{"text": "Engineers replaced cables.", "support": "supported", "citations": [1]}]},
    ],
    ids=["abstained", "partly supported", "uncited", "too long", "value missing"],
)
def test_an_answer_that_is_not_right(corpus, cases_file, changes):
    case, _ = load_cases(cases_file)
    assert holds_answer(case, answer_with(corpus, **changes)) == 0.0


def test_a_citation_elsewhere_is_not_cited(corpus, cases_file):
    case, _ = load_cases(cases_file)
    answer = answer_with(corpus, "Cyclists may use the eastern lane from May onwards.")
    answer["sentences"][0]["text"] = CABLES
    with corpus.catalog() as catalog:
        assert holds_answer(case, answer) == 1.0
        assert correct_and_cited(case, answer, catalog) == 0.0


def test_precision_counts_the_citations_that_rest_on_the_evidence(corpus, cases_file):
    case, foreign = load_cases(cases_file)
    answer = answer_with(corpus)
    other = answer_with(corpus, "Cyclists may use the eastern lane from May onwards.")["citations"][0]
    both = answer_with(corpus, citations=[answer["citations"][0], other | {"number": 2}])
    with corpus.catalog() as catalog:
        assert citation_precision(case, answer, catalog) == evidence_cited(case, answer, catalog) == 1.0
        assert citation_precision(case, both, catalog) == 0.5
        assert evidence_cited(case, both, catalog) == 1.0
        assert citation_precision(case, answer_with(corpus, abstained=True), catalog) is None
        assert evidence_cited(case, answer_with(corpus, abstained=True), catalog) == 0.0
        assert citation_precision(foreign, answer, catalog) is None


def test_a_sentence_is_cited_or_marked():
    cited, bare = {"support": "supported", "citations": [1]}, {"support": "supported", "citations": []}
    assert sentences_cited({"sentences": [cited, bare, {"support": "unsupported", "citations": []}]}) == pytest.approx(2 / 3)
    assert sentences_cited({"sentences": []}) is None


def test_invalid_citations_are_seen(corpus):
    with corpus.catalog() as catalog:
        shifted = answer_with(corpus)
        shifted["citations"][0]["start"] += 1
        assert citation_validity(shifted, catalog) == 0.0
        assert citation_validity(answer_with(corpus, evidence=[]), catalog) == 0.0
        assert citation_validity(answer_with(corpus, answer=f"{CABLES} [1] [2]"), catalog) == 0.0


def test_a_failed_engine_is_wrong_but_no_abstention(corpus, cases_file):
    case, foreign = load_cases(cases_file)
    failed = answer_with(corpus, error={"code": "engine", "message": "gone"}, sentences=[], citations=[])
    with corpus.catalog() as catalog:
        assert score(case, failed, catalog)["correct_and_cited"] == 0.0
        assert "false_abstention" not in score(case, failed, catalog)
        assert score(foreign, failed, catalog)["correct_and_cited"] is None


def test_an_interval_draws_whole_articles():
    values = [1.0] * 50 + [0.0] * 50
    spread = estimate(values, [str(i) for i in range(100)])
    lumped = estimate(values, [str(i // 10) for i in range(100)])
    assert spread.mean == lumped.mean == 0.5
    assert lumped.high - lumped.low > 2 * (spread.high - spread.low)


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


def test_the_report_shows_hostile_text_as_text(corpus, cases_file):
    case, _ = load_cases(cases_file)
    answer = answer_with(corpus, answer="<script>alert(1)</script> [1]")
    with corpus.catalog() as catalog:
        result = Result(case, answer, score(case, answer, catalog))
    page = to_html(summarise([result]), [result], "<b>title</b>")
    assert "<script>" not in page
    assert "<b>title" not in page
    assert "&lt;script&gt;" in page


def test_compare_needs_common_cases(corpus, cases_file, tmp_path):
    (tmp_path / "results.jsonl").write_text(json.dumps({"case": FOREIGN | {"id": "other"}, "answer": {}, "scores": {}}))
    case, _ = load_cases(cases_file)
    with pytest.raises(BadInputError, match="no case in common"):
        compare([Result(case, {}, {})], load_results(tmp_path))


def test_answers_are_stored_for_one_question_and_one_engine(corpus, cases_file, tmp_path):
    assistant = Assistant(RagConfig(models=tmp_path), corpus.library())
    cases = load_cases(cases_file)
    run(cases, assistant, "extractive", Answers(tmp_path / "out"))
    run(cases, assistant, "extractive", Answers(tmp_path / "out"))
    assert len((tmp_path / "out" / "answers.jsonl").read_text().splitlines()) == 2
    run(cases, assistant, "auto", Answers(tmp_path / "out"))
    assert len((tmp_path / "out" / "answers.jsonl").read_text().splitlines()) == 4
