"""Turns an index of today's format into one of an older format, to see that it is brought up to date."""

import contextlib
import sqlite3
from pathlib import Path

from index.catalog import Catalog


def to_format_4(data: Path) -> None:
    """Keep the vectors with each sentence, as format 4 did."""
    with Catalog(data) as catalog:
        spans = catalog.spans(passage.id for passage in catalog.passages())
        apart = [pair for one in catalog.sentence_vectors(dict.fromkeys(s.passage for s in spans)) for pair in one.apart()]
        copies = [row[0] for row in catalog.database.execute("SELECT id FROM passages WHERE repeated = 1")]
        spans += catalog.spans(copies)
        apart += [pair for one in catalog.sentence_vectors(copies) for pair in one.apart()]
    with contextlib.closing(sqlite3.connect(data / "catalog.sqlite")) as database, database:
        database.executescript(
            "DROP TABLE sentence_vectors; DELETE FROM sentences; ALTER TABLE sentences ADD COLUMN vector BLOB;"
            "ALTER TABLE sentences ADD COLUMN tokens BLOB; PRAGMA user_version = 4;"
        )
        rows = [(s.passage, s.span.start, s.span.end, *pair) for s, pair in zip(spans, apart, strict=True)]
        database.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?, ?)", rows)
