"""Reading e-books."""

import io
import zipfile

import pytest
from documents import LAUGHS, document, reason

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
    "<dc:title>Ferries of the north</dc:title><dc:creator>Ilse Brandt</dc:creator><dc:publisher>Tide</dc:publisher>"
    "<dc:date>1961-03-12T00:00:00Z</dc:date><dc:language>en-GB</dc:language></metadata><manifest>"
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="cover" href="cover.png" media-type="image/png"/></manifest>'
    '<spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>'
    '<itemref idref="gone"/></spine></package>'
)
ONE = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    "<title>x</title></head><body><h1>Dawn</h1><p>The ferry sails – at\ndawn.</p><ul><li>Ilse</li><li>Amara</li></ul>"
    "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Velm</td><td>12</td></tr></table></body></html>"
)
TWO = "<html><body><p>The ferry returns<br/>at dusk.</p></body></html>"


def book(changed: dict[str, str | bytes] | None = None) -> bytes:
    files = {
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": PACKAGE,
        "OPS/nav.xhtml": "<html><body><nav>Contents</nav></body></html>",
        "OPS/text/one.xhtml": ONE,
        "OPS/text/two b.xhtml": TWO,
    } | (changed or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def test_chapters_are_read_in_the_order_of_the_book(tmp_path):
    found = document(tmp_path, "a.epub", book())
    assert found.text == (
        "Dawn\n\nThe ferry sails – at dawn.\n\n- Ilse\n- Amara\n\nPort: Velm; Ships: 12.\n\nThe ferry returns\nat dusk."
    )
    assert (found.title, found.author, found.publisher) == ("Ferries of the north", "Ilse Brandt", "Tide")
    assert (found.date, found.language) == ("1961-03-12", "en")
    assert [(place.label, found.text[place.start :][:8]) for place in found.places] == [
        ("Dawn", "Dawn\n\nTh"),
        ("part 2", "The ferr"),
    ]


@pytest.mark.parametrize("part", ["META-INF/container.xml", "OPS/book.opf", "OPS/text/one.xhtml"])
def test_entities_in_a_book_are_refused(tmp_path, part):
    assert "declares XML entities" in reason(tmp_path, "a.epub", book({part: LAUGHS + b"<html>&d;</html>"}))


def test_a_book_that_is_protected_broken_or_empty_says_so(tmp_path):
    protected = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/>'
        "</e:EncryptedData></encryption>"
    )
    aes = {"META-INF/encryption.xml": protected.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}
    assert "protected against copying" in reason(tmp_path, "a.epub", book(aes))
    fonts = {"META-INF/encryption.xml": protected.format("http://www.idpf.org/2008/embedding")}
    assert document(tmp_path, "b.epub", book(fonts)).title == "Ferries of the north"
    assert "damaged" in reason(tmp_path, "c.epub", book({"META-INF/container.xml": "<container/>"}))
    assert "damaged" in reason(tmp_path, "d.epub", book({"META-INF/container.xml": CONTAINER.replace("OPS", "../..")}))
    assert "no text" in reason(tmp_path, "e.epub", book({"OPS/text/one.xhtml": "", "OPS/text/two b.xhtml": "<p></p>"}))
