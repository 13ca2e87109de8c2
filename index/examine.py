"""Check every invariant of a data folder and print what is wrong, one JSON object a line.

Run by `index.doctor` in a process of its own: a broken file of a cache can end the process that opens it.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from index import caches
from index.catalog import FILE_NAME, Catalog, checksum
from index.errors import FootnoteError
from index.lexical import BM25
from index.store import VectorStore

Kind = Literal["catalog", "article", "vectors", "cache", "leftover"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be. ``ids``: files to read again (article), or passages to embed (vectors)."""

    kind: Kind
    message: str
    ids: tuple[str, ...] = ()


def examine(data: Path) -> Iterator[Fault]:
    """Yield the faults of a data folder; the caches are looked into only when their files are sound."""
    try:
        with sqlite3.connect(f"file:{data / FILE_NAME}?mode=ro", uri=True) as database:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(10)")]
            said += [f"{row[0]} row {row[1]} points nowhere" for row in database.execute("PRAGMA foreign_key_check")]
        database.close()
        if said != ["ok"]:
            yield Fault("catalog", f"{FILE_NAME} is damaged: {'; '.join(said[:3])}")
            return
        with Catalog(data) as catalog:
            catalog.snapshot()
            yield from _articles(catalog)
            yield from _vectors(catalog)
            yield from _caches(data, catalog)
    except (sqlite3.DatabaseError, FootnoteError) as error:
        yield Fault("catalog", f"{FILE_NAME} is damaged: {error}")


def _articles(catalog: Catalog) -> Iterator[Fault]:
    """Texts against their hashes; passages and sentences inside them; copies that name an article that is there."""
    query = "SELECT key, id, file, text, text_hash, body_start FROM article_rows WHERE text IS NOT NULL"
    for key, article, file, text, text_hash, body_start in catalog.database.execute(query):
        if hashlib.sha256(text.encode()).hexdigest() != text_hash:
            yield Fault("article", f"the stored text of {article} is not the one that was read", (file,))
        elif not _well_cut(catalog, key, len(text), body_start):
            yield Fault("article", f"the passages of {article} do not lie in its text", (file,))
    query = "SELECT id, file FROM articles WHERE copies_of NOT IN (SELECT id FROM articles WHERE copies_of IS NULL)"
    for article, file in catalog.database.execute(query):
        yield Fault("article", f"{article} is marked as a copy of an article that is not there", (file,))
    query = "SELECT id, file FROM article_rows WHERE file NOT IN (SELECT id FROM files)"
    for article, file in catalog.database.execute(query):
        yield Fault("article", f"{article} comes from a file that is not known", (file,))


def _well_cut(catalog: Catalog, key: int, length: int, body_start: int) -> bool:
    query = "SELECT id, start, end FROM passages WHERE article = ? ORDER BY start"
    passages = catalog.database.execute(query, (key,)).fetchall()
    for passage, start, end in passages:
        query = "SELECT start, end FROM sentences WHERE passage = ? ORDER BY start"
        spans = catalog.database.execute(query, (passage,)).fetchall()
        if not spans or (spans[0][0], spans[-1][1]) != (start, end) or not body_start <= start < end <= length:
            return False
        if any(a[1] > b[0] for a, b in pairwise(spans)):
            return False
    return bool(passages) and all(a[2] <= b[1] for a, b in pairwise(passages))


def _vectors(catalog: Catalog) -> Iterator[Fault]:
    query = "SELECT id, vector, checksum FROM passages WHERE vector IS NOT NULL"
    damaged = []
    for passage, vector, expected in catalog.database.execute(query):
        spans = [(sentence.span.start, sentence.span.end) for sentence in catalog.spans([passage])]
        apart = [pair for one in catalog.sentence_vectors([passage]) for pair in one.apart()]
        rows = [(*span, *pair) for span, pair in zip(spans, apart, strict=False)]
        if len(spans) != len(apart) or checksum(vector, rows) != expected:
            damaged.append(str(passage))
    if damaged:
        yield Fault("vectors", f"the stored vectors of {len(damaged)} passages are damaged", tuple(damaged))


def _caches(data: Path, catalog: Catalog) -> Iterator[Fault]:
    generation, seal = catalog.generation, catalog.meta("seal")
    yield from (
        Fault("leftover", f"{entry.relative_to(data)} belongs to no generation") for entry in caches.others(data, generation)
    )
    broken = [line for cache in (caches.CHROMA, caches.WORDS) for line in caches.damage(data, generation, seal, cache)]
    yield from (Fault("cache", line) for line in broken if generation)
    if broken or not generation:
        return
    _, ids = BM25.load(caches.folder(data, caches.WORDS, generation))
    if list(ids) != [passage.id for passage in catalog.passages()]:
        yield Fault("cache", "bm25 does not hold the passages of the catalog")
    yield from _store(data, catalog)


def _store(data: Path, catalog: Catalog) -> Iterator[Fault]:
    store = VectorStore(caches.folder(data, caches.CHROMA, catalog.generation))
    try:
        want = sorted(catalog.vector_ids())
        if store.ids() != set(want):
            yield Fault("cache", "chroma does not hold the passages of the catalog")
            return
        for start in range(0, len(want), 500):
            held = store.vectors(ids := want[start : start + 500])
            if not np.allclose(np.stack([held[i] for i in ids]), catalog.vectors(ids), atol=1e-3):
                yield Fault("cache", "chroma holds other vectors than the catalog")
                return
        if want and not store.query(catalog.vectors(want[:1])[0], 1):
            yield Fault("cache", "chroma finds nothing")
    finally:
        store.close()


def main() -> int:
    """Print the faults of the data folder that is named on the command line."""
    for fault in examine(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(asdict(fault)) + "\n")
    sys.stdout.write(json.dumps("done") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
