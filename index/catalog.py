"""The truth about articles, in SQLite: stored text, status, passages, sentences and their vectors. The reader's side.

A reader sees the newest finished generation; what a running sync prepares is written by `index.staging`.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import numpy as np

from index import admitted
from index.embed import Vectors
from index.errors import BadInputError, IndexBusyError, IndexMissingError, IndexOutdatedError
from index.schema import SCHEMA_VERSION, bring_up_to_date, version_of
from index.types import Article, Passage, Removed, Sentence, Span

FILE_NAME = "catalog.sqlite"
SIZE = np.dtype("<u2")
"""How the number of tokens of a sentence is stored."""

_ARTICLES = """
SELECT a.id, a.status, a.reason, a.title, a.publisher, a.date, a.copies_of,
       (SELECT count(*) FROM passages p WHERE p.article = a.key) AS passages, a.text_hash, a.author, a.language, a.address,
       a.tags
FROM articles a
"""
_PASSAGES = "SELECT p.id, a.id, p.start, p.end FROM passages p JOIN articles a ON a.key = p.article "


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """The vectors of all sentences of a passage, in reading order.

    ``sizes``: how many tokens each sentence has (`SIZE`). ``vectors``: those of the sentences, each by `pack`.
    ``tokens``: those of their tokens, each sentence's by `index.late.pack`.
    """

    passage: int
    sizes: bytes
    vectors: bytes
    tokens: bytes

    def apart(self) -> list[tuple[bytes, bytes]]:
        """Return the packed vector and the packed tokens of each sentence."""
        sizes = np.frombuffer(self.sizes, SIZE).astype(int)
        width, step = len(self.tokens) // (int(sizes.sum()) or 1), len(self.vectors) // (len(sizes) or 1)
        ends = np.cumsum(sizes) * width
        return [
            (self.vectors[i * step : (i + 1) * step], self.tokens[end - size * width : end])
            for i, (size, end) in enumerate(zip(sizes, ends, strict=True))
        ]


class Catalog:
    """One connection to the catalog of a data folder, for one thread at a time.

    ``Catalog(data)`` opens an index that exists, for reading; `index.staging.Staging` opens it for writing.
    """

    def __init__(self, data: Path, *, create: bool = False) -> None:
        self.path = data / FILE_NAME
        if not create and not self.path.is_file():
            raise IndexMissingError(f"there is no index in {data}; make one with: python -m index sync FOLDER --data {data}")
        try:
            if create:
                data.mkdir(parents=True, exist_ok=True)
            self.database = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
            self.database.execute("PRAGMA foreign_keys = ON")
            if create:
                self.database.execute("PRAGMA journal_mode = WAL")
                self.database.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten, not only forgotten
                bring_up_to_date(self.database)
            self._check_version()
            self._file = _identity(self.path)
        except (sqlite3.DatabaseError, OSError) as error:
            raise as_ours(error, self.path) from error

    def snapshot(self) -> None:
        """Read one state of the index from now on, whatever is written meanwhile, until the catalog is closed."""
        self.database.execute("BEGIN")
        self.database.execute("SELECT count(*) FROM meta").fetchone()  # the state is fixed by the first read

    def end_snapshot(self) -> None:
        """Read the newest state from the next `snapshot` on, and all articles again."""
        self.database.execute("ROLLBACK")  # with what `limit_to` has made

    def is_fresh(self) -> bool:
        """Whether this connection reads what a new one would, and may stay open.

        It may not while the log holds anything: that is emptied when the last connection is closed, and what was removed
        from the index must not live on in it.
        """
        log = self.path.with_name(f"{FILE_NAME}-wal")
        return self._file == _identity(self.path) and (not log.exists() or log.stat().st_size == 0)

    def limit_to(self, articles: Iterable[str]) -> None:
        """Show only these articles from now on, until the catalog is closed, as if there were no others.

        Where the original of copies is not among them, the longest of them stands in for it.
        """
        admitted.show_only(self.database, articles)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise as_ours(error, self.path) from error

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    def _check_version(self) -> None:
        version = version_of(self.database)
        if version < SCHEMA_VERSION:
            source = self.meta("source") if version else None
            raise IndexOutdatedError(
                f"{self.path} was made by an older version of Footnote; bring it up to date with: "
                f"python -m index sync {source or 'FOLDER'} --data {self.path.parent}",
                source,
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
            self.database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self.database.in_transaction:  # a full disk has SQLite end it by itself
                    self.database.execute("ROLLBACK")
                raise
            self.database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise as_ours(error, self.path) from error

    # What the index is made of and how often it has changed

    def meta(self, key: str) -> str | None:
        """Return a value of the index as a whole (``generation``, ``source``, ``seal``), None if never set."""
        row = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Set a value of the index as a whole."""
        self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """How many syncs have changed the index; 0 before the first."""
        return int(self.meta("generation") or 0)

    def counts(self) -> tuple[int, int]:
        """Return (indexed articles, passages)."""
        articles = self.database.execute("SELECT count(*) FROM articles WHERE status = 'indexed'").fetchone()[0]
        passages = "SELECT count(*) FROM passages p JOIN articles a ON a.key = p.article"
        return articles, self.database.execute(passages).fetchone()[0]

    # Articles

    def articles(self) -> list[Article]:
        """Return every article with its status, ordered by id."""
        return [_article(row) for row in self.database.execute(_ARTICLES + " ORDER BY a.id")]

    def article(self, article: str) -> Article | None:
        """Return one article, None when the index does not hold it."""
        row = self.database.execute(_ARTICLES + " WHERE a.id = ?", (article,)).fetchone()
        return _article(row) if row else None

    def text(self, article: str) -> str:
        """Return the stored text that spans count in. Raises `BadInputError` when there is none."""
        row = self.database.execute("SELECT text, status, reason FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None:
            raise BadInputError(f"there is no article {article!r} in the index; list them with: python -m index status")
        if row[0] is None:
            raise BadInputError(f"article {article!r} has no stored text, it was {row[1]}: {row[2]}")
        return str(row[0])

    def copies(self, article: str) -> list[str]:
        """Return the ids of the other articles of its group: copies of the same original, and the original."""
        query = """
        SELECT b.id FROM articles a JOIN articles b ON coalesce(b.copies_of, b.id) = coalesce(a.copies_of, a.id)
        WHERE a.id = ? AND b.id != a.id AND b.text IS NOT NULL AND (b.copies_of IS NOT NULL OR b.id = a.copies_of)
        ORDER BY b.id"""
        return [row[0] for row in self.database.execute(query, (article,))]

    def place(self, article: str, at: int) -> str | None:
        """Return where the character ``at`` of an article stands in the original ("page 3", a heading), None if unknown."""
        query = """
        SELECT label FROM places JOIN articles a ON a.key = places.article WHERE a.id = ? AND start <= ?
        ORDER BY start DESC LIMIT 1"""
        row = self.database.execute(query, (article, at)).fetchone()
        return row[0] if row else None

    def removed(self, article: str | None = None) -> list[tuple[str, Removed]]:
        """Return what cleaning took out of each article, or of one, in order."""
        query = """
        SELECT a.id, r.at, r.text, r.kind FROM removed r JOIN articles a ON a.key = r.article
        WHERE ?1 IS NULL OR a.id = ?1 ORDER BY a.id, r.rowid"""
        return [(row[0], Removed(*row[1:])) for row in self.database.execute(query, (article,))]

    # Passages, sentences and vectors

    def passages(self, ids: Iterable[int] | None = None) -> list[Passage]:
        """Return all passages in order, or those of ``ids`` that are there. What a copy merely repeats is left out."""
        if ids is None:
            rows: Iterable[Any] = self.database.execute(_PASSAGES + "WHERE p.repeated = 0 ORDER BY p.id")
        else:
            rows = self._chosen(_PASSAGES + "WHERE p.repeated = 0 AND p.id IN ", ids)
        return [Passage(row[0], row[1], Span(row[2], row[3])) for row in rows]

    def passages_of(self, article: str) -> list[Passage]:
        """Return the passages of one article, in reading order."""
        rows = self.database.execute(_PASSAGES + "WHERE a.id = ? ORDER BY p.start", (article,))
        return [Passage(row[0], row[1], Span(row[2], row[3])) for row in rows]

    def passage_texts(self) -> Iterator[tuple[int, str, str]]:
        """Yield (passage id, title or "", text) of every passage that retrieval may return, in order of id."""
        query = "SELECT title, text FROM articles WHERE key = ?"
        last, title, text = None, "", ""
        rows = "SELECT p.id, a.key, p.start, p.end FROM passages p JOIN articles a ON a.key = p.article"
        for passage, article, start, end in self.database.execute(f"{rows} WHERE p.repeated = 0 ORDER BY p.id"):
            if article != last:
                last = article
                title, text = self.database.execute(query, (article,)).fetchone()
            yield passage, title or "", text[start:end]

    def spans(self, passages: Iterable[int]) -> list[Sentence]:
        """Return the sentences of some passages, in reading order."""
        rows = self._chosen("SELECT passage, start, end FROM sentences WHERE passage IN ", passages)
        return [Sentence(passage, Span(start, end)) for passage, start, end in sorted(rows)]

    def sentences(self, passages: Iterable[int]) -> list[tuple[Sentence, bytes | None]]:
        """Return the sentences of some passages with their stored vectors, in reading order."""
        wanted = list(passages)
        stored = {one.passage: [vector for vector, _ in one.apart()] for one in self.sentence_vectors(wanted)}
        found: list[tuple[Sentence, bytes | None]] = []
        for passage, own in groupby(self.spans(wanted), lambda sentence: sentence.passage):
            sentences = list(own)
            found += zip(sentences, stored.get(passage, [None] * len(sentences)), strict=True)
        return found

    def sentence_vectors(self, passages: Iterable[int]) -> list[StoredVectors]:
        """Return what is stored of the sentences of some passages, ordered by passage; those without are left out."""
        rows = self._chosen("SELECT passage, sizes, vectors, tokens FROM sentence_vectors WHERE passage IN ", passages)
        return [StoredVectors(*row) for row in sorted(rows)]

    def _chosen(self, query: str, ids: Iterable[int]) -> list[tuple]:  # type: ignore[type-arg]
        wanted = list(ids)
        return self.database.execute(query + f"({','.join('?' * len(wanted))})", wanted).fetchall()

    def vector_ids(self) -> set[int]:
        """Return the ids of the passages that retrieval may return and that have a vector."""
        query = (
            "SELECT p.id FROM passages p JOIN articles a ON a.key = p.article WHERE p.repeated = 0 AND vector IS NOT NULL"
        )
        return {row[0] for row in self.database.execute(query)}

    def embedded(self, passages: Iterable[int]) -> list[int]:
        """Return those of some passages that have vectors, in order."""
        return sorted(row[0] for row in self._chosen("SELECT passage FROM sentence_vectors WHERE passage IN ", passages))

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the stored vectors of some passages, shape (len(ids), dimensions), in the order of ``ids``."""
        rows = dict(self._chosen("SELECT id, vector FROM passages WHERE id IN ", ids))
        return np.stack([unpack(rows[i]) for i in ids])


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file this is on its disk, None when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _article(row: Sequence[Any]) -> Article:
    fields: list[Any] = [*row[:-1], tuple(json.loads(row[-1]))]
    return Article(*fields)


def pack(vector: Vectors) -> bytes:
    """Vector -> bytes; half precision keeps every top-10 list of unit vectors and halves the file."""
    return vector.astype(np.float16).tobytes()


def unpack(blob: bytes) -> Vectors:
    """Bytes of `pack` -> vector, shape (dimensions,)."""
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32)


def checksum(vector: bytes, sentences: Iterable[tuple[int, int, bytes, bytes]]) -> int:
    """Return the CRC-32 of a passage's vector and of its sentences' (start, end, vector, tokens), in reading order."""
    found = zlib.crc32(vector)
    for start, end, own, tokens in sentences:
        found = zlib.crc32(tokens, zlib.crc32(own, zlib.crc32(f"{start} {end}".encode(), found)))
    return found


def as_ours(error: Exception, path: Path) -> Exception:
    """Return what SQLite or the system said about the catalog as an error that says what to do."""
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
        f"{path} cannot be used as an index ({words}); see what is wrong with: python -m index doctor --data {path.parent}"
    )
