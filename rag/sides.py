"""Groups of readings -> what the reader is shown: a sentence for each side, with its sources, and the sides themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag import phrases
from rag.cite import Draft, Source, narrow
from rag.compose import MakeSource
from rag.disagree import Group, Reading
from rag.evidence import EvidenceSentence
from rag.support import check
from rag.types import Citation, Conflict, Side
from rag.values import kind_of, typed, whole

_MOST_CHARACTERS = 200
"""Of the quote of a further side: several sides are read side by side."""
_MOST_SOURCES = 3
_VERSIONS = "{articles} are versions of one text: they differ here, but they are one source."


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences to show, and the sources of each side's value; no sides when the sources agree."""

    drafts: tuple[Draft, ...]
    sides: tuple[tuple[str, tuple[Source, ...]], ...]


def own_reading(
    question: str, value: str | None, drafts: Sequence[Draft], sentences: Sequence[EvidenceSentence]
) -> Reading | None:
    """Return what the answer so far says, as one reading among others; None when it is no single value.

    ``value``: the short answer. Without one, the only date or amount that its first sentence gives is taken.
    """
    if not drafts or not drafts[0].sources:
        return None
    source = drafts[0].sources[0]
    held = next((s for s in sentences if s.article == source.article and source.quote in s.text), None)
    if value is None:
        only = typed(question, source.quote, kind_of(question))
        value = only[0] if len(only) == 1 else None
    return Reading(whole(value, held.text), held) if held and value else None


def tell(
    groups: Sequence[Group],
    drafts: Sequence[Draft],
    own: Reading | None,
    source_of: MakeSource,
    copies_of: Callable[[str], frozenset[str]],
) -> Told:
    """Add to the answer so far the sources that agree with it, and a sentence for every other value.

    A further source is cited only for a sentence that it supports by itself, and copies are one source. Every text shown
    is a quote. ``copies_of``: an article with its copies.
    """
    told, sides = list(drafts), []
    for place, group in enumerate(groups):
        mine = own is not None and place == 0
        there = 0 if mine else next((n for n, draft in enumerate(told) if _quotes(draft, group.sentences[0])), None)
        first = told[there] if there is not None else None
        sources = list(first.sources) if first else []
        text = first.text if first else ""
        for sentence in group.sentences[1 if first else 0 :]:
            source = source_of(sentence, *narrow(sentence.text, group.value, most=_MOST_CHARACTERS))
            text = text or source.quote
            twice = any(source.article in {*copies_of(s.article), *s.also_in} for s in sources)
            if len(sources) < _MOST_SOURCES and not twice and check(text, source.quote) == "supported":
                sources.append(source)
        said = Draft(text, first.support if first else "supported", tuple(sources))
        if there is None:
            told.append(said)
        else:
            told[there] = said
        sides.append((group.value, tuple(sources)))
    return Told(tuple(told), tuple(sides) if len(sides) > 1 else ())


def _quotes(draft: Draft, sentence: EvidenceSentence) -> bool:
    return any(source.article == sentence.article and source.quote in sentence.text for source in draft.sources)


def one_source(told: Told, copies_of: Callable[[str], frozenset[str]]) -> str | None:
    """Return the notice that all sides come from copies of one text, None when they do not."""
    articles = sorted({source.article for _, sources in told.sides for source in sources})
    if len(articles) < 2 or not set(articles) <= copies_of(articles[0]):
        return None
    return _VERSIONS.format(articles=phrases.listed(articles))


def conflict(question: str, told: Told, citations: Sequence[Citation]) -> Conflict:
    """Return the sides with the numbers that their sources got."""
    numbers = {(c.article, c.start, c.end): c.number for c in citations}
    sides = (
        Side(value, tuple(numbers[s.article, s.span.start, s.span.end] for s in sources)) for value, sources in told.sides
    )
    return Conflict(question.rstrip("? "), tuple(sides))
