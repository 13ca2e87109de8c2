"""What was removed is gone from every file, what was moved is kept, and a full or locked disk loses nothing."""

import os
import shutil
import stat

import pytest
from conftest import BRIDGE, CORPUS

from index import caches
from index import sync as sync_module
from index.__main__ import main
from index.errors import BadInputError

SECRET = "Quillfeather Brambleson hid ninety-one copper teapots below the Wexmoor granary."


def traces(data, words):
    """Return the files below a folder that hold some words, in UTF-8 or UTF-16, in whatever letters."""
    forms = [form.encode(code) for form in (words, words.lower()) for code in ("utf-8", "utf-16-le")]
    held = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    return sorted(str(path.relative_to(data)) for path, content in held.items() if any(form in content for form in forms))


@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
@pytest.mark.parametrize("how", ["deleted", "changed", "replaced"])
def test_no_byte_of_what_was_removed_is_left(indexed, tmp_path, vectors, how):
    indexed.write(CORPUS | {"secret.txt": f"Title: Brambleson\n\n{SECRET}\n\n{SECRET}\n"})
    indexed.sync(vectors=vectors)
    assert traces(indexed.config.data, SECRET) == ["catalog.sqlite"]
    if how == "deleted":
        (indexed.folder / "secret.txt").unlink()
        assert indexed.sync(vectors=vectors).removed == 1
    elif how == "changed":
        indexed.write({"secret.txt": "Nothing to see here."})
        assert indexed.sync(vectors=vectors).changed == 1
    else:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.txt").write_text(BRIDGE)
        assert indexed.sync(vectors=vectors, folder=other, replace=True).removed == 5
    for words in (SECRET, "Brambleson", "teapot", "wexmoor"):
        assert traces(indexed.config.data, words) == []


def test_what_was_added_and_removed_is_gone_too(indexed):
    indexed.write(CORPUS)
    added = indexed.config.data / "added" / "secret.txt"
    added.parent.mkdir(parents=True)
    added.write_text(SECRET)
    indexed.sync()
    added.unlink()
    indexed.sync()
    assert traces(indexed.config.data, "Brambleson") == []


def test_what_a_reader_has_open_does_not_keep_it(indexed):
    indexed.write(CORPUS | {"secret.txt": SECRET})
    indexed.sync()
    library = indexed.library()
    library.load()
    (indexed.folder / "secret.txt").unlink()
    indexed.sync()
    with library.open() as (generation, _):
        assert generation.lexical("teapots", 3) == []
    assert traces(indexed.config.data, "Brambleson") == []


def test_moved_files_are_not_embedded_again(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.embedder.embedded.clear()
    (indexed.folder / "old").mkdir()
    for name in ("karn.md", "bridge.txt"):
        (indexed.folder / name).rename(indexed.folder / "old" / name)
    report = indexed.sync()
    assert (report.added, report.removed, report.embedded, report.waiting) == (2, 2, 0, 0)
    assert indexed.embedder.embedded == []
    generation = indexed.generation()
    query = generation.encode_query("Who directs the observatory?")
    with indexed.catalog() as catalog:
        assert catalog.passages([generation.dense(query.vector, 1)[0][0]])[0].article == "old/karn.md"


def test_a_moved_folder_is_not_embedded_again(indexed, tmp_path):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.embedder.embedded.clear()
    indexed.folder.rename(tmp_path / "elsewhere")
    assert indexed.sync(folder=tmp_path / "elsewhere", replace=True).unchanged == 4
    assert indexed.embedder.embedded == []


def full(*_args: object) -> str:
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_one_line_and_the_old_generation_still_answers(indexed, monkeypatch, capsys):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.write({"kites.txt": "Kites fly over the dunes."})
    monkeypatch.setattr(caches, "build", full)
    monkeypatch.setattr("index.__main__._embedder", lambda _config: indexed.embedder)
    assert main(["sync", str(indexed.folder), "--data", str(indexed.config.data)]) == 2
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert line == (
        f"footnote: {indexed.config.data} could not be written (No space left on device); "
        "free some room and sync again (nothing is lost)"
    )
    assert set(indexed.status()) == set(CORPUS)
    generation = indexed.generation()
    assert generation.number == 1
    assert generation.dense(generation.encode_query("steel cables").vector, 3)
    monkeypatch.undo()
    indexed.embedder.embedded.clear()
    assert indexed.sync().added == 1
    assert indexed.embedder.embedded == []  # that had been done before the disk was full


def test_a_database_that_cannot_grow_is_one_line_and_loses_nothing(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    indexed.write({f"{n}.txt": f"Kite number {n} flies. " * 400 for n in range(20)})
    real = sync_module.Staging.__init__

    def small(self, *args, **more):
        real(self, *args, **more)
        pages = self.database.execute("PRAGMA page_count").fetchone()[0]
        self.database.execute(f"PRAGMA max_page_count = {pages + 5}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync_module.Staging, "__init__", small)
        with pytest.raises(BadInputError, match="full"):
            indexed.sync()
    assert set(indexed.status()) == set(CORPUS)
    assert indexed.generation().lexical("steel cables", 3)
    assert indexed.sync().added == 20


def test_an_index_that_can_only_be_read_is_read(indexed, capsys):
    indexed.write(CORPUS)
    indexed.sync()
    data = indexed.config.data
    for path in [data, *data.rglob("*")]:
        path.chmod(stat.S_IRUSR | stat.S_IXUSR if path.is_dir() else stat.S_IRUSR)
    try:
        if os.geteuid() == 0:
            assert not (data / "catalog.sqlite-wal").exists()  # root may write everywhere: see that nothing was needed
        generation = indexed.generation()
        assert generation.lexical("steel cables", 3)
        assert generation.dense(generation.encode_query("steel cables").vector, 3)
        assert main(["status", "--data", str(data)]) == 0
        assert "4 of 4 articles indexed" in capsys.readouterr().out
    finally:
        for path in [data, *data.rglob("*")]:
            path.chmod(0o700)


def test_links_that_go_in_circles_stop_nothing(indexed):
    indexed.write(CORPUS)
    (indexed.folder / "copies" / "up").symlink_to(indexed.folder, target_is_directory=True)
    (indexed.folder / "self.txt").symlink_to(indexed.folder / "self.txt")
    report = indexed.sync()
    assert (report.added, report.unread) == (4, 2)
    status, reason = indexed.status()["copies/up"]
    assert status == "skipped"
    assert reason == "a link to a folder: links are not followed, move the folder here or sync it by itself"
    status, reason = indexed.status()["self.txt"]
    assert status == "failed"
    assert reason is not None
    assert "symbolic links" in reason


def test_a_deleted_data_folder_is_simply_made_again(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    shutil.rmtree(indexed.config.data)
    assert indexed.sync().added == 4
