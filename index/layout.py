"""The lines of printed pages -> paragraphs: what repeats on the pages left out, wrapped lines and cut words joined."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median, quantiles

from index.cut_words import CUT_AT_END, Words
from index.extract import Draft
from index.types import Removed

FURNITURE = "page header or footer"
"""Kind of `index.types.Removed` for running heads, feet and page numbers."""

_EDGE_LINES = 2  # how many lines at the top and at the bottom of a page may be furniture
_LONGEST_FURNITURE = 150
_OFTEN = 0.4  # of the pages: left and right pages may have heads of their own, and first pages none
_LONGEST_TITLE = 200
_LARGE = 1.15  # times the usual size of letters: headings
_ENDS_SENTENCE = re.compile(r"[.!?:;\u3002\uff01\uff1f\u061f\u06d4][\"'\u2019\u201d)\]]*$")
_STARTS_ITEM = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\uf0b7\u2013]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s?(?:of|/|\|)\s?\d{1,4})?\W*", re.I)
_LETTERS = re.compile(r"[^\W\d_]")
_WITHOUT_SPACES = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on a page. ``page`` counts from 1; the box is in points, from the bottom left corner.

    For writing from right to left the box is mirrored (left and right below zero), so that lines begin at ``left``.
    A ``text`` that ends in U+FFFE ends in the hyphen of a word that goes on in the next line.
    """

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The size of its letters."""
        return self.top - self.bottom


def compose(lines: Sequence[Line]) -> tuple[Draft, tuple[Removed, ...]]:
    """Lines in reading order -> paragraphs, with a place "page 3" where each page begins, and what was left out."""
    furniture = _furniture(lines)
    words = Words([line.text for line in lines])
    draft = Draft()
    starts: dict[Line, int] = {}
    page = 0
    for line, text, glue in _glued([line for line in lines if line not in furniture], words):
        if line.page != page:
            page = line.page
            draft.place(f"page {page}")
        starts[line] = draft.extend(text, glue)
    return draft, _removed(lines, furniture, starts, draft.length)


def heading(lines: Sequence[Line]) -> str | None:
    """Return the largest writing on the first page when it stands out and is no longer than a title, else None."""
    first = [line for line in lines if line.page == lines[0].page]
    largest = max((line.height for line in first), default=0.0)
    if not first or largest < _LARGE * median(line.height for line in lines):
        return None
    runs = groupby(first, key=lambda line: line.height > 0.97 * largest)
    title = " ".join(line.text.replace("\ufffe", "") for line in next(list(run) for large, run in runs if large))
    return title if 3 <= len(title) <= _LONGEST_TITLE else None


def _removed(lines: Sequence[Line], furniture: set[Line], starts: dict[Line, int], end: int) -> tuple[Removed, ...]:
    """What was left out stood before the line that comes next in the file, or at the end."""
    removed = []
    following = end
    for line in reversed(lines):
        if line in furniture:
            removed.append(Removed(following, line.text, FURNITURE))
        else:
            following = starts[line]
    return tuple(reversed(removed))


def _furniture(lines: Sequence[Line]) -> set[Line]:
    """Lines at the edges of pages that repeat but for their numbers, and page numbers that count with the pages."""
    edges = _edges(lines)
    pages = len({line.page for line in lines})
    seen = Counter(key for key, _ in {(_key(line), line.page) for line in edges})
    inside = Counter(map(_key, set(lines).difference(edges)))  # rows of figures look alike too, but do so all over
    often = {key for key, times in seen.items() if times >= max(3, _OFTEN * pages, 4 * inside[key])}
    repeated = {line for line in edges if _key(line) in often}
    offsets = Counter(offset for offset, _ in {(o, line.page) for line in edges for o in _offsets(line)})
    for offset, times in offsets.most_common(1):
        if times >= max(3, pages / 2):
            counting = (line for line in edges if offset in _offsets(line) and seen[_key(line)] > 1)
            repeated |= {*counting, *(line for line in edges if _PAGE_NUMBER.fullmatch(line.text))}
    return repeated


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The first and last lines of each page by height, whatever their order in the file."""
    edges: list[Line] = []
    for _, on_page in groupby(lines, key=lambda line: line.page):
        ordered = sorted(on_page, key=lambda line: -line.bottom)
        reach = _EDGE_LINES if len(ordered) > 3 * _EDGE_LINES else 1
        outer = dict.fromkeys(ordered[:reach] + ordered[-reach:])
        edges += [line for line in outer if len(line.text) <= _LONGEST_FURNITURE]
    return edges


