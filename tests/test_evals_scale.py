"""Indexes of a given size, made for measuring: real ones as far as the product can tell."""

import pytest
from conftest import CORPUS

from evals.bench import scale
from index.doctor import diagnose
from index.errors import BadInputError


def test_a_made_index_is_sound_goes_on_where_it_was_cut_off_and_is_made_once(indexed, tmp_path, monkeypatch):
    indexed.write(CORPUS | {"long.txt": " ".join(f"The bridge number {n} has {n * 3} steel cables." for n in range(12))})
    indexed.sync()
    made = tmp_path / "made"
    monkeypatch.setattr(scale, "_AT_ONCE", 2)
    real = scale.caches.build

    def stop(*_arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(scale.caches, "build", stop)
    with pytest.raises(KeyboardInterrupt):
        scale.make(indexed.config.data, made, 50)
    monkeypatch.setattr(scale.caches, "build", real)
    assert set(scale.make(indexed.config.data, made, 50)) == {"articles", "words", "vectors", "seal"}
    assert diagnose(made).faults == ()
    assert scale.make(indexed.config.data, made, 50) == {}
    library = indexed.library()
    library.config = type(indexed.config)(made, indexed.config.models)
    with library.open() as (generation, catalog):
        assert catalog.counts() == (5, 50)
        assert len(generation.lexical("steel cables", 99)) > 1
        assert generation.dense(indexed.embedder.encode_query("steel cables").vector, 3)[0][1] > 0


def test_an_index_without_vectors_cannot_be_the_source(indexed, tmp_path):
    indexed.write(CORPUS)
    indexed.sync(vectors=False)
    with pytest.raises(BadInputError, match="holds no vectors; sync a folder of articles into it first"):
        scale.make(indexed.config.data, tmp_path / "made", 10)
