"""Mails (.eml) and web pages saved as one file (.mhtml, .mht) -> text. Attachments are named, not read."""

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from index.decode import decode
from index.extract import UnreadableError, normalise, one_line, titled
from index.fragment import read_fragment
from index.read_html import read_html
from index.types import Document


def read_mail(raw: bytes) -> Document:
    """Read a mail: its subject, then its words. Raises `UnreadableError` when it holds none."""
    message = message_from_bytes(raw)
    plain, rich, attached = _parts(message)
    if text := "\n\n".join(filter(None, map(_plain, plain))):
        found = Document(text)
    elif rich:
        found = read_fragment(b"".join(_utf8(part) for part in rich))
    else:
        raise UnreadableError("empty: there is no text in the mail, only attachments; save those into the folder")
    names = ", ".join(attached)
    return titled(
        Document(
            found.text,
            author=parseaddr(_header(message, "From") or "")[0] or _header(message, "From"),
            date=_date(message),
            language=found.language,
            note=f"{len(attached)} attachment(s) are not read: {names}" if attached else None,
            places=found.places,
            removed=found.removed,
        ),
        _header(message, "Subject"),
    )


def read_mhtml(raw: bytes) -> Document:
    """Read a page that a browser saved as one file. Raises `UnreadableError` when there is no page or no text in it."""
    message = message_from_bytes(raw)
    page = next((part for part in message.walk() if part.get_content_type() in _PAGES), None)
    if page is None:
        raise UnreadableError("damaged: there is no page in the web archive; save it again")
    address = _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    web = address if address and address.startswith(("http://", "https://")) else None
    return read_html(_utf8(page), address=web)


_PAGES = ("text/html", "application/xhtml+xml")


def _parts(message: Message) -> tuple[list[Message], list[Message], list[str]]:
    """Return the parts that hold the words, plain and as HTML, and the names of the attachments."""
    plain: list[Message] = []
    rich: list[Message] = []
    attached: list[str] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        name = one_line(_text(part.get_filename() or ""))
        if name or part.get_content_disposition() == "attachment":
            attached.append(name or part.get_content_type())
        elif part.get_content_type() == "text/plain":
            plain.append(part)
        elif part.get_content_type() in _PAGES:
            rich.append(part)
    return plain, rich, attached


def _plain(part: Message) -> str:
    """Return the words of a plain part, lines that were wrapped for sending (format=flowed) joined again."""
    text = normalise(_unicode(part))
    if str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r"(?<!^--) \n(?=\S)", " ", text, flags=re.M)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _utf8(part: Message) -> bytes:
    """Return a part of HTML as UTF-8, marked as such: what the page itself says of its encoding no longer holds."""
    return "\ufeff".encode() + _unicode(part).encode("utf-8", "replace")


def _unicode(part: Message) -> str:
    """Decode a part by the encoding that it names, or by its bytes when it names none that fits."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "")
    except (LookupError, UnicodeDecodeError):
        return decode(raw)[0]


def _header(message: Message, name: str) -> str | None:
    """Return a header as it is meant to be read, None when the message has none of this name."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return one_line(_text(str(value)))
    return None


def _text(value: str) -> str:
    """Decode a header: encoded words, or bytes that someone sent as they were."""
    if not value.isascii():
        return decode(value.encode("utf-8", "surrogateescape"))[0]
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return value


def _date(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "Date") or "").date().isoformat()
    except ValueError:
        return None
