"""What the index is made of. Spans count Unicode code points of an article's stored text."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["indexed", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range ``text[start:end]`` of a stored text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words of this span in ``text``."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader finds the words in the original: from ``start`` to the next place, ``label`` ("page 3", a heading)."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Page furniture that was taken out of a text. ``at``: the place in the stored text where it stood."""

    at: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file, or a member of one, as it was read, before it is an article of the index.

    ``text`` is the stored text: NFC, line feeds as line ends, header lines kept, page furniture taken out (``removed``).
    ``body_start`` is where the header (front matter, title and date lines) ends; only what follows is cut into passages;
    the reader of a format leaves it to `index.read`. ``date`` is ISO to the precision known, ``language`` an ISO 639-1
    code, ``address`` the page's own web address; None when not known. ``note`` says what was odd about the file (for
    example undecodable bytes), None if nothing. ``tags`` are those that the file itself states (`index.tags`).
    """

    text: str
    body_start: int = 0
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    address: str | None = None
    note: str | None = None
    places: tuple[Place, ...] = ()
    removed: tuple[Removed, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage as the splitter cuts it: its span and the sentences inside it, in order."""

    span: Span
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One row of ``status``. ``copies_of`` is the id of the article it is a copy of, None if of none.

    ``tags``: the folders it lies in, then what the file itself states, each once.
    """

    id: str
    status: Status
    reason: str | None
    title: str | None
    publisher: str | None
    date: str | None
    copies_of: str | None
    passages: int
    text_hash: str | None
    author: str | None = None
    language: str | None = None
    address: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: a span of one article's stored text. ``id`` is never used twice."""

    id: int
    article: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, the unit of evidence and citation."""

    passage: int
    span: Span


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did, in articles; ``embedded`` and ``waiting`` count passages.

    ``unread``: files and members without an article in the index. ``waiting``: passages found by keyword only, because
    there was no embedder. ``next_try``: when a failed file is due again (seconds since the epoch), None when none is.
    """

    generation: int
    added: int
    changed: int
    removed: int
    unchanged: int
    unread: int
    embedded: int
    waiting: int
    next_try: float | None
