"""Reading mails and pages saved as one file."""

from email.message import EmailMessage

from documents import document, reason


def mail(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in ({"From": "Ilse Brandt <ilse@velm.example>", "Subject": "The ferry"} | headers).items():
        made[name] = value
    return made


def test_a_mail_gives_its_subject_sender_date_and_words(tmp_path):
    made = mail(Date="Fri, 12 Mar 2021 09:30:00 +0100", To="all@velm.example")
    made.set_content("It sails at dawn.\n\nCome early.\n")
    made.add_alternative("<p>It sails <b>at dawn</b>.</p>", subtype="html")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Fähre.pdf")
    made.add_attachment("notes", filename="notes.txt")
    found = document(tmp_path, "a.eml", made.as_bytes())
    assert found.text == "The ferry\n\nIt sails at dawn.\n\nCome early."
    assert found.text[found.body_start :].strip() == "It sails at dawn.\n\nCome early."
    assert (found.title, found.author, found.date) == ("The ferry", "Ilse Brandt", "2021-03-12")
    assert found.note == "2 attachment(s) are not read: Fähre.pdf, notes.txt"


def test_a_mail_of_html_only_is_read_as_a_page(tmp_path):
    made = mail(Subject="Überfahrt")
    made.set_content("<html><body><h1>Dawn</h1><p>The ferry sails at dawn. Größe: 5 €.</p></body></html>", subtype="html")
    found = document(tmp_path, "a.eml", made.as_bytes())
    assert found.title == "Überfahrt"
    assert found.text.startswith("Überfahrt\n\n")
    assert "The ferry sails at dawn. Größe: 5 €." in found.text
    assert all(found.text[place.start :].startswith(place.label) for place in found.places)


def raw(content_type: str, body: bytes, subject: bytes = b"The ferry") -> bytes:
    return b"From: ilse@velm.example\r\nSubject: %s\r\nContent-Type: %s\r\n\r\n%s" % (subject, content_type.encode(), body)


def test_encodings_that_are_odd_wrong_or_unknown_are_read_all_the_same(tmp_path):
    words = "Die Fähre fährt über die Förde. Größere Schäden gab es nicht."
    for number, (named, used) in enumerate(
        [("iso-8859-15", "iso-8859-15"), ("utf-8", "cp1252"), ("x-unknown-99", "utf-8"), ("", "utf-8")]
    ):
        found = document(tmp_path, f"{number}.eml", raw(f'text/plain; charset="{named}"', words.encode(used)))
        assert words in found.text


def test_headers_are_decoded_whatever_way_they_were_written(tmp_path):
    for subject in (
        "=?utf-8?b?" + "w5xiZXJmYWhydA==" + "?=",
        "=?iso-8859-1?q?=DCberfahrt?=",
        "Überfahrt".encode(),
        "Überfahrt".encode("cp1252"),
    ):
        header = subject if isinstance(subject, bytes) else subject.encode()
        assert document(tmp_path, "a.eml", raw("text/plain", b"It sails.", header)).title == "Überfahrt"
    broken = document(tmp_path, "a.eml", raw("text/plain", b"It sails.", b"=?utf-9?b?%%%?= x"))
    assert broken.title == "=?utf-9?b?%%%?= x"


def test_lines_that_were_wrapped_for_sending_are_joined(tmp_path):
    body = b"The ferry \r\nsails at dawn.\r\n\r\n-- \r\nIlse\r\n"
    found = document(tmp_path, "a.eml", raw("text/plain; format=flowed", body))
    assert found.text == "The ferry\n\nThe ferry sails at dawn.\n\n--\nIlse"


def test_a_mail_without_words_or_without_headers(tmp_path):
    made = mail()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="a.pdf")
    assert "only attachments" in reason(tmp_path, "a.eml", made.as_bytes())
    found = document(tmp_path, "b.eml", b"no header at all\n\nonly words\n")
    assert found.title is None


def test_a_mail_under_another_name_is_known_by_its_headers(tmp_path):
    made = mail()
    made.set_content("It sails at dawn.\n")
    found = document(tmp_path, "a.txt", made.as_bytes())
    assert (found.title, found.note) == ("The ferry", "read as a mail: the file name says .txt")


PAGE = (
    "<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1>"
    "<p>The ferry sails at dawn. It carries forty people – every day.</p></article></body></html>"
)


def saved_page(address: str) -> bytes:
    made = EmailMessage()
    made["From"] = "<Saved by Blink>"
    made["Snapshot-Content-Location"] = address
    made["Subject"] = "Ferries"
    made.set_content(PAGE, subtype="html", cte="quoted-printable")
    made.add_related(b"\x89PNG", maintype="image", subtype="png")
    return made.as_bytes()


def test_a_web_archive_is_read_as_the_page_it_holds(tmp_path):
    for name in ("a.mhtml", "b.mht", "c.html"):
        found = document(tmp_path, name, saved_page("https://tide.example/ferries"))
        assert "The ferry sails at dawn. It carries forty people – every day." in found.text
        assert (found.title, found.address) == ("Ferries", "https://tide.example/ferries")
    assert document(tmp_path, "d.mht", saved_page("file:///C:/a.html")).address is None


def test_a_web_archive_without_a_page_says_so(tmp_path):
    assert "no page in the web archive" in reason(tmp_path, "a.mhtml", b"MIME-Version: 1.0\nContent-Type: image/png\n\nx")
