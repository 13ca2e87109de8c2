"""Answers as a Markdown file with footnotes. Nothing that others wrote becomes markup in it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rag.exporting import shown
from rag.exporting.record import Asked, embedded, record
from rag.render import newest_side
from rag.types import Answer, Citation, Conflict

OPENING = "<!-- footnote-export"
CLOSING = "-->"

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$^=@!]|:(?=//)|(?<!\d):(?=\S)|(?<=www)\.|(?<=%)%", re.I)
"""What Markdown and its common extensions read as markup, addresses and mentions among them, wherever it stands."""
_AT_THE_START = re.compile(r"(?:[-+:%]|\d+(?=[.)]))")

Labels = Mapping[int, int]
"""A citation's number in its answer -> its number in the file, where footnotes of all answers are counted through."""


def to_markdown(title: str, asked: Asked, exported: str) -> str:
    """Return the export as Markdown; its last line is a comment that holds the answer objects."""
    blocks = [f"# {escaped(title)}"]
    first = 1
    for answer, when in asked:
        labels = {citation.number: first + n for n, citation in enumerate(answer.citations)}
        first += len(labels)
        blocks += _answer(answer, when, labels)
    blocks += ["---", shown.EXPORTED.format(when=shown.moment(exported)), shown.HOW_TO_CHECK]
    readable = "\n\n".join(blocks)
    data = embedded(record(title, asked, exported), readable)
    return f"{readable}\n\n{OPENING} {data} {CLOSING}\n"


def escaped(text: str) -> str:
    """Return text of others on one line, such that Markdown shows it as it is."""
    told = _MARKUP.sub(lambda match: f"\\{match[0]}", shown.line(text))
    start = _AT_THE_START.match(told)
    if not start:
        return told
    at = start.end() if start[0][0].isdigit() else 0
    return f"{told[:at]}\\{told[at:]}"


def _answer(answer: Answer, asked: str | None, labels: Labels) -> Iterator[str]:
    yield f"## {escaped(answer.question)}"
    if facts := shown.facts(answer, asked):
        yield f"*{shown.joined(map(escaped, facts))}*"
    if answer.error:
        yield f"**{escaped(shown.FAILED.format(message=answer.error.message))}**"
    if answer.abstained:
        yield f"**{shown.QUESTION_WITHOUT_ANSWER}**"
    if answer.short_answer:
        yield f"**{escaped(answer.short_answer)}**"
    if answer.sentences:
        yield _sentences(answer, labels)
    for conflict in answer.conflicts:
        yield _conflict(conflict, answer.citations, labels)
    for note in shown.notes(answer):
        yield f"> {escaped(note)}"
    if answer.citations:
        yield "\n\n".join(_footnote(citation, labels) for citation in answer.citations)


def _sentences(answer: Answer, labels: Labels) -> str:
    told = []
    for said in answer.sentences:
        support = shown.SUPPORT[said.support]
        mark = f" *({support})*" if support else ""
        told.append(f"{escaped(shown.sentence(said))}{_markers(said.citations, labels)}{mark}")
    return "\n".join(f"- {row}" for row in told) if shown.is_list(answer) else " ".join(told)


def _markers(numbers: Sequence[int], labels: Labels) -> str:
    return "".join(f"[^{labels[number]}]" for number in numbers if number in labels)


def _conflict(conflict: Conflict, citations: Sequence[Citation], labels: Labels) -> str:
    newest = newest_side(conflict, citations)
    rows = [f"**{shown.DISAGREE}:** {escaped(conflict.about)}", ""]
    for place, side in enumerate(conflict.sides):
        mark = f" *({shown.NEWEST})*" if place == newest else ""
        rows.append(f"- **{escaped(side.value)}**{_markers(side.citations, labels)}{mark}")
    return "\n".join(rows)


def _footnote(citation: Citation, labels: Labels) -> str:
    quote = shown.quote(citation)
    words = f"*{shown.WITHHELD}*" if quote is None else f"\u201c{escaped(quote)}\u201d"
    source, *rest = map(escaped, shown.source(citation))
    also = shown.also_in(citation)
    parts = [f"*{source}*", *rest, escaped(shown.place(citation)), *([escaped(also)] if also else [])]
    return f"[^{labels[citation.number]}]: {words} \u2014 {shown.joined(parts)}"
