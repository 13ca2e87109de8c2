"""The writer's side of the catalog: articles are prepared out of sight, then published together as a new generation."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import late
from index.catalog import SIZE, Catalog, checksum, pack
from index.copies import Candidate, groups, repeated, spoken
from index.embed import Encoding, Vectors
from index.prepare import CUT, RECIPE, Prepared
from index.tags import folders_of, together
from index.types import Passage, Sentence, Span

# A passage that lost its sentences (`index.doctor` finds it) is read again: it must not be waited for.
_WAITING = """
FROM passages WHERE vector IS NULL AND EXISTS (SELECT 1 FROM sentences WHERE sentences.passage = passages.id)"""


@dataclass(frozen=True, slots=True)
class FileState:
    """What a file looked like when it was last read, and how often in a row reading it has failed.

    ``next_try``: seconds since the epoch when a watching sync tries again; 0 when nothing failed.
    """

    size: int
    mtime_ns: int
    hash: str
    failures: int = 0
    next_try: float = 0.0


class Staging(Catalog):
    """The one writer's connection; its methods are called inside ``write()``, with the writer's lock held.

    ``embedder``: fingerprint of the one that makes the vectors of the next generation, None when there is none.
    """

    def __init__(self, data: Path, embedder: str | None = None) -> None:
        super().__init__(data, create=True)
        # What is prepared may be lost to a power cut, never torn; `publish` waits for the disk.
        self.database.execute("PRAGMA synchronous = NORMAL")
        self.embedder = embedder

    # Files

    def file_states(self) -> dict[str, FileState]:
        """Return what each known file looked like when it was last read, by its id."""
        rows = self.database.execute("SELECT id, size, mtime_ns, hash, failures, next_try FROM files")
        return {row[0]: FileState(*row[1:]) for row in rows}

    def put_file(self, file: str, state: FileState) -> None:
        """Remember what a file looks like now."""
        self.database.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (file, state.size, state.mtime_ns, state.hash, state.failures, state.next_try),
        )

    def forget_files(self, files: Iterable[str]) -> None:
        """Let some files be read anew by the next sync, whatever they look like."""
        self.database.executemany("UPDATE files SET size = -1, hash = '' WHERE id = ?", [(file,) for file in files])

    def forget_stale(self) -> None:
        """Let every file be read anew whose articles were made by another recipe (`RECIPE`) or another embedder."""
        stale = "SELECT file FROM article_rows WHERE recipe != ?"
        self.database.execute(f"UPDATE files SET size = -1, hash = '' WHERE id IN ({stale})", (RECIPE,))
        if self.embedder:
            other = "SELECT a.file FROM passages p JOIN article_rows a ON a.key = p.article WHERE p.embedder != ?"
            self.database.execute(f"UPDATE files SET size = -1, hash = '' WHERE id IN ({other})", (self.embedder,))

    # Preparing

    def stage(self, file: str, article: str, prepared: Prepared, *, failed: bool = False) -> None:
        """Add one article of a file to what the next generation will hold; passages wait for their vectors."""
        document = prepared.document
        if document is None:
            status = "failed" if failed else "skipped"
            self._insert(id=article, file=file, status=status, reason=prepared.reason)
            return
        text_hash = hashlib.sha256(document.text.encode()).hexdigest()
        same = self._same_text(text_hash, document.body_start)
        key = self._insert(
            id=article, file=file, status="indexed", reason=document.note, title=document.title,
            publisher=document.publisher, author=document.author, date=document.date, language=document.language,
            address=document.address, tags=json.dumps(together(folders_of(file), document.tags), ensure_ascii=False),
            text=document.text, text_hash=text_hash, body_start=document.body_start, signature=prepared.signature,
        )  # fmt: skip
        for chunk in prepared.chunks:
            passage = self.database.execute(
                "INSERT INTO passages (article, start, end) VALUES (?, ?, ?)", (key, chunk.span.start, chunk.span.end)
            ).lastrowid
            spans = [(passage, sentence.start, sentence.end) for sentence in chunk.sentences]
            self.database.executemany("INSERT INTO sentences (passage, start, end) VALUES (?, ?, ?)", spans)
        self.database.executemany("INSERT INTO places VALUES (?, ?, ?)", [(key, p.start, p.label) for p in document.places])
        self.database.executemany(
            "INSERT INTO removed VALUES (?, ?, ?, ?)", [(key, r.at, r.text, r.kind) for r in document.removed]
        )
        if same is not None:
            self._take_vectors(key, same)

    def _insert(self, **row: object) -> int:
        row |= {"live": 0, "recipe": RECIPE}
        names = ", ".join(row)
        made = self.database.execute(
            f"INSERT OR REPLACE INTO article_rows ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )
        return made.lastrowid or 0

    def _same_text(self, text_hash: str, body_start: int) -> int | None:
        """The key of an article with the same text (the file was moved, or is a copy): it has been embedded already."""
        query = """
        SELECT key FROM article_rows a WHERE text_hash = ? AND body_start = ? AND recipe LIKE ?
        AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.article = a.key AND p.embedder IS NOT ?) LIMIT 1"""
        row = self.database.execute(query, (text_hash, body_start, f"%{CUT}%", self.embedder)).fetchone()
        return row[0] if row else None

    def _take_vectors(self, key: int, other: int) -> None:
        pairs = self.database.execute(
            "SELECT p.id, o.id FROM passages p JOIN passages o USING (start, end) WHERE p.article = ? AND o.article = ?",
            (key, other),
        ).fetchall()
        self.database.executemany(
            "UPDATE passages SET (vector, embedder, checksum) ="
            " (SELECT vector, embedder, checksum FROM passages WHERE id = ?2) WHERE id = ?1",
            pairs,
        )
        self.database.executemany(
            "INSERT INTO sentence_vectors SELECT ?1, sizes, vectors, tokens FROM sentence_vectors WHERE passage = ?2",
            pairs,
        )

    def unstage(self, file: str) -> None:
        """Forget what was prepared of a file (it is read again, or is gone)."""
        self.database.execute("DELETE FROM article_rows WHERE file = ? AND live = 0", (file,))

    # Vectors

    def waiting(self, limit: int) -> list[Passage]:
        """Return up to ``limit`` passages, published or prepared, that wait for their vectors.

        ``Passage.article`` is the key of the row the passage belongs to, for `staged_text`.
        """
        query = f"SELECT id, article, start, end {_WAITING} ORDER BY id LIMIT ?"
        return [Passage(row[0], str(row[1]), Span(row[2], row[3])) for row in self.database.execute(query, (limit,))]

    def staged_text(self, key: str) -> str:
        """Return the text that the spans of `waiting` passages count in."""
        return str(self.database.execute("SELECT text FROM article_rows WHERE key = ?", (int(key),)).fetchone()[0])

    def count_waiting(self) -> int:
        """Return how many passages wait for their vectors."""
        return int(self.database.execute(f"SELECT count(*) {_WAITING}").fetchone()[0])

    def put_vectors(self, passage: int, vector: Vectors, sentences: Sequence[tuple[Sentence, Encoding]]) -> None:
        """Store the vector of a passage, shape (dimensions,), and what the embedder made of its sentences."""
        rows = [(s.span.start, s.span.end, pack(own.vector), late.pack(own.tokens)) for s, own in sentences]
        packed = pack(vector)
        self.database.execute(
            "UPDATE passages SET vector = ?, embedder = ?, checksum = ? WHERE id = ?",
            (packed, self.embedder, checksum(packed, rows), passage),
        )
        sizes = np.array([len(own.tokens) for _, own in sentences], SIZE).tobytes()
        self.database.execute(
            "INSERT OR REPLACE INTO sentence_vectors VALUES (?, ?, ?, ?)",
            (passage, sizes, b"".join(row[2] for row in rows), b"".join(row[3] for row in rows)),
        )

    def drop_vectors(self, passages: Iterable[int]) -> None:
        """Forget the vectors of some passages; the next sync makes them anew."""
        ids = [(i,) for i in passages]
        self.database.executemany("UPDATE passages SET vector = NULL, embedder = NULL, checksum = NULL WHERE id = ?", ids)
        self.database.executemany("DELETE FROM sentence_vectors WHERE passage = ?", ids)

    # Publishing

    def has_staged(self) -> bool:
        """Say whether anything was prepared that is not published."""
        return self.database.execute("SELECT 1 FROM article_rows WHERE live = 0 LIMIT 1").fetchone() is not None

    def publish(self, gone: Iterable[str], build: Callable[[int], str]) -> None:
        """Make what was prepared the next generation, without the files in ``gone``.

        ``build`` makes the caches of a generation from this transaction's state and returns their seal; the generation
        is there when all of it is, or not at all.
        """
        self.database.execute("PRAGMA synchronous = FULL")  # from here on not even a power cut takes it back
        with self.write():
            for file in gone:
                self.database.execute("DELETE FROM article_rows WHERE file = ?", (file,))
                self.database.execute("DELETE FROM files WHERE id = ?", (file,))
            self.database.execute(
                "DELETE FROM article_rows WHERE live = 1 AND (file IN (SELECT file FROM article_rows WHERE live = 0)"
                " OR id IN (SELECT id FROM article_rows WHERE live = 0))"
            )
            new = {row[0] for row in self.database.execute("SELECT key FROM article_rows WHERE live = 0")}
            self.database.execute("UPDATE article_rows SET live = 1 WHERE live = 0")
            self._group(new)
            generation = self.generation + 1
            self.set_meta("generation", str(generation))
            if self.embedder:
                self.set_meta("embedder", self.embedder)
            self.set_meta("seal", build(generation))
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # removed text must not live on in the log

    def _group(self, new: set[int]) -> None:
        """Find the copies among the articles, and mark the passages in which a copy only repeats its original."""
        query = "SELECT id, signature, text_hash, date, length(text) - body_start FROM articles WHERE text IS NOT NULL"
        found = groups([Candidate(*row) for row in self.database.execute(query)], self._body)
        rows = self.database.execute("SELECT key, id, copies_of FROM articles WHERE text IS NOT NULL").fetchall()
        key_of = {row[1]: row[0] for row in rows}
        for key, article, before in rows:
            original = found.get(article)
            if before == original and key not in new and (original is None or key_of[original] not in new):
                continue
            self.database.execute("UPDATE article_rows SET copies_of = ? WHERE key = ?", (original, key))
            self.database.execute("UPDATE passages SET repeated = 0 WHERE article = ?", (key,))
            if original is not None:
                self._mark_repeated(article, original)

    def _mark_repeated(self, article: str, original: str) -> None:
        text, said = self.text(article), spoken(self._body(original))
        for passage in self.passages_of(article):
            if repeated([sentence.span.of(text) for sentence, _ in self.sentences([passage.id])], said):
                self.database.execute("UPDATE passages SET repeated = 1 WHERE id = ?", (passage.id,))

    def _body(self, article: str) -> str:
        """The text below the header: two articles with the same head are not the same."""
        row = self.database.execute("SELECT substr(text, body_start + 1) FROM articles WHERE id = ?", (article,)).fetchone()
        return str(row[0])
