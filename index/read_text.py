"""Plain text and Markdown -> text; in Markdown the headings are places."""

import re

from index.decode import decode
from index.extract import Extract
from index.types import Place

_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.M)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>\S.*?)[ \t]*#*[ \t]*$", re.M)


def read_text(raw: bytes) -> Extract:
    """Read plain text, whatever its encoding. Raises `UnreadableError` for binary data."""
    text, note = decode(raw)
    return Extract(text, note=note)


def read_markdown(raw: bytes) -> Extract:
    """Read Markdown as it stands. Raises `UnreadableError` for binary data."""
    text, note = decode(raw)
    fences = [fence.start() for fence in _FENCE.finditer(text)]
    code = list(zip(fences[::2], fences[1::2], strict=False))
    places = (
        Place(heading.start(), heading["words"])
        for heading in _HEADING.finditer(text)
        if not any(start < heading.start() < end for start, end in code)
    )
    return Extract(text, note=note, places=tuple(places))
