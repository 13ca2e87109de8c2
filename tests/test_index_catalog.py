"""What the catalog tells: texts, copies, transactions."""

import hashlib

import numpy as np
import pytest
from conftest import BRIDGE, CORPUS
from older_formats import to_format_4

from index.catalog import Catalog, pack, unpack
from index.doctor import diagnose
from index.errors import BadInputError, IndexMissingError
from index.prepare import Prepared
from index.split import split
from index.staging import Staging
from index.types import Document, Span


def test_exact_copies_name_their_original_and_are_searched_once(corpus):
    with corpus.catalog() as catalog:
        rows = {article.id: article for article in catalog.articles()}
        assert rows["copies/bridge-again.txt"].copies_of == "bridge.txt"
        assert rows["copies/bridge-again.txt"].status == "indexed"
        assert rows["bridge.txt"].copies_of is None
        assert catalog.copies("bridge.txt") == ["copies/bridge-again.txt"]
        assert catalog.copies("copies/bridge-again.txt") == ["bridge.txt"]
        assert catalog.copies("karn.md") == []
        assert "copies/bridge-again.txt" not in {passage.article for passage in catalog.passages()}
        assert rows["copies/bridge-again.txt"].passages == rows["bridge.txt"].passages > 0


def test_the_copy_stands_in_when_the_original_is_deleted(indexed):
    indexed.write({"a.txt": BRIDGE, "b.txt": BRIDGE})
    indexed.sync()
    (indexed.folder / "a.txt").unlink()
    indexed.sync()
    with indexed.catalog() as catalog:
        assert {passage.article for passage in catalog.passages()} == {"b.txt"}
    assert indexed.generation().lexical("steel cables", 3)


def test_header_fields_and_hash_are_those_of_the_stored_text(corpus):
    with corpus.catalog() as catalog:
        article = catalog.article("karn.md")
        assert article is not None
        assert (article.title, article.publisher, article.date) == (
            "An observatory for Mount Karn",
            "Sky Letter",
            "2019-07",
        )
        assert article.text_hash == hashlib.sha256(catalog.text("karn.md").encode()).hexdigest()
        assert catalog.article("nowhere.txt") is None


def test_spans_of_passages_and_sentences_lie_in_the_stored_text(corpus):
    with corpus.catalog() as catalog:
        for passage in catalog.passages():
            text = catalog.text(passage.article)
            assert passage.span.of(text).strip() == passage.span.of(text)
            sentences = [sentence.span for sentence, _ in catalog.sentences([passage.id])]
            assert sentences[0].start == passage.span.start
            assert sentences[-1].end == passage.span.end
            assert sentences == sorted(sentences, key=lambda span: span.start)
        assert all(catalog.text(name) == text for name, text in CORPUS.items())


def test_an_article_that_is_not_there_or_was_not_read_says_why(indexed):
    indexed.write({"a.txt": BRIDGE, "empty.txt": ""})
    indexed.sync()
    with indexed.catalog() as catalog:
        with pytest.raises(BadInputError, match=r"there is no article 'b\.txt' in the index; list them"):
            catalog.text("b.txt")
        with pytest.raises(BadInputError, match=r"'empty\.txt' has no stored text, it was skipped: empty"):
            catalog.text("empty.txt")


def test_a_write_that_fails_half_way_leaves_nothing_behind(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    with Staging(indexed.config.data) as catalog:

        def half() -> None:
            with catalog.write():
                catalog.stage("b.txt", "b.txt", Prepared("", Document(BRIDGE, 0), None, tuple(split(BRIDGE))))
                raise RuntimeError("cut off")

        with pytest.raises(RuntimeError, match="cut off"):
            half()
        assert not catalog.has_staged()
    assert set(indexed.status()) == {"a.txt"}


def test_what_is_prepared_is_out_of_sight_until_it_is_published(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    with Staging(indexed.config.data) as writer, indexed.catalog() as reader:
        with writer.write():
            writer.stage("b.txt", "b.txt", Prepared("", Document("Kites.", 0), None, tuple(split("Kites."))))
        assert [article.id for article in reader.articles()] == ["a.txt"]
        assert reader.counts()[0] == 1
        writer.publish(["a.txt"], lambda generation: f'{{"of": {generation}}}')
        assert [article.id for article in reader.articles()] == ["b.txt"]
        assert (reader.generation, reader.meta("seal")) == (2, '{"of": 2}')


def test_a_generation_whose_caches_cannot_be_made_is_not_published(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()

    def full(_generation: int) -> str:
        raise OSError(28, "No space left on device")

    with Staging(indexed.config.data) as writer:
        with pytest.raises(OSError, match="No space left"):
            writer.publish(["a.txt"], full)
        assert [article.id for article in writer.articles()] == ["a.txt"]
        assert writer.generation == 1


def test_passage_ids_are_never_used_twice(indexed):
    indexed.write({"a.txt": BRIDGE})
    indexed.sync()
    with indexed.catalog() as catalog:
        before = catalog.vector_ids()
    indexed.write({"a.txt": BRIDGE + "More."})
    indexed.sync()
    with indexed.catalog() as catalog:
        assert not before & catalog.vector_ids()


def test_many_ids_at_once_can_be_asked_for(corpus):
    with corpus.catalog() as catalog:
        assert len(catalog.passages(range(5_000))) == len(catalog.passages())
        assert catalog.passages([]) == []
        assert catalog.sentences([]) == []


def test_the_generation_counts_syncs_that_changed_something(corpus, tmp_path):
    with corpus.catalog() as catalog:
        assert catalog.generation == 1
    with pytest.raises(IndexMissingError, match="there is no index in"):
        Catalog(tmp_path)


def test_an_index_that_kept_vectors_with_each_sentence_keeps_them_all(indexed):
    indexed.write(CORPUS)
    indexed.sync()

    def state():
        with indexed.catalog() as catalog:
            passages = [row[0] for row in catalog.database.execute("SELECT id FROM passages ORDER BY id")]
            return catalog.sentence_vectors(passages), catalog.sentences(passages), catalog.meta("source")

    before = state()
    to_format_4(indexed.config.data)
    indexed.embedder.embedded.clear()
    assert indexed.sync().embedded == 0
    assert state() == before
    assert indexed.generation().dense(indexed.embedder.encode_query("steel cables").vector, 3)
    assert set(indexed.embedder.embedded) == {"steel cables"}
    assert diagnose(indexed.config.data).faults == ()


def test_a_vector_keeps_its_direction_when_stored():
    vector = np.array([0.6, -0.8, 0.0], dtype=np.float32)
    assert np.allclose(unpack(pack(vector)), vector, atol=1e-3)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_without_characters_cannot_be_made(start, end):
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_span_gives_its_words():
    assert Span(1, 3).of("abcd") == "bc"
