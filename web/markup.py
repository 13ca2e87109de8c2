"""Text of others on its way into HTML: every view escapes by these."""

import html
from collections.abc import Iterable

from rag.render import printable


def text(value: str) -> str:
    """Return text for the inside of an element."""
    return html.escape(value)


def attribute(value: str) -> str:
    """Return text for an attribute in double quotes, without characters that steer direction or lines."""
    return html.escape(printable(value))


def about(title: str | None, publisher: str | None, date: str | None, article: str) -> list[str]:
    """Return the parts that name an article: title (or its id), publisher, date, as far as they are known."""
    return [part for part in (title or article, publisher, date) if part]


def line(parts: Iterable[str]) -> str:
    """Return parts on one line, as HTML; each keeps its direction to itself, so that none can turn another around."""
    return " \u00b7 ".join(f"<bdi>{text(part)}</bdi>" for part in parts)
