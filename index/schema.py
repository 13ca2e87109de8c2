"""The tables of the catalog, and what turns an older data folder into one of this format."""

import sqlite3
import struct

SCHEMA_VERSION = 5

_SENTENCE_VECTORS = """
CREATE TABLE sentence_vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE,
    sizes BLOB NOT NULL, vectors BLOB NOT NULL, tokens BLOB NOT NULL
);
"""
# Those of all sentences of a passage, in reading order: a question reads some dozen passages whole, and one large row is
# read faster than many small ones, and wastes less of the file.

_TABLES = f"""
{_SENTENCE_VECTORS}
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (
    id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, hash TEXT NOT NULL,
    failures INTEGER NOT NULL, next_try REAL NOT NULL
);
CREATE TABLE article_rows (
    key INTEGER PRIMARY KEY AUTOINCREMENT, live INTEGER NOT NULL, id TEXT NOT NULL, file TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT, title TEXT, publisher TEXT, author TEXT, date TEXT, language TEXT, address TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    text TEXT, text_hash TEXT, body_start INTEGER, signature BLOB, recipe TEXT NOT NULL, copies_of TEXT
);
CREATE UNIQUE INDEX article_rows_by_id ON article_rows (id, live);
CREATE INDEX article_rows_by_file ON article_rows (file);
CREATE INDEX article_rows_by_text ON article_rows (text_hash);
CREATE INDEX article_rows_by_original ON article_rows (copies_of) WHERE copies_of IS NOT NULL;
CREATE VIEW articles AS SELECT * FROM article_rows WHERE live = 1;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES article_rows (key) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, repeated INTEGER NOT NULL DEFAULT 0,
    vector BLOB, embedder TEXT, checksum INTEGER
);
CREATE INDEX passages_by_article ON passages (article);
CREATE INDEX passages_waiting ON passages (id) WHERE vector IS NULL;
CREATE TABLE sentences (
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL
);
CREATE INDEX sentences_by_passage ON sentences (passage);
CREATE TABLE places (
    article INTEGER NOT NULL REFERENCES article_rows (key) ON DELETE CASCADE, start INTEGER NOT NULL, label TEXT NOT NULL
);
CREATE INDEX places_by_article ON places (article);
CREATE TABLE removed (
    article INTEGER NOT NULL REFERENCES article_rows (key) ON DELETE CASCADE,
    at INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE INDEX removed_by_article ON removed (article);
"""
# `live` is 0 for what a sync has prepared and not yet published: readers look at the view and never see it.

_FROM_OLDER = """
DELETE FROM meta WHERE key NOT IN ('source', 'generation');
DROP TABLE sentences;
DROP TABLE passages;
DROP TABLE articles;
"""
# Formats 1 and 2 knew neither the kinds of file nor the vectors of this one: all of it is read and embedded anew, from
# the folder that is remembered. Files added by hand are files too.

_FROM_3 = """
DROP VIEW articles;
ALTER TABLE article_rows ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
CREATE VIEW articles AS SELECT * FROM article_rows WHERE live = 1;
"""
# Format 3 knew no tags. The next sync reads every file anew, for its recipe is another; vectors of the same text are kept.

_FROM_4 = f"""
{_SENTENCE_VECTORS}
INSERT INTO sentence_vectors
    SELECT passage, joined(start, size(tokens, vector)), joined(start, vector), joined(start, tokens)
    FROM sentences GROUP BY passage HAVING count(vector) = count(*) AND count(tokens) = count(*);
UPDATE passages SET vector = NULL, embedder = NULL, checksum = NULL WHERE id NOT IN (SELECT passage FROM sentence_vectors);
CREATE TABLE spans (
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL
);
INSERT INTO spans SELECT passage, start, end FROM sentences ORDER BY rowid;
DROP TABLE sentences;
ALTER TABLE spans RENAME TO sentences;
CREATE INDEX sentences_by_passage ON sentences (passage);
DELETE FROM meta WHERE key = 'seal';
"""
# Format 4 kept the vectors with each sentence, and other files of words: without a seal these are made anew when opened.


def bring_up_to_date(database: sqlite3.Connection) -> None:
    """Make the tables of a new catalog, or turn those of an older format into today's, in one transaction."""
    version = version_of(database)
    if version in (3, 4):
        database.create_aggregate("joined", 2, _Joined)  # type: ignore[arg-type]
        database.create_function("size", 2, _size, deterministic=True)
        tags = _FROM_3 if version == 3 else ""
        database.executescript(f"BEGIN; {tags} {_FROM_4} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
    elif 0 < version < 3:
        kept = _TABLES.replace("CREATE TABLE meta", "CREATE TABLE IF NOT EXISTS meta")
        database.executescript(f"BEGIN; {_FROM_OLDER} {kept} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
    elif version == 0:
        database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")


class _Joined:
    """Some blobs as one, in the order of a number beside each."""

    def __init__(self) -> None:
        self._parts: list[tuple[int, bytes]] = []

    def step(self, at: int, part: bytes | None) -> None:
        self._parts.append((at, part or b""))

    def finalize(self) -> bytes:
        return b"".join(part for _, part in sorted(self._parts))


def _size(tokens: bytes | None, vector: bytes | None) -> bytes:
    """How many tokens of one bit a dimension, as `index.catalog.SIZE` stores it; the vector has two bytes for each."""
    width = -(-len(vector or b"") // 16) or 1
    return struct.pack("<H", len(tokens or b"") // width)


def version_of(database: sqlite3.Connection) -> int:
    """Return the format of a catalog; 0 for an empty file."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])
