"""Make the index equal to a folder: read what is new or changed, forget what is gone, embed, fill the caches.

Every step can be cut off: an article is in the catalog whole or not at all, passages without vectors are embedded
by the next sync, and the vector store is made equal to the catalog at the end.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from filelock import FileLock, Timeout

from index import split
from index.catalog import FILE_NAME, Catalog, FileState
from index.config import IndexConfig
from index.embed import Embedder
from index.errors import BadInputError, IndexBusyError, IndexMissingError
from index.extract import UnreadableError
from index.read import SUFFIXES, read_file
from index.store import VectorStore

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, of how many)."""

ADDED = "added"
"""Folder inside the data folder, and prefix of the ids, for articles that were added by hand."""

_EMBED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did, in articles; ``embedded`` and ``waiting`` count passages.

    ``waiting``: passages found by keyword only, because there was no embedder.
    """

    generation: int
    added: int
    changed: int
    removed: int
    unchanged: int
    unread: int
    embedded: int
    waiting: int


@contextmanager
def hold(data: Path, name: str, busy: str) -> Iterator[None]:
    """Hold a lock file of a data folder; the operating system releases it when the owner dies.

    Raises `IndexBusyError` with the text ``busy`` when another process holds it.
    """
    lock = FileLock(data / name, timeout=0)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IndexBusyError(busy) from error
    except OSError as error:
        raise BadInputError(
            f"{data} cannot be written ({error.strerror}); make it writable or name another --data"
        ) from error
    try:
        yield
    finally:
        lock.release()


def writer_lock(data: Path) -> AbstractContextManager[None]:
    """Hold the one writer's place of a data folder. Raises `IndexBusyError`, or `BadInputError` if it cannot be written."""
    return hold(
        data, "writer.lock", f"another process is writing to {data}; wait until it has finished, or name another --data"
    )


def sync(
    folder: Path,
    config: IndexConfig,
    embedder: Embedder | None,
    store: VectorStore,
    *,
    replace: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
) -> SyncReport:
    """Make the index in ``config.data`` equal to ``folder`` (and to what was added by hand).

    Raises `BadInputError` when the folder cannot be used, `IndexBusyError` when another process is writing.
    """
    files = _list_files(folder, config.data)
    with writer_lock(config.data), Catalog(config.data, create=True) as catalog:
        unfinished = bool(catalog.meta("unfinished"))  # the last sync was cut off: what it did is not in a generation yet
        _claim(catalog, folder, replace=replace)
        _drop_stale(catalog, embedder, store)
        added, changed, unchanged, unread = _read_files(catalog, files, progress)
        removed = _forget(catalog, files)
        embedded = _embed(catalog, embedder, progress) if embedder else 0
        new = added or changed or removed or embedded or unfinished or not catalog.generation
        if new:
            store.make_equal(catalog)
        with catalog.write():
            catalog.set_meta("generation", str(catalog.generation + bool(new)))
            catalog.set_meta("unfinished", "")
        return SyncReport(
            catalog.generation,
            added,
            changed,
            removed,
            unchanged,
            unread,
            embedded,
            catalog.count_without_vectors(),
        )


def _list_files(folder: Path, data: Path) -> dict[str, Path]:
    """Article id -> file, for both roots; hidden files and the data folder itself are left out."""
    if not folder.is_dir():
        raise BadInputError(f"{folder} is not a folder; give the folder that holds the articles")
    files: dict[str, Path] = {}
    for root, prefix in ((folder, ""), (data / ADDED, f"{ADDED}/")):
        for where, folders, names in os.walk(root, onerror=_cannot_list) if root.is_dir() else ():
            here = Path(where)
            folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != data.resolve())
            for name in sorted(names):
                if not name.startswith("."):
                    article = prefix + (here / name).relative_to(root).as_posix()
                    # A name that is no UTF-8 (from an old archive, say) gets an id that can be stored and printed.
                    files[article.encode("utf-8", "backslashreplace").decode()] = here / name
    if not any(path.suffix.lower() in SUFFIXES for path in files.values()):
        raise BadInputError(f"{folder} holds no .txt or .md files; put articles in it and sync again (nothing was changed)")
    return files


def _cannot_list(error: OSError) -> NoReturn:
    """A folder that cannot be listed must not look like one whose articles were deleted."""
    raise BadInputError(
        f"{error.filename} could not be listed ({error.strerror}); make it readable and sync again (nothing was changed)"
    )


def check(folder: Path, config: IndexConfig) -> None:
    """Raise `BadInputError` now for what would make `sync` refuse this folder, without writing anything."""
    _list_files(folder, config.data)
    try:
        with Catalog(config.data) as catalog:
            _check_source(catalog, folder)
    except IndexMissingError:
        if (config.data / FILE_NAME).exists():
            raise


