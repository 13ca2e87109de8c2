"""Reading tables: each row a line that can be cited alone."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from documents import LAUGHS, document, reason, repacked

from index import extract
from index.split import split


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("Port,Ships\nVelm,12\nKarn,30\n", ["Port: Velm; Ships: 12.", "Port: Karn; Ships: 30."]),
        ("Port;Share\r\nVelm;12,5\r\nKarn;30,1\r\n", ["Port: Velm; Share: 12,5.", "Port: Karn; Share: 30,1."]),
        ("Port\tShips\nVelm\t12\n", ["Port: Velm; Ships: 12."]),
        ('Port,Said\nVelm,"He said ""go, now""."\n', ['Port: Velm; Said: He said "go, now".']),
        ('Port,Said\nVelm,"Two\nlines"\n', ["Port: Velm; Said: Two lines."]),
        ("Velm,12\nKarn,30\n", ["Velm; 12.", "Karn; 30."]),  # the first row holds figures as the others do
        ("Velm,north\nKarn,south\nVelm,east\n", ["Velm; north.", "Karn; south.", "Velm; east."]),  # and values here
        ("Port,2019,2020\nVelm,12,13\n", ["Port: Velm; 2019: 12; 2020: 13."]),
        ("Ships by port\n\nPort,Ships,Crew\nVelm,12,\n", ["Ships by port.", "Port: Velm; Ships: 12."]),
        ("Name,Age,\nAnna,34,extra,more\nIlse,51\n", ["Name: Anna; Age: 34; extra; more.", "Name: Ilse; Age: 51."]),
        ("The ferry sails.\nIt returns.\n", ["The ferry sails.", "It returns."]),
        ("اسم,عمر\nآنا,34\n", ["اسم: آنا; عمر: 34."]),
    ],
)
def test_rows_become_lines_named_by_the_header(tmp_path, table, lines):
    assert document(tmp_path, "a.csv", table).text.split("\n") == lines


def test_a_quotation_mark_that_nothing_closes_does_not_swallow_the_table(tmp_path):
    table = "Port,Said\n" + 'Velm,"go\n' + "Karn,stay\n" * 200
    found = document(tmp_path, "a.csv", table)
    assert len(found.text.split("\n")) == 201
    assert found.note == "a quotation mark is not closed: quotation marks were read as they stand"


def test_each_row_is_a_sentence_of_its_own(tmp_path):
    found = document(tmp_path, "a.csv", "Port,Ships\nVelm,12\nKarn,30\nLund,7\n")
    spans = [sentence for chunk in split(found.text, found.body_start) for sentence in chunk.sentences]
    assert [span.of(found.text) for span in spans] == found.text.split("\n")


def test_two_hundred_thousand_rows_are_one_article(tmp_path):
    table = "Port,Ships,Day\n" + "".join(f"Port {n},{n % 97},2020-01-{n % 28 + 1:02d}\n" for n in range(200_000))
    found = document(tmp_path, "a.csv", table)
    assert found.text.count("\n") == 199_999
    assert found.text.endswith("Port: Port 199999; Ships: 82; Day: 2020-01-24.")


def test_a_table_that_grows_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(extract, "MAX_TEXT", 2_000_000)
    table = "A rather long name of a column,Another\n" + "1,2\n" * 50_000
    assert "more than 2 million characters" in reason(tmp_path, "a.csv", table)


def test_an_old_encoding_of_a_table_is_noted(tmp_path):
    found = document(tmp_path, "a.csv", "Straße;Größe\nBäckerstraße;groß\nGärtnerstraße;größer\n".encode("cp1252"))
    assert found.text.startswith("Straße: Bäckerstraße; Größe: groß.")
    assert found.note == "read as cp1252: the file is not UTF-8"


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_sheet_by_sheet_with_dates_and_percentages(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Ports"
    first.append(["Port", "Opened", "Share", "Free", "Sum"])
    first.append(["Velm", datetime.date(1961, 3, 2), 0.125, True, 0.1 + 0.2])
    first.append(["Karn", datetime.datetime(1970, 1, 1, 8, 30), 1, False, None])
    first["C2"].number_format = first["C3"].number_format = "0.0%"
    book.create_sheet("Ships").append(["Ilse", "Amara"])
    book.create_sheet("Nothing")
    book.properties.title, book.properties.creator = "Ports of the north", "Ilse Brandt"
    found = document(tmp_path, "a.xlsx", saved(book))
    assert found.text == (
        "Ports\n\nPort: Velm; Opened: 1961-03-02; Share: 12.5%; Free: yes; Sum: 0.3.\n"
        "Port: Karn; Opened: 1970-01-01 08:30; Share: 100%; Free: no.\n\nShips\n\nIlse; Amara."
    )
    assert [(place.label, found.text[place.start :][:4]) for place in found.places] == [("Ports", "Port"), ("Ships", "Ship")]
    assert (found.title, found.author, found.note) == ("Ports of the north", "Ilse Brandt", None)


def test_formulas_stand_as_their_last_value_and_those_without_one_are_counted(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Port", "Ships"], ["Velm", 12], ["All", "=SUM(B2:B2)"], ["Twice", "=B3*2"]):
        book.active.append(row)
    raw = saved(book)
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        written = package.read(sheet)
    computed = written.replace(b"<f>SUM(B2:B2)</f><v></v>", b"<f>SUM(B2:B2)</f><v>12</v>")
    assert computed != written
    found = document(tmp_path, "a.xlsx", repacked(raw, {sheet: computed}))
    assert found.text == "Port: Velm; Ships: 12.\nPort: All; Ships: 12.\nPort: Twice."
    assert found.note == "1 formula(s) have no stored value and were left out; open it in Excel and save it"


def test_a_workbook_without_text_or_with_entities_or_broken_says_so(tmp_path):
    empty = saved(openpyxl.Workbook())
    assert "empty" in reason(tmp_path, "a.xlsx", empty)
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        assert "declares XML entities" in reason(tmp_path, "b.xlsx", repacked(empty, {part: LAUGHS + b"<a>&d;</a>"}))
        assert "damaged" in reason(tmp_path, "c.xlsx", repacked(empty, {part: b"<a"}))


def test_a_workbook_without_its_main_part_is_damaged_and_not_tried_again(tmp_path):
    raw = repacked(saved(openpyxl.Workbook()), {"_rels/.rels": b"<Relationships/>", "[Content_Types].xml": TYPES})
    assert "damaged" in reason(tmp_path, "a.xlsx", raw)


TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/gone.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xmlx"/></Types>'
)
