"""The truth about articles, in SQLite: stored text, status, passages, sentences and their vectors."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import late
from index.embed import Encoding, Vectors
from index.errors import BadInputError, IndexBusyError, IndexMissingError
from index.types import Article, Chunk, Document, Passage, Sentence, Span, Status

SCHEMA_VERSION = 2
FILE_NAME = "catalog.sqlite"

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, file_hash TEXT NOT NULL,
    status TEXT NOT NULL, reason TEXT, title TEXT, publisher TEXT, date TEXT, text TEXT, text_hash TEXT
);
CREATE INDEX articles_by_text ON articles (text_hash);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB
);
CREATE INDEX passages_by_article ON passages (article);
CREATE TABLE sentences (
    passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB, tokens BLOB
);
CREATE INDEX sentences_by_passage ON sentences (passage);
"""

_MIGRATIONS = {
    # Token vectors came with format 2; forgetting the embedder makes the next sync embed everything again.
    1: "ALTER TABLE sentences ADD COLUMN tokens BLOB; DELETE FROM meta WHERE key = 'embedder';",
}
"""What turns each older format into the next one."""

# The first of several articles with the same text is the original; the others are its copies.
_ARTICLES = """
SELECT a.id, a.status, a.reason, a.title, a.publisher, a.date,
       (SELECT min(b.id) FROM articles b WHERE b.text_hash = a.text_hash AND b.id < a.id) AS copies_of,
       (SELECT count(*) FROM passages p WHERE p.article = a.id) AS passages, a.text_hash
FROM articles a
"""


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file looked like when it was last read: enough to know whether to read it again."""

    size: int
    mtime_ns: int
    file_hash: str
    status: Status


class Catalog:
    """One connection to the catalog of a data folder. Not shared between threads; open one for each.

    ``Catalog(data)`` opens an index that exists, for reading; ``Catalog(data, create=True)`` opens it for writing.
    """

    def __init__(self, data: Path, *, create: bool = False) -> None:
        self.path = data / FILE_NAME
        if not create and not self.path.is_file():
            raise IndexMissingError(f"there is no index in {data}; make one with: python -m index sync FOLDER --data {data}")
        try:
            if create:
                data.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            self._db.execute("PRAGMA foreign_keys = ON")
            if create:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._migrate()
            self._check_version()
        except (sqlite3.DatabaseError, OSError) as error:
            raise _as_ours(error, self.path) from error

    def snapshot(self) -> None:
        """Read one state of the index from now on, whatever is written meanwhile, until the catalog is closed."""
        self._db.execute("BEGIN")
        self._db.execute("SELECT count(*) FROM meta").fetchone()  # the state is fixed by the first read

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise _as_ours(error, self.path) from error

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def _migrate(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
        for older in range(max(version, 1), SCHEMA_VERSION) if version else ():
            self._db.executescript(f"BEGIN; {_MIGRATIONS[older]} PRAGMA user_version = {older + 1}; COMMIT;")

    def _check_version(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version < SCHEMA_VERSION:
            raise IndexMissingError(
                f"{self.path} was made by an older version of Footnote; bring it up to date with: "
                f"python -m index sync FOLDER --data {self.path.parent}"
            )
        if version > SCHEMA_VERSION:
            raise IndexMissingError(
                f"{self.path} has format {version} and this version of Footnote reads format {SCHEMA_VERSION}; "
                "name another folder with --data, or delete this one and sync again"
            )

    @contextmanager
    def write(self) -> Iterator[None]:
        """Run the block in one transaction: all of it is kept, or nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise _as_ours(error, self.path) from error

    # What the index is made of and how often it has changed

    def meta(self, key: str) -> str | None:
        """Return a value of the index as a whole (``generation``, ``source``, ``fingerprint``), None if never set."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Set a value of the index as a whole."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """How many syncs have changed the index; 0 before the first."""
        return int(self.meta("generation") or 0)

    def counts(self) -> tuple[int, int]:
        """Return (indexed articles, passages)."""
        articles = self._db.execute("SELECT count(*) FROM articles WHERE status = 'indexed'").fetchone()[0]
        return articles, self._db.execute("SELECT count(*) FROM passages").fetchone()[0]

    # Articles

    def articles(self) -> list[Article]:
        """Return every article with its status, ordered by id."""
        return [Article(*row) for row in self._db.execute(_ARTICLES + " ORDER BY a.id")]

    def article(self, article: str) -> Article | None:
        """Return one article, None when the index does not hold it."""
        row = self._db.execute(_ARTICLES + " WHERE a.id = ?", (article,)).fetchone()
        return Article(*row) if row else None

    def text(self, article: str) -> str:
        """Return the stored text that spans count in. Raises `BadInputError` when there is none."""
        row = self._db.execute("SELECT text, status, reason FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None:
            raise BadInputError(f"there is no article {article!r} in the index; list them with: python -m index status")
        if row[0] is None:
            raise BadInputError(f"article {article!r} has no stored text, it was {row[1]}: {row[2]}")
        return str(row[0])

    def copies(self, article: str) -> list[str]:
        """Return the ids of the other articles with exactly the same text."""
        query = "SELECT b.id FROM articles a JOIN articles b USING (text_hash) WHERE a.id = ? AND b.id != a.id ORDER BY b.id"
        return [row[0] for row in self._db.execute(query, (article,))]

    def file_states(self) -> dict[str, FileState]:
        """Return what each known file looked like when it was last read, by article id."""
        rows = self._db.execute("SELECT id, size, mtime_ns, file_hash, status FROM articles")
        return {row[0]: FileState(*row[1:]) for row in rows}

    def touch(self, article: str, state: FileState) -> None:
        """Record that a file was rewritten with the same bytes."""
        self._db.execute("UPDATE articles SET size = ?, mtime_ns = ? WHERE id = ?", (state.size, state.mtime_ns, article))

    def put(self, article: str, state: FileState, document: Document, chunks: Sequence[Chunk]) -> None:
        """Replace an article by what was read now; its passages get new ids and wait for their vectors."""
        self.remove(article)
        text_hash = hashlib.sha256(document.text.encode()).hexdigest()
        self._db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (article, state.size, state.mtime_ns, state.file_hash, "indexed", document.note,
             document.title, document.publisher, document.date, document.text, text_hash),
        )  # fmt: skip
        for chunk in chunks:
            passage = self._db.execute(
                "INSERT INTO passages (article, start, end) VALUES (?, ?, ?)",
                (article, chunk.span.start, chunk.span.end),
            ).lastrowid
            self._db.executemany(
                "INSERT INTO sentences (passage, start, end) VALUES (?, ?, ?)",
                [(passage, sentence.start, sentence.end) for sentence in chunk.sentences],
            )

    def put_unread(self, article: str, state: FileState, reason: str) -> None:
        """Record a file that could not be indexed, with the reason; nothing of it can be retrieved."""
        self.remove(article)
        self._db.execute(
            "INSERT INTO articles (id, size, mtime_ns, file_hash, status, reason) VALUES (?, ?, ?, ?, ?, ?)",
            (article, state.size, state.mtime_ns, state.file_hash, state.status, reason),
        )

    def remove(self, article: str) -> None:
        """Forget an article with everything of it."""
        self._db.execute("DELETE FROM articles WHERE id = ?", (article,))

    # Passages, sentences and vectors

    def passages(self, ids: Iterable[int] | None = None) -> list[Passage]:
        """Return all passages in order, or those of ``ids`` that still exist. Copies of an article are left out."""
        original = "NOT EXISTS (SELECT 1 FROM articles b WHERE b.text_hash = a.text_hash AND b.id < a.id)"
        query = "SELECT p.id, p.article, p.start, p.end FROM passages p JOIN articles a ON a.id = p.article "
        query += f"WHERE {original}"
        rows = self._chosen(query + " AND p.id IN ", ids) if ids is not None else self._db.execute(query + " ORDER BY p.id")
        return [Passage(row[0], row[1], Span(row[2], row[3])) for row in rows]

    def passages_of(self, article: str) -> list[Passage]:
        """Return the passages of one article, in reading order."""
        rows = self._db.execute("SELECT id, start, end FROM passages WHERE article = ? ORDER BY start", (article,))
        return [Passage(row[0], article, Span(row[1], row[2])) for row in rows]

    def passage_texts(self) -> Iterator[tuple[int, str, str]]:
        """Yield (passage id, title or "", text) of every passage that retrieval may return, in order of id."""
        last, text, title = None, "", ""
        for passage in self.passages():
            if passage.article != last:
                last, text = passage.article, self.text(passage.article)
                found = self.article(passage.article)
                title = (found.title if found else None) or ""
            yield passage.id, title, passage.span.of(text)

    def sentences(self, passages: Iterable[int]) -> list[tuple[Sentence, bytes | None]]:
        """Return the sentences of some passages with their stored vectors, in reading order."""
        rows = self._chosen("SELECT passage, start, end, vector FROM sentences WHERE passage IN ", passages)
        return [(Sentence(row[0], Span(row[1], row[2])), row[3]) for row in sorted(rows, key=lambda row: row[:2])]

    def tokens(self, passages: Iterable[int]) -> list[bytes | None]:
        """Return the packed token vectors (`index.late`) of the sentences of some passages, ordered as `sentences`."""
        rows = self._chosen("SELECT passage, start, tokens FROM sentences WHERE passage IN ", passages)
        return [row[2] for row in sorted(rows, key=lambda row: row[:2])]

    def _chosen(self, query: str, ids: Iterable[int]) -> list[tuple]:  # type: ignore[type-arg]
        wanted = list(ids)
        return self._db.execute(query + f"({','.join('?' * len(wanted))})", wanted).fetchall()

    def without_vectors(self, limit: int) -> list[Passage]:
        """Return up to ``limit`` passages that wait for their vectors."""
        query = "SELECT id, article, start, end FROM passages WHERE vector IS NULL ORDER BY id LIMIT ?"
        return [Passage(row[0], row[1], Span(row[2], row[3])) for row in self._db.execute(query, (limit,))]

    def count_without_vectors(self) -> int:
        """Return how many passages wait for their vectors."""
        return int(self._db.execute("SELECT count(*) FROM passages WHERE vector IS NULL").fetchone()[0])

    def put_vectors(self, passage: int, vector: Vectors, sentences: Sequence[tuple[Sentence, Encoding]]) -> None:
        """Store the vector of a passage, shape (dimensions,), and what the embedder made of its sentences."""
        self._db.execute("UPDATE passages SET vector = ? WHERE id = ?", (pack(vector), passage))
        self._db.executemany(
            "UPDATE sentences SET vector = ?, tokens = ? WHERE passage = ? AND start = ?",
            [(pack(own.vector), late.pack(own.tokens), passage, sentence.span.start) for sentence, own in sentences],
        )

    def drop_vectors(self) -> None:
        """Forget all vectors (another embedder is to make them anew)."""
        self._db.execute("UPDATE passages SET vector = NULL")
        self._db.execute("UPDATE sentences SET vector = NULL, tokens = NULL")

    def vector_ids(self) -> set[int]:
        """Return the ids of the passages that have a vector."""
        return {row[0] for row in self._db.execute("SELECT id FROM passages WHERE vector IS NOT NULL")}

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the stored vectors of some passages, shape (len(ids), dimensions), in the order of ``ids``."""
        rows = dict(self._chosen("SELECT id, vector FROM passages WHERE id IN ", ids))
        return np.stack([unpack(rows[i]) for i in ids])


def pack(vector: Vectors) -> bytes:
    """Vector -> bytes; half precision keeps every top-10 list of unit vectors and halves the file."""
    return vector.astype(np.float16).tobytes()


def unpack(blob: bytes) -> Vectors:
    """Bytes of `pack` -> vector, shape (dimensions,)."""
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32)


def _as_ours(error: Exception, path: Path) -> Exception:
    words = str(error)
    if "locked" in words or "busy" in words:
        return IndexBusyError(f"{path} is being written by another process; try again when it has finished")
    if "readonly" in words or isinstance(error, PermissionError):
        return BadInputError(f"{path} cannot be written; make its folder writable or name another with --data")
    if "full" in words:
        return BadInputError(
            f"the disk is full, {path} could not be written; free some room and sync again (nothing is lost)"
        )
    return BadInputError(
        f"{path} cannot be used as an index ({words}); name another folder with --data, or delete it and sync again"
    )
