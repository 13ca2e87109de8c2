"""Bytes -> text in stored form, whatever encoding they are in."""

import re
import unicodedata

import charset_normalizer

from index.extract import CONTROLS, UnreadableError, normalise

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\udc80-\udcff]")
_STRAY_BYTES = re.compile(r"[\udc80-\udcff]+")
_CUT_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_COMMON = re.compile(r"[ \n0-9A-Za-z\u3001\u3002\uff0c]")
_SAMPLE = 4000
# What old files are written in, most frequent first.
_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "big5", "cp932", "euc_jp"]
_ENCODINGS += ["cp949", "koi8_r"]


def decode(raw: bytes) -> tuple[str, str | None]:
    """Bytes -> (stored text, note on what could not be decoded). Raises `UnreadableError` for binary data."""
    text, note = _decode(raw)
    if len(CONTROLS.findall(text)) > max(3, len(text) // 100):
        raise UnreadableError("not text: the file holds binary data")
    return normalise(text), note


def _decode(raw: bytes) -> tuple[str, str | None]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), None
    if b"\0" in raw:
        return _utf16_without_mark(raw)
    text = raw.decode("utf-8-sig", errors="surrogateescape")
    broken = sum(len(run) for run in _STRAY_BYTES.findall(text))
    if not broken:
        return text, None
    if broken <= len(_BEYOND_ASCII.findall(text)):
        return _mend(text)
    # More broken than good multi-byte characters: another encoding, not damaged UTF-8.
    return _old_encoding(raw)


def _old_encoding(raw: bytes) -> tuple[str, str | None]:
    found = charset_normalizer.from_bytes(raw, cp_isolation=_ENCODINGS)
    best = found.best()
    if best is None:
        raise UnreadableError("not text: no encoding fits the file's bytes")
    # A text too short to tell its language by fits several encodings equally well: the most frequent one is taken.
    equal = [one for one in found if not best.coherence and (one.chaos, one.coherence) == (best.chaos, 0)] or [best]
    encoding = min((name for one in equal for name in one.could_be_from_charset), key=_ENCODINGS.index)
    return raw.decode(encoding, errors="replace"), f"read as {encoding}: the file is not UTF-8"


def _utf16_without_mark(raw: bytes) -> tuple[str, str | None]:
    """UTF-16 text without a byte order mark is told from binary data by its characters, all of them being assigned."""
    readable: dict[str, int] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = raw[: 2 * _SAMPLE].decode(encoding, errors="replace")
        odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\t\n\r\f" for c in sample)
        if odd + sample.count("\ufffd") <= len(sample) // 50:
            readable[encoding] = len(_COMMON.findall(sample))
    best = max(readable, key=readable.__getitem__, default=None)
    if best is None or not readable[best]:
        raise UnreadableError("not text: the file holds binary data")
    return raw.decode(best, errors="replace"), f"read as {best}: the file has no byte order mark"


def _mend(text: str) -> tuple[str, str | None]:
    """Read the stray bytes of a UTF-8 file as Windows-1252, as pasting does it, unless they are cut UTF-8 characters."""
    foreign = lost = 0

    def mended(found: re.Match[str]) -> str:
        nonlocal foreign, lost
        stray = found[0].encode("utf-8", "surrogateescape")
        own = "\ufffd" * len(stray) if _CUT_SEQUENCE.match(stray) else stray.decode("cp1252", errors="replace")
        lost += own.count("\ufffd")
        foreign += len(own) - own.count("\ufffd")
        return own

    text = _STRAY_BYTES.sub(mended, text)
    notes = [f"{foreign} byte(s) that are not UTF-8 were read as Windows-1252"] if foreign else []
    notes += [f"{lost} broken UTF-8 byte(s) are shown as \ufffd"] if lost else []
    return text, "; ".join(notes)
