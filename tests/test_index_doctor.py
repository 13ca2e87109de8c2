"""What is wrong with a data folder is found, said and mended, without losing what can be kept."""

import contextlib
import json
import shutil
import sqlite3

import pytest
from conftest import CORPUS, Indexed

from index import __main__ as command
from index.doctor import diagnose


@pytest.fixture
def sound(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> Indexed:
    """The small corpus, indexed; the command line uses its embedder, which notes what it embeds from now on."""
    indexed.write(CORPUS)
    indexed.sync()
    monkeypatch.setattr(command, "_embedder", lambda _config: indexed.embedder)
    indexed.embedder.embedded.clear()
    return indexed


@pytest.fixture
def doctor(sound, capsys):
    """Run the command; return (exit status, lines)."""

    def run(*words):
        capsys.readouterr()
        status = command.main(["doctor", *words, "--data", str(sound.config.data)])
        return status, capsys.readouterr().out.splitlines()

    return run


def change(indexed, *statements):
    with contextlib.closing(sqlite3.connect(indexed.config.data / "catalog.sqlite")) as database, database:
        database.execute("PRAGMA foreign_keys = ON")
        for statement in statements:
            database.execute(statement)


def files(indexed):
    return sorted(str(path.relative_to(indexed.config.data)) for path in indexed.config.data.rglob("*"))


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def largest(folder):
    return max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def check_mended(sound, doctor, *, embeds):
    """Mend, and see that all is as if nothing had happened."""
    status, lines = doctor("--fix")
    assert status == 0
    assert lines[-1] == "the index is sound"
    assert any(line.startswith("mended: ") for line in lines)
    assert bool(sound.embedder.embedded) == embeds
    assert doctor() == (0, ["the index is sound"])
    with sound.catalog() as catalog:
        assert {article.id: catalog.text(article.id) for article in catalog.articles()} == CORPUS
    generation = sound.generation()
    assert generation.why_keywords_only() is None
    assert generation.lexical("steel cables", 3)
    assert generation.dense(generation.encode_query("steel cables").vector, 3)[0][1] > 0


def test_a_sound_index_is_said_to_be_sound_and_left_alone(sound, doctor):
    before = files(sound)
    assert doctor() == (0, ["the index is sound"])
    assert doctor("--fix") == (0, ["the index is sound"])
    assert files(sound) == before
    assert sound.embedder.embedded == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE article_rows SET text = replace(text, '2,870', '2,871') WHERE id = 'karn.md'",
            "the stored text of karn.md is not the one that was read",
        ),
        (
            "UPDATE passages SET end = end + 9999 WHERE article = (SELECT key FROM articles WHERE id = 'karn.md')",
            "the passages of karn.md do not lie in its text",
        ),
        (
            "DELETE FROM sentences WHERE passage IN"
            " (SELECT p.id FROM passages p JOIN articles a ON a.key = p.article WHERE a.id = 'karn.md')",
            "the passages of karn.md do not lie in its text",
        ),
        (
            "UPDATE article_rows SET copies_of = 'nowhere.txt' WHERE id = 'karn.md'",
            "karn.md is marked as a copy of an article that is not there",
        ),
        ("DELETE FROM files WHERE id = 'karn.md'", "karn.md comes from a file that is not known"),
    ],
)
def test_a_damaged_article_is_read_again(sound, doctor, statement, said):
    change(sound, statement)
    status, lines = doctor()
    assert status == 1
    assert f"fault: {said}" in lines
    assert lines[-1] == f"mend it with: python -m index doctor --fix --data {sound.config.data}"
    status, lines = doctor("--fix")
    assert (status, lines[-1]) == (0, "the index is sound")
    with sound.catalog() as catalog:
        assert {article.id: catalog.text(article.id) for article in catalog.articles()} == CORPUS
    assert doctor() == (0, ["the index is sound"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passages SET vector = zeroblob(length(vector)) WHERE id = 1",
        "UPDATE sentence_vectors SET vectors = zeroblob(length(vectors)) WHERE passage = 1",
        "UPDATE sentence_vectors SET tokens = substr(tokens, 1, 20) WHERE passage = 1",
        "UPDATE sentence_vectors SET sizes = substr(sizes, 3) WHERE passage = 1",
        "DELETE FROM sentence_vectors WHERE passage = 1",
    ],
)
def test_damaged_vectors_are_made_anew(sound, doctor, statement):
    change(sound, statement)
    status, lines = doctor()
    assert status == 1
    assert "fault: the stored vectors of 1 passages are damaged" in lines
    check_mended(sound, doctor, embeds=True)
    with sound.catalog() as catalog:
        first = [sentence.span.of(catalog.text(catalog.passages([1])[0].article)) for sentence, _ in catalog.sentences([1])]
    assert set(sound.embedder.embedded) - {"steel cables"} == set(first)  # and no other passage


@pytest.mark.parametrize("cache", ["chroma", "bm25"])
@pytest.mark.parametrize("damage", ["deleted", "flipped", "emptied", "added to"])
def test_damaged_caches_are_made_anew_and_nothing_is_embedded(sound, doctor, cache, damage):
    folder = sound.config.data / cache / "1"
    if damage == "deleted":
        shutil.rmtree(folder.parent)
    elif damage == "flipped":
        flip(largest(folder))
    elif damage == "emptied":
        largest(folder).write_bytes(b"")
    else:
        (folder / "stray.bin").write_bytes(b"stray")
    status, lines = doctor()
    assert status == 1
    assert all(line.startswith(f"fault: {cache}/1/") for line in lines[:-1])
    status, lines = doctor("--fix")
    assert (status, lines[-1]) == (0, "the index is sound")
    assert "mended: the caches were made anew from the catalog; nothing was embedded again" in lines
    assert sound.embedder.embedded == []
    assert doctor() == (0, ["the index is sound"])


