"""A text's body -> its blocks: lines, and paragraphs that were broken into several lines by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.recognise import Found, capitals, lost_break, menu_prefix, recognise_line, recognise_sentence, words_of

_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_NEVER = re.compile(r"\||```|~~~|>\s|(?: {4}|\t)\S")  # tables, code, quotations
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_MARKS = re.compile(r"^(?:#{1,6}|[-*+•▪►]|\W?\u200b)\s+|\*\*|__|!?\[([^\]]*)\]\([^)\s]*\)")
_ENDS = (".", "!", "?", "…", ":", ";", ",", "。")
_CLOSING = "\"'”’)]*_ "
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=©|[\"'“‘(\[]?[^\W_a-z])")
"""The white space between two sentences, roughly: an abbreviation may be taken for an end."""
PROSE_WORDS, LONG_WORDS = 5, 25
"""A sentence of the article has at least so many words; a line of so many is one even without a full stop."""
MOST_CAPITALS = 0.75
"""Share of words with a capital above which a long line is no sentence, but headlines."""


@dataclass(slots=True)
class Block:
    """``text[start:end]``; the next block begins at ``upto``. ``core``: its words on one line, without Markdown's marks.

    ``kept``: a table row, code, a quotation: never furniture. ``numbered``: a step, or an entry of a ranking.
    ``sentences``: it holds a sentence, or is as long as one. ``gone``: the kind of furniture, once that is decided.
    """

    start: int
    end: int
    upto: int
    core: str
    kept: bool
    numbered: bool
    sentences: bool
    found: Found | None = None
    gone: str | None = None
    words: list[str] = field(default_factory=list)

    @property
    def prose(self) -> bool:
        """Whether the article is here."""
        return (self.kept or self.sentences) and not self.found and not self.gone

    @property
    def headline(self) -> bool:
        """Shaped as another article's headline, or as an entry of a menu."""
        ends = self.core.endswith((".", ",", ";", ":"))
        asks = self.core.endswith(("?", "!")) and len(self.words) < LONG_WORDS and not SENTENCE_END.search(self.core)
        return not self.kept and not ends and (not self.sentences or asks)


def blocks_of(text: str, body_start: int) -> Iterator[Block]:
    """Yield the blocks of ``text[body_start:]`` in order, each recognised on its own words."""
    groups: list[list[tuple[int, int]]] = []
    for found in _LINE.finditer(text, body_start):
        if groups and _goes_on(text, groups[-1][-1], found.span()):
            groups[-1].append(found.span())
        else:
            groups.append([found.span()])
    fenced = False
    for at, group in enumerate(groups):
        start, end = group[0][0], group[-1][1]
        upto = groups[at + 1][0][0] if at + 1 < len(groups) else len(text)
        raw = text[start:end]
        yield _block(start, end, upto, raw, fenced)
        fenced ^= raw.lstrip().startswith(("```", "~~~"))


def _block(start: int, end: int, upto: int, raw: str, fenced: bool) -> Block:
    core = " ".join(_MARKS.sub(r"\1", raw.strip()).split())
    words = words_of(core)
    long = len(words) >= LONG_WORDS and capitals(core) < MOST_CAPITALS
    kept, numbered = fenced or _NEVER.match(raw) is not None, _NUMBERED.match(core) is not None
    block = Block(start, end, upto, core, kept, numbered, long or has_sentence(core), words=words)
    if not kept and not numbered:
        block.found = recognise_line(core)
        if block.found and raw.lstrip().startswith("#"):
            block.found = block.found._replace(weak=True)  # an author's heading, more likely than not
    return block


def has_sentence(core: str) -> bool:
    """Tell whether some part of a line ends as sentences do and is long enough to be one."""
    return any(
        part.rstrip(_CLOSING).endswith(_ENDS) and len(words_of(part)) >= PROSE_WORDS for part in SENTENCE_END.split(core)
    )


def _goes_on(text: str, before: tuple[int, int], line: tuple[int, int]) -> bool:
    """Tell a line that goes on with the sentence of the line right above: that is long, this begins with a small letter."""
    above = text[before[0] : before[1]].rstrip()
    adjacent = text[before[1] : line[0]].count("\n") == 1
    first = text[line[0] : line[1]].lstrip()[:1]
    return adjacent and len(above) >= 40 and first.islower() and not above.endswith((".", "!", "?"))


def menu_in(raw: str) -> tuple[int, int]:
    """Return where a menu runs into the text, at the beginning or after a note to the reader; (0, 0) without one."""
    note = SENTENCE_END.search(raw)
    start = note.end() if note and recognise_sentence(raw[: note.end()].strip()) else 0
    length = menu_prefix(raw[start:])
    return (start, start + length) if length else (0, 0)


def edges_of(raw: str) -> list[int]:
    """Return where the sentences of a block begin and end, and where a menu or a label was glued to them."""
    edges = {0, *(found.end() for found in SENTENCE_END.finditer(raw)), len(raw)}
    start, end = menu_in(raw)
    edges = {edge for edge in edges if not start < edge < end} | {start, end}
    if label := lost_break(raw):
        edges.add(label)
    return sorted(edges)
