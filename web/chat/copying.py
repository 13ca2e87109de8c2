"""One answer for the clipboard, with its footnotes: as plain text and as HTML. Pure."""

from rag.exporting import shown
from rag.types import Answer, Citation
from web import words
from web.markup import text


def plain(answer: Answer) -> str:
    """Return the sentences with their [1] markers, then the numbered footnotes, as text."""
    parts = [_one_a_line(answer) if shown.is_list(answer) else " ".join(_sentences(answer))]
    parts += [note for note in (shown.line(answer.missing or ""),) if note]
    parts += [f"[{citation.number}] {_quoted(citation)} \u2014 {_source(citation)}" for citation in answer.citations]
    return "\n\n".join(part for part in parts if part) + "\n"


def rich(answer: Answer) -> str:
    """Return the same as HTML without any style, for a word processor or a letter to make its own."""
    told = [text(said) for said in _sentences(answer)]
    listed = "".join(f"<li>{said}</li>" for said in told)
    body = f"<ul>{listed}</ul>" if shown.is_list(answer) else f"<p>{' '.join(told)}</p>" if told else ""
    missing = f"<p>{text(shown.line(answer.missing))}</p>" if answer.missing else ""
    notes = "".join(
        f"<p>[{citation.number}] {text(_quoted(citation))} \u2014 {text(_source(citation))}</p>"
        for citation in answer.citations
    )
    return f"{body}{missing}{notes}"


def flavours(answer: Answer) -> dict[str, str]:
    """Return what the page puts on the clipboard, and what it says when that is done."""
    said = words.COPIED.format(footnotes=words.count(len(answer.citations), "footnote"))
    return {"plain": plain(answer), "rich": rich(answer), "said": said if answer.citations else words.COPIED_ALONE}


def _sentences(answer: Answer) -> list[str]:
    told = []
    for said in answer.sentences:
        markers = "".join(f" [{number}]" for number in said.citations)
        support = "" if said.support == "supported" else words.SUPPORT[said.support]
        told.append(f"{shown.sentence(said)}{markers}{f' ({support})' if support else ''}")
    return told


def _one_a_line(answer: Answer) -> str:
    return "\n".join(f"- {said}" for said in _sentences(answer))


def _quoted(citation: Citation) -> str:
    quote = shown.quote(citation)
    return shown.WITHHELD if quote is None else f"\u201c{quote}\u201d"


def _source(citation: Citation) -> str:
    return ", ".join(shown.source(citation))
