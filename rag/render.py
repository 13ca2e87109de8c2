"""An `Answer` as text for a terminal; HTML is the page's business."""

import textwrap
from collections.abc import Iterable

from rag.types import Answer

_WIDTH = 100
_CLOSEST = 3


def to_terminal(answer: Answer, closest: Iterable[str] = ()) -> str:
    """Return the answer with its footnotes; ``closest``: a line for each of the closest passages when it abstained."""
    lines: list[str] = []
    if answer.error:
        lines.append(f"The engine failed: {answer.error.message}")
    if answer.short_answer:
        lines.append(answer.short_answer)
    if answer.sentences:
        lines += textwrap.wrap(answer.answer, _WIDTH)
    if answer.missing:
        lines += textwrap.wrap(answer.missing, _WIDTH)
    for citation in answer.citations:
        about = " · ".join(part for part in (citation.title, citation.publisher, citation.date) if part)
        also = f" (also in {', '.join(citation.also_in)})" if citation.also_in else ""
        lines.append("")
        lines.append(f"[{citation.number}] {citation.article}:{citation.start}-{citation.end}  {about}{also}")
        lines += textwrap.wrap(f"\u201c{citation.quote}\u201d", _WIDTH, initial_indent="    ", subsequent_indent="    ")
    if answer.abstained and (passages := list(closest)[:_CLOSEST]):
        lines += ["", "Closest passages:", *passages]
    if answer.query != answer.question:
        lines += ["", f"Searched for: {answer.query}"]
    for notice in answer.notices:
        lines += ["", f"Note: {notice}"]
    return "\n".join(printable(line) for line in lines)


def printable(text: str) -> str:
    """Return text that cannot steer a terminal: no control or direction-changing characters."""
    hidden = {
        *range(0x20),
        0x7F,
        *range(0x80, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0x200E,
        0x200F,
    }
    return "".join(" " if ord(c) in hidden else c for c in text)
