"""A conversation, or one answer of it, as a file to keep or a page to print."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from rag.exporting import to_html, to_json, to_markdown
from rag.exporting.record import Asked, well_formed
from web import words
from web.chat.exchange import Exchange


@dataclass(frozen=True, slots=True)
class _Form:
    suffix: str
    media_type: str
    download: bool = True


FORMS: Mapping[str, _Form] = MappingProxyType(
    {
        "md": _Form("md", "text/markdown"),
        "html": _Form("html", "text/html"),
        "json": _Form("json", "application/json"),
        "print": _Form("html", "text/html", download=False),
    }
)
"""What a conversation can be exported as, by the last part of its address."""

_UNSAFE = re.compile(r"[\s<>:\"/\\|?*'`$&;%#\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]+")
"""What file systems, shells or readers of a header may take for something else than a part of a name."""
_MOST_CHARACTERS = 60


def export(title: str, exchanges: Sequence[Exchange], form: str, times: Mapping[str, str] | None = None) -> Response:
    """Return the answers of some exchanges as a file to download, or as a page (``form``: a key of `FORMS`).

    ``times``: when each was asked (ISO 8601, UTC), by the key of the exchange. 404 when there is nothing to export.
    """
    chosen, asked = FORMS.get(form), _asked(exchanges, times or {})
    if chosen is None or not asked:
        return PlainTextResponse(words.sentence(words.NOTHING_TO_EXPORT), 404)
    exported = datetime.now(UTC).isoformat(timespec="seconds")
    content = {"md": to_markdown, "json": to_json}.get(chosen.suffix, to_html)(title, asked, exported)
    headers = {"x-content-type-options": "nosniff", "cache-control": "no-store"}
    if chosen.download:
        headers["content-disposition"] = _attachment(title, chosen.suffix)
    return Response(content, media_type=f"{chosen.media_type}; charset=utf-8", headers=headers)


def _asked(exchanges: Sequence[Exchange], times: Mapping[str, str]) -> Asked:
    """Return what was answered. A stopped answer is kept as far as it came, and says so; a failure is none."""
    told = []
    for exchange in exchanges:
        answer = exchange.answer
        if exchange.phase == "stopped" and answer and answer.sentences:
            told.append((replace(answer, notices=(*answer.notices, words.STOPPED_EARLY)), times.get(exchange.key)))
        elif exchange.judgeable and answer:
            told.append((answer, times.get(exchange.key)))
    return told


def _attachment(title: str, suffix: str) -> str:
    """Return the header that names the file: in full for those who read RFC 6266, and in ASCII for the others."""
    name = _UNSAFE.sub("-", well_formed(title))[:_MOST_CHARACTERS].strip("-. ") or words.TITLE.lower()
    plain = re.sub(r"-+", "-", re.sub(r"[^A-Za-z0-9._-]", "-", name)).strip("-.") or words.TITLE.lower()
    named = f"{words.TITLE.lower()}-{{}}.{suffix}"  # never a bare name, such as "con", that a system keeps for itself
    return f"attachment; filename=\"{named.format(plain)}\"; filename*=UTF-8''{quote(named.format(name), safe='')}"
