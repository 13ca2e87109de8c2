"""The article that was found in a web page (an element tree) -> pieces of text; the text blocks of the page itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

_SKIPPED = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "textarea"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
}  # fmt: skip
_OUTSIDE = {"aside", "nav", "footer", "header", "form", "button", "figure", "table", "dialog", "menu"}
_PATH = 3
_DIGITS = re.compile(r"\d+")
MAX_DEPTH = 400
"""Elements inside one another; deeper ones are read without structure."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a heading, a list or a table of the article, as text."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of visible text of the page, white space made single.

    ``aside``: it stands outside the run of the text. ``path``: tag and class of the elements around it, innermost last.
    """

    text: str
    aside: bool
    path: tuple[str, ...] = ()


def pieces(body: Any, depth: int = 0) -> Iterator[Piece]:  # noqa: ANN401  lxml has no types
    """Yield the pieces of the tree that trafilatura gives: p, head, list, table, quote, code, and div around them."""
    for element in body:
        if element.tag == "head":
            yield Piece(_flat(element), heading=True)
        elif element.tag == "list":
            yield Piece(_list(element))
        elif element.tag == "table":
            yield Piece(_table(element))
        elif (
            element.tag in ("quote", "div", "body")
            and len(element)
            and depth < MAX_DEPTH
            and not (element.text or "").strip()
        ):
            yield from pieces(element, depth + 1)
        else:
            yield Piece(_lines(element))
        if tail := " ".join((element.tail or "").split()):
            yield Piece(tail)


def page_blocks(tree: Any) -> Iterator[PageBlock]:  # noqa: ANN401
    """Yield the visible text of a page in order, a new block wherever the browser would begin a new line."""
    words: list[str] = []
    around: list[str] = []
    outside = 0
    for element, entering in _walk(tree):
        inline = element.tag in _INLINE
        if not inline or element.tag == "br":
            if text := " ".join("".join(words).split()):
                yield PageBlock(text, outside > 0, tuple(around[-_PATH:]))
            words = []
        if not inline and entering:
            around.append(f"{element.tag}.{_DIGITS.sub('', element.get('class') or '')}")
        elif not inline and around:
            around.pop()
        if element.tag in _OUTSIDE:
            outside += 1 if entering else -1
        words.append((element.text if entering else element.tail) or "")
    if text := " ".join("".join(words).split()):
        yield PageBlock(text, outside > 0, tuple(around[-_PATH:]))


def _walk(tree: Any) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401
    """Each element on entering and on leaving it, without recursion: pages nest as deeply as they like."""
    waiting: list[tuple[Any, bool]] = [(tree, True)]
    while waiting:
        element, entering = waiting.pop()
        visible = isinstance(element.tag, str) and element.tag not in _SKIPPED and element.get("hidden") is None
        if visible and entering:
            yield element, True
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
        elif visible or (entering and element.tail):
            yield element, False  # of what is not shown only the text behind it is


def _flat(element: Any) -> str:  # noqa: ANN401
    return " ".join("".join(element.itertext()).split())


def _lines(element: Any) -> str:  # noqa: ANN401
    """The text of an element, with its own line breaks (<br>, and those of code)."""
    kept = element.tag in ("code", "quote")
    parts: list[str] = []
    for node in element.iter():
        text = node.text or ""
        parts += ["\n"] if node.tag == "lb" else [text if kept else " ".join(text.split("\n"))]
        parts += [(node.tail or "").replace("\n", "\n" if kept else " ")] if node is not element else []
    return "\n".join(line for part in "".join(parts).split("\n") if (line := " ".join(part.split())))


def _list(element: Any) -> str:  # noqa: ANN401
    lines: list[str] = []
    for number, item in enumerate(element, 1):
        text, kind = _flat(item), item.get("rend") or ""
        if kind.startswith("dd") and lines and lines[-1].endswith(":"):
            lines[-1] += f" {text}"
        elif text:
            mark = f"{number}. " if element.get("rend") == "ol" else "- "
            lines.append(f"{text.rstrip(':')}:" if kind.startswith("dt") else mark + text)
    return "\n".join(lines)


def _table(element: Any) -> str:  # noqa: ANN401
    """One line a row, ``Header: value; Header: value.``, so that a row found alone says what its figures are."""
    header: list[str] = []
    lines: list[str] = []
    for row in element.iter("row"):
        cells = [(_flat(cell), cell.get("role") == "head") for cell in row]
        if not lines and not header and len(cells) > 1 and all(head or not text for text, head in cells):
            header = [text for text, _ in cells]
            continue
        named = zip_longest((text for text, _ in cells), header[: len(cells)], fillvalue="")
        if line := "; ".join(f"{name}: {text}" if name else text for text, name in named if text):
            lines.append(line if line.endswith((".", "!", "?")) else f"{line}.")
    return "\n".join(lines or ["; ".join(header)])
