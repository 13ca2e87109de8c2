"""An `Answer` as text for a terminal; HTML is the page's business."""

import textwrap
from collections.abc import Iterable, Sequence

from rag.types import Answer, Citation, Conflict

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
    for conflict in answer.conflicts:
        lines += [
            "",
            *textwrap.wrap(f"The articles disagree: {conflict.about}", _WIDTH),
            *_sides(conflict, answer.citations),
        ]
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


def _sides(conflict: Conflict, citations: Sequence[Citation]) -> Iterable[str]:
    newest = newest_side(conflict, citations)
    for place, side in enumerate(conflict.sides):
        named = "; ".join(
            " \u00b7 ".join(part for part in (c.publisher or c.title or c.article, c.date) if part)
            for c in citations
            if c.number in side.citations
        )
        markers = "".join(f"[{n}]" for n in side.citations)
        newer = ", the newest" if place == newest else ""
        yield from textwrap.wrap(f"- {side.value} {markers} ({named}{newer})", _WIDTH, subsequent_indent="  ")


def newest_side(conflict: Conflict, citations: Sequence[Citation]) -> int | None:
    """Return the position of the side with the newest source; None when a side has no date or it is not later.

    Dates are compared as far as both are known: "2019" is neither older nor newer than "2019-07".
    """
    dated = [
        max((c.date for c in citations if c.number in side.citations and c.date), default="") for side in conflict.sides
    ]
    if len(dated) < 2 or not all(dated):
        return None
    place = max(range(len(dated)), key=lambda i: dated[i])
    others = (date for i, date in enumerate(dated) if i != place)
    later = all(dated[place][: (n := min(len(dated[place]), len(date)))] > date[:n] for date in others)
    return place if later else None


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
