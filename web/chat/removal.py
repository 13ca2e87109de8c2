"""What an old conversation keeps of an article that was removed: the word "removed" in place of its words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.types import Answer, AnswerSentence, Citation, Conflict
from web.chat.exchange import Excerpt, Exchange
from web.words import REMOVED_QUOTE

_RUN = 6
"""Words in a row that a sentence shares with a quote when it repeats it, not merely speaks of the same thing."""

Held = Callable[[str], bool]
"""Whether the index still holds the text of an article."""


def without_removed(exchange: Exchange, held: Held) -> Exchange:
    """Return the exchange without the words of articles that are gone; the very same one when none is."""
    excerpts = tuple(e if held(e.article) else _emptied(e) for e in exchange.excerpts)
    answer = exchange.answer and _without_removed(exchange.answer, held)
    gone = {c.number for c in answer.citations if not held(c.article)} if answer else set()
    places = tuple((number, label) for number, label in exchange.places if number not in gone)
    kept = replace(exchange, excerpts=excerpts, answer=answer, places=places)
    return exchange if kept == exchange else kept


def _emptied(excerpt: Excerpt) -> Excerpt:
    return replace(excerpt, text=REMOVED_QUOTE)


def _without_removed(answer: Answer, held: Held) -> Answer:
    gone = [c for c in answer.citations if not held(c.article)]
    citations = tuple(_citation(c, held) for c in answer.citations)
    if not gone:
        return replace(answer, citations=citations)
    sentences = tuple(_sentence(s, gone) for s in answer.sentences)
    numbers = {c.number for c in gone}
    kept = " ".join([s.text for s in sentences] + [c.quote for c in citations])
    short = answer.short_answer
    return replace(
        answer,
        short_answer=short if short is None or short in kept else REMOVED_QUOTE,
        sentences=sentences,
        citations=citations,
        conflicts=tuple(_conflict(conflict, numbers) for conflict in answer.conflicts),
    )


def _citation(citation: Citation, held: Held) -> Citation:
    also_in = tuple(article for article in citation.also_in if held(article))
    return replace(citation, quote=citation.quote if held(citation.article) else REMOVED_QUOTE, also_in=also_in)


def _sentence(sentence: AnswerSentence, gone: Sequence[Citation]) -> AnswerSentence:
    """Remove a sentence that rests only on what is gone, or repeats its words."""
    rests_on_it = sentence.citations and {c.number for c in gone} >= set(sentence.citations)
    if rests_on_it or any(_repeats(sentence.text, c.quote) for c in gone):
        return replace(sentence, text=REMOVED_QUOTE)
    return sentence


def _repeats(text: str, quote: str) -> bool:
    said, quoted = (re.findall(r"\w+", part.casefold()) for part in (text, quote))
    length = min(_RUN, len(quoted))
    runs = {tuple(quoted[i : i + length]) for i in range(len(quoted) - length + 1)} if quoted else set()
    return any(tuple(said[i : i + length]) in runs for i in range(len(said) - length + 1))


def _conflict(conflict: Conflict, gone: set[int]) -> Conflict:
    sides = (replace(s, value=REMOVED_QUOTE) if s.citations and gone >= set(s.citations) else s for s in conflict.sides)
    return replace(conflict, sides=tuple(sides))
