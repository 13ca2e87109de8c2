"""What was added by hand: files and web pages, kept as files in ``DATA/added``. The caller syncs afterwards."""

import hashlib
import html
import os
import re
import tempfile
import threading
import unicodedata
from pathlib import Path

import httpx

from index.config import MAX_FILE_BYTES, IndexConfig
from index.errors import BadInputError
from index.fetch import Page, fetch, suffix_of
from index.folder import ADDED
from index.kinds import SUFFIXES

MAX_NAME = 120
"""Longest name of an added file, in characters; short enough for every file system in use."""

_MAX_NAME_BYTES = 240
_RESERVED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.I | re.S)
_TITLE_WITHIN = 100_000
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_one_at_a_time = threading.Lock()


def add_file(path: Path, config: IndexConfig) -> str:
    """Copy a file to the added articles; return its id. The same bytes again give the same id.

    Raises `BadInputError` for what is too large, of no kind that is read, or cannot be read at all.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInputError(f"{path.name} is not one of the kinds of file that are read ({', '.join(SUFFIXES)})")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BadInputError(f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB; split it into articles")
        content = path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path.name} could not be read ({error.strerror}); check it and add it again") from error
    if not content.strip():
        raise BadInputError(f"{path.name} is empty")
    folder = config.data / ADDED
    with _one_at_a_time:
        name = _same(folder, suffix, content) or _unused(folder, _name(path.stem, suffix))
        if not (folder / name).exists():
            _write(folder, name, content)
    return f"{ADDED}/{name}"


def add_page(address: str, config: IndexConfig, *, allow_private: bool = False) -> str:
    """Fetch a page and keep it among the added articles; return its id. The same address again replaces the file.

    Raises `BadInputError` as `index.fetch.fetch` does.
    """
    page = fetch(address, allow_private=allow_private)
    suffix = suffix_of(page.content_type) or ".html"
    content = _with_address(page) if suffix == ".html" else _as_utf8(page) if suffix in (".txt", ".md") else page.content
    folder = config.data / ADDED
    mark = f" ({hashlib.sha256(page.address.encode()).hexdigest()[:10]})"
    with _one_at_a_time:
        before = [path for path in _files(folder) if path.stem.endswith(mark)]
        kept = next((path.name for path in before if path.suffix == suffix), None)
        name = kept or _name(_named(page, suffix), suffix, mark)
        _write(folder, name, content)
        for other in before:
            if other.name != name:
                other.unlink(missing_ok=True)
    return f"{ADDED}/{name}"


def remove(article: str, config: IndexConfig) -> None:
    """Delete the file of an added article; the next sync forgets it. One that is gone already is no mistake.

    Raises `BadInputError` for an id that is none of an added file.
    """
    prefix, _, name = article.partition("/")
    if prefix != ADDED:
        raise BadInputError(f"{article!r} was not added here; delete its file in the folder of articles instead")
    file, inside, _ = name.partition("!/")
    if inside:
        raise BadInputError(f"{article!r} is part of {ADDED}/{file}; remove that")
    folder, path = (config.data / ADDED).resolve(), config.data / ADDED / name
    if "\0" in name or ".." in path.parts or path == config.data / ADDED or not path.parent.resolve().is_relative_to(folder):
        raise BadInputError(f"{article!r} is no added article; list them with: python -m index status")
    try:
        with _one_at_a_time:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise BadInputError(f"{article!r} could not be removed ({error.strerror}); delete {path} yourself") from error


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")] if folder.is_dir() else []


def _same(folder: Path, suffix: str, content: bytes) -> str | None:
    """Return the name of an added file that holds exactly these bytes."""
    for path in _files(folder):
        alike = path.suffix == suffix and path.is_file() and path.stat().st_size == len(content)
        if alike and path.read_bytes() == content:
            return path.name
    return None


def _name(stem: str, suffix: str, mark: str = "") -> str:
    """Return a file name that any file system takes and a reader recognises."""
    stem = _RESERVED.sub(" ", unicodedata.normalize("NFC", stem))
    stem = " ".join(stem.split()).strip(". ")
    if _DEVICES.match(stem):
        stem = f"file {stem}"
    stem = stem[: MAX_NAME - len(suffix) - len(mark)]
    most = _MAX_NAME_BYTES - len(suffix) - len(mark)
    stem = stem.encode()[:most].decode(errors="ignore").strip(". ")
    return f"{stem or 'article'}{mark}{suffix}"


def _unused(folder: Path, name: str) -> str:
    """Return the name, or with a number the first one that is free."""
    stem, suffix = os.path.splitext(name)
    number = 1
    while (folder / name).exists():
        number += 1
        name = _name(stem, suffix, f" ({number})")
    return name


def _named(page: Page, suffix: str) -> str:
    """Return a readable stem for a page: its host, and its title or the last part of its address."""
    url = httpx.URL(page.address)
    title = ""
    if suffix == ".html" and (found := _TITLE.search(page.content[:_TITLE_WITHIN])):
        title = html.unescape(_decoded(found[1], page.content_type) or found[1].decode(errors="ignore")).strip()
    slug = next((part for part in reversed(url.path.split("/")) if part), "")
    return f"{url.host.removeprefix('www.')} {title or slug.removesuffix(suffix)}"


def _decoded(content: bytes, content_type: str) -> str | None:
    """Return text as the server says it is encoded, None when it names no encoding that exists."""
    named = _CHARSET.search(content_type)
    try:
        return content.decode(named[1], errors="replace").removeprefix("\ufeff") if named else None
    except LookupError:
        return None


def _as_utf8(page: Page) -> bytes:
    """Return a text in UTF-8 with its mark where the server named the encoding, which a file cannot carry along."""
    text = _decoded(page.content, page.content_type)
    return page.content if text is None else b"\xef\xbb\xbf" + text.encode()


def _with_address(page: Page) -> bytes:
    """Return a page with the comment at its head by which browsers note where they saved it from."""
    address = page.address.replace("--", "%2D%2D")
    comment = f"<!-- saved from url=({len(address):04}){address} -->\n".encode()
    content = _as_utf8(page)
    if content.startswith(b"\xef\xbb\xbf"):
        return content[:3] + comment + content[3:]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return comment + content.decode("utf-16", errors="replace").encode()
    return comment + content


def _write(folder: Path, name: str, content: bytes) -> None:
    """Put a file there whole or not at all; the unfinished one is hidden, so that no sync reads it."""
    unfinished: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".adding-", delete=False) as stream:
            unfinished = Path(stream.name)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(folder / name)
    except OSError as error:
        raise BadInputError(
            f"{folder / name} could not be written ({error.strerror}); free some room and try again"
        ) from error
    finally:
        if unfinished:
            unfinished.unlink(missing_ok=True)
