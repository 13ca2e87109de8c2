"""Late interaction: stored signs of token vectors against the tokens of a query."""

import numpy as np
import pytest

from index import late


def unit(*rows: tuple[float, ...]) -> late.Vectors:
    found = np.array(rows, dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def met(query: late.Vectors, *stored: bytes) -> late.Vectors:
    width = -(-query.shape[1] // 8)
    return late.met(query, b"".join(stored), np.array([len(own) // width for own in stored], dtype=np.int64))


def test_the_nearest_token_of_each_text_counts():
    query = unit((1, 1, 1, 1), (1, 1, -1, -1))
    same, opposite = late.pack(unit((2, 1, 3, 1))), late.pack(unit((-1, -2, -1, -1)))
    both = late.pack(unit((-1, -2, -1, -1), (3, 1, -2, -1), (2, 1, 3, 1)))
    found = met(query, same, opposite, both)
    assert found == pytest.approx(np.array([[1, 0], [0, 0], [1, 1]]), abs=1e-6)


def test_texts_without_tokens_meet_nothing_and_keep_their_place():
    query = unit((1, 1, 1))
    stored = [b"", late.pack(unit((1, 1, 1))), b""]
    assert met(query, *stored) == pytest.approx(np.array([[0], [1], [0]]), abs=1e-6)
    assert met(query).shape == (0, 1)
    assert met(np.empty((0, 3), dtype=np.float32), *stored).shape == (3, 0)


def test_signs_keep_the_order_of_real_neighbours():
    rng = np.random.default_rng(3)
    tokens = rng.normal(size=(200, 384)).astype(np.float32)
    tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
    near = tokens[:20] + 0.5 * rng.normal(size=(20, 384)).astype(np.float32) / np.sqrt(384)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    by_signs = met(near.astype(np.float32), *[late.pack(token[None]) for token in tokens])
    assert by_signs.argmax(axis=0).tolist() == list(range(20))
