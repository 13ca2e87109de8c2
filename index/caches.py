"""The search files of a generation: vectors in Chroma and BM25, rebuilt from the catalog at will.

They are written before the generation is published and never changed after. A seal, the SHA-256 of every file, stands
in the catalog: damage of any kind is seen before a library opens the file (a broken Chroma file can end the process).
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from index.catalog import Catalog
from index.lexical import BM25
from index.store import write_store

CHROMA = "chroma"
WORDS = "bm25"
Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""


def folder(data: Path, cache: str, generation: int) -> Path:
    """Return where a cache (`CHROMA` or `WORDS`) of a generation is."""
    return data / cache / str(generation)


def build(data: Path, generation: int, catalog: Catalog, progress: Progress) -> str:
    """Write the caches of a generation from the catalog's state; return their seal. Raises OSError (disk full)."""
    for cache in (CHROMA, WORDS):
        shutil.rmtree(folder(data, cache, generation), ignore_errors=True)  # left over from one that was cut off
        folder(data, cache, generation).parent.mkdir(exist_ok=True)
    words, ids = index_words(catalog)
    words.save(folder(data, WORDS, generation), ids)
    base = folder(data, CHROMA, generation - 1)
    sound = base.is_dir() and not damage(data, generation - 1, catalog.meta("seal"), CHROMA)
    write_store(
        folder(data, CHROMA, generation),
        catalog,
        base if sound else None,
        lambda done, total: progress("filling the vector store", done, total),
    )
    return _seal(data, generation)


def index_words(catalog: Catalog) -> tuple[BM25, list[int]]:
    """Return BM25 over the title and text of each passage that retrieval may return, and their ids."""
    ids = []

    def texts() -> Iterator[str]:
        for passage, title, text in catalog.passage_texts():
            ids.append(passage)
            yield f"{title}. {text}"

    return BM25(texts()), ids


def damage(data: Path, generation: int, seal: str | None, cache: str) -> list[str]:
    """Return what is wrong with the files of a cache, one line each; [] when they are as they were written."""
    sealed: dict[str, str] = {
        name: value for name, value in json.loads(seal or "{}").items() if name.startswith(f"{cache}/")
    }
    where = folder(data, cache, generation)
    if not sealed:
        return [f"{cache}/{generation} was never finished"]
    found = dict(_hashes(data, where))
    missing = [f"{name} is missing" for name in sealed if name not in found]
    changed = [f"{name} is damaged" for name in sealed if name in found and found[name] != sealed[name]]
    return missing + changed + [f"{name} does not belong there" for name in found if name not in sealed]


def drop_others(data: Path, generation: int) -> None:
    """Delete what `others` names."""
    for entry in others(data, generation):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def others(data: Path, generation: int) -> list[Path]:
    """Return what lies beside the caches of a generation and belongs to none or to another."""
    beside = (entry for cache in (CHROMA, WORDS) if (data / cache).is_dir() for entry in sorted((data / cache).iterdir()))
    return [entry for entry in beside if entry.name != str(generation)]


def _seal(data: Path, generation: int) -> str:
    sealed: dict[str, str] = {}
    for cache in (CHROMA, WORDS):
        for name, value in _hashes(data, folder(data, cache, generation)):
            sealed[name] = value
            _to_disk(data / name)
    return json.dumps(sealed)


def _hashes(data: Path, where: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(where.rglob("*")) if where.is_dir() else ():
        if path.is_file():
            with path.open("rb") as stream:
                yield path.relative_to(data).as_posix(), hashlib.file_digest(stream, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Make the system write the file out now: the generation that rests on it is about to be published."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
