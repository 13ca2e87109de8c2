"""Small documents of every kind, made in the tests that read them."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.read import Reading, read
from index.types import Document

Run = tuple[float, float, float, str]
"""Left and bottom edge in points, size in points, words: what a PDF puts on a page."""


def readings(folder: Path, name: str, content: bytes | str) -> list[Reading]:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path))


def document(folder: Path, name: str, content: bytes | str) -> Document:
    """The only document of a file that holds one."""
    [reading] = readings(folder, name, content)
    assert reading.member == ""
    assert reading.document is not None, reading.reason
    for place in reading.document.places:
        assert 0 <= place.start < len(reading.document.text)
    return reading.document


def reason(folder: Path, name: str, content: bytes | str) -> str:
    """Why a file holds no article."""
    [reading] = readings(folder, name, content)
    assert reading.document is None
    assert reading.reason
    assert reading.member == ""
    return reading.reason


def paragraph(words: str, *, left: float = 72, top: float = 700, width: int = 60, size: float = 11) -> list[Run]:
    """Words wrapped to lines of at most ``width`` characters, as they stand on a page."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [(left, top - 1.2 * size * number, size, line) for number, line in enumerate(lines)]


def pdf(
    pages: Iterable[list[Run]],
    *,
    info: Mapping[str, str] | None = None,
    letters: Mapping[str, str] | None = None,
    password: str | None = None,
    picture: bool = False,
) -> bytes:
    """A PDF in Courier. ``letters``: what single letters stand for, to write what Courier cannot show."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _font(letters), _map(letters or {}), _info(info or {}), _PICTURE]
    kids = []
    for runs in pages:
        shown = b"\n".join(
            b"BT /F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj ET" % (size, left, bottom, _escaped(words))
            for left, bottom, size, words in runs
        )
        if picture:
            shown += b"\nq 400 0 0 400 72 200 cm /P1 Do Q"
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /P1 6 0 R >> >> >>" % (len(objects) + 2)
        )
        objects.append(_stream(b"", shown))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    return _file(objects, _encryption(password) if password else None)


_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\x80\nendstream"
)


def _escaped(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def _font(letters: Mapping[str, str] | None) -> bytes:
    unicode = b" /ToUnicode 4 0 R" if letters else b""
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding%s >>" % unicode


def _map(letters: Mapping[str, str]) -> bytes:
    pairs = [(ord(letter), words.encode("utf-16-be").hex()) for letter, words in letters.items()]
    lines = "\n".join(f"<{code:02x}> <{words}>" for code, words in pairs)
    program = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(pairs)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    return _stream(b"", program.encode())


def _info(info: Mapping[str, str]) -> bytes:
    return b"<< %s >>" % b" ".join(b"/%s (%s)" % (key.encode(), _escaped(value)) for key, value in info.items())


def _encryption(password: str) -> bytes:
    """The oldest encryption of PDF (40 bits): enough to lock a file for whoever has no password."""
    padding = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
    padded = (password.encode() + padding)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + b"footnotefootnote").digest()[:5]
    user = _rc4(key, padding)
    return b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (owner.hex().encode(), user.hex().encode())


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _file(objects: list[bytes], encryption: bytes | None) -> bytes:
    if encryption:
        objects = [*objects, encryption]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = (
        b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (len(objects), *([b"footnotefootnote".hex().encode()] * 2))
        if encryption
        else b""
    )
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, start)
    )
    return out.getvalue()


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(package: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A zip archive (or a format that is one inside) with members changed or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return packed(files | changed)


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "'
    + b"&a;" * 50
    + b'"><!ENTITY c "'
    + b"&b;" * 50
    + b'"><!ENTITY d "'
    + b"&c;" * 50
    + b'">]>'
)
"""A document type whose entity ``d`` grows to 250,000 characters, as an attack's grows to gigabytes."""
