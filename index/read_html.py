"""HTML -> text and what the page says about itself."""

from index.extract import Draft, Extract, UnreadableError
from index.markup import add_markup, first_heading, parse


def read_html(raw: bytes, *, address: str | None = None) -> Extract:
    """Read a page. Raises `UnreadableError` when there is no text in it."""
    root = parse(raw)
    draft = Draft()
    add_markup(draft, root)
    if not draft.length:
        raise UnreadableError("empty: there is no text in the page")
    title = root.findtext(".//title") or first_heading(root)
    return Extract(draft.text(), title=title and " ".join(title.split()), address=address, places=draft.places())
