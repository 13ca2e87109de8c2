"""Zip archives that nobody vouches for: bounded in size and number, with harmless names; nothing is written to disk."""

import errno
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from index.extract import UnreadableError, normalise

MAX_MEMBERS = 10_000
MAX_UNPACKED = 500_000_000
"""Bytes that all members of an archive may hold together."""
MAX_RATIO = 200
"""Times an archive may grow when it is unpacked; text shrinks to a quarter, and hardly ever to less than a fiftieth."""
_FREE = 20_000_000  # bytes that may be unpacked at any ratio: so few do no harm
_BLOCK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm", ".vml")
_DAMAGED = "damaged: it cannot be unpacked; get or pack it again"
_LONGEST_NAME = 200
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # they make "gpj.exe" look like "exe.jpg"


@contextmanager
def damaged_archive() -> Iterator[None]:
    """Tell what `zipfile` raises for an archive that is broken, or packed in ways it does not know, as what it is."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableError(_DAMAGED) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # the archive names a place before its beginning; others are the system's
            raise
        raise UnreadableError(_DAMAGED) from error


def open_archive(stream: BinaryIO) -> zipfile.ZipFile:
    """Open an archive that is no bomb by what its list of members says; `unpack` sees to it that the list is true.

    Raises `UnreadableError` for damage, for encryption, and for more or larger members than any archive of articles has.
    """
    with damaged_archive():
        archive = zipfile.ZipFile(stream)
    files = [info for info in archive.infolist() if _is_file(info)]
    total = sum(info.file_size for info in files)
    packed = stream.seek(0, 2)
    if len(files) > MAX_MEMBERS:
        raise UnreadableError(f"more than {MAX_MEMBERS:,} files in one archive; unpack it into the folder")
    if total > MAX_UNPACKED:
        raise UnreadableError(f"more than {MAX_UNPACKED // 1_000_000} MB when unpacked; unpack it into the folder")
    if total > _FREE and total > MAX_RATIO * packed:
        raise UnreadableError(f"refused: it grows more than {MAX_RATIO} times when unpacked, as only attacks do")
    if files and all(info.flag_bits & 1 for info in files):
        raise UnreadableError("encrypted: it needs a password; unpack it into the folder")
    return archive


def _is_file(info: zipfile.ZipInfo) -> bool:
    return bool(info.filename) and not info.is_dir()


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the files of an archive with a harmless name each that no other one has; hidden files are left out."""
    taken: set[str] = set()
    for info in archive.infolist():
        parts = _parts(info)
        if not _is_file(info) or not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
            continue
        name = plain = "/".join(parts)
        count = 1
        while name.casefold() in taken:
            count += 1
            stem, dot, ending = plain.rpartition(".")
            name = f"{stem} ({count}).{ending}" if dot and "/" not in ending else f"{plain} ({count})"
        taken.add(name.casefold())
        yield name, info


def _parts(info: zipfile.ZipInfo) -> list[str]:
    """The path of a member without what could lead elsewhere: drives, roots, "..", backslashes, "!" before a slash."""
    name = info.filename
    if not info.flag_bits & 0x800:  # names without the mark are UTF-8 all the same on every system but old Windows
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    name = normalise(_DIRECTIONS.sub("", name)).replace("\\", "/").replace("\n", " ")
    name = re.sub(r"^[A-Za-z]:", "", name)
    parts = [part.strip().rstrip("!") for part in name.split("/")]
    return [part[-_LONGEST_NAME:] for part in parts if part not in ("", ".", "..")]


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Return a member's bytes. Raises `UnreadableError` when it has more than ``limit``, or cannot be unpacked."""
    if info.file_size > limit:
        raise UnreadableError(f"larger than {limit // 1_000_000} MB; split it into articles")
    return b"".join(_blocks(archive, info, limit))


def _blocks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """Unpack little by little and count what really comes out, whatever the archive says of its sizes."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableError("a link to another file, which is not followed")
    if info.flag_bits & 1:
        raise UnreadableError("encrypted: it needs a password; unpack the archive into the folder")
    if info.compress_type not in _METHODS:
        raise UnreadableError("packed by an unusual method; pack it as an ordinary .zip")
    size = 0
    with damaged_archive(), archive.open(info) as member:
        while block := member.read(_BLOCK):
            size += len(block)
            if size > limit:
                raise UnreadableError("refused: it holds more than the archive says")
            yield block


def check_package(stream: BinaryIO, xml_limit: int) -> None:
    """Raise `UnreadableError` when a format that is a zip inside (.docx, .epub) is a bomb, damaged, or declares entities.

    Libraries unpack such files in one go and believe what the archive says of its sizes: here each member is unpacked in
    small blocks first. No member of XML may have more than ``xml_limit`` bytes, for it grows many times in memory.
    """
    with open_archive(stream) as archive:
        for info in archive.infolist():
            if not _is_file(info):
                continue
            xml = info.filename.lower().endswith(_XML)
            tail = b""
            for block in _blocks(archive, info, min(info.file_size, xml_limit) if xml else info.file_size):
                if xml and b"<!ENTITY" in (seen := (tail + block).replace(b"\0", b"")):
                    raise UnreadableError("refused: it declares XML entities, as only attacks do; save it anew")
                tail = seen[-16:] if xml else b""
    stream.seek(0)
