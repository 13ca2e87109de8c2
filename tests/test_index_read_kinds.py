"""Telling what kind of file it is, by content first and ending second."""

import io

import docx
import pytest
from documents import document, packed, paragraph, pdf, readings, reason

from index import read
from index.read import SUFFIXES

PAGE = "<!DOCTYPE html>\n<html><head><title>Ferries</title></head><body><p>The ferry sails at dawn.</p></body></html>"


def word_file() -> bytes:
    out = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("The ferry sails at dawn.")
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("a.txt", pdf([paragraph("The ferry sails at dawn.")]), "read as PDF: the file name says .txt"),
        ("a", pdf([paragraph("The ferry sails at dawn.")]), "read as PDF: the file name has no ending"),
        ("a.pdf", word_file(), "read as a Word document: the file name says .pdf"),
        ("a.zip", word_file(), "read as a Word document: the file name says .zip"),
        ("a.txt", PAGE, "read as HTML: the file name says .txt"),
        ("a.md", "\ufeff<!-- saved -->\n" + PAGE, "read as HTML: the file name says .md"),
        ("a.docx", PAGE.encode("utf-16"), "read as HTML: the file name says .docx"),
        ("a.htm", "<h1>Ferries</h1><p>The ferry sails at dawn.</p>", None),
        ("A.TXT", "The ferry sails at dawn.", None),
    ],
)
def test_the_content_decides_and_another_ending_is_noted(tmp_path, name, content, note):
    found = document(tmp_path, name, content)
    assert "The ferry sails at dawn." in found.text
    assert found.note == note


@pytest.mark.parametrize(
    "text", ["The tag <html> begins a page.", "<p>The ferry sails.</p>", "<title>Ferries</title> is markup."]
)
def test_text_about_html_is_text(tmp_path, text):
    assert document(tmp_path, "a.txt", text).text == text


def test_the_name_can_be_another_than_that_of_the_file(tmp_path):
    (tmp_path / "upload-1").write_text("# Ferries\n\nThe ferry sails at dawn.\n")
    [reading] = read.read(tmp_path / "upload-1", "ferries.md")
    assert reading.document
    assert reading.document.title == "Ferries"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted: it needs a password"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted: it needs a password"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        ("a.ppt", OLE + "PowerPoint Document".encode("utf-16-le"), "save it as .pptx"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
        ("a.msg", OLE + "__substg1.0_".encode("utf-16-le"), "save it as .eml"),
        ("a.rtf", b"{\\rtf1 The ferry}", "save it as .docx"),
        ("a.odt", packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "save it as .docx"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "a picture"),
        ("a.mp3", b"ID3\x03" + bytes(50), "a sound"),
        ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "a film"),
        ("a.rar", b"Rar!\x1a\x07" + bytes(50), "pack it as .zip"),
        ("a.pdf", "Please log in to read this.", "not PDF, though its name ends in .pdf"),
        ("a.docx", "The ferry sails.", "not a Word document, though its name ends in .docx"),
        ("a.docx", word_file()[:2000], "damaged"),
        ("a.zip", b"PK\x03\x04 and no more", "damaged"),
        ("a.xml", "<?xml version='1.0'?><invoice><sum>5</sum></invoice>", "not a feed, though its name ends in .xml"),
        ("a.py", "print('ferry')", "not one of the kinds of file that are read (.txt,"),
        ("README", "The ferry sails.", "not one of the kinds of file that are read (.txt,"),
        *((f"a{ending}", "", "empty: there is no text in the file") for ending in SUFFIXES),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, content, expected):
    assert expected in reason(tmp_path, name, content)


@pytest.mark.parametrize(("name", "start"), [("a.txt", b"ferry "), ("a.pdf", b"%PDF-1.4\n"), ("a.html", b"<html>")])
def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch, name, start):
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.write(start)
        stream.truncate(300_000_000)  # a hole: no byte of it is on the disk

    def never(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(read, "_extract", never)
    [reading] = read.read(path)
    assert reading.reason == f"larger than {200 if name == 'a.pdf' else 50} MB; split it into articles"


def test_a_file_that_is_gone_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"a\.txt"):
        list(read.read(tmp_path / "a.txt"))


def test_every_plain_kind_gives_one_reading_for_the_file_itself(tmp_path):
    assert [reading.member for reading in readings(tmp_path, "a.txt", "The ferry sails.")] == [""]


def test_the_body_of_a_page_begins_after_its_title_and_date(tmp_path):
    story = "The ferry sails at dawn and carries forty people. It returns at dusk with a cargo of herring."
    page = (
        '<!DOCTYPE html><html><head><title>Ferries</title><meta property="article:published_time" content="2021-03-12">'
        f"</head><body><article><h1>Ferries</h1><p>{story}</p></article></body></html>"
    )
    found = document(tmp_path, "a.html", page)
    assert (found.title, found.date) == ("Ferries", "2021-03-12")
    assert found.text[found.body_start :] == story
