"""What could be asked next: questions that the articles are known to answer, because each was tried first."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.drafting.statements import key_terms
from index.catalog import Catalog
from index.types import Span
from rag.answer import Assistant, final
from rag.central import sentences_of
from rag.mentions import mentions
from rag.scope import Scope
from rag.types import Answer, Citation
from web.chat.exchange import Exchange
from web.chat.phrasing import Kind, Phrasing

OFFERED = 3
_SECONDS = 0.8
"""After so long no further question is tried."""
_TRIED = 9
_ARTICLES = 5
"""Articles whose sentences are looked at: those that were cited, then those that came close."""
_SENTENCES = 120
"""Sentences of one article that are looked at, around the place that was cited or found."""
_ALIKE = 0.75
"""Share of the terms of two questions that they have in common when they ask the same."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    question: str
    kind: Kind
    article: str
    span: Span


def suggest(answer: Answer, exchanges: Sequence[Exchange], assistant: Assistant) -> tuple[str, ...]:
    """Return up to `OFFERED` questions to ask after ``answer``, each answered with the sentence it was made from.

    ``exchanges``: the conversation so far, which has asked them not yet. Takes about a second at most.
    Raises `FootnoteError` when the articles cannot be read.
    """
    until = time.monotonic() + _SECONDS
    scope = exchanges[-1].scope if exchanges else Scope()
    asked = [answer.question, answer.query]
    asked += [text for e in exchanges for text in (e.question, e.answer.query if e.answer else e.question)]
    shown = [c for e in exchanges if e.answer for c in e.answer.citations] + list(answer.citations)
    with assistant.library.catalog() as catalog:
        candidates = _varied(_candidates(answer, shown, asked, catalog))
    kept: list[_Candidate] = []
    for candidate in candidates[:_TRIED]:
        if len(kept) == OFFERED or time.monotonic() > until:
            break
        if not any(same_question(candidate.question, other.question) for other in kept) and _is_answered(
            candidate, assistant, scope
        ):
            kept.append(candidate)
    return tuple(candidate.question for candidate in kept)


def same_question(one: str, other: str) -> bool:
    """Whether two questions ask the same, as far as their words tell."""
    left, right = key_terms(one), key_terms(other)
    return len(left & right) >= _ALIKE * max(len(left | right), 1)


def _candidates(answer: Answer, shown: Sequence[Citation], asked: Sequence[str], catalog: Catalog) -> Iterator[_Candidate]:
    """Yield questions, those of cited articles first and of each article those nearest to the cited words first."""
    topic = _names(" ".join([answer.question, *(f"{c.title or ''}. {c.quote}" for c in answer.citations)]))
    cited = {c.article for c in answer.citations}
    places: dict[str, int] = {}
    for article, start in [(c.article, c.start) for c in answer.citations] + [(h.article, h.start) for h in answer.hits]:
        places.setdefault(article, start)
    for article, place in list(places.items())[:_ARTICLES]:
        about = catalog.article(article)
        if about is None or about.text_hash is None:
            continue  # removed meanwhile
        phrasing = Phrasing(about.title or "", catalog.text(article))
        sentences = list(enumerate(sentences_of(article, catalog)[0]))
        sentences.sort(key=lambda pair: abs(pair[1].span.start - place))
        for position, sentence in sentences[:_SENTENCES]:
            if any(c.article == article and _overlap(sentence.span, c.start, c.end) for c in shown):
                continue  # the reader has just read it
            if article not in cited and not topic & _names(f"{about.title or ''}. {sentence.text}"):
                continue  # it speaks of nothing that the answer names
            for phrased in phrasing.questions(sentence.text, position):
                if not any(same_question(phrased.question, other) for other in asked):
                    yield _Candidate(phrased.question, phrased.kind, article, sentence.span)
                    break


def _varied(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """Return the candidates such that kinds take turns; within a kind their order is kept."""
    waiting = list(candidates)
    ordered: list[_Candidate] = []
    while waiting:
        turn: dict[Kind, _Candidate] = {}
        for candidate in waiting:
            turn.setdefault(candidate.kind, candidate)
        ordered += turn.values()
        waiting = [candidate for candidate in waiting if candidate not in turn.values()]
    return ordered


def _is_answered(candidate: _Candidate, assistant: Assistant, scope: Scope) -> bool:
    """Whether quotes alone answer it, and one of them overlaps the sentence it was made from."""
    answer = final(assistant.ask(candidate.question, engine="extractive", scope=scope))
    if answer.abstained or answer.error:
        return False
    return any(c.article == candidate.article and _overlap(candidate.span, c.start, c.end) for c in answer.citations)


def _overlap(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end


def _names(text: str) -> set[str]:
    return {word for mention in mentions(text) for word in mention.words if len(word) > 2}
