"""What a reader sees: the newest generation, mended caches, keywords alone when there is no embedder."""

import shutil
import threading

import pytest
from conftest import BRIDGE, CORPUS
from filelock import FileLock

from index.errors import IndexMissingError
from index.library import Library


def nearest(library: Library, query: str) -> list[int]:
    encoded = library.encode_query(query)
    assert encoded is not None
    return [passage for passage, _ in library.dense(encoded.vector, 3)]


def test_both_searches_find_the_passage(corpus):
    library = corpus.library()
    by_words = [passage for passage, _ in library.lexical("steel cables of the bridge", 3)]
    assert nearest(library, "steel cables of the bridge")[0] == by_words[0]
    with corpus.catalog() as catalog:
        assert catalog.passages(by_words[:1])[0].article == "bridge.txt"


def test_a_deleted_vector_folder_is_mended_on_the_next_start(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    before = nearest(indexed.library(), "steel cables")
    shutil.rmtree(indexed.config.data / "chroma")
    assert nearest(indexed.library(), "steel cables") == before


def test_a_damaged_vector_file_is_mended_on_the_next_start(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    library = indexed.library()
    before = nearest(library, "steel cables")
    library.store.close()
    (indexed.config.data / "chroma" / "chroma.sqlite3").write_bytes(b"no database any more" * 300)
    assert nearest(indexed.library(), "steel cables") == before


def test_a_running_reader_sees_what_a_sync_has_added(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    library = indexed.library()
    assert library.lexical("kites", 3) == []
    assert library.generation == 1
    indexed.write({"b.txt": "Kites fly over the dunes."})
    indexed.sync()
    found = [passage for passage, _ in library.lexical("kites", 3)]
    assert found
    assert nearest(library, "kites over dunes")[0] == found[0]
    assert library.generation == 2


def test_a_reader_works_while_another_process_holds_the_writers_place(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    shutil.rmtree(indexed.config.data / "chroma")
    with FileLock(indexed.config.data / "writer.lock"):
        library = indexed.library()
        assert nearest(library, "steel cables") == []  # not mended yet: the keywords still find it
        assert library.lexical("steel cables", 3)


def test_without_an_embedder_keywords_alone_are_searched(corpus):
    library = Library(corpus.config)
    assert library.embedder is None
    assert library.encode_query("steel cables") is None
    assert library.lexical("steel cables", 3)
    library.load()


def test_titles_are_searched_too(corpus):
    found = corpus.library(vectors=False).lexical("lends seeds", 1)
    with corpus.catalog() as catalog:
        assert catalog.passages([found[0][0]])[0].article == "orrin.txt"


def test_threads_share_one_library(corpus):
    library, failures = corpus.library(), []

    def ask() -> None:
        try:
            for _ in range(5):
                assert nearest(library, "steel cables")
                assert library.lexical("observatory", 3)
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
        indexed.library().lexical("anything", 3)
