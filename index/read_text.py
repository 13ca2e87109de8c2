"""Plain text and Markdown -> text; in Markdown the headings are places."""

import re

from index.decode import decode
from index.types import Document, Place

_MARK = re.compile(r"^ {0,3}(?:(?P<fence>```|~~~)|#{1,6}[ \t]+(?P<heading>\S.*)$)", re.M)


def read_text(raw: bytes) -> Document:
    """Read plain text, whatever its encoding. Raises `UnreadableError` for binary data."""
    text, note = decode(raw)
    return Document(text, note=note)


def read_markdown(raw: bytes) -> Document:
    """Read Markdown as it stands. Raises `UnreadableError` for binary data."""
    text, note = decode(raw)
    places = []
    code = False
    for mark in _MARK.finditer(text):
        if mark["fence"]:
            code = not code
        elif not code and (words := mark["heading"].rstrip("# \t")):
            places.append(Place(mark.start(), words))
    return Document(text, note=note, places=tuple(places))
