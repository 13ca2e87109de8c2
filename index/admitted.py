"""Some of the articles seen as if there were no others: views of one connection stand in for what the catalog reads.

They have the names of the catalog's own, so that nothing that reads through the connection can come upon an article
that was left out, be it as a copy of one of them.
"""

import sqlite3
from collections.abc import Iterable

_LEFT_IN = """
CREATE TEMP TABLE admitted (key INTEGER PRIMARY KEY, copies_of TEXT, alone INTEGER NOT NULL);
CREATE TEMP VIEW articles AS
    SELECT r.key, r.live, r.id, r.file, r.status, r.reason, r.title, r.publisher, r.author, r.date, r.language, r.address,
           r.tags, r.text, r.text_hash, r.body_start, r.signature, r.recipe, a.copies_of
    FROM temp.admitted a JOIN main.article_rows r ON r.key = a.key;
CREATE TEMP VIEW passages AS
    SELECT p.id, p.article, p.start, p.end, p.vector, p.embedder, p.checksum,
           p.repeated AND NOT EXISTS (SELECT 1 FROM temp.admitted a WHERE a.key = p.article AND a.alone) AS repeated
    FROM main.passages p
"""
# `alone` is 1 for copies of an original that was left out: what they repeat of it stands nowhere else any more.

_COPIES = """
SELECT key, id, copies_of, length(text) - body_start, date FROM main.articles
"""


def show_only(database: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Let ``articles`` and ``passages`` stand for these articles alone, from now until the connection is closed.

    Of copies whose original is not among them, the longest text stands in for it; of several the earliest.
    """
    chosen = set(articles)
    rows = [row for row in database.execute(_COPIES) if row[1] in chosen]
    stands_in: dict[str, str] = {}
    for _, article, original, _, _ in sorted(rows, key=lambda row: (-(row[3] or 0), row[4] or "9999", row[1])):
        if original is not None and original not in chosen:
            stands_in.setdefault(original, article)
    for statement in _LEFT_IN.split(";\n"):
        database.execute(statement)  # one by one: a script would end the transaction that holds the state
    database.executemany(
        "INSERT INTO temp.admitted VALUES (?, ?, ?)",
        [
            (key, _original(article, stands_in.get(of or "", of)), article == stands_in.get(of or ""))
            for key, article, of, _, _ in rows
        ],
    )


def _original(article: str, of: str | None) -> str | None:
    return None if of == article else of