def _key(line: Line) -> tuple[int, str]:
    """What two lines have in common when one repeats the other: their words but for numbers, and their size."""
    return round(line.height), re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.casefold())


def _offsets(line: Line) -> set[int]:
    """How far numbers at either end of a line are from the page they stand on."""
    found = (re.match(r"\W*(\d{1,4})\b", line.text), re.search(r"\b(\d{1,4})\W*$", line.text))
    return {int(number[1]) - line.page for number in found if number}


def _right_edges(lines: Sequence[Line]) -> dict[Line, float]:
    """Each line -> the right edge of the column it stands in, from the lines of its page that begin about where it does."""
    rights = defaultdict(list)
    for line in lines:
        rights[line.page, round(line.left / 20)].append(line.right)
    edge = {}
    for line in lines:
        near = [right for step in (-1, 0, 1) for right in rights.get((line.page, round(line.left / 20) + step), ())]
        edge[line] = max(line.right, quantiles(near, n=10, method="inclusive")[-1] if len(near) > 2 else max(near))
    return edge


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of one line of a page to the next, in points; 0 when no line is near another."""
    steps = ((above.bottom - below.bottom, below.height) for above, below in pairwise(lines))
    return median([step for step, height in steps if 1 < step < 3 * height] or [0.0])


def _break(before: Line, line: Line, edge: float, leading: float, usual: float) -> str | None:
    """Return what parts two lines: an empty line, a line end (rows, items, verse), or None: the paragraph goes on."""
    ended = bool(_ENDS_SENTENCE.search(before.text))
    fall = before.bottom - line.bottom
    if before.text.endswith("\ufffe"):
        return None
    if abs(line.height - before.height) > 0.12 * before.height:
        return "\n\n"
    if not (_LETTERS.search(before.text) and _LETTERS.search(line.text)):  # rows of figures
        return "\n"
    if before.page != line.page or fall < 0:  # over the page, or up to the next column
        return "\n\n" if ended or _fits(before, line, edge) else None
    if fall > 1.4 * max(leading, 1.1 * line.height):
        return "\n\n"
    if line.height > _LARGE * usual:  # a heading that takes more than one line
        return None
    if _STARTS_ITEM.match(line.text):
        return "\n"
    indent = line.left - before.left
    if _fits(before, line, edge) or (ended and 0.8 * line.height < indent) or abs(indent) > 6 * line.height:
        return "\n\n" if ended else "\n"
    return None


def _fits(before: Line, line: Line, edge: float) -> bool:
    """Would the first word of a line have fitted into the line before? Then that line was ended on purpose."""
    width = (before.right - before.left) / max(1, len(before.text))
    word = line.text.split(" ", 1)[0]
    return before.right + (len(word) + 1) * width < edge - width and not _WITHOUT_SPACES.match(word)


def _glued(lines: Sequence[Line], words: Words) -> Iterator[tuple[Line, str, str]]:
    """Yield each line with its text, halves of cut words made whole, and what parts it from the line before."""
    edge = _right_edges(lines)
    usual = median([line.height for line in lines] or [0.0])
    leading = {page: _leading(list(on_page)) for page, on_page in groupby(lines, key=lambda line: line.page)}
    glue = ""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        text, own = line.text, glue
        if following:
            parted = _break(line, following, edge[line], leading[following.page], usual)
            text, glue = (text, parted) if parted else _continued(text, following.text, words)
        yield line, text.replace("\ufffe", "-"), own


def _continued(text: str, following: str, words: Words) -> tuple[str, str]:
    """Return the text of a line, without a hyphen that its end put there, and what joins it to the line after it."""
    cut, rest = CUT_AT_END.search(text), re.match(r"\w+", following)
    if cut and rest:
        return (text[:-1] if words.whole(cut[1], rest[0]) == cut[1] + rest[0] else text), ""
    if _WITHOUT_SPACES.match(text[-1:]) and _WITHOUT_SPACES.match(following):
        return text, ""
    return text, " "
