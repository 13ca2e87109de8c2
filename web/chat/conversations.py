"""Where conversations are kept: one SQLite file in a data folder, so that they outlast the window and the app.

A conversation belongs to the browser that began it, and only that browser finds it in its list. Its id cannot be
guessed: whoever has the link to it may read it, and goes on with a copy.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BadInputError
from web.chat import records
from web.chat.exchange import Conversation, Exchange
from web.chat.removal import Held, without_removed

FILE = "conversations.sqlite"
LONGEST_TITLE = 120
"""Characters."""
SHOWN = 200
"""Most conversations listed at once; the others are found by their words."""
_WAIT_SECONDS = 10.0
_MOST_WORDS = 20
"""Words that are looked for; a longer text is no search."""
_ARTICLE = re.compile(r'"article":\s*("(?:[^"\\]|\\.)*")')

_TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_by_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS exchanges (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    key TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, record TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS exchanges_by_key ON exchanges (conversation, key);
CREATE TABLE IF NOT EXISTS deleted (id TEXT PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in the list: its name, when it last changed (UTC), and how many questions it holds."""

    id: str
    title: str
    changed: str
    questions: int


class Conversations:
    """The conversations of a data folder. Safe to share between threads; every call opens the file anew."""

    def __init__(self, data: Path) -> None:
        self._path = data / FILE

    def keep(
        self, conversation: Conversation, exchange: Exchange, instead: str | None = None, *, unless_stopped: bool = False
    ) -> None:
        """Store one exchange of a conversation, the conversation too when it is new.

        ``instead``: the key of the exchange whose place it takes. ``unless_stopped``: leave it as it is once it was stored
        as stopped, for that is what its reader was shown. Raises `BadInputError` for a conversation that was deleted.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        said = exchange.answer.answer if exchange.answer else ""
        with self._open() as database:
            if database.execute("SELECT 1 FROM deleted WHERE id = ?", (conversation.id,)).fetchone():
                raise BadInputError("it was deleted; begin another one")
            database.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET changed = excluded.changed",
                (conversation.id, conversation.owner, _title(exchange.question), now, now),
            )
            if instead:
                database.execute(
                    "UPDATE OR REPLACE exchanges SET key = ? WHERE conversation = ? AND key = ?",
                    (exchange.key, conversation.id, instead),
                )
            database.execute(
                "INSERT INTO exchanges (conversation, key, question, answer, record) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (conversation, key) DO UPDATE SET "
                "question = excluded.question, answer = excluded.answer, record = excluded.record "
                "WHERE NOT ? OR json_extract(record, '$.phase') <> 'stopped'",
                (conversation.id, exchange.key, exchange.question, said, records.to_text(exchange), unless_stopped),
            )

    def load(self, conversation: str, owner: str) -> Conversation | None:
        """Return a stored conversation, None when there is none; that of another browser as a copy for ``owner``."""
        if not self._path.exists():
            return None
        with self._open() as database:
            own = database.execute("SELECT owner FROM conversations WHERE id = ?", (conversation,)).fetchone()
            if own is None:
                return None
            if own[0] != owner:
                conversation = _copy(database, conversation, owner)
            return Conversation(owner, conversation, _exchanges(database, conversation))

    def stopped(self, conversation: str, key: str) -> Exchange | None:
        """Return an exchange that was stored as stopped; None when it was not."""
        if not self._path.exists():
            return None
        with self._open() as database:
            found = database.execute(
                "SELECT record FROM exchanges "
                "WHERE conversation = ? AND key = ? AND json_extract(record, '$.phase') = 'stopped'",
                (conversation, key),
            ).fetchone()
        return _read(found[0]) if found else None

    def titled(self, conversation: str) -> tuple[str, tuple[Exchange, ...]] | None:
        """Return the name and the exchanges of a conversation, whoever began it; None when there is none."""
        if not self._path.exists():
            return None
        with self._open() as database:
            found = database.execute("SELECT title FROM conversations WHERE id = ?", (conversation,)).fetchone()
            return (found[0], _exchanges(database, conversation)) if found else None

    def listed(self, owner: str, wanted: str = "") -> list[Listed]:
        """Return at most `SHOWN` conversations of a browser, newest first, that hold every word of ``wanted``."""
        if not self._path.exists():
            return []
        words = [f"%{_literally(word)}%" for word in wanted.split()[:_MOST_WORDS]]
        holds = (
            "AND (title LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM exchanges e WHERE e.conversation = c.id "
            "AND (e.question LIKE ? ESCAPE '\\' OR e.answer LIKE ? ESCAPE '\\'))) "
        )
        query = (
            "SELECT id, title, changed, (SELECT COUNT(*) FROM exchanges e WHERE e.conversation = c.id) FROM conversations c "
            f"WHERE owner = ? {holds * len(words)}ORDER BY changed DESC, rowid DESC LIMIT {SHOWN}"
        )
        with self._open() as database:
            rows = database.execute(query, (owner, *(word for word in words for _ in range(3)))).fetchall()
        return [Listed(*row) for row in rows]

    def rename(self, conversation: str, owner: str, title: str) -> None:
        """Give a conversation another name. Raises `BadInputError` for an empty one."""
        if not title.strip():
            raise BadInputError("a conversation needs a name; type one")
        with self._open() as database:
            database.execute(
                "UPDATE conversations SET title = ? WHERE id = ? AND owner = ?", (_title(title), conversation, owner)
            )

    def delete(self, conversation: str, owner: str) -> None:
        """Delete a conversation for good."""
        with self._open() as database:
            done = database.execute("DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation, owner))
            if done.rowcount:  # an answer on its way must not bring it back
                database.execute("INSERT OR IGNORE INTO deleted VALUES (?)", (conversation,))

    def forget_removed(self, held: Held) -> None:
        """Take the words of articles that are gone out of every conversation."""
        if not self._path.exists():
            return
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")  # an answer that ends meanwhile must not be written over
            for number, record in database.execute("SELECT number, record FROM exchanges").fetchall():
                if forgotten := _forgotten(record, held):
                    database.execute("UPDATE exchanges SET answer = ?, record = ? WHERE number = ?", (*forgotten, number))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file and commit at the end. Raises `BadInputError` when it cannot be read or written."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS)) as database, database:
                database.executescript("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
                database.executescript(_TABLES)
                yield database
        except (sqlite3.OperationalError, sqlite3.IntegrityError, OSError) as error:
            raise BadInputError(
                f"{self._path} cannot be used now ({error}); see whether the disk is full, and try again"
            ) from error
        except sqlite3.Error as error:
            raise BadInputError(
                f"{self._path} cannot be used ({error}); move it away, and conversations begin anew"
            ) from error


def _exchanges(database: sqlite3.Connection, conversation: str) -> tuple[Exchange, ...]:
    rows = database.execute("SELECT record FROM exchanges WHERE conversation = ? ORDER BY number", (conversation,))
    return tuple(exchange for (record,) in rows.fetchall() if (exchange := _read(record)))


def _read(record: str) -> Exchange | None:
    try:
        return records.from_text(record)
    except (ValueError, KeyError, TypeError, AttributeError, BadInputError):
        return None  # written by a later version, or changed by hand: the others are still good


def _forgotten(record: str, held: Held) -> tuple[str, str] | None:
    """Return answer and record without the words of articles that are gone; None when there are none."""
    exchange = _read(record)
    if exchange is None:  # what cannot be read cannot be cleaned
        named = [json.loads(article) for article in _ARTICLE.findall(record)]
        return None if all(map(held, named)) else ("", "{}")
    kept = without_removed(exchange, held)
    return None if kept is exchange else (kept.answer.answer if kept.answer else "", records.to_text(kept))


def _copy(database: sqlite3.Connection, conversation: str, owner: str) -> str:
    """Copy a conversation for another browser, once; return the id of the copy.

    What was asked in the original since then follows, as long as nothing was asked in the copy.
    """
    copy = _name(owner, conversation)
    database.execute(
        "INSERT OR IGNORE INTO conversations SELECT ?, ?, title, created, changed FROM conversations WHERE id = ?",
        (copy, owner, conversation),
    )
    rows = database.execute(
        "SELECT key, question, answer, record FROM exchanges WHERE conversation = ? ORDER BY number", (conversation,)
    ).fetchall()
    own = {key for (key,) in database.execute("SELECT key FROM exchanges WHERE conversation = ?", (copy,))}
    if own <= {key for key, *_ in rows}:
        database.executemany(
            "INSERT OR IGNORE INTO exchanges (conversation, key, question, answer, record) "
            "VALUES (?, ?, ?, ?, json_set(?, '$.judged_as', ?))",
            [(copy, key, question, answer, record, _name(copy, key)) for key, question, answer, record in rows],
        )
    return copy


def _name(*of: str) -> str:
    """Return what is always the same name for the same things."""
    return hashlib.sha256(" ".join(of).encode()).hexdigest()[:32]


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "\u2026"


def _literally(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
