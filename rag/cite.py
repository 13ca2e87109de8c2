"""A model's reply -> sentences with verified citations. Pure: no model, no index.

Numbers that a model writes are positions in the evidence it was given; numbers that a reader sees are given once, at
the end, by `number`. Whatever does not resolve to evidence is dropped here, never shown.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.types import Span
from rag.types import AnswerSentence, Citation, Support

MAX_QUOTE = 400
"""Characters of a citation. Longer sentences are narrowed to the clauses around the answer."""
_TRIED = 24
"""Parts of a very long sentence that are looked at, best first, for one that may be quoted alone."""

_OPEN, _CLOSE = r"[\[\u3010\uff3b]", r"[\]\u3011\uff3d]"
_MARKER = re.compile(rf"\s*{_OPEN}\s*(\d{{1,3}}(?:\s*[,;\u3001]\s*\d{{1,3}})*)\s*{_CLOSE}")
_BRACKET = rf"\s*{_OPEN}[^\[\]\u3010\u3011\uff3b\uff3d\n]{{0,40}}{_CLOSE}(?:\(\w+://[^()\s]*\))?"  # with a link's target
_ANY_BRACKET = re.compile(rf"{_BRACKET}(?:\s*[-\u2013,;&]{_BRACKET})*")
_OPEN_END = re.compile(rf"\s*{_OPEN}[\s\d,;]*\Z")
_UNFINISHED_BRACKET = re.compile(rf"\s*(?:{_OPEN}[^\]\u3011\uff3d]{{0,40}}{_CLOSE}\s*)*{_OPEN}[^\]\u3011\uff3d]{{0,40}}\Z")
_CODE = re.compile(r"```.*?(?:```|\Z)", re.S)
# A sentence ends at . ! ? (with quotes and markers after it) before white space; "U.S. " or "Mr. " do not end one.
_SENTENCE_END = re.compile(
    r"(?<![A-Z]\.[A-Z])(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bNo)"
    rf"[.!?\u3002][\"'\u2019\u201d)]*(?:{_MARKER.pattern})*(?=\s|\Z)|\n"
)
_LITERAL_MARKER = re.compile(r"\[(\d+)\]")
_CLAUSE = re.compile(r"[;:,]\s+|\s+[\u2013\u2014-]\s+|\s+\(|\)\s*")


@dataclass(frozen=True, slots=True)
class Source:
    """A citable piece of evidence with what a citation says about its article."""

    article: str
    title: str | None
    publisher: str | None
    date: str | None
    article_hash: str
    span: Span
    quote: str
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked sentence before numbering, with the sources it rests on (none when it is unsupported)."""

    text: str
    support: Support
    sources: tuple[Source, ...]


def split_reply(reply: str, *, finished: bool) -> tuple[list[str], str]:
    """Cut a reply into whole sentences, each with the markers that follow it, and what is still unfinished.

    While the reply streams (``finished`` false) the last sentence is held back, for a marker may still follow it.
    """
    open_block = ""
    if not finished and reply.count("```") % 2:
        at = reply.rindex("```")
        reply, open_block = reply[:at], reply[at:]
    reply = _CODE.sub(" ", reply)
    cuts = [m.end() for m in _SENTENCE_END.finditer(reply)]
    if not finished:
        cuts = [cut for cut in cuts if reply[cut:].strip() and not _UNFINISHED_BRACKET.match(reply[cut:])]
    pieces = [reply[a:b].strip() for a, b in zip([0, *cuts], cuts, strict=False)]
    rest = reply[cuts[-1] if cuts else 0 :] + open_block
    if finished:
        pieces.append(rest.strip())
        rest = ""
    return [piece for piece in pieces if re.search(r"\w", _MARKER.sub("", piece))], rest


def read_markers(sentence: str, known: int) -> tuple[str, list[int]]:
    """Return the sentence without brackets that stand for citations, and the evidence numbers 1..``known`` they name.

    "[1, 2]", "[1][2]" and full-width brackets are markers; "[0]", "[7]" beyond ``known`` and "[section]" name nothing.
    """
    named: list[int] = []
    for marker in _MARKER.finditer(sentence):
        for number in re.findall(r"\d+", marker[1]):
            if 1 <= int(number) <= known and int(number) not in named:
                named.append(int(number))
    text = _OPEN_END.sub("", _ANY_BRACKET.sub("", _ANY_BRACKET.sub("", sentence)))  # twice: "[[1]]"
    return re.sub(r"\s+", " ", re.sub(r"\s+([.,;!?])", r"\1", text)).strip(), named


def escape(text: str) -> str:
    r"""Make a literal "[1]" in an article's words different from a marker: ``[1]`` becomes ``\[1\]``."""
    return _LITERAL_MARKER.sub(r"\\[\1\\]", text)


def narrow(
    text: str, keep: str | None = None, fair: Callable[[str], bool] | None = None, most: int = MAX_QUOTE
) -> tuple[int, int]:
    """Return the part of a sentence to quote: all of it, or of a very long one the clauses around ``keep``.

    The clauses from its beginning on are preferred, for they say who or what it is about, and parts that are ``fair``:
    not torn out of a denial. Offsets into ``text``; at most ``most`` characters.
    """
    if len(text) <= most:
        return 0, len(text)
    found = re.search(re.escape(keep), text, re.I) if keep else None  # lower() would change the length of some letters
    centre = found.span() if found else (0, 1)
    edges = sorted({0, len(text), *(m.end() for m in _CLAUSE.finditer(text))})
    best = (
        max(0, centre[0] - most // 2),
        min(len(text), max(0, centre[0] - most // 2) + most),
    )
    windows = [(a, b) for a in edges for b in edges if a <= centre[0] and centre[1] <= b and 0 < b - a <= most]
    windows.sort(key=lambda w: (w[0] == 0, w[1] - w[0], -w[0]), reverse=True)
    start, end = windows[0] if windows else best
    if fair:
        start, end = next((w for w in windows[:_TRIED] if fair(text[slice(*w)])), (start, end))
    piece = text[start:end]
    kept = piece.rstrip(" ,;:([\u2013\u2014-")
    return (start + len(piece) - len(piece.lstrip()), start + len(kept)) if kept.strip() else (start, end)


def number(drafts: Sequence[Draft]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Give the citations their numbers 1..n in reading order; the same words keep one number."""
    numbers: dict[tuple[str, Span], int] = {}
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for draft in drafts:
        own: list[int] = []
        for source in draft.sources:
            key = (source.article, source.span)
            if key not in numbers:
                numbers[key] = len(citations) + 1
                citations.append(_citation(numbers[key], source))
            own.append(numbers[key])
        sentences.append(AnswerSentence(escape(draft.text), draft.support, tuple(dict.fromkeys(own))))
    return tuple(sentences), tuple(citations)


def _citation(number: int, source: Source) -> Citation:
    return Citation(
        number=number,
        article=source.article,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        quote=source.quote,
        start=source.span.start,
        end=source.span.end,
        article_hash=source.article_hash,
        also_in=source.also_in,
    )