def test_a_cache_whose_files_are_whole_but_say_something_else_is_found(sound, doctor):
    other = Indexed(sound.folder.parent / "other")
    other.write({f"{n}.txt": f"Another article, number {n}." for n in range(6)})
    other.sync()
    for cache in ("chroma", "bm25"):
        shutil.rmtree(sound.config.data / cache)
        shutil.copytree(other.config.data / cache, sound.config.data / cache)
    with other.catalog() as catalog:
        seal = catalog.meta("seal")
    change(sound, f"UPDATE meta SET value = '{seal}' WHERE key = 'seal'")
    status, lines = doctor()
    assert status == 1
    assert lines[:2] == [f"fault: {cache} does not hold the passages of the catalog" for cache in ("bm25", "chroma")]
    check_mended(sound, doctor, embeds=False)


def test_leftovers_are_deleted(sound, doctor):
    for name in ("chroma/7/old.bin", "bm25/old"):
        (sound.config.data / name).parent.mkdir(exist_ok=True)
        (sound.config.data / name).write_bytes(b"left over")
    status, lines = doctor()
    assert status == 1
    assert lines[:2] == ["fault: chroma/7 belongs to no generation", "fault: bm25/old belongs to no generation"]
    check_mended(sound, doctor, embeds=False)
    assert not (sound.config.data / "chroma" / "7").exists()


@pytest.fixture(params=["no database", "pages overwritten"])
def unusable(request, sound):
    """The sound index, with a catalog that is one no more."""
    path = sound.config.data / "catalog.sqlite"
    whole = path.read_bytes()
    path.write_bytes(b"no database" * 99 if request.param == "no database" else whole[:4096].ljust(len(whole), b"Z"))
    return sound


def test_a_catalog_that_cannot_be_used_is_set_aside_and_the_next_step_named(unusable, doctor, capsys):
    status, lines = doctor()
    assert status == 1
    assert lines[0].startswith("fault: catalog.sqlite is damaged: ")
    assert command.main(["doctor", "--fix", "--data", str(unusable.config.data)]) == 2  # it said which folder that was
    assert "which folder was indexed is not known any more; run: python -m index sync FOLDER" in capsys.readouterr().err
    assert any(name.startswith("damaged-") for name in files(unusable))
    assert command.main(["sync", str(unusable.folder), "--data", str(unusable.config.data)]) == 0
    assert doctor() == (0, ["the index is sound"])
    with unusable.catalog() as catalog:
        assert {article.id: catalog.text(article.id) for article in catalog.articles()} == CORPUS


def test_what_was_added_by_hand_is_indexed_again_and_the_folder_asked_for(unusable, doctor):
    added = unusable.config.data / "added"
    added.mkdir()
    (added / "kites.txt").write_text("Kites fly over the dunes.")
    status, lines = doctor("--fix")
    assert status == 0
    assert any("if a folder was indexed too, run: python -m index sync FOLDER" in line for line in lines)
    assert set(unusable.status()) == {"added/kites.txt"}


def test_what_is_no_fault_is_a_note(sound, doctor):
    sound.write({"late.txt": "Kites fly over the dunes."})
    (sound.folder / "gone.txt").symlink_to("nowhere")
    sound.sync(vectors=False)
    status, lines = doctor()
    assert status == 0
    assert lines == [
        "note: 1 passages wait for their vectors; the next sync makes them",
        f"note: 1 files could not be read (reasons: python -m index status --data {sound.config.data})",
        "the index is sound",
    ]


def test_an_examination_that_dies_is_itself_a_fault(sound, monkeypatch):
    monkeypatch.setattr("index.doctor.sys.executable", "/bin/false")
    (fault,) = diagnose(sound.config.data).faults
    assert (fault.kind, fault.message) == (
        "cache",
        "looking into the caches ended the process that did it (exit status 1)",
    )


def test_without_an_index_the_command_that_makes_one_is_named(tmp_path, capsys):
    assert command.main(["doctor", "--data", str(tmp_path / "none")]) == 2
    assert "make one with: python -m index sync FOLDER" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_an_index_of_another_version_is_not_called_damaged(sound, capsys):
    change(sound, "PRAGMA user_version = 99")
    assert command.main(["doctor", "--fix", "--data", str(sound.config.data)]) == 2
    assert "has format 99" in capsys.readouterr().err


def test_status_shows_what_was_taken_out(indexed, capsys):
    menu = "Home\nNews\nSport\nWeather\nContact us\n\n"
    indexed.write({"a.txt": CORPUS["bridge.txt"] + "\nAdvertisement\n\nSubscribe to our newsletter\n", "b.txt": menu + "x"})
    indexed.sync(vectors=False)
    assert command.main(["status", "--removed", "--data", str(indexed.config.data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("a.txt:") and line.endswith(": Subscribe to our newsletter") for line in lines), lines
    assert command.main(["status", "--removed", "--json", "--data", str(indexed.config.data)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == len(lines)
    with indexed.catalog() as catalog:
        for row in rows:
            assert list(row) == ["article", "at", "kind", "text"]
            assert 0 <= row["at"] <= len(catalog.text(row["article"]))
            assert row["text"] not in catalog.text(row["article"])
