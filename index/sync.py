"""Make the index equal to a folder: read what is new or changed, forget what is gone, embed, publish.

Every step can be cut off. What was read and embedded is kept out of sight of readers until all of it is published as
the next generation; a sync that was stopped is taken up by the next one where it ended.
"""

import dataclasses
import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

from index import caches, reader
from index.caches import Progress
from index.catalog import Catalog
from index.config import IndexConfig, cores
from index.embed import Embedder, pooled
from index.errors import BadInputError
from index.folder import check_source, list_files
from index.lock import writer_lock
from index.prepare import Prepared
from index.reader import ReadingFailedError
from index.staging import FileState, Staging
from index.types import SyncReport

TRIES = 3
"""A file that failed so often in a row is set aside until it changes."""
_RETRY_SECONDS = (60.0, 600.0)
_EMBED_AT_ONCE = 256
_MANY = 100
"""Files read, from which on the reading children are not kept for the next sync."""


def sync(
    folder: Path | None,
    config: IndexConfig,
    embedder: Embedder | None,
    *,
    replace: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
) -> SyncReport:
    """Make the index in ``config.data`` equal to ``folder`` (None: no folder) and to what was added by hand.

    Raises `BadInputError` when the folder cannot be used, `IndexBusyError` when another process is writing.
    """
    files = list_files(folder, config.data)
    with writer_lock(config.data), Staging(config.data, embedder.fingerprint if embedder else None) as catalog:
        _claim(catalog, folder, replace=replace)
        with catalog.write():
            catalog.forget_stale()
        before = _hashes(catalog)
        _read_files(catalog, files, progress)
        embedded = _embed(catalog, embedder, progress) if embedder else 0
        gone = [file for file in catalog.file_states() if file not in files]
        if gone or embedded or catalog.has_staged() or not catalog.generation:
            _publish(catalog, gone, config.data, progress)
        caches.drop_others(config.data, catalog.generation)
        return _report(catalog, before, embedded)


def _publish(catalog: Staging, gone: Iterable[str], data: Path, progress: Progress) -> None:
    try:
        catalog.publish(gone, lambda generation: caches.build(data, generation, catalog, progress))
    except OSError as error:
        raise BadInputError(
            f"{data} could not be written ({error.strerror or error}); free some room and sync again (nothing is lost)"
        ) from error


def _report(catalog: Staging, before: Mapping[str, str | None], embedded: int) -> SyncReport:
    after = _hashes(catalog)
    tries = [state.next_try for state in catalog.file_states().values() if 0 < state.failures < TRIES]
    indexed = {article for article, text_hash in after.items() if text_hash}
    return SyncReport(
        generation=catalog.generation,
        added=sum(article not in before for article in indexed),
        changed=sum(article in before and before[article] != after[article] for article in after),
        removed=sum(article not in after for article in before),
        unchanged=sum(article in before and before[article] == after[article] for article in indexed),
        unread=len(after) - len(indexed),
        embedded=embedded,
        waiting=catalog.count_waiting(),
        next_try=min(tries, default=None),
    )


def _hashes(catalog: Catalog) -> dict[str, str | None]:
    """The text hash of every published article, by id."""
    return {article.id: article.text_hash for article in catalog.articles()}


def _claim(catalog: Staging, folder: Path | None, *, replace: bool) -> None:
    if folder is None:
        return
    if not replace:
        check_source(catalog, folder)
    with catalog.write():
        catalog.set_meta("source", str(folder.resolve()))


def _read_files(catalog: Staging, files: Mapping[str, Path], progress: Progress) -> None:
    known = catalog.file_states()
    due = [file for file, path in files.items() if _is_due(known.get(file), path)]
    readers, pool = reader.readers(), ThreadPoolExecutor(cores())
    waiting: deque[tuple[str, FileState, Future[tuple[str, list[Prepared]]]]] = deque()
    try:
        for done, file in enumerate(due):
            progress("reading", done, len(due))
            before = known.get(file)
            state = FileState(*_stat(files[file]), "")
            waiting.append((file, state, pool.submit(readers.read, files[file], before.hash if before else "")))
            if len(waiting) > 2 * cores():
                _keep(catalog, known, *waiting.popleft())
        while waiting:
            _keep(catalog, known, *waiting.popleft())
    except BaseException:
        readers.close()  # what is being read now is not waited for
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    if len(due) > _MANY:
        readers.close()  # what is embedded now needs the memory more than the next sync needs that second


def _is_due(before: FileState | None, path: Path) -> bool:
    """Whether a file is new, changed, or failed and not set aside."""
    if before is None or (before.size, before.mtime_ns) != _stat(path):
        return True
    return 0 < before.failures < TRIES


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-2, -1)  # reading it will say why
    # The time of the last change of any kind: an edit that keeps the time of writing is seen, a new permission too.
    return found.st_size, max(found.st_mtime_ns, found.st_ctime_ns)


def _keep(
    catalog: Staging,
    known: Mapping[str, FileState],
    file: str,
    state: FileState,
    reading: Future[tuple[str, list[Prepared]]],
) -> None:
    """Store what came of reading a file, or that it failed."""
    before = known.get(file)
    try:
        file_hash, articles = reading.result()
    except ReadingFailedError as error:
        same = before is not None and (before.size, before.mtime_ns) == (state.size, state.mtime_ns)
        failures = (before.failures if before and same else 0) + 1
        due = time.time() + _RETRY_SECONDS[min(failures, len(_RETRY_SECONDS)) - 1]
        state = dataclasses.replace(state, failures=failures, next_try=due)
        articles = [Prepared("", None, _why_failed(str(error), state))]
    else:
        state = dataclasses.replace(state, hash=file_hash)
    with catalog.write():
        catalog.put_file(file, state)
        if articles:  # none: the file holds the bytes that were read before
            catalog.unstage(file)
        for article in articles:
            name = f"{file}!/{article.member}" if article.member else file
            catalog.stage(file, name, article, failed=bool(state.failures))


def _why_failed(how: str, state: FileState) -> str:
    if state.failures >= TRIES:
        return f"{how}; set aside after {state.failures} tries, it is read again when the file changes"
    due = time.strftime("%H:%M", time.localtime(state.next_try))
    return f"{how}; tried {state.failures} of {TRIES} times, the next sync tries again (a watching one at {due})"


def _embed(catalog: Staging, embedder: Embedder, progress: Progress) -> int:
    """Embed the sentences of the passages that wait, a few hundred passages at a time; each group is kept at once.

    A passage's vector is pooled from those of its sentences, so that every word goes through the model once.
    """
    total, done = catalog.count_waiting(), 0
    while waiting := catalog.waiting(_EMBED_AT_ONCE):
        progress("embedding", done, total)
        texts = {key: catalog.staged_text(key) for key in {p.article for p in waiting}}
        article_of = {passage.id: passage.article for passage in waiting}
        sentences = [sentence for sentence, _ in catalog.sentences(article_of)]
        said = [s.span.of(texts[article_of[s.passage]]) for s in sentences]
        unique = list(dict.fromkeys(said))
        encoded = dict(zip(unique, embedder.encode(unique), strict=True))
        with catalog.write():
            for passage, own in groupby(zip(sentences, said, strict=True), key=lambda pair: pair[0].passage):
                pairs = [(sentence, encoded[words]) for sentence, words in own]
                catalog.put_vectors(passage, pooled([encoding for _, encoding in pairs]), pairs)
        done += len(waiting)
    return done
