"""MinHash signatures of texts, and which of many texts are alike enough to be read side by side. Pure."""

from collections.abc import Iterator, Sequence
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from index.wording import words

VERSION = "1"
"""Raise it when the same text would get another signature: stored ones must then be made anew."""

SHINGLE = 5
"""Words. Runs of five are rarely shared by chance, and enough of them survive when every tenth word is changed."""
PERMUTATIONS = 128
"""Values of a signature. A teaser of 50 words shares one with its article of 2,000 words 19 times out of 20."""
LEAST_WORDS = 20
"""A shorter text gets no signature: notices of a line or two are alike by nature, only the very same text is a copy."""
CROWD = 8
"""Texts. When more of them share a value it may be a stock phrase; then only those pair up that share the next value."""
DEPTH = 16
"""Values in a row: a crowd that shares so many is nearly one text, and each is paired with its neighbour only."""
LEAST_SHARED = 0.2
"""Share of the shorter text's shingles which the signatures must promise."""

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Signatures = npt.NDArray[np.uint32]


@cache
def _empty() -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")


def signature(text: str) -> bytes:
    """Return the MinHash of a body's word shingles: 128 little-endian 32-bit values; b"" when it is too short to compare."""
    found = words(text)
    if len(found) < LEAST_WORDS:
        return b""
    hashes = np.array([crc32(word.encode()) for word in found], dtype=np.uint64)
    shingles = np.zeros(len(found) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + hashes[place : len(shingles) + place]
    sketch = _empty().copy()
    sketch.update_batch((shingles >> np.uint64(32)).tolist())
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def alike(signatures: Sequence[bytes], lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs of positions whose texts may be the same article, the most alike first.

    Two texts of which one is contained in the other share few values when one is much longer: a single shared value makes
    a pair, and what ``lengths`` (of the texts, in any one unit) let expect decides whether it is kept.
    """
    if len(signatures) < 2:
        return []
    matrix = np.frombuffer(b"".join(signatures), dtype="<u4").reshape(len(signatures), PERMUTATIONS)
    sizes = np.array(lengths, dtype=np.float64)
    found = [
        pairs[_shared(matrix, sizes, pairs) >= LEAST_SHARED]
        for column in range(PERMUTATIONS)
        for pairs in _sharing(matrix, column)
    ]
    unique = np.unique(np.concatenate([np.empty((0, 2), dtype=np.int64), *found]), axis=0)
    best_first = np.argsort(-_shared(matrix, sizes, unique), kind="stable")
    return [(int(left), int(right)) for left, right in unique[best_first]]


def _sharing(matrix: Signatures, column: int) -> Iterator[Numbers]:
    """Pairs of rows with one value in a column; crowds are told apart by the columns after it."""
    rows = np.arange(len(matrix))
    crowd = np.zeros(len(rows), dtype=np.uint64)
    for depth in range(DEPTH):
        key = (crowd << np.uint64(32)) | matrix[rows, (column + depth) % PERMUTATIONS]
        order = np.argsort(key, kind="stable")
        rows, key = rows[order], key[order]
        starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
        sizes = np.diff(np.append(starts, len(key)))
        crowd = np.repeat(np.arange(len(starts), dtype=np.uint64), sizes)
        crowded = np.repeat(sizes > CROWD, sizes)
        yield from _neighbours(rows[~crowded], crowd[~crowded], CROWD)
        rows, crowd = rows[crowded], crowd[crowded]
        if not len(rows):
            return
    yield from _neighbours(rows, crowd, 2)


def _neighbours(rows: Numbers, crowd: npt.NDArray[np.uint64], reach: int) -> Iterator[Numbers]:
    """Pairs inside each crowd that stand fewer than ``reach`` places apart."""
    for distance in range(1, min(reach, len(rows))):
        together = crowd[distance:] == crowd[:-distance]
        if not together.any():
            return
        yield np.sort(np.stack([rows[:-distance][together], rows[distance:][together]], axis=1), axis=1)


def _shared(matrix: Signatures, sizes: Floats, pairs: Numbers) -> Floats:
    """Which share of the shorter text the signatures promise to be in the longer one, from their Jaccard similarity."""
    equal: Floats = np.concatenate([np.zeros(0), *(_equal(matrix, part) for part in _slices(pairs))])
    left, right = sizes[pairs[:, 0]], sizes[pairs[:, 1]]
    return equal * (left + right) / ((1 + equal) * np.minimum(left, right))


def _equal(matrix: Signatures, pairs: Numbers) -> Floats:
    same = matrix[pairs[:, 0]] == matrix[pairs[:, 1]]
    return np.asarray(same.mean(axis=1), dtype=np.float64)


def _slices(pairs: Numbers, size: int = 100_000) -> list[Numbers]:
    return [pairs[start : start + size] for start in range(0, len(pairs), size)]
