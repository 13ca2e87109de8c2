"""RSS, Atom and RDF feeds -> one article for each entry."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import feedparser

from index.extract import NOT_AS_EXPECTED, UnreadableError, damaged, one_line, titled
from index.fragment import read_fragment
from index.header import language_code
from index.markup import parse
from index.tags import stated
from index.types import Document

_LONGEST_SLUG = 60
_PROLOGUE = 65_536

Entry = Mapping[str, Any]  # a FeedParserDict; feedparser has no types


def read_feed(raw: bytes) -> Iterator[tuple[str, Document | str]]:
    """Yield (name, the entry's text or the reason why it has none) for each entry.

    A name is made from the entry's title and its own id, so that it stays the same when entries are added.
    Raises `UnreadableError` when the file is no feed, has no entries, or declares entities.
    """
    if b"<!ENTITY" in raw[:_PROLOGUE].replace(b"\0", b"").split(b"<channel", 1)[0].split(b"<entry", 1)[0]:
        raise UnreadableError("refused: it declares XML entities, as only attacks do; get the feed again")
    with damaged(*NOT_AS_EXPECTED):
        feed = feedparser.parse(io.BytesIO(raw))
    if not feed.entries:
        raise UnreadableError("empty: there are no entries in the feed" if feed.version else "damaged: it is no feed")
    seen: set[str] = set()
    for entry in feed.entries:
        name = _name(entry)
        if name not in seen:
            seen.add(name)
            yield name, _extract(entry, feed.feed)


def _name(entry: Entry) -> str:
    title = (_plain(entry.get("title")) or "entry").casefold()
    slug = "-".join(re.findall(r"\w+", title))[:_LONGEST_SLUG].strip("-") or "entry"
    own = entry.get("id") or entry.get("link") or f"{title}\n{_content(entry)}"
    return f"{slug}-{hashlib.sha256(own.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _extract(entry: Entry, feed: Entry) -> Document | str:
    link = entry.get("link", "")
    address = link if link.startswith(("http://", "https://")) else None
    try:
        body = read_fragment(_content(entry).encode("utf-8", "replace"), address=address)
    except UnreadableError:
        return "empty: the feed holds no text of this entry, only its title and link; save the page itself"
    return titled(
        Document(
            body.text,
            publisher=_plain(feed.get("title")),
            author=_plain(entry.get("author")),
            date=_date(entry),
            language=language_code(feed.get("language") or "") or body.language,
            address=address,
            places=body.places,
            removed=body.removed,
            tags=stated(tag.get("term") or "" for tag in entry.get("tags", ())),
        ),
        _plain(entry.get("title")),
    )


def _content(entry: Entry) -> str:
    """Return the longest of what an entry holds, as HTML; feeds put whole articles now here, now there."""
    pieces = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    written = [_html(piece.get("value") or "", piece.get("type") or "") for piece in pieces]
    return max(written, key=len, default="")


def _html(value: str, media_type: str) -> str:
    if media_type != "text/plain":
        return value
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{paragraph}</p>" for paragraph in re.split(r"\n\s*\n", escaped))


def _plain(markup: str | None) -> str | None:
    """Return a title or name without its tags."""
    if not markup or not markup.strip():
        return None
    if "<" not in markup and "&" not in markup:
        return one_line(markup)
    return one_line(parse(markup.encode("utf-8", "replace"), "utf-8").text_content())


def _date(entry: Entry) -> str | None:
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        if parsed := entry.get(key):
            return date(*parsed[:3]).isoformat()  # feedparser checked that there is such a day
    return None
