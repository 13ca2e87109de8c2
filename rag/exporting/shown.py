"""What every readable export says of an answer, in words. Text of others comes out on one line and steers nothing."""

import re
from collections.abc import Iterable
from datetime import datetime

from rag.exporting.record import well_formed
from rag.render import printable
from rag.types import Answer, AnswerSentence, Citation
from rag.verify import is_withheld

QUESTION_WITHOUT_ANSWER = "The articles do not say."
FAILED = "No answer: {message}"
SHORT = "In short"
DISAGREE = "The articles disagree"
NEWEST = "newest"
SEARCHED_FOR = "Searched for: {query}"
SOURCES = "Sources"
ANSWERS = "Answers"
SUPPORT = {
    "supported": "",
    "partly": "partly supported by its source",
    "unsupported": "not supported by the articles",
}
WITHHELD = "These words were removed with their article."
ALSO_IN = "the same words also in {articles}"
CHARACTERS = "{article}, characters {start}\u2013{end}"
ENGINES = {
    "extractive": "quoted from the articles",
    "local": "composed by the local model",
    "openai": "composed by the model at the configured address",
}
EXPORTED = "Exported on {when}."
HOW_TO_CHECK = (
    "Every sentence rests on the exact words of its footnotes. To see whether they still stand in the articles: "
    "python -m rag verify FILE"
)

_STEERING = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]")
"""Characters that have no shape but turn, hide or break lines of text, besides those that `printable` knows."""
_LITERAL_MARKER = re.compile(r"\\\[(\d+)\\\]")
_ENDS = re.compile(r"[.!?:;\u2026][\"'\u2019\u201d)\]]*$")
_READS_ON = 3
"""Sentences, each from another article, that still read as one paragraph."""


def line(text: str) -> str:
    """Return text on one line, without characters that steer direction, lines or a terminal."""
    return " ".join(_STEERING.sub("", printable(well_formed(text))).split())


def sentence(said: AnswerSentence) -> str:
    """Return what a sentence says; a literal "[1]" of an article stands in it as it is."""
    return line(_LITERAL_MARKER.sub(r"[\1]", said.text))


def is_list(answer: Answer) -> bool:
    """Whether titles, or sentences of many articles, do not read on as one paragraph."""
    own = {citation.number: citation.article for citation in answer.citations}
    articles = [own.get(number) for said in answer.sentences for number in said.citations]
    titles = any(not _ENDS.search(said.text) for said in answer.sentences)
    each_its_own = len(articles) > 1 and len(set(articles)) == len(articles)
    return each_its_own and (titles or len(articles) > _READS_ON)


def quote(citation: Citation) -> str | None:
    """Return the quoted words, None when they were removed with their article."""
    return None if is_withheld(citation.quote, citation.start, citation.end) else line(citation.quote)


def source(citation: Citation) -> list[str]:
    """Return title (or id), publisher and date, as far as they are known."""
    return [line(part) for part in (citation.title or citation.article, citation.publisher, citation.date) if part]


def place(citation: Citation) -> str:
    """Return article id and character span; characters are counted from 0, and the last is not part of the quote."""
    return CHARACTERS.format(article=line(citation.article), start=citation.start, end=citation.end)


def also_in(citation: Citation) -> str:
    """Return which other articles hold the same words, "" when none does."""
    return ALSO_IN.format(articles=", ".join(map(line, citation.also_in))) if citation.also_in else ""


def facts(answer: Answer, asked: str | None) -> list[str]:
    """Return how an answer came about: when it was asked, who composed it, what was searched for."""
    told = [moment(asked)] if asked else []
    if answer.sentences:
        told.append(ENGINES.get(answer.engine, line(answer.engine)))
    if answer.query != answer.question:
        told.append(SEARCHED_FOR.format(query=line(answer.query)))
    return told


def notes(answer: Answer) -> list[str]:
    """Return what is missing, when that is not the whole question that stands above, and the notices."""
    missing = answer.missing or ""
    told = not (answer.abstained and missing.endswith(answer.question))
    return [note for note in (missing if told else "", *answer.notices) if note]


def joined(parts: Iterable[str]) -> str:
    """Return "A title \u00b7 The Paper \u00b7 2024"."""
    return " \u00b7 ".join(parts)


def moment(iso: str) -> str:
    """Return "22 November 2026, 14:31 UTC" for an ISO time; what is no time as it stands."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return line(iso)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"
