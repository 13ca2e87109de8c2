"""Answers as one HTML page that needs nothing else: no script, its style inside, set to be read and to be printed."""

import base64
import hashlib
import html
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from rag.exporting import shown
from rag.exporting.record import Asked, embedded, record
from rag.render import newest_side
from rag.types import Answer, Citation, Conflict

OPENING = '<template id="footnote-export">'
CLOSING = "</template>"
_STYLE = (Path(__file__).parent / "export.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'"


def to_html(title: str, asked: Asked, exported: str) -> str:
    """Return the export as a page; a template in it, which no browser shows, holds the answer objects."""
    answers = "".join(_answer(answer, when, n) for n, (answer, when) in enumerate(asked, 1))
    body = (
        f"<main><h1>{_text(title)}</h1>{_contents(asked)}{answers}</main>"
        f"<footer><p>{shown.EXPORTED.format(when=_text(shown.moment(exported)))}</p><p>{shown.HOW_TO_CHECK}</p></footer>"
    )
    data = embedded(record(title, asked, exported), shown_text(f"<body>{body}"))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f'<link rel="icon" href="data:,"><title>{_text(title)}</title><style>{_STYLE}</style></head>\n'
        f"<body>{body}\n{OPENING}{data}{CLOSING}\n</body></html>\n"
    )


def shown_text(page: str) -> str:
    """Return the text of a page's body that a browser shows."""
    return _Shown(page).words


class _Shown(HTMLParser):
    """Collects the text of the body outside of elements whose content is not shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self._body = False
        self._hidden = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._body = self._body or tag == "body"
        self._hidden += tag in ("template", "style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("template", "style", "script")

    def handle_data(self, data: str) -> None:
        if self._body and not self._hidden:
            self.words += data


def _text(value: str) -> str:
    return html.escape(shown.line(value))


def _contents(asked: Asked) -> str:
    if len(asked) < 2:
        return ""
    rows = "".join(f'<li><a href="#a{n}">{_text(answer.question)}</a></li>' for n, (answer, _) in enumerate(asked, 1))
    return f'<nav aria-label="{shown.ANSWERS}"><ol>{rows}</ol></nav>'


def _answer(answer: Answer, asked: str | None, n: int) -> str:
    facts = shown.joined(f"<bdi>{_text(fact)}</bdi>" for fact in shown.facts(answer, asked))
    parts = [f'<h2 id="a{n}">{_text(answer.question)}</h2><p class="facts">{facts}</p>']
    if answer.error:
        parts.append(f'<p class="none">{_text(shown.FAILED.format(message=answer.error.message))}</p>')
    if answer.abstained:
        parts.append(f'<p class="none">{shown.QUESTION_WITHOUT_ANSWER}</p>')
    if answer.short_answer:
        parts.append(f'<p class="short">{_text(answer.short_answer)}</p>')
    if answer.sentences:
        parts.append(_sentences(answer, n))
    parts += [_conflict(conflict, answer.citations, n) for conflict in answer.conflicts]
    parts += [f'<p class="note">{_text(note)}</p>' for note in shown.notes(answer)]
    if answer.citations:
        rows = "".join(_footnote(citation, answer, n) for citation in answer.citations)
        parts.append(f'<section class="notes" aria-label="{shown.SOURCES}"><ol>{rows}</ol></section>')
    return f"<article>{''.join(parts)}</article>"


def _sentences(answer: Answer, n: int) -> str:
    told = []
    first: set[int] = set()  # the first marker of a footnote is where it links back to
    for said in answer.sentences:
        support = shown.SUPPORT[said.support]
        mark = f' <span class="support">({support})</span>' if support else ""
        markers = "".join(_marker(number, n, anchor=number not in first) for number in said.citations)
        first.update(said.citations)
        told.append(f"<bdi>{_text(shown.sentence(said))}</bdi>{markers}{mark}")
    if shown.is_list(answer):
        return f'<ul class="answer">{"".join(f"<li>{row}</li>" for row in told)}</ul>'
    return f'<p class="answer">{" ".join(told)}</p>'


def _marker(number: int, n: int, *, anchor: bool = False) -> str:
    own = f' id="a{n}-r{number}"' if anchor else ""
    return f'<sup><a href="#a{n}-n{number}"{own} aria-label="Footnote {number}">{number}</a></sup>'


def _conflict(conflict: Conflict, citations: Sequence[Citation], n: int) -> str:
    newest = newest_side(conflict, citations)
    rows = []
    for place, side in enumerate(conflict.sides):
        mark = f' <span class="support">({shown.NEWEST})</span>' if place == newest else ""
        markers = "".join(_marker(number, n) for number in side.citations)
        rows.append(f"<li><b>{_text(side.value)}</b>{markers}{mark}</li>")
    return f'<div class="sides"><p>{shown.DISAGREE}: {_text(conflict.about)}</p><ul>{"".join(rows)}</ul></div>'


def _footnote(citation: Citation, answer: Answer, n: int) -> str:
    quote = shown.quote(citation)
    words = f"<em>{shown.WITHHELD}</em>" if quote is None else f"<q>{_text(quote)}</q>"
    title, *rest = shown.source(citation)
    parts = [f"<cite>{_text(title)}</cite>", *(f"<bdi>{_text(part)}</bdi>" for part in rest)]
    parts.append(f"<bdi>{_text(shown.place(citation))}</bdi>")
    if also := shown.also_in(citation):
        parts.append(f"<bdi>{_text(also)}</bdi>")
    used = any(citation.number in said.citations for said in answer.sentences)
    back = f' <a class="back" href="#a{n}-r{citation.number}" aria-label="Back to the text">\u21a9</a>' if used else ""
    number = citation.number
    return f'<li id="a{n}-n{number}" value="{number}">{words}{back}<p class="source">{shown.joined(parts)}</p></li>'
