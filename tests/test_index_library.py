"""What a reader sees: the newest generation, mended caches, keywords alone when there is no embedder."""

import random
import shutil
import threading
from itertools import pairwise

import pytest
from conftest import BRIDGE, CORPUS
from filelock import FileLock

from index.errors import IndexMissingError
from index.library import Library


def nearest(library: Library, query: str) -> list[int]:
    with library.open() as (generation, _):
        encoded = generation.encode_query(query)
        return [passage for passage, _ in generation.dense(encoded.vector, 3)] if encoded else []


def by_words(library: Library, query: str) -> list[int]:
    with library.open() as (generation, _):
        return [passage for passage, _ in generation.lexical(query, 3)]


def test_both_searches_find_the_passage(corpus):
    library = corpus.library()
    found = by_words(library, "steel cables of the bridge")
    assert nearest(library, "steel cables of the bridge")[0] == found[0]
    with corpus.catalog() as catalog:
        assert catalog.passages(found[:1])[0].article == "bridge.txt"


@pytest.mark.parametrize("cache", ["chroma", "bm25"])
@pytest.mark.parametrize("damage", ["deleted", "truncated", "flipped", "added", "emptied"])
def test_a_damaged_cache_is_mended_without_embedding_again(indexed, cache, damage):
    indexed.write(CORPUS)
    indexed.sync()
    query = "steel cables of the bridge"
    before = (nearest(indexed.library(), query), by_words(indexed.library(), query))
    indexed.embedder.embedded.clear()
    folder = indexed.config.data / cache / "1"
    largest = max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    if damage == "deleted":
        shutil.rmtree(folder)
    elif damage == "truncated":
        largest.write_bytes(largest.read_bytes()[:-7])
    elif damage == "flipped":
        content = bytearray(largest.read_bytes())
        content[len(content) // 2] ^= 1
        largest.write_bytes(content)
    elif damage == "added":
        (folder / "stray.bin").write_bytes(b"stray")
    else:
        largest.write_bytes(b"")
    library = indexed.library()
    assert (nearest(library, query), by_words(library, query)) == before
    assert indexed.generation().why_keywords_only() is None
    assert set(indexed.embedder.embedded) == {query}


@pytest.mark.parametrize("articles", [4, 1100], ids=["few", "more than Chroma holds in its database alone"])
def test_searching_leaves_the_files_of_the_generation_alone(indexed, articles):
    indexed.write({f"{n}.txt": f"Article {n} tells of the steel cables of bridge {n * 7}." for n in range(articles)})
    indexed.sync()
    folder = indexed.config.data / "chroma" / "1"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    for _ in range(2):
        assert nearest(indexed.library(), "steel cables")
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()} == before


def test_a_running_reader_sees_what_a_sync_has_added(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    library = indexed.library()
    assert by_words(library, "kites") == []
    indexed.write({"b.txt": "Kites fly over the dunes."})
    indexed.sync()
    found = by_words(library, "kites")
    assert found
    assert nearest(library, "kites over dunes")[0] == found[0]


def test_a_question_sees_one_generation_though_another_is_published_meanwhile(indexed):
    indexed.write({"a.txt": BRIDGE, "b.txt": "Kites fly over the dunes."})
    indexed.sync()
    with indexed.library().open() as (generation, catalog):
        (indexed.folder / "b.txt").unlink()
        indexed.write({"c.txt": "Kites were banned from the dunes."})
        indexed.sync()
        found = catalog.passages([passage for passage, _ in generation.lexical("kites", 3)])
        assert [passage.article for passage in found] == ["b.txt"]
        encoded = generation.encode_query("kites over dunes")
        near = catalog.passages([passage for passage, _ in generation.dense(encoded.vector, 3)])
        assert {passage.article for passage in near} == {"a.txt", "b.txt"}
        assert catalog.text("b.txt") == "Kites fly over the dunes."


def test_while_another_process_writes_damaged_vectors_wait_and_keywords_find(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    shutil.rmtree(indexed.config.data / "chroma")
    library = indexed.library()
    with FileLock(indexed.config.data / "writer.lock"):
        assert nearest(library, "steel cables") == []
        assert by_words(library, "steel cables")
        with library.open() as (generation, _):
            assert "due to be mended (another process is writing" in (generation.why_keywords_only() or "")
    assert nearest(library, "steel cables")  # the writer has gone: mended at the next question


def test_without_an_embedder_keywords_alone_are_searched(corpus):
    library = Library(corpus.config)
    assert library.embedder is None
    assert nearest(library, "steel cables") == []
    assert by_words(library, "steel cables")
    library.load()


def test_titles_are_searched_too(corpus):
    found = by_words(corpus.library(vectors=False), "lends seeds")
    with corpus.catalog() as catalog:
        assert catalog.passages(found[:1])[0].article == "orrin.txt"


def test_threads_share_one_library(corpus):
    library, failures = corpus.library(), []

    def ask() -> None:
        try:
            for _ in range(5):
                assert nearest(library, "steel cables")
                assert by_words(library, "observatory")
        except BaseException as error:  # noqa: BLE001  carried over to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_folder_without_an_index_names_the_command_that_makes_one(indexed):
    with pytest.raises(IndexMissingError, match="python -m index sync FOLDER"):
        by_words(indexed.library(), "anything")


def test_every_process_finds_the_same_neighbours(indexed):
    words = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ana", "ebo", "iru", "olo", "ume")]
    rng = random.Random(1)
    indexed.write({f"{n}.txt": f"{' '.join(rng.sample(words, 12)).capitalize()}." for n in range(600)})
    indexed.sync()
    found = []
    for _ in range(3):
        library = indexed.library()
        with library.open() as (generation, _catalog):
            encoded = [generation.encode_query(f"{a} {b}") for a, b in pairwise(words)]
            found.append([generation.dense(one.vector, 50) for one in encoded if one])
        library.close()
    assert found[0] == found[1] == found[2]


def test_a_library_sees_an_index_that_took_the_place_of_another(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    library = indexed.library()
    assert by_words(library, "steel cables")
    shutil.rmtree(indexed.config.data)
    indexed.write({"a.txt": "Kites fly over the dunes."})
    indexed.sync()
    with library.open() as (_, catalog):
        assert catalog.text("a.txt") == "Kites fly over the dunes."


def test_what_one_question_was_limited_to_does_not_limit_the_next(corpus):
    library = corpus.library()
    with library.open() as (_, catalog):
        catalog.limit_to(["karn.md"])
        assert {article.id for article in catalog.articles()} == {"karn.md"}
    with library.open() as (_, catalog):
        assert {article.id for article in catalog.articles()} == set(CORPUS)


def test_no_connection_stays_open_while_the_log_holds_anything(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    library = indexed.library()
    with library.open():
        indexed.write({"b.txt": "Kites fly over the dunes."})
        indexed.sync()
    log = indexed.config.data / "catalog.sqlite-wal"
    assert not log.exists() or log.stat().st_size == 0
    assert by_words(library, "kites")
