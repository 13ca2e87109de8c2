"""A small model reads the evidence for one question: what it answers, and how sure one may be of it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import prompts
from index.lexical import terms
from rag import compose
from rag.answerable import ReadSignals
from rag.cite import Draft
from rag.compose import MakeSource
from rag.evidence import EvidenceSentence, Piece
from rag.llm import LanguageModel, abstains
from rag.retrieve import Hit
from rag.support import examine, words

TOKENS = 48
_QUOTES = "\"'\u201c\u201d"


class Reader(LanguageModel, Protocol):
    """A model that also tells how near it was to refusing."""

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return the log-probability that the reply begins with ``constant``."""
        ...


@runtime_checkable
class Prepared(Protocol):
    """A model that can read a prompt ahead."""

    def prepare(self, system: str, user: str, wanted: Callable[[], bool]) -> None:
        """Read the prompt, as far as it is ``wanted``; what was read serves the next prompts that begin alike."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the model made of the evidence.

    ``drafts``: the sentences of the articles that hold its reply, none when it refused or nothing backs it. ``short``:
    the reply itself, when they say it. ``signals``: None without drafts.
    """

    drafts: tuple[Draft, ...]
    short: str | None
    signals: ReadSignals | None


NOTHING = Outcome((), None, None)


def read(
    model: Reader,
    query: str,
    hits: Sequence[Hit],
    chosen: Sequence[EvidenceSentence],
    shown: Sequence[Piece],
    source_of: MakeSource,
) -> Outcome:
    """Have the model copy the answer out of the evidence, and find the sentences that say it. Raises `EngineError`.

    ``chosen``: the sentences of the evidence; ``shown``: the same as the pieces of text the model is given.
    """
    *_, last = outcomes(model, query, hits, chosen, shown, source_of)
    return last


def outcomes(
    model: Reader,
    query: str,
    hits: Sequence[Hit],
    chosen: Sequence[EvidenceSentence],
    shown: Sequence[Piece],
    source_of: MakeSource,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Yield what `read` finds; before that, once, what the first words of the reply settle already, if they do."""
    filled = _filled(query, shown)

    def outcome(drafts: Sequence[Draft], short: str | None) -> Outcome:
        signals = _signals(query, hits, chosen, drafts[0], model.refusal(*filled, prompts.ABSTAIN))
        return Outcome(tuple(drafts), short, signals)

    reply, tried = "", ""
    settled = False
    for delta in model.stream(*filled, TOKENS):
        if stopped():
            yield NOTHING
            return
        reply += delta
        whole = reply.rpartition(" ")[0].strip()
        if not settled and whole != tried:
            tried = whole
            drafts, short = _settled(whole, query, chosen, source_of)
            if drafts:
                settled = True
                yield outcome(drafts, short)
    if stopped() or abstains(reply, prompts.ABSTAIN):
        yield NOTHING
        return
    drafts, short = compose.ground(reply, query, chosen, source_of)
    yield outcome(drafts, short) if drafts and not stopped() else NOTHING


def prepare(model: Prepared, query: str, shown: Sequence[Piece], wanted: Callable[[], bool]) -> None:
    """Have the model read ahead what it would be given for this query, while that is ``wanted``. Raises `EngineError`."""
    model.prepare(*_filled(query, shown), wanted)


def _filled(query: str, shown: Sequence[Piece]) -> tuple[str, str]:
    return prompts.load("read").fill(evidence="\n\n".join(piece.text for piece in shown), question=query)


def _settled(
    begun: str, query: str, chosen: Sequence[EvidenceSentence], source_of: MakeSource
) -> tuple[list[Draft], str | None]:
    """The one sentence that a reply which begins so will rest on, and what is said of it so far; ([], None) when open.

    Only one sentence of the evidence holds these words, which say more than the question does, and it is the answer
    whether the model stops here or copies it to its end.
    """
    if set(terms([begun])[0]) <= {*terms([query])[0], *words(query)}:
        return [], None
    said = re.compile(rf"(?<!\w){re.escape(begun.strip(_QUOTES))}(?!\w)", re.I)
    holding = [found for s in chosen if begun.strip(_QUOTES) and (found := said.search(s.text))]
    if len(holding) != 1:
        return [], None
    now, short = compose.ground(begun, query, chosen, source_of)
    at_the_end, _ = compose.ground(holding[0].string[holding[0].start() :], query, chosen, source_of)
    return (now, short) if len(now) == 1 and now == at_the_end else ([], None)


def _signals(
    query: str, hits: Sequence[Hit], chosen: Sequence[EvidenceSentence], draft: Draft, refusal: float
) -> ReadSignals:
    source = draft.sources[0]
    backing = next(s for s in chosen if s.article == source.article and s.span.start <= source.span.start < s.span.end)
    held = examine(query, backing.text, " ".join((*(s.text for s in chosen), source.title or "")))
    wrong, doubtful = ({word.split()[0] for word in found} for found in (held.wrong, held.doubtful))
    return ReadSignals(
        refusal=refusal,
        similarity=backing.similarity,
        best=max(s.similarity for hit in hits for s in hit.sentences),
        margin=hits[0].score - (hits[1].score if len(hits) > 1 else 0.0),
        denied=float("negation" in wrong),
        contradicted=float(bool(wrong - {"negation"})),
        unnamed=float("name" in doubtful),
    )
