"""Questions of other formats become cases: quotes are the articles' exact words, what is not found is named."""

import csv
import io
import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases import load_cases

BRIDGE = (
    "The Velm bridge reopened in 2021. Engineers replaced 312 steel cables.\n"
    "The mayor said \u201cit will stand\u201d and left. Cyclists use the eastern lane."
)
KARN = "The observatory on Mount Karn stands at 2,870 metres. Its mirror was polished in Lund."


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE)
    (folder / "karn.md").write_text(f"# Mount Karn\n\n{KARN}\n")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Import a file made of some content; return exit status, the cases, and what was printed."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))

    def imported(name: str, content: object, folder: Path | None):
        path, out = tmp_path / name, tmp_path / "out" / "cases.jsonl"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        status = main(["import", str(path), "--out", str(out), *(["--articles", str(folder)] if folder else [])])
        return status, load_cases(out) if out.exists() else [], capsys.readouterr()

    return imported


def squad(*paragraphs: dict, title: str = "Velm_bridge") -> dict:
    return {"version": "v2.0", "data": [{"title": title, "paragraphs": list(paragraphs)}]}


def asks(question: str, *answers: str, start: int | None = 0, **more: object) -> dict:
    return {
        "id": question[:5],
        "question": question,
        "answers": [{"text": a, "answer_start": start} for a in answers],
    } | more


