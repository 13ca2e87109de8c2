"""A text's body -> passages made of whole sentences. Pure: the same text always gives the same spans."""

import importlib.util
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.types import Chunk, Span

VERSION = "1"
"""Part of the index fingerprint: raise it when the same text would be cut differently."""

MAX_PASSAGE = 1200
"""Characters. Long passages rank better here: hit@1 .80 at 1,200, .79 at 900, .74 at 600 (plain score fusion)."""
MERGE_BELOW = 600
"""Characters. News runs in one-sentence paragraphs, which alone lack context: neighbours are joined up to this."""
MAX_SENTENCE = 600
"""Characters. A longer run without a full stop (tables, lists of names) is cut at a space."""

_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'\u2019\u201d)\]]*$")
_STARTS_ITEM = re.compile(r"(?:[-*+\u2022]|\d{1,3}[.)]|#{1,6})\s")
# Punkt was trained on newspaper text; these are frequent in articles and not among its abbreviations.
_ABBREVIATIONS = {
    "gen",
    "col",
    "lt",
    "sgt",
    "rs",
    "approx",
    "ca",
    "vs",
    "u.s",
    "u.k",
    "u.n",
    "e.g",
    "i.e",
    "st",
}


def split(text: str, body_start: int = 0) -> list[Chunk]:
    """Cut ``text[body_start:]`` into passages of at most `MAX_PASSAGE` characters, each made of whole sentences.

    Every character that is not white space lies in exactly one sentence, every sentence in exactly one passage.
    """
    chunks: list[Chunk] = []
    waiting: list[Span] = []
    for block in _blocks(text, body_start):
        sentences = _sentences(text, block)
        if waiting and sentences[-1].end - waiting[0].start > MERGE_BELOW:
            chunks += _pack(waiting)
            waiting = []
        waiting += sentences
    return chunks + _pack(waiting)


def _blocks(text: str, start: int) -> list[Span]:
    """Paragraphs: separated by empty lines, or by a line end after a full stop or before a list item."""
    edges = [start]
    line_start = start
    for line_end in re.finditer(r"\n", text[start:]):
        position = start + line_end.start()
        line = text[line_start:position].rstrip()
        following = text[position + 1 : position + 200].split("\n", 1)[0].strip()
        if not line or not following or _ENDS_SENTENCE.search(line[-8:]) or _STARTS_ITEM.match(following):
            edges.append(position + 1)
        line_start = position + 1
    edges.append(len(text))
    trimmed = (_trim(text, a, b) for a, b in pairwise(edges))
    return [span for span in trimmed if span]


def _trim(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    left, right = len(words) - len(words.lstrip()), len(words.rstrip())
    return Span(start + left, start + right) if right > left else None


def _sentences(text: str, block: Span) -> list[Span]:
    found: list[Span] = []
    for start, end in _punkt().span_tokenize(block.of(text)):
        found += _cut_long(text, Span(block.start + start, block.start + end))
    return found


def _cut_long(text: str, span: Span) -> list[Span]:
    """Cut a run that is too long into parts of about equal length, at spaces where there are any."""
    pieces: list[Span] = []
    start = span.start
    while span.end - start > MAX_SENTENCE:
        even = start + (span.end - start) // -(-(span.end - start) // MAX_SENTENCE)
        space = text.rfind(" ", start + MAX_SENTENCE // 4, even + 1)
        cut = space if space > 0 else even
        if piece := _trim(text, start, cut):
            pieces.append(piece)
        start = cut
    if last := _trim(text, start, span.end):
        pieces.append(last)
    return pieces


def _pack(sentences: list[Span]) -> list[Chunk]:
    """Group sentences into passages of about equal length, none above `MAX_PASSAGE`."""
    if not sentences:
        return []
    length = sentences[-1].end - sentences[0].start
    target = length / -(-length // MAX_PASSAGE) * 1.15
    chunks: list[Chunk] = []
    group: list[Span] = []
    for sentence in sentences:
        reach = sentence.end - group[0].start if group else 0
        if group and (reach > MAX_PASSAGE or (length > MAX_PASSAGE and reach > target)):
            chunks.append(_chunk(group))
            group = []
        group.append(sentence)
    chunks.append(_chunk(group))
    return chunks


def _chunk(sentences: list[Span]) -> Chunk:
    return Chunk(Span(sentences[0].start, sentences[-1].end), tuple(sentences))


@cache
def _punkt() -> Any:  # noqa: ANN401  nltk has no types
    """NLTK's English sentence splitter, with the parameters that llama-index ships (nothing is downloaded)."""
    import nltk.data
    from nltk.tokenize import PunktTokenizer

    package = importlib.util.find_spec("llama_index.core")
    if package is None or package.origin is None:
        raise RuntimeError("llama-index-core is not installed; run make run again")
    folder = str(Path(package.origin).parent / "_static" / "nltk_cache")
    if folder not in nltk.data.path:
        nltk.data.path.insert(0, folder)
    tokenizer = PunktTokenizer("english")
    tokenizer._params.abbrev_types |= _ABBREVIATIONS
    return tokenizer
