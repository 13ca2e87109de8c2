"""Bytes -> text in stored form, whatever encoding they are in."""

import re

import charset_normalizer

from index.extract import CONTROLS, UnreadableError, normalise

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")


def decode(raw: bytes) -> tuple[str, str | None]:
    """Bytes -> (stored text, note on what could not be decoded). Raises `UnreadableError` for binary data."""
    note = None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        if b"\0" in raw:
            raise UnreadableError("not text: the file holds binary data")
        text = raw.decode("utf-8-sig", errors="replace")
        broken = text.count("\ufffd") - raw.count("\ufffd".encode())
        if broken > len(_BEYOND_ASCII.findall(text)):
            # More broken than good multi-byte characters: another encoding, not damaged UTF-8.
            best = charset_normalizer.from_bytes(raw).best()
            if best is None:
                raise UnreadableError("not text: no encoding fits the file's bytes")
            text, note = str(best), f"read as {best.encoding}: the file is not UTF-8"
        elif broken:
            note = f"{broken} broken UTF-8 byte(s) are shown as \ufffd"
    if len(CONTROLS.findall(text)) > max(3, len(text) // 100):
        raise UnreadableError("not text: the file holds binary data")
    return normalise(text), note
