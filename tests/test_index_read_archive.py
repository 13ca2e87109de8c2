"""Reading zip archives, those made to do harm among them."""

import io
import stat
import struct
import zipfile

import pytest
from documents import LAUGHS, packed, readings, reason

from index import archive
from index.read import Reading

FERRY = "The ferry sails at dawn.\n"


def by_member(found: list[Reading]) -> dict[str, str | None]:
    """Each member's text, or its reason."""
    assert len({one.member for one in found}) == len(found)
    return {one.member: one.document.text if one.document else one.reason for one in found}


def test_each_file_of_an_archive_is_an_article(tmp_path):
    files = {"a.txt": FERRY, "north/b.md": "# B\n\nCold.\n", "north/": "", "c.png": b"\x89PNG\r\n", "d.txt": ""}
    found = readings(tmp_path, "a.zip", packed(files))
    assert by_member(found) == {
        "a.txt": FERRY,
        "north/b.md": "# B\n\nCold.\n",
        "c.png": "a picture; if it shows text, turn it into a PDF with OCR",
        "d.txt": "empty: there is no text in the file",
    }
    assert [one.document.title for one in found if one.document] == [None, "B"]


def test_hidden_files_of_an_archive_are_left_out(tmp_path):
    found = readings(
        tmp_path, "a.zip", packed({"a.txt": FERRY, ".git/x.txt": "x", "__MACOSX/._a.txt": "x", "b/.c.txt": "x"})
    )
    assert by_member(found) == {"a.txt": FERRY}


def test_an_archive_inside_an_archive_is_not_opened(tmp_path):
    found = readings(tmp_path, "a.zip", packed({"a.txt": FERRY, "b.zip": packed({"c.txt": FERRY})}))
    assert by_member(found)["b.zip"] == "an archive inside an archive; unpack it into the folder"