def table(*rows: list[str], delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()  # csv writes Windows line ends


def test_squad_brings_its_texts_along_and_comes_round(run, tmp_path):
    content = squad(
        {
            "context": BRIDGE,
            "qas": [
                asks("How many cables were replaced?", "312", "312 steel cables", start=BRIDGE.index("312")),
                asks("Who repainted the tower?", is_impossible=True),
            ],
        }
    )
    folder = tmp_path / "made"
    status, (first, second), printed = run("squad.json", content, folder)
    assert status == 0
    assert [path.name for path in folder.iterdir()] == ["Velm_bridge.txt"]
    assert f"1 texts of {tmp_path / 'squad.json'} written to {folder}" in printed.out
    assert first.required == (("312", "312 steel cables"),)
    assert [(e.article, e.quote) for e in first.evidence] == [("Velm_bridge.txt", "Engineers replaced 312 steel cables.")]
    assert (first.id, first.about, first.tags) == ("How m", "Velm_bridge.txt", ("fact",))
    assert (second.answerable, second.required, second.about, second.tags) == (
        False,
        (),
        "Velm_bridge.txt",
        ("adversarial",),
    )
    assert run("squad.json", content, folder)[1] == [first, second]  # the folder is there now, and serves as it is


def test_an_answer_that_starts_elsewhere_than_it_says_is_the_nearest_one(run, articles):
    context = "In 1990 it closed. The Velm bridge reopened in 2021. Others say that nothing happened in 2021 there."
    (articles / "third.txt").write_text(context)
    near = asks("When did it reopen?", "2021", start=context.index("2021") - 3)
    later = asks("When did nothing happen?", "2021", start=context.rindex("2021") + 2)
    unsaid = asks("No place at all?", "1990", start=None)
    _, cases, _ = run("squad.json", squad({"context": context, "qas": [near, later, unsaid]}), articles)
    assert [case.evidence[0].quote for case in cases] == [
        "The Velm bridge reopened in 2021.",
        "Others say that nothing happened in 2021 there.",
        "In 1990 it closed.",
    ]


def test_what_squad_holds_that_is_no_case_is_named_and_counted(run, articles):
    qas = [
        asks("How many cables?", "312"),
        asks("Which answer is not there?", "313"),
        asks("Which one has no answer?"),
        asks("Which answer is empty?", " "),
        asks("Which one says both?", "312", is_impossible=True),
    ]
    foreign = {
        "context": "Penguins march.",
        "qas": [asks("Who marches?", "Penguins"), asks("Who sits?", is_impossible=True)],
    }
    content = squad({"context": BRIDGE, "qas": qas})
    content["data"] += squad(foreign, title="Penguins")["data"]
    status, cases, printed = run("squad.json", content, articles)
    assert status == 0
    assert [(case.question, case.tags) for case in cases] == [
        ("How many cables?", ("fact",)),
        ("Who sits?", ("out-of-corpus",)),
    ]
    told = printed.err.splitlines()
    assert len(told) == 6
    assert told[-1] == "left out 5 of 7 questions"
    assert "data[0].paragraphs[0].qas[1]: its answer '313' does not stand in its context" in printed.err
    assert "qas[2]: it has no answer" in printed.err
    assert "qas[3]: it has no answer" in printed.err
    assert "qas[4]: it is impossible and has an answer" in printed.err
    assert "data[1].paragraphs[0].qas[0]: its quote 'Penguins march.' stands in no article" in printed.err


def test_texts_get_names_that_every_system_takes_and_each_only_once(run, tmp_path):
    paragraph = {"context": BRIDGE, "qas": [asks("How many cables?", "312")]}
    titles = ["../etc/passwd", "..", "CON", "AC/DC?", "ac dc", "\u00e9" * 200]
    content = {"data": [{"title": title, "paragraphs": [paragraph, paragraph]} for title in titles]}
    folder = tmp_path / "made"
    status, cases, _ = run("squad.json", content, folder)
    assert status == 0
    names = sorted(path.name for path in folder.iterdir())
    long = "\u00e9" * 60
    assert names == sorted(["etc_passwd.txt", "untitled.txt", "_CON.txt", "AC_DC.txt", "ac_dc-2.txt", f"{long}.txt"])
    assert (folder / "AC_DC.txt").read_text().count("312 steel cables") == 1  # a context that stands twice
    assert [case.id for case in cases] == ["How m", *(f"How m-{n}" for n in range(2, 13))]
    assert {case.about for case in cases} == set(names)


LLAMA = {
    "examples": [
        {
            "query": "How many cables were replaced?",
            "query_by": {"model_name": "gpt-4", "type": "ai"},
            "reference_contexts": [BRIDGE],
            "reference_answer": "312",
            "reference_answer_by": {"model_name": "gpt-4", "type": "ai"},
        },
        {
            "query": "What is said of the observatory?",
            "query_by": {"model_name": "", "type": "human"},
            "reference_contexts": [KARN, BRIDGE],
            "reference_answer": "The observatory stands at 2,870 metres on Mount Karn and its mirror was polished.",
            "reference_answer_by": None,
        },
        {
            "query": "Why?",
            "query_by": None,
            "reference_contexts": [KARN],
            "reference_answer": "",
            "reference_answer_by": None,
        },
        {
            "query": "How?",
            "query_by": None,
            "reference_contexts": None,
            "reference_answer": "So.",
            "reference_answer_by": None,
        },
    ]
}


def test_a_llama_index_dataset_brings_its_contexts_along(run, tmp_path):
    folder = tmp_path / "made"
    status, (short, long), printed = run("rag_dataset.json", LLAMA, folder)
    assert status == 0
    assert sorted(path.name for path in folder.iterdir()) == ["context_0001.txt", "context_0002.txt"]
    assert (short.required, short.tags) == ((("312",),), ("fact", "by-model"))
    assert [e.quote for e in short.evidence] == ["Engineers replaced 312 steel cables."]
    assert (long.required, long.tags) == ((), ("long",))
    assert long.reference == LLAMA["examples"][1]["reference_answer"]
    assert long.evidence[0].quote == "The observatory on Mount Karn stands at 2,870 metres."
    assert "examples[2]: it has no reference_answer" in printed.err
    assert "examples[3]: it has no reference_contexts" in printed.err
    assert short.id.startswith("llama-index-")
    assert short.id != long.id


def test_a_table_with_all_columns(run, articles):
    content = b"\xef\xbb\xbf" + table(
        ["Question", "ANSWER(s)", "Quote", "Article", "Tags", "Reference", "Remarks"],
        ["How many cables?", "312 | three hundred and twelve |", "Engineers  replaced 312\nsteel cables.", "", "", "", "x"],
        [
            "What did the mayor say?",
            "it will stand",
            'The mayor said "it will stand" and left.',
            "bridge",
            "talk; short",
            "",
            "",
        ],
        ["How high is it?", "2,870 metres", "", "mount karn", "", "It stands at 2,870 metres.", ""],
        ["Who paid for it?", "", "", "karn.md", "", "", ""],
        ["", "", "", "", "", "", ""],
    )
    status, cases, printed = run("table.csv", content, articles)
    assert status == 0
    assert "columns found: question, answer, quote, article, tags, reference; not used: Remarks" in printed.out
    cables, mayor, height, paid = cases
    assert cables.required == (("312", "three hundred and twelve"),)
    assert [(e.article, e.quote) for e in cables.evidence] == [("bridge.txt", "Engineers replaced 312 steel cables.")]
    assert mayor.evidence[0].quote == "The mayor said \u201cit will stand\u201d and left."  # the article's own marks
    assert mayor.tags == ("talk", "short")
    assert [(e.article, e.quote) for e in height.evidence] == [("karn.md", "")]
    assert height.reference == "It stands at 2,870 metres."
    assert (paid.answerable, paid.required, paid.evidence, paid.about) == (False, (), (), "karn.md")
    assert run("table.csv", content, articles)[1] == cases


def test_a_table_without_quotes_needs_no_articles(run):
    status, (case,), printed = run("table.csv", table(["question", "answer"], ["Where?", "Lund"], delimiter=";"), None)
    assert status == 0
    assert case.required == (("Lund",),)
    assert "1 answerable cases have neither quote nor article" in printed.out


def test_the_same_question_twice_has_two_ids(run):
    rows = [["Where?", "Lund"], ["Where?", "Lund"], ["Where?", "Karn"]]
    _, cases, _ = run("table.csv", table(["question", "answer"], *rows), None)
    first, second, third = (case.id for case in cases)
    assert second == f"{first}-2"
    assert third not in (first, second)


def test_quotes_of_a_table_that_stand_in_no_article_are_left_out(run, articles):
    rows = [["How many?", "312", "Engineers replaced 313 steel cables.", ""], ["Where?", "Lund", "", "nowhere.txt"]]
    rows.append(["When?", "2021", "The Velm bridge reopened in 2021.", ""])
    status, cases, printed = run("table.csv", table(["question", "answer", "quote", "article"], *rows), articles)
    assert (status, [case.question for case in cases]) == (0, ["When?"])
    assert "line 2: its quote 'Engineers replaced 313 steel cables.' stands in no article" in printed.err
    assert "line 3: there is no article 'nowhere.txt'" in printed.err
    assert "left out 2 of 3 questions" in printed.err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", b"{", "a.json: this is no JSON"),
        ("a.json", b"\xff\xfe{", "is not UTF-8"),
        ("a.json", {"rows": []}, "is neither SQuAD"),
        ("a.json", {"data": {}}, "a.json: field 'data' must be list, not dict"),
        ("a.json", squad({"qas": []}), "data[0].paragraphs[0]: field 'context' is missing"),
        ("a.json", squad({"context": "x", "qas": [{"id": 1}]}), "data[0].paragraphs[0].qas[0]: field 'question' is missing"),
        ("a.json", squad({"context": "x", "qas": [{"question": " "}]}), "qas[0]: field 'question' is empty"),
        ("a.json", {"examples": [{"query": 3}]}, "examples[0]: field 'query' must be str, not int"),
        ("a.json", {"examples": ["x"]}, "examples[0]: this must be a JSON object"),
        ("a.json", {"examples": [{"query": "x", "reference_contexts": [1]}]}, "must be a list of texts"),
        ("a.csv", b"", "there is no column 'question' in the header (found: nothing)"),
        ("a.csv", b"question,reply\nx,y\n", "there is no column 'answer' in the header (found: question, reply)"),
        ("a.csv", b"question,answer\n", "holds no questions"),
        ("a.csv", b"question,answer\nWho, and why?,y\nx,y,z\n", "line 2: it has 3 cells and the header 2"),
        ("a.csv", b"question,answer\nx,y\nz\n", "line 3: it has 1 cells and the header 2"),
        ("a.csv", b'question,answer\n"x\ny",z\n,u\n', "line 4: field 'question' is empty"),
        ("a.csv", b'question,answer\n"x"y,z\n', "line 2: this is no CSV"),
        ("a.csv", b"question,answer,quote\nx,y,z\n", "name their folder with --articles"),
    ],
)
def test_a_bad_file_is_one_line_that_names_the_place(run, name, content, told):
    status, cases, printed = run(name, content, None)
    assert (status, cases) == (2, [])
    assert told in printed.err
    assert printed.err.count("\n") == 1


def test_a_file_of_which_nothing_can_be_used_fails_and_leaves_the_case_file(run, articles):
    run("table.csv", table(["question", "answer"], ["Where?", "Lund"]), None)
    status, cases, printed = run("b.csv", table(["question", "answer", "quote"], ["Who?", "x", "Never said."]), articles)
    assert status == 2
    assert "no question of" in printed.err.splitlines()[-1]
    assert [case.question for case in cases] == ["Where?"]
