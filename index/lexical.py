"""BM25 over passages (title and text): made from the catalog, kept in files of the generation, mapped when it is opened.

A posting (which text holds a term, and what that adds to its score) takes 8 bytes. The numbers are those of bm25s.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

Scores = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]

_K1, _B = 1.5, 0.75
_AT_ONCE = 10_000
"""Texts whose terms are counted together when an index is made."""
_WORD = re.compile(r"\b\w\w+\b")
_STOP = frozenset(STOPWORDS_EN)
_IDS, _TERMS, _STARTS, _TEXTS, _ADDED = "passages.npy", "terms.json", "starts.npy", "texts.npy", "scores.npy"


@cache
def _stemmer() -> Any:  # noqa: ANN401  PyStemmer has no types
    return Stemmer.Stemmer("english")


def terms(texts: Sequence[str]) -> list[list[str]]:
    """Return the stemmed terms of each text, without English stop words."""
    stem = _stemmer().stemWords
    return [stem([word for word in _WORD.findall(text.lower()) if word not in _STOP]) for text in texts]


class BM25:
    """Okapi BM25 (Lucene's variant, k1 = 1.5, b = 0.75) over some texts, addressed by their position."""

    def __init__(self, texts: Iterable[str]) -> None:
        counter = _Counter()
        counted = [counter.count(batch) for batch in _batches(texts)]
        self._terms = counter.terms
        self._size = sum(len(lengths) for *_, lengths in counted)
        having = sum((np.bincount(t, minlength=len(self._terms)) for t, *_ in counted), np.zeros(len(self._terms), np.int64))
        self._starts = np.concatenate([[0], np.cumsum(having)]).astype(np.int64)
        self._texts, self._added = np.empty(self._starts[-1], np.int32), np.empty(self._starts[-1], np.float32)
        average = np.float64(sum(int(lengths.sum()) for *_, lengths in counted)) / max(self._size, 1)
        weights = np.array([_rarity(int(n), self._size) for n in having], dtype=np.float32)
        free, first = self._starts[:-1].copy(), 0
        for term, text, times, lengths in counted:
            at = free[term] + np.arange(len(term)) - np.searchsorted(term, term)  # `term` is sorted, and each run by text
            room = _K1 * ((1 - _B) + _B * lengths[text] / average)
            self._texts[at], self._added[at] = text + first, weights[term] * (times / (room + times))
            free += np.bincount(term, minlength=len(free))
            first += len(lengths)

    def save(self, folder: Path, ids: Sequence[int]) -> None:
        """Write the index into a new folder, with an id for each text."""
        folder.mkdir(parents=True)
        (folder / _TERMS).write_text(json.dumps(list(self._terms), ensure_ascii=False), encoding="utf-8")
        for name, array in ((_STARTS, self._starts), (_TEXTS, self._texts), (_ADDED, self._added)):
            np.save(folder / name, array)
        np.save(folder / _IDS, np.asarray(ids, dtype=np.int64))

    @classmethod
    def load(cls, folder: Path) -> tuple["BM25", Sequence[int]]:
        """Return what `save` wrote: the index and the ids. The files are mapped: their parts are read when needed."""
        ids = _mapped(folder / _IDS)
        loaded = cls(())
        loaded._size = len(ids)
        known = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
        loaded._terms = dict(zip(known, range(len(known)), strict=True))
        loaded._starts, loaded._texts, loaded._added = (_mapped(folder / name) for name in (_STARTS, _TEXTS, _ADDED))
        return loaded, memoryview(ids.data)  # as Python's integers

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a stemmed term, as BM25 defines it; highest for unknown terms."""
        return _rarity(self._postings(term)[0].size, self._size)

    def _postings(self, term: str) -> tuple[Integers, Scores]:
        """The positions of the texts that hold a stemmed term, in order, and what it adds to their scores."""
        at = self._terms.get(term)
        where = slice(0, 0) if at is None else slice(self._starts[at], self._starts[at + 1])
        return self._texts[where], self._added[where]

    def holding(self, term: str) -> npt.NDArray[np.int64]:
        """Return the positions of the texts that hold a stemmed term."""
        return self._postings(term)[0].astype(np.int64)

    def scores(self, query: str) -> Scores:
        """Return the score of every text, shape (texts,); all 0 when no term of the query occurs."""
        found = np.zeros(self._size, dtype=np.float32)
        for term in terms([query])[0]:
            texts, added = self._postings(term)
            found[texts] += added  # a term has one posting a text
        return found

    def top(self, query: str, limit: int, among: npt.NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """Return up to ``limit`` (position, score > 0), best first, ties by position.

        ``among``: for every text whether it counts, shape (texts,); None when all do.
        """
        scores = self.scores(query) if among is None else self.scores(query) * among
        found = np.flatnonzero(scores > 0)
        if 0 < limit < len(found):  # without sorting them all
            found = found[scores[found] >= np.partition(scores[found], -limit)[-limit]]
        best = found[np.argsort(-scores[found], kind="stable")][:limit]
        return [(int(i), float(scores[i])) for i in best]


def score_few(query: str, texts: Sequence[str]) -> Scores:
    """Return what ``BM25(texts).scores(query)`` does: for some dozen texts that are searched once."""
    asked = terms([query])[0]
    words = [[word for word in _WORD.findall(text.lower()) if word not in _STOP] for text in texts]
    first = {term[0] for term in asked}  # a stem begins as its words do: only these need to be stemmed
    likely = list({word for own in words for word in own if word[0] in first})
    stems = {word: term for word, term in zip(likely, _stemmer().stemWords(likely), strict=True) if term in asked}
    corpus = [[stems[word] for word in own if word in stems] for own in words]
    lengths = np.array([len(own) for own in words], dtype=np.int64)
    room = _K1 * ((1 - _B) + _B * lengths / max(lengths.sum() / max(len(words), 1), 1e-9))
    times = np.array([[own.count(term) for term in asked] for own in corpus], dtype=np.int64).reshape(len(words), len(asked))
    having = np.count_nonzero(times, axis=0).tolist()
    weights = np.array([_rarity(n, len(words)) for n in having], dtype=np.float32)
    added = (weights * (times / (room[:, None] + times))).astype(np.float32)
    return np.asarray(sum(added.T, np.zeros(len(words), dtype=np.float32)))


class _Counter:
    """Numbers the terms of texts as they come."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self._of_word: dict[str, int] = dict.fromkeys(_STOP, -1)

    def count(self, texts: Sequence[str]) -> tuple[Integers, Integers, Integers, Integers]:
        """Return (terms, texts, how often) of each pair that occurs, ordered by both, and how many terms each text has."""
        words = [_WORD.findall(text.lower()) for text in texts]
        self._learn(words)
        numbers = [np.array([self._of_word[word] for word in own], dtype=np.int64) for own in words]
        numbers = [own[own >= 0] for own in numbers]
        lengths = np.array([len(own) for own in numbers], dtype=np.int32)
        pairs = np.concatenate([np.zeros(0, np.int64), *numbers]) * len(texts) + np.repeat(np.arange(len(texts)), lengths)
        pairs, times = np.unique(pairs, return_counts=True)
        term, text = np.divmod(pairs, max(len(texts), 1))
        return term.astype(np.int32), text.astype(np.int32), times.astype(np.int32), lengths

    def _learn(self, words: Iterable[list[str]]) -> None:
        new = [word for word in dict.fromkeys(word for own in words for word in own) if word not in self._of_word]
        for word, term in zip(new, _stemmer().stemWords(new), strict=True):
            self._of_word[word] = self.terms.setdefault(term, len(self.terms))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    left = iter(texts)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def _rarity(having: int, size: int) -> float:
    return math.log(1 + (size - having + 0.5) / (having + 0.5))


def _mapped(path: Path) -> npt.NDArray[Any]:
    """A saved array; an empty file cannot be mapped, so an array without values is read."""
    try:
        found: npt.NDArray[Any] = np.load(path, mmap_mode="r")
    except ValueError:
        found = np.load(path)
    return found
