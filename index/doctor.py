"""Find what is wrong with a data folder, and mend it without losing anything that can be had again."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import caches
from index.catalog import FILE_NAME, Catalog
from index.config import IndexConfig
from index.embed import Embedder
from index.errors import BadInputError, FootnoteError, IndexMissingError
from index.examine import Fault
from index.folder import ADDED, indexed_folder
from index.library import mend
from index.lock import writer_lock
from index.staging import Staging
from index.sync import sync


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `diagnose` found. ``notes`` are no faults: what a user may want to know or do."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def diagnose(data: Path) -> Diagnosis:
    """Examine a data folder in a child process. Raises `IndexMissingError` when there is no index in it."""
    if not (data / FILE_NAME).is_file():
        raise IndexMissingError(f"there is no index in {data}; make one with: python -m index sync FOLDER --data {data}")
    _check_version(data)
    command = [sys.executable, "-m", "index.examine", str(data.absolute())]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    faults = [Fault(**{**line, "ids": tuple(line["ids"])}) for line in lines if line != "done"]
    if "done" not in lines:
        how = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        faults.append(Fault("cache", f"looking into the caches ended the process that did it ({how[:200]})"))
    return Diagnosis(tuple(faults), tuple(_notes(data)))


def _check_version(data: Path) -> None:
    """Raise `IndexMissingError` for the format of another version: that is no damage."""
    with contextlib.suppress(BadInputError):  # damaged: the examination says how
        Catalog(data).close()


def _notes(data: Path) -> list[str]:
    try:
        with Catalog(data) as catalog:
            waiting = catalog.database.execute("SELECT count(*) FROM passages WHERE vector IS NULL").fetchone()[0]
            staged = catalog.database.execute("SELECT count(*) FROM article_rows WHERE live = 0").fetchone()[0]
            failed = sum(article.status == "failed" for article in catalog.articles())
    except (FootnoteError, OSError):
        return []
    lines = {
        f"{staged} articles were read by a sync that was cut off; the next sync goes on from there": staged,
        f"{waiting} passages wait for their vectors; the next sync makes them": waiting,
        f"{failed} files could not be read (reasons: python -m index status --data {data})": failed,
    }
    return [line for line, count in lines.items() if count]


def fix(config: IndexConfig, faults: Sequence[Fault], embedder: Embedder | None) -> list[str]:
    """Mend the faults; return what was done, one line each. Raises `FootnoteError` for what needs the user."""
    data, done = config.data, []
    source = _source(data)
    if any(fault.kind == "catalog" for fault in faults):
        done.append(_set_aside(data))
    elif files := {i for fault in faults if fault.kind == "article" for i in fault.ids}:
        with writer_lock(data), Staging(data) as catalog, catalog.write():
            catalog.forget_files(files)
        done.append(f"{len(files)} files are read again")
    if passages := {int(i) for fault in faults if fault.kind == "vectors" for i in fault.ids}:
        with writer_lock(data), Staging(data) as catalog, catalog.write():
            catalog.drop_vectors(passages)
        done.append(f"{len(passages)} passages are embedded again")
    if done:
        if source is None and not (data / ADDED).is_dir():
            raise BadInputError(
                f"which folder was indexed is not known any more; run: python -m index sync FOLDER --data {data}"
            )
        sync(source, config, embedder)
        done.append(f"synced with {source or data / ADDED}")
        if source is None and any(fault.kind == "catalog" for fault in faults):
            done.append(
                f"articles added by hand only: if a folder was indexed too, run: python -m index sync FOLDER --data {data}"
            )
    elif any(fault.kind == "cache" for fault in faults):
        mend(data, _generation(data))
        done.append("the caches were made anew from the catalog; nothing was embedded again")
    if any(fault.kind == "leftover" for fault in faults):
        with writer_lock(data):
            caches.drop_others(data, _generation(data))
        done.append("leftovers were deleted")
    return done


def _generation(data: Path) -> int:
    with Catalog(data) as catalog:
        return catalog.generation


def _source(data: Path) -> Path | None:
    try:
        return indexed_folder(data)
    except FootnoteError:
        return None


def _set_aside(data: Path) -> str:
    """Rename a catalog that cannot be used; it is kept, for somebody may want to look into it."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    with writer_lock(data):
        for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
            if (data / name).exists():
                (data / name).rename(data / f"damaged-{stamp}-{name}")
    return f"{FILE_NAME} was set aside as damaged-{stamp}-{FILE_NAME}; everything is read and embedded anew"
