"""HTML that is no page of its own (the body of a mail, an entry of a feed) -> text."""

from index.extract import Draft, UnreadableError
from index.markup import add_markup, parse
from index.read_html import read_html
from index.types import Document


def read_fragment(raw: bytes, *, address: str | None = None) -> Document:
    """Read UTF-8 HTML as a page, or all of it where the page's reader takes more than half of it for furniture.

    Raises `UnreadableError` when there is no text in it.
    """
    draft = Draft()
    add_markup(draft, parse(raw, "utf-8"))
    if not draft.length:
        raise UnreadableError("empty: there is no text in it")
    whole = Document(draft.text(), address=address, places=draft.places())
    try:
        article = read_html(raw, address=address)
    except UnreadableError:
        return whole
    return article if 2 * len(article.text) >= len(whole.text) else whole
