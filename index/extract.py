"""What the readers of formats share: the stored form of a text, its making, and what is no title."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from index.types import Document, Place, Removed

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no stored text holds."""

MAX_TEXT = 50_000_000
"""Characters of text that one article may hold; more is a data dump, whatever the format it came in."""


class UnreadableError(Exception):
    """The file is not an article that can be indexed; the message is the reason shown by ``status``."""


def normalise(text: str) -> str:
    """Return the stored form of a text: NFC, line feeds as line ends, no other control characters than tab."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", CONTROLS.sub("", text))


def one_line(text: str | None) -> str | None:
    """Return a title, name or heading as one line in stored form, None when there is nothing in it."""
    return " ".join(normalise(text).split()) or None if text else None


class Draft:
    """A text in the making: paragraphs in stored form, joined by empty lines, and the places where they stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._places: list[Place] = []
        self._waiting: str | None = None
        self.length = 0
        """Characters so far."""

    def add(self, text: str, *, close: bool = False) -> int:
        """Add a paragraph and return where it starts; ``close``: on the next line, not after an empty one (rows, items).

        Raises `UnreadableError` when the text has grown beyond `MAX_TEXT`.
        """
        return self.extend(text, ("\n" if close else "\n\n") if self._parts else "")

    def extend(self, text: str, glue: str) -> int:
        """Continue the last paragraph after ``glue`` (a space, or nothing) and return where the new words start."""
        text = normalise(text).strip()
        if not text:
            return self.length
        start = self.length + len(glue)
        if self._waiting is not None:
            self._places.append(Place(start, self._waiting))
            self._waiting = None
        self._parts += [glue, text]
        self.length = start + len(text)
        if self.length > MAX_TEXT:
            raise UnreadableError(f"more than {MAX_TEXT // 1_000_000} million characters of text; split it into articles")
        return start

    def place(self, label: str | None) -> None:
        """Let a place begin with the next paragraph; of two places without text between them only the last counts."""
        self._waiting = one_line(label) or self._waiting

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    def places(self) -> tuple[Place, ...]:
        """Return the places so far, in order."""
        return tuple(self._places)


def titled(document: Document, title: str | None) -> Document:
    """Put a title that a format keeps apart from its text above it, unless the text begins with it; places move along."""
    title = one_line(title)
    if not title or one_line(document.text.split("\n", 1)[0]) == title:
        return replace(document, title=title or document.title)
    above = len(title) + 2
    return replace(
        document,
        text=f"{title}\n\n{document.text}",
        title=title,
        places=tuple(Place(place.start + above, place.label) for place in document.places),
        removed=tuple(Removed(gone.at + above, gone.text, gone.kind) for gone in document.removed),
    )


_PROGRAM_NAMES = re.compile(
    r".*[\\/].*"  # a path, or the name of a file
    r"|\S*\.(?:docx?|pptx?|xlsx?|pdf|tex|dvi|indd|qxd|rtf|odt|html?|txt|md|pages)"
    r"|(?:untitled|(?:word )?document|(?:powerpoint )?presentation|slide|layout|title|book|workbook|template)?[\s\d]*",
    re.I,
)
_NO_AUTHORS = re.compile(r"python-\w+|openpyxl|microsoft office user|apache poi|windows user|(?:admin|user|owner)\w*", re.I)


def property_title(title: str | None) -> str | None:
    """Return the title that the properties of a file carry, unless a program put it there (a file name, "Untitled")."""
    title = re.sub(r"^microsoft (?:word|powerpoint|excel)\s+-\s+", "", one_line(title) or "", flags=re.I)
    return None if _PROGRAM_NAMES.fullmatch(title) or not re.search(r"[^\W\d_]{2}", title) else title


def property_author(author: str | None) -> str | None:
    """Return the author that the properties of a file carry, unless it is a program or a log-in name."""
    author = one_line(author) or ""
    return None if not author or author == author.lower() != author.upper() or _NO_AUTHORS.fullmatch(author) else author


NOT_AS_EXPECTED = (LookupError, ValueError, AttributeError, TypeError)
"""What libraries raise where a file lacks, or has otherwise, what they take for granted."""


@contextmanager
def damaged(*errors: type[Exception]) -> Iterator[None]:
    """Tell what a library raises for a broken file as what it is: `UnreadableError`, damaged."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:  # the system's; libraries raise it without a number for files they do not know
            raise
        raise UnreadableError(_DAMAGED) from error
    except errors as error:
        raise UnreadableError(_DAMAGED) from error


_DAMAGED = "damaged: it cannot be opened; get or save it again"
