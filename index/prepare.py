"""One file -> its articles, ready to be stored: read, cleaned, cut into passages, with the signature copies are found by."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index import clean, copies, sketch, split
from index.read import read
from index.types import Chunk, Document

CUT = f", split {split.VERSION}, "
"""The part of a recipe that says how a text is cut: with the same one, vectors of the same text are the same."""
RECIPE = f"read 3, clean {clean.VERSION}{CUT}compare {sketch.VERSION}"
"""What made the articles of the index. Raise the first number when the same file would be read otherwise."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article of a file. ``member``: its name inside the file, "" for the file itself.

    ``document`` is None when it is not an article that can be indexed, and ``reason`` says why.
    """

    member: str
    document: Document | None
    reason: str | None
    chunks: tuple[Chunk, ...] = ()
    signature: bytes = b""


def prepare(path: Path, name: str) -> Iterator[Prepared]:
    """Yield the articles of a file one by one; ``name`` is what the file is called. OSError as the system gave it."""
    for reading in read(path, name):
        document = reading.document
        if document is None:
            yield Prepared(reading.member, None, reading.reason)
            continue
        chunks = tuple(split.split(document.text, document.body_start))
        body = document.text[document.body_start :]
        yield Prepared(reading.member, document, None, chunks, copies.signature(body))
