"""How does the index behave as it grows? `python -m evals.bench.scale --from INDEX --data FOLDER --passages N`.

Makes an index of N passages (once; a run that was cut off goes on) and measures it. Its articles are made of the
sentences of a real index, drawn at random within an article, with the real token vectors and the real sentence vectors
turned by some noise, so that passages lie in the clusters of real ones without being copies. Rare words get endings, so
that the vocabulary keeps growing. It is published by the same code as a sync's result. What is made so says nothing of
quality.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import caches
from index.catalog import SIZE, Catalog, checksum, pack
from index.command import run_command
from index.config import IndexConfig, from_environment
from index.embed import Embedder, QueryEncoding, Vectors, find_embedder
from index.errors import BadInputError
from index.library import Library
from index.staging import FileState, Staging
from rag.retrieve import retrieve

_SEED = 7
_AT_ONCE = 200
"""Articles written in one transaction."""
_PASSAGES, _SENTENCES = 10, 5
"""Passages of an article and sentences of a passage."""
_NOISE = 0.5
"""Length of what is added to a unit vector in a random direction."""
_RARE = 2
"""Sentences of the source up to which a word of theirs gets an ending."""
_ENDINGS = 1.6
"""Exponent of the Zipf law by which endings are drawn: some are frequent, new ones keep coming."""
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
_WARM_UP = 30
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Source:
    """The sentences of one article of the real index.

    ``parts``: each as pieces of text, every second one a rare word. ``vectors``: shape (sentences, dimensions).
    ``tokens``: packed token vectors. ``sizes``: how many tokens each has.
    """

    parts: list[list[str]]
    vectors: Vectors
    tokens: list[bytes]
    sizes: npt.NDArray[np.int64]


def make(source: Path, data: Path, passages: int) -> dict[str, float]:
    """Make the index of so many passages in ``data`` from that in ``source``; return seconds by step, {} if it is there."""
    with Catalog(source) as catalog:
        sources, embedder = _sources(catalog), catalog.meta("embedder")
    start = time.monotonic()
    with Staging(data, embedder) as staging:
        if staging.generation:
            return {}
        articles = -(-passages // _PASSAGES)
        done = staging.database.execute("SELECT count(*) FROM article_rows").fetchone()[0]
        for first in range(done, articles, _AT_ONCE):
            with staging.write():
                for vectors, number in _draw(sources, range(first, min(first + _AT_ONCE, articles))):
                    _write(staging, number, vectors)
            _say("articles", first, articles)
        rows = time.monotonic()
        marks: list[float] = []

        def progress(what: str, done: int, total: int) -> None:
            marks.append(time.monotonic())
            _say(what, done, total)

        with staging.write():
            staging.set_meta("seal", caches.build(data, 1, staging, progress))
            staging.set_meta("embedder", embedder or "")
            staging.set_meta("generation", "1")
        staging.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ends = {"articles": rows, "words": marks[0], "vectors": marks[-1], "seal": time.monotonic()}
    seconds = zip(ends, np.diff([start, *ends.values()]), strict=True)
    return {step: round(float(took), 1) for step, took in seconds}


def _sources(catalog: Catalog) -> list[_Source]:
    said = Counter(word for _, _, text in catalog.passage_texts() for word in set(_WORD.findall(text)))
    found = []
    for article in catalog.articles():
        passages = [passage.id for passage in catalog.passages_of(article.id)]
        apart = [pair for one in catalog.sentence_vectors(passages) for pair in one.apart()]
        if len(apart) < _SENTENCES:
            continue
        text = catalog.text(article.id)
        parts = [_parts(sentence.span.of(text), said) for sentence in catalog.spans(passages)]
        vectors = np.stack([np.frombuffer(vector, np.float16).astype(np.float32) for vector, _ in apart])
        width = -(-vectors.shape[1] // 8)
        found.append(_Source(parts, vectors, [t for _, t in apart], np.array([len(t) // width for _, t in apart])))
    if not found:
        raise BadInputError(f"{catalog.path} holds no vectors; sync a folder of articles into it first")
    return found


def _parts(text: str, said: Counter[str]) -> list[str]:
    rare = "|".join(sorted({word for word in _WORD.findall(text) if said[word] <= _RARE and not word.isdigit()}))
    return re.split(rf"\b({rare})\b", text) if rare else [text]


@dataclass(frozen=True, slots=True)
class _Made:
    """A made article: its text, the spans of its sentences, five for each passage, and their vectors."""

    text: str
    spans: list[tuple[int, int]]
    vectors: Vectors
    tokens: list[bytes]
    sizes: npt.NDArray[np.int64]


def _draw(sources: Sequence[_Source], numbers: range) -> list[tuple[_Made, int]]:
    """Make some articles; the same ones whenever it is run."""
    found = []
    for number in numbers:
        chance = np.random.default_rng([_SEED, number])
        source = sources[int(chance.integers(len(sources)))]
        chosen = chance.integers(len(source.parts), size=_PASSAGES * _SENTENCES)
        noise = chance.standard_normal((len(chosen), source.vectors.shape[1]), dtype=np.float32)
        noise *= _NOISE / np.sqrt(noise.shape[1])
        vectors = source.vectors[chosen] + noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        sentences = [_worded(source.parts[i], chance) for i in chosen]
        text, spans = f"Report {number}\n\n", []
        for i, sentence in enumerate(sentences):
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence + ("\n\n" if i % _SENTENCES == _SENTENCES - 1 else " ")
        found.append((_Made(text, spans, vectors, [source.tokens[i] for i in chosen], source.sizes[chosen]), number))
    return found


def _worded(parts: Sequence[str], chance: np.random.Generator) -> str:
    """A sentence with an ending after each rare word; the most frequent ending is none."""
    endings = iter(chance.zipf(_ENDINGS, size=len(parts) // 2).tolist())
    return "".join(part + _ending(next(endings) - 1) if i % 2 else part for i, part in enumerate(parts))


def _ending(number: int) -> str:
    found, number = "", min(number, 10**9)
    while number:
        number, at = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[at]
    return found


def _write(staging: Staging, number: int, made: _Made) -> None:
    file, database = f"{number:07}.txt", staging.database
    staging.put_file(file, FileState(len(made.text), 0, ""))
    key = database.execute(
        "INSERT INTO article_rows (live, id, file, status, title, text, text_hash, body_start, recipe)"
        " VALUES (1, ?, ?, 'indexed', ?, ?, ?, ?, '')",
        (file, file, f"Report {number}", made.text, hashlib.sha256(made.text.encode()).hexdigest(), made.spans[0][0]),
    ).lastrowid
    for start in range(0, len(made.spans), _SENTENCES):
        own = slice(start, start + _SENTENCES)
        spans, vectors, tokens = made.spans[own], [pack(vector) for vector in made.vectors[own]], made.tokens[own]
        pooled = made.vectors[own].T @ np.maximum(made.sizes[own], 1).astype(np.float32)
        packed = pack(pooled / np.linalg.norm(pooled))
        rows = [(*span, *pair) for span, pair in zip(spans, zip(vectors, tokens, strict=True), strict=True)]
        passage = database.execute(
            "INSERT INTO passages (article, start, end, vector, embedder, checksum) VALUES (?, ?, ?, ?, ?, ?)",
            (key, spans[0][0], spans[-1][1], packed, staging.embedder, checksum(packed, rows)),
        ).lastrowid
        database.executemany("INSERT INTO sentences VALUES (?, ?, ?)", [(passage, *span) for span in spans])
        database.execute(
            "INSERT INTO sentence_vectors VALUES (?, ?, ?, ?)",
            (passage, made.sizes[own].astype(SIZE).tobytes(), b"".join(vectors), b"".join(tokens)),
        )


class _Known(Embedder):
    """The embedder, with the queries encoded beforehand: what is timed is the search alone."""

    def __init__(self, embedder: Embedder, queries: Sequence[str]) -> None:
        super().__init__(embedder.folder)
        self._known = {query: embedder.encode_query(query) for query in queries}

    def load(self) -> None:
        """Do nothing: no model is needed."""

    def encode_query(self, query: str) -> QueryEncoding:
        """Return what was encoded before."""
        return self._known[query]


def measure(config: IndexConfig, queries: int = 300) -> dict[str, object]:
    """Measure the index in ``config.data``: opening (s), retrieval with and without encoding (ms), memory (MB), disk (MB).

    Each query is asked once before it is timed where "warm" is said; "cold" is the first time.
    """
    embedder = find_embedder(config)
    if embedder is None:
        raise BadInputError("the embedder is not on disk; fetch it once with: python -m rag fetch")
    with Catalog(config.data) as catalog:
        words = _queries(catalog, queries + _WARM_UP)
        passages = catalog.counts()[1]
    library, known = Library(config), _Known(embedder, words)
    before, start = _memory(), time.perf_counter()
    library.embedder = known
    library.load()
    opening = time.perf_counter() - start
    opened = _memory()
    _times(library, words[:_WARM_UP])
    first, again = _times(library, words[_WARM_UP:]), _times(library, words[_WARM_UP:])
    searched = _memory()
    library.embedder = embedder
    library.load()
    whole = _times(library, words[_WARM_UP:])
    library.close()
    return {
        "passages": passages,
        "opening s": round(opening, 2),
        "retrieve ms": {
            "without encoding, cold": _percentiles(first),
            "without encoding, warm": _percentiles(again),
            "with encoding, warm": _percentiles(whole),
        },
        "memory MB": {name: [opened[name] - before[name], searched[name] - before[name]] for name in before},
        "disk MB": _disk(config.data),
    }


def _queries(catalog: Catalog, count: int) -> list[str]:
    """Questions in the words of sentences of the index, drawn at random; the same ones whenever it is run."""
    chance = random.Random(_SEED)
    last = catalog.database.execute("SELECT max(id) FROM passages").fetchone()[0]
    drawn = {p.id: p.article for p in catalog.passages(sorted(chance.sample(range(1, last + 1), min(3 * count, last))))}
    found = []
    for sentence in catalog.spans(drawn):
        if chance.random() < 1 / _SENTENCES:
            words = sentence.span.of(catalog.text(drawn[sentence.passage])).split()[1:9]
            found.append(f"What is said of {' '.join(words)}?")
    return chance.sample(found, min(count, len(found)))


def _times(library: Library, queries: Sequence[str]) -> list[float]:
    found = []
    for query in queries:
        start = time.perf_counter()
        with library.open() as (generation, catalog):
            retrieve(query, generation, catalog)
        found.append((time.perf_counter() - start) * 1000)
    return found


def _percentiles(times: Sequence[float]) -> dict[str, float]:
    cut = np.percentile(times, [50, 95, 99])
    return {"n": len(times)} | {name: round(float(v), 1) for name, v in zip(("p50", "p95", "p99"), cut, strict=True)}


def _memory() -> dict[str, int]:
    """Memory of this process in MB: its own, and mapped files; Linux tells them apart, elsewhere the peak stands for all."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
    told = dict(line.split(":", 1) for line in lines)
    return {name: int(told[field].split()[0]) // 1024 for name, field in (("own", "RssAnon"), ("mapped", "RssFile"))}


def _disk(data: Path) -> dict[str, float]:
    """Return the size of every file by name, those of Chroma's graph without its folder."""
    files = [path for path in data.rglob("*") if path.is_file() and path.stat().st_size > 100_000]
    return {path.name: round(path.stat().st_size / 1e6, 1) for path in sorted(files)}


def _say(what: str, done: int, total: int) -> None:
    if done % 1000 == 0:
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what} {done}/{total}\n")


def _run(arguments: argparse.Namespace) -> int:
    config = from_environment(os.environ, arguments.data)
    built = make(arguments.source, config.data, arguments.passages)
    found = {"built s": built} | measure(config, arguments.queries)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Make an index and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.scale", description="Measure an index of a given size.")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="a data folder with a real index")
    parser.add_argument("--data", required=True, help="a data folder for the one that is made")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    arguments = parser.parse_args(list(sys.argv[1:] if argv is None else argv))
    return run_command(lambda: _run(arguments), "stopped")


if __name__ == "__main__":
    sys.exit(main())
