"""The folder an index is of: which files are in it, and whether it is the one that was indexed before."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from index.catalog import FILE_NAME, Catalog
from index.config import IndexConfig
from index.errors import BadInputError, IndexMissingError, IndexOutdatedError
from index.kinds import SUFFIXES

ADDED = "added"
"""Folder inside the data folder, and prefix of the ids, for articles that were added by hand."""


def list_files(folder: Path | None, data: Path) -> dict[str, Path]:
    """Return file id -> file, for both roots; hidden files and the data folder itself are left out.

    Raises `BadInputError` when the folder cannot be read, or holds nothing that is read.
    """
    if folder is not None and not folder.is_dir():
        raise BadInputError(
            f"{folder} is not a folder; give the folder that holds the articles, "
            f"or add one file or web page with: python -m index add {folder}"
        )
    files = dict(_walk(data / ADDED, f"{ADDED}/", data))
    if folder is not None:
        files |= _walk(folder, "", data)
    if folder is not None and not any(path.suffix.lower() in SUFFIXES for path in files.values()):
        kinds = ", ".join(SUFFIXES)
        raise BadInputError(
            f"{folder} holds no file of the kinds that are read ({kinds}); "
            "put articles in it and sync again (nothing was changed)"
        )
    return files


def _walk(root: Path, prefix: str, data: Path) -> Iterable[tuple[str, Path]]:
    if not root.is_dir():
        return
    for where, folders, names in os.walk(root, onerror=_cannot_list):
        here = Path(where)
        links = [f for f in folders if (here / f).is_symlink()]  # os.walk does not go in; status says so of each
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != data.resolve())
        for name in sorted(names + links):
            if not name.startswith("."):
                file = prefix + (here / name).relative_to(root).as_posix()
                # A name that is no UTF-8 (from an old archive, say) gets an id that can be stored and printed.
                yield file.encode("utf-8", "backslashreplace").decode(), here / name


def _cannot_list(error: OSError) -> NoReturn:
    """A folder that cannot be listed must not look like one whose articles were deleted."""
    raise BadInputError(
        f"{error.filename} could not be listed ({error.strerror}); make it readable and sync again (nothing was changed)"
    )


def check(folder: Path, config: IndexConfig) -> None:
    """Raise `BadInputError` now for what would make `sync` refuse this folder, without writing anything."""
    list_files(folder, config.data)
    try:
        with Catalog(config.data) as catalog:
            check_source(catalog, folder)
    except IndexOutdatedError:
        pass  # a sync brings it up to date
    except IndexMissingError:
        if (config.data / FILE_NAME).exists():
            raise


def indexed_folder(data: Path) -> Path | None:
    """Return the folder that was indexed before; None when only what was added by hand is in the index, or nothing."""
    try:
        with Catalog(data) as catalog:
            source = catalog.meta("source")
    except IndexOutdatedError as error:
        source = error.source
    except IndexMissingError:
        if (data / FILE_NAME).exists():
            raise
        return None
    return Path(source) if source else None


def check_source(catalog: Catalog, folder: Path) -> None:
    """Raise `BadInputError` when the catalog is of another folder."""
    source = catalog.meta("source")
    if source and source != str(folder.resolve()):
        data = catalog.path.parent
        raise BadInputError(
            f"{data} is the index of {source}; name another --data, "
            f"or replace it with: python -m index sync {folder} --data {data} --replace"
        )
