"""What every reader of a format gives: the text in stored form, and what the file says about itself."""

import re
import unicodedata
from dataclasses import dataclass

from index.types import Place, Removed

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no stored text holds."""


class UnreadableError(Exception):
    """The file is not an article that can be indexed; the message is the reason shown by ``status``."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader takes out of one file, or one member of it.

    ``text`` is in stored form (`normalise`); places and removed furniture count in it. The fields are those of
    `index.types.Document`, None when the format does not carry them; ``date`` is ISO already.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    address: str | None = None
    note: str | None = None
    places: tuple[Place, ...] = ()
    removed: tuple[Removed, ...] = ()


def normalise(text: str) -> str:
    """Return the stored form of a text: NFC, line feeds as line ends, no other control characters than tab."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", CONTROLS.sub("", text))
