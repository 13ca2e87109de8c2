"""Reading one file: decoding, the stored form of its text, and what its header says."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import read
from index.decode import decode
from index.extract import UnreadableError, normalise
from index.header import parse_header
from index.read import read_file

BODY = "The ferry sails at dawn. It carries forty people.\n"


def read_text(folder: Path, text: str | bytes, name: str = "article.txt") -> read.Document:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_file(path)


@pytest.mark.parametrize(
    ("name", "header", "title", "publisher", "date"),
    [
        ("a.md", "---\ntitle: Ferries\npublisher: Tide\ndate: 2020-05-01\n---\n", "Ferries", "Tide", "2020-05-01"),
        ("a.md", '---\ntitle: "Ferries: a history"\ntags: [sea]\n---\n\n', "Ferries: a history", None, None),
        ("a.md", "---\nheadline: Ferries\nsource: Tide\npublished: 2020\n...\n", "Ferries", "Tide", "2020"),
        ("a.txt", "Title: Ferries\nSource: Tide\nDate: 1 May 2020\n\n", "Ferries", "Tide", "2020-05-01"),
        ("a.txt", "DATE: May 2020\nTITLE : Ferries\n\n", "Ferries", None, "2020-05"),
        ("a.txt", "Published: not known\nTitle: Ferries\n\n", "Ferries", None, None),
        ("a.md", "# Ferries\n\n", "Ferries", None, None),
        ("a.md", "# Ferries\n1 May 2020\n\n", "Ferries", None, "2020-05-01"),
        ("a.txt", "Ferries sail again\n\n1 May 2020\n\n", "Ferries sail again", None, "2020-05-01"),
        ("a.txt", "Ferries sail again\nFriday, May 1st, 2020\n", "Ferries sail again", None, "2020-05-01"),
        ("a.txt", "\n\nFerries sail again\n\n", "Ferries sail again", None, None),
        ("a.txt", "", None, None, None),
    ],
)
def test_the_header_gives_title_publisher_and_date_and_the_body_begins_after_it(
    tmp_path, name, header, title, publisher, date
):
    document = read_text(tmp_path, header + BODY, name)
    assert (document.title, document.publisher, document.date) == (title, publisher, date)
    assert document.text == header + BODY  # title and date lines are kept in the stored text
    assert document.text[document.body_start :].strip() == BODY.strip()


@pytest.mark.parametrize(
    "first_line",
    [
        "Note: the ferry is late.",
        "A first line that ends as sentences do.",
        "Is this a title, or how an article begins:",
        "long " * 31,
        "2015 saw the first ferry cross the strait in winter.",
    ],
)
def test_a_first_line_that_is_a_sentence_is_body_and_not_header(tmp_path, first_line):
    document = read_text(tmp_path, f"{first_line}\n\n{BODY}")
    assert document.title is None
    assert document.date is None
    assert document.text[document.body_start :].lstrip().startswith(first_line.strip())


def test_a_heading_is_a_title_in_markdown_only(tmp_path):
    assert read_text(tmp_path, f"# Ferries.\n\n{BODY}", "a.md").title == "Ferries."
    assert read_text(tmp_path, f"# Ferries.\n\n{BODY}", "a.txt").title is None


def test_front_matter_that_is_no_yaml_is_still_a_header(tmp_path):
    document = read_text(tmp_path, f"---\ntitle: [broken\n---\n{BODY}", "a.md")
    assert document.title is None
    assert document.text[document.body_start :] == BODY


def test_a_rule_between_paragraphs_is_no_front_matter(tmp_path):
    text = f"Ferries\n\n{BODY}\n---\ntitle: Not this one\n---\nMore."
    document = read_text(tmp_path, text)
    assert document.title == "Ferries"


def test_stored_text_is_nfc_with_plain_line_ends(tmp_path):
    document = read_text(tmp_path, "Cafe\u0301 one.\r\nTwo.\rThree.\u2028Four.\x0cFive.\x07")
    assert document.text == "Caf\u00e9 one.\nTwo.\nThree.\nFour.\nFive."


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    once.encode()  # a lone surrogate could be neither stored nor hashed


@given(st.text(max_size=200), st.booleans())
def test_the_body_begins_inside_the_text_whatever_the_header(text, markdown):
    start, _ = parse_header(normalise(text), markdown=markdown)
    assert 0 <= start <= len(normalise(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_with_and_without_a_byte_order_mark(tmp_path, encoding):
    document = read_text(tmp_path, f"Fähre über die Förde\n\n{BODY}".encode(encoding))
    assert document.text == f"Fähre über die Förde\n\n{BODY}"
    assert document.note is None


def test_a_file_in_an_old_encoding_is_read_and_noted():
    words = "Die Fähre fährt über die Förde. Größere Schäden gab es während der Überfahrt nicht. " * 4
    text, note = decode(words.encode("cp1252"))
    assert text == words
    assert note is not None
    assert "not UTF-8" in note


def test_damaged_utf8_is_kept_and_noted(tmp_path):
    damaged = "Die Fähre über die Förde fährt früh. ".encode() * 5 + b"Sch\xe4den."
    document = read_text(tmp_path, damaged)
    assert "Fähre über die Förde" in document.text
    assert "Sch\ufffdden" in document.text
    assert document.note == "1 broken UTF-8 byte(s) are shown as \ufffd"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "not text: the file holds binary data"),
        (b"\x01\x02\x03\x04\x05" * 50, "not text: the file holds binary data"),
        (b"", "empty: there is no text"),
        (b" \n\t\n", "empty: there is no text"),
        (b"\xef\xbb\xbf", "empty: there is no text"),
        (b"Title: Ferries\nDate: 2020\n\n", "there is a header but no text below it"),
        (b"---\ntitle: Ferries\n---\n", "there is a header but no text below it"),
    ],
)
def test_a_file_without_an_article_gives_the_reason(tmp_path, raw, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_text(tmp_path, raw)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MAX_FILE_BYTES", 10)
    with pytest.raises(UnreadableError, match="split it into articles"):
        read_text(tmp_path, BODY)