def _claim(catalog: Catalog, folder: Path, *, replace: bool) -> None:
    if not replace:
        _check_source(catalog, folder)
    with catalog.write():
        catalog.set_meta("source", str(folder.resolve()))
        catalog.set_meta("unfinished", "yes")


def _check_source(catalog: Catalog, folder: Path) -> None:
    source = catalog.meta("source")
    if source and source != str(folder.resolve()):
        data = catalog.path.parent
        raise BadInputError(
            f"{data} is the index of {source}; name another --data, "
            f"or replace it with: python -m index sync {folder} --data {data} --replace"
        )


def _drop_stale(catalog: Catalog, embedder: Embedder | None, store: VectorStore) -> None:
    """Forget what another splitter or another embedder made; it is made anew below."""
    with catalog.write():
        if catalog.meta("splitter") != split.VERSION:
            for article in catalog.file_states():
                catalog.remove(article)
            catalog.set_meta("splitter", split.VERSION)
        if embedder and catalog.meta("embedder") != embedder.fingerprint:
            catalog.drop_vectors()
            store.clear()  # the passages keep their ids, so the cache cannot tell old vectors from new ones
            catalog.set_meta("embedder", embedder.fingerprint)


def _read_files(catalog: Catalog, files: dict[str, Path], progress: Progress) -> tuple[int, int, int, int]:
    known = catalog.file_states()
    added = changed = unchanged = unread = 0
    for done, (article, path) in enumerate(files.items()):
        progress("reading", done, len(files))
        before = known.get(article)
        now = _stat(path)
        if before and before.status != "failed" and (before.size, before.mtime_ns) == now:
            unchanged += before.status == "indexed"
            unread += before.status == "skipped"
            continue
        outcome = _read_one(catalog, article, path, before)
        added += outcome == "read" and before is None
        changed += outcome == "read" and before is not None
        changed += outcome == "unread" and before is not None and before.status == "indexed"
        unchanged += outcome == "same"
        unread += outcome == "unread"
    return added, changed, unchanged, unread


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, -1)  # reading it will say why
    return found.st_size, found.st_mtime_ns


def _read_one(catalog: Catalog, article: str, path: Path, before: FileState | None) -> str:
    size, mtime_ns = _stat(path)
    if path.suffix.lower() not in SUFFIXES:
        state = FileState(size, mtime_ns, "", "skipped")
        with catalog.write():
            catalog.put_unread(article, state, f"not one of the kinds of file that are read ({', '.join(SUFFIXES)})")
        return "unread"
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError("not a regular file")
        with path.open("rb") as stream:
            file_hash = hashlib.file_digest(stream, "sha256").hexdigest()
        state = FileState(size, mtime_ns, file_hash, "indexed")
        if before and before.status == "indexed" and before.file_hash == file_hash:
            with catalog.write():
                catalog.touch(article, state)
            return "same"
        document = read_file(path)
        chunks = split.split(document.text, document.body_start)
    except UnreadableError as error:
        with catalog.write():
            catalog.put_unread(article, FileState(size, mtime_ns, "", "skipped"), str(error))
        return "unread"
    except OSError as error:
        with catalog.write():
            reason = f"could not be read ({error.strerror or error}); the next sync tries again"
            catalog.put_unread(article, FileState(size, mtime_ns, "", "failed"), reason)
        return "unread"
    with catalog.write():
        catalog.put(article, state, document, chunks)
    return "read"


def _forget(catalog: Catalog, files: dict[str, Path]) -> int:
    gone = [article for article in catalog.file_states() if article not in files]
    with catalog.write():
        for article in gone:
            catalog.remove(article)
    return len(gone)


def _embed(catalog: Catalog, embedder: Embedder, progress: Progress) -> int:
    """Embed the passages that wait, and their sentences, a few hundred at a time; each group is kept at once."""
    total, done = catalog.count_without_vectors(), 0
    while waiting := catalog.without_vectors(_EMBED_AT_ONCE):
        progress("embedding", done, total)
        passages = {passage.id: passage for passage in waiting}
        texts = {article: catalog.text(article) for article in {p.article for p in waiting}}
        sentences = [sentence for sentence, _ in catalog.sentences(passages)]
        said = [s.span.of(texts[passages[s.passage].article]) for s in sentences]
        encoded = dict(zip(unique := list(dict.fromkeys(said)), embedder.encode(unique), strict=True))
        whole = [p.span.of(texts[p.article]) for p in waiting]
        longer = [text for text in dict.fromkeys(whole) if text not in encoded]  # one sentence is embedded once
        vector_of = {text: one.vector for text, one in encoded.items()} | dict(
            zip(longer, embedder.embed(longer), strict=True)
        )
        with catalog.write():
            for passage, text in zip(waiting, whole, strict=True):
                own = [(s, encoded[t]) for s, t in zip(sentences, said, strict=True) if s.passage == passage.id]
                catalog.put_vectors(passage.id, vector_of[text], own)
        done += len(waiting)
    return done
