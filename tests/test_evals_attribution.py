"""The measure of the support check: rows are read strictly, figures follow their definition, pairs are made as said."""

import json
from pathlib import Path

import pytest

from evals.attribution import interval, judge, load_rows, macro_f1, main
from evals.cases import load_cases
from evals.fit_support import pairs_of
from evals.paraphrase import write
from index.errors import BadInputError

CABLES = "Engineers replaced 312 steel cables of the Velm bridge in March 2021."
ROWS = [
    {"claim": f"{CABLES[:-1]} [1].", "references": [CABLES], "attribution_label": "attributable", "src_dataset": "news"},
    {"claim": "313 steel cables were replaced.", "references": [CABLES], "attribution_label": "not attributable"},
    {
        "question": "How many steel cables of the Velm bridge did engineers replace?",
        "claim": "312",
        "references": ["Title: Velm", CABLES],
        "attribution_label": "attributable",
    },
]


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    path = tmp_path / "judged.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS))
    return path


def test_the_figures_are_printed_by_data_set(judged, capsys):
    assert main([str(judged)]) == 0
    printed = capsys.readouterr().out
    assert "macro-F1 1.000" in printed
    assert "news" in printed
    assert "ms a pair" in printed


def test_markers_are_no_part_of_a_claim_and_the_question_is_part_of_a_bare_answer(judged):
    assert [judge(row).verdict for row in load_rows(judged)] == ["supported", "unsupported", "supported"]


@pytest.mark.parametrize(
    ("line", "what"),
    [("{", "line 1"), ('{"claim": "x", "references": []}', "attribution_label"), ("", "no claims")],
)
def test_a_bad_file_is_named(tmp_path, line, what, capsys):
    path = tmp_path / "bad.jsonl"
    path.write_text(line)
    with pytest.raises(BadInputError, match=what):
        load_rows(path)
    assert main([str(path)]) == 2
    assert what in capsys.readouterr().err


def test_macro_f1_is_the_mean_of_both_classes():
    assert macro_f1([True, False], [True, False]) == 1.0
    assert macro_f1([True, True, False, False], [True, False, False, False]) == pytest.approx((2 / 3 + 4 / 5) / 2)
    low, high = interval([True, False] * 20, [True, False] * 10 + [False, True] * 10)
    assert 0.0 <= low < 0.5 < high <= 1.0


class Parrot:
    """A model that says what it was asked."""

    def stream(self, system: str, user: str, max_tokens: int):
        yield user.replace("312", "Three hundred and twelve")


def test_pairs_are_made_from_cases_and_paraphrases(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    rest = "The northern tower was painted grey by a crew of forty who came from the coast and stayed for a whole summer."
    other = (
        "The big old market of the small town below the bridge opens in autumn, "
        "when farmers bring apples and cheese to sell there."
    )
    (articles / "a.md").write_text(f"{rest} {CABLES}\n\n{other}")
    case = {
        "id": "c", "about": "a.md", "question": "How many?", "answerable": True, "required": [["312"]],
        "evidence": [{"article": "a.md", "quote": CABLES}], "tags": [],
    }  # fmt: skip
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    cases = load_cases(tmp_path / "cases.jsonl")
    out = tmp_path / "paraphrases.json"
    assert write(cases, articles, Parrot(), out) == write(cases, articles, Parrot(), out) == 3
    pairs = pairs_of(cases, articles, json.loads(out.read_text()))
    kinds = {(pair.kind, pair.backed) for pair in pairs}
    assert {("written about the sent", True), ("evidence taken away", False), ("another paragraph", False)} <= kinds
    assert all(CABLES not in pair.quote for pair in pairs if pair.kind == "evidence taken away")
