"""Reading one file: decoding, the stored form of its text, and what its header says."""

import unicodedata
from pathlib import Path

import pytest
from documents import document, reason
from hypothesis import given
from hypothesis import strategies as st

from index import read
from index.decode import decode
from index.extract import normalise
from index.header import parse_header

BODY = "The ferry sails at dawn. It carries forty people.\n"


def read_text(folder: Path, text: str | bytes, name: str = "article.txt") -> read.Document:
    return document(folder, name, text)


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


def test_single_bytes_of_windows_1252_in_a_utf8_file_are_read_as_such_and_noted(tmp_path):
    words = "Die Fähre über die Förde fährt früh.\n"
    mixed = (words * 5).encode() + "“Schäden” gab es – nicht viele – für 5 €.\n".encode("cp1252") + words.encode()
    document = read_text(tmp_path, mixed)
    assert document.text == words * 5 + "“Schäden” gab es – nicht viele – für 5 €.\n" + words
    assert document.note == "7 byte(s) that are not UTF-8 were read as Windows-1252"


def test_a_character_that_was_cut_is_kept_as_broken_and_noted(tmp_path):
    document = read_text(tmp_path, "Die Fähre über die Förde fährt früh.".encode() + "渡".encode()[:2])
    assert document.text.endswith("früh.\ufffd\ufffd")
    assert document.note == "2 broken UTF-8 byte(s) are shown as \ufffd"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Le café était fermé.", "cp1252"),
        ("“Quotes” — it’s 1997 and the cost was £5.", "cp1252"),
        ("Zażółć gęślą jaźń. Warszawa jest stolicą Polski i leży nad Wisłą.", "cp1250"),
        ("Паром отходит на рассвете.", "cp1251"),
        ("تبحر العبارة عند الفجر وتحمل أربعين شخصا.", "cp1256"),
        ("渡輪於黎明啟航。它載有四十人。", "big5"),
        ("フェリーは夜明けに出航します。", "cp932"),
    ],
)
def test_short_texts_in_old_encodings_are_read_rightly(words, encoding):
    text, note = decode(words.encode(encoding))
    assert text == words
    assert note == f"read as {encoding}: the file is not UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["The ferry sails at dawn.\n", "渡轮于黎明启航。\n它载有四十人。\n", "Паром отходит.\n"])
def test_utf16_without_a_byte_order_mark_is_read_and_noted(tmp_path, words, encoding):
    document = read_text(tmp_path, (words * 3).encode(encoding))
    assert document.text == words * 3
    assert document.note == f"read as {encoding}: the file has no byte order mark"


@pytest.mark.parametrize(
    "words", ["تبحر العبارة عند الفجر. تحمل أربعين شخصا.", "渡轮于黎明启航。它载有四十人。", "𝒜 😀 ẹ\u0301."]
)
def test_writing_of_every_kind_is_kept(tmp_path, words):
    document = read_text(tmp_path, words)
    assert document.text == unicodedata.normalize("NFC", words)


def test_a_very_long_line_is_read(tmp_path):
    line = "ferry " * 17_000
    assert read_text(tmp_path, line).text == line


def test_headings_of_markdown_are_places_but_not_those_in_code(tmp_path):
    text = "# Ferries\n\nBy sea.\n\n```\n# no heading\n```\n\n## The north ##\n\nCold.\n"
    places = read_text(tmp_path, text, "a.md").places
    assert [place.label for place in places] == ["Ferries", "The north"]
    assert text[places[1].start :].startswith("## The north")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"\x05\0\0\x07\0\0\0\rIHDR" + bytes(range(256)), "not text: the file holds binary data"),
        (b"\x01\x02\x03\x04\x05" * 50, "not text: the file holds binary data"),
        (b"", "empty: there is no text"),
        (b" \n\t\n", "empty: there is no text"),
        (b"\xef\xbb\xbf", "empty: there is no text"),
        (b"Title: Ferries\nDate: 2020\n\n", "there is a header but no text below it"),
        (b"---\ntitle: Ferries\n---\n", "there is a header but no text below it"),
    ],
)
def test_a_file_without_an_article_gives_the_reason(tmp_path, raw, expected):
    assert expected in reason(tmp_path, "a.txt", raw)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MAX_FILE_BYTES", 10)
    assert "split it into articles" in reason(tmp_path, "a.txt", BODY)