def test_a_feed_in_an_archive_has_its_entries(tmp_path):
    feed = "<rss version='2.0'><channel><item><title>Dawn</title><description>It sails.</description></item></channel></rss>"
    [found] = readings(tmp_path, "a.zip", packed({"news.xml": feed}))
    assert found.member.startswith("news.xml!/dawn-")


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("a!/b.txt", "a/b.txt"),
        ("a\nb\x07.txt", "a b.txt"),
        ("\u202egnp.txt", "gnp.txt"),
        ("Fähre 渡.txt", "Fähre 渡.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_names_of_members_lead_nowhere(tmp_path, name, harmless):
    before = set(tmp_path.parent.rglob("*"))
    found = readings(tmp_path, "a.zip", packed({name: FERRY}))
    assert by_member(found) == {harmless: FERRY}
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "a.zip"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_the_same_name_are_told_apart(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, words in (("a.txt", "One."), ("a.txt", "Two."), ("../a.txt", "Three."), ("A.txt", "Four."), ("b", "x")):
            made.writestr(name, words)
    found = by_member(readings(tmp_path, "a.zip", out.getvalue()))
    assert list(found)[:4] == ["a.txt", "a (2).txt", "a (3).txt", "A (4).txt"]
    assert list(found.values())[:4] == ["One.", "Two.", "Three.", "Four."]


def test_names_from_systems_that_do_not_mark_utf8_are_readable(tmp_path):
    raw = packed({"Fähre.txt": FERRY})
    central = raw.index(b"PK\x01\x02")
    raw = raw[:6] + b"\0\0" + raw[8 : central + 8] + b"\0\0" + raw[central + 10 :]
    assert by_member(readings(tmp_path, "a.zip", raw)) == {"Fähre.txt": FERRY}


def test_links_are_not_followed(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("a.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert by_member(readings(tmp_path, "a.zip", out.getvalue())) == {
        "a.txt": "a link to another file, which is not followed"
    }


def locked(raw: bytes) -> bytes:
    """Mark every member of an archive as encrypted."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := raw.find(mark, start)) >= 0:
            flags = struct.unpack_from("<H", raw, start + at)[0] | 1
            raw = raw[: start + at] + struct.pack("<H", flags) + raw[start + at + 2 :]
            start += 4
    return raw


def test_an_encrypted_archive_says_so(tmp_path):
    assert "needs a password" in reason(tmp_path, "a.zip", locked(packed({"a.txt": FERRY, "b.txt": FERRY})))


def test_bombs_are_refused_before_they_are_unpacked(tmp_path, monkeypatch):
    assert "grows more than 200 times" in reason(tmp_path, "a.zip", packed({"a.txt": bytes(30_000_000)}))
    monkeypatch.setattr(archive, "MAX_MEMBERS", 20)
    assert "more than 20 files" in reason(tmp_path, "b.zip", packed({f"{n}.txt": "" for n in range(21)}))
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_000_000)
    assert "more than 1 MB" in reason(tmp_path, "c.zip", packed({f"{n}.txt": bytes(100_000) for n in range(11)}))


def test_an_archive_that_lies_about_its_sizes_is_not_believed(tmp_path):
    raw = packed({"a.txt": bytes(30_000_000), "b.txt": FERRY})
    true, false = struct.pack("<I", 30_000_000), struct.pack("<I", 1000)
    found = by_member(readings(tmp_path, "a.zip", raw.replace(true, false)))
    assert found == {"a.txt": "damaged: it cannot be unpacked; get or pack it again", "b.txt": FERRY}


def test_a_member_larger_than_an_article_is_skipped_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("index.read.MAX_FILE_BYTES", 1_000_000)
    found = by_member(readings(tmp_path, "a.zip", packed({"a.txt": b"ferry " * 200_000, "b.txt": FERRY})))
    assert found == {"a.txt": "larger than 1 MB; split it into articles", "b.txt": FERRY}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_methods_whose_growth_cannot_be_bounded_are_refused(tmp_path, method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("a.txt", FERRY)
    [found] = readings(tmp_path, "a.zip", out.getvalue())
    assert found.reason == "packed by an unusual method; pack it as an ordinary .zip"


def test_damage_to_one_member_leaves_the_others(tmp_path):
    raw = packed({"a.txt": FERRY * 50, "b.txt": FERRY})
    raw = raw[:40] + b"\xff\xff\xff" + raw[43:]
    found = by_member(readings(tmp_path, "a.zip", raw))
    assert found["b.txt"] == FERRY
    assert found["a.txt"] == "damaged: it cannot be unpacked; get or pack it again"


def test_an_empty_archive_says_so(tmp_path):
    assert "no files in the archive" in reason(tmp_path, "a.zip", packed({}))
    assert "no files in the archive" in reason(tmp_path, "b.zip", packed({".DS_Store": "x"}))


def test_entities_are_looked_for_over_the_edges_of_blocks_and_in_every_encoding():
    for place in range(65_520, 65_540):
        with pytest.raises(archive.UnreadableError, match="declares XML entities"):
            archive.check_package(io.BytesIO(packed({"a.xml": b" " * place + LAUGHS + b"<a/>"})), 10_000_000)
    with pytest.raises(archive.UnreadableError, match="declares XML entities"):
        archive.check_package(io.BytesIO(packed({"a.xml": LAUGHS.decode().encode("utf-16")})), 10_000_000)


def test_an_archive_whose_list_points_nowhere_is_damaged(tmp_path):
    raw = packed({"a.txt": FERRY})
    end = raw.index(b"PK\x05\x06")
    [found] = readings(tmp_path, "a.zip", raw[: end + 16] + b"\xf0\xff\xff\x7f" + raw[end + 20 :])
    assert found.reason == "damaged: it cannot be unpacked; get or pack it again"


def test_a_member_without_a_name_is_left_out(tmp_path):
    raw = packed({"x": FERRY, "b.txt": FERRY})
    central = raw.index(b"PK\x01\x02")
    raw = raw[:26] + b"\0\0" + raw[28:30] + raw[31:]
    raw = raw[: central - 1 + 28] + b"\0\0" + raw[central - 1 + 30 : central - 1 + 46] + raw[central - 1 + 47 :]
    found = readings(tmp_path, "a.zip", raw)
    assert all(one.document is None or one.member == "b.txt" for one in found)
