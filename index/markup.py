"""HTML elements -> paragraphs, headings and rows in document order. Nothing is judged: all text that shows is kept."""

import re
from collections.abc import Iterator

from lxml import etree, html

from index.extract import Draft, UnreadableError
from index.rows import row_lines

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset("head script style template noscript svg math object iframe select textarea button".split())
_BREAK = "\0"  # stands for a line end that shows; HTML can hold no such character
_LONG_CELL = 500  # characters: tables with such cells are a page's layout, not data


def parse(raw: bytes, encoding: str | None = None) -> html.HtmlElement:
    """Bytes of HTML or XHTML -> its root element. Raises `UnreadableError` when there is none."""
    parser = html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("empty: there is no text in the page") from error
    return root


def add_markup(draft: Draft, root: html.HtmlElement) -> None:
    """Add the text of an element to a draft; headings begin places."""
    before = ""
    for text, tag in _blocks(root):
        if tag in _HEADINGS:
            draft.place(text)
        draft.add(text, close=tag == before and tag in ("li", "tr"))
        before = tag


def first_heading(root: html.HtmlElement) -> str | None:
    """Return the text of the first heading, None if there is none."""
    found = next(root.iter(*_HEADINGS), None)
    return " ".join(found.text_content().split()) or None if found is not None else None


def _blocks(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield (text, tag of the nearest block) for each run of text that no block interrupts."""
    words: list[str] = []
    open_blocks = ["body"]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            if tag in _BLOCKS:
                yield from _flush(words, open_blocks.pop())
            words.append(_shown(element.tail, open_blocks))
            continue
        if tag in _BLOCKS:
            yield from _flush(words, open_blocks[-1])
            open_blocks.append(tag)
        if tag in _SILENT or _hidden(element):
            walker.skip_subtree()
        elif tag == "table" and (rows := _data(element)):
            walker.skip_subtree()
            yield from ((line, "tr") for line in row_lines(rows))
        else:
            words.append(_BREAK if tag == "br" else _shown(element.text, open_blocks))
    yield from _flush(words, open_blocks[-1])


def _shown(text: str | None, open_blocks: list[str]) -> str:
    """Line ends count where the writer set them (``pre``, ``br``), and are spaces everywhere else."""
    return (text or "").replace("\n", _BREAK if "pre" in open_blocks else " ")


def _flush(words: list[str], tag: str) -> Iterator[tuple[str, str]]:
    lines = "".join(words).split(_BREAK)
    words.clear()
    shown = [line.rstrip() if tag == "pre" else " ".join(line.split()) for line in lines]
    if text := "\n".join(shown).strip("\n"):
        yield ("- " * (tag == "li")) + text, tag


def _hidden(element: html.HtmlElement) -> bool:
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    return "hidden" in element.attrib or "display:none" in style or "visibility:hidden" in style


def _data(table: html.HtmlElement) -> list[list[str]] | None:
    """The cells of a table of data; None for one that only lays out a page (nested, one column, or long cells)."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [[cell.text_content() for cell in row.iter("td", "th")] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    if max(map(len, rows), default=0) < 2 or max(map(len, cells)) > _LONG_CELL:
        return None
    return rows
