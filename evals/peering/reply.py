"""The reply of another system -> the product's answer object, so that the very same scores apply to both."""

import re
from typing import Any

from evals.peering.system import PeerAnswer, PeerCitation
from index.catalog import Catalog
from index.types import Span
from rag.cite import Draft, Source, number, read_markers, split_reply
from rag.types import Answer, EvidenceSpan, Failure, Timings

_TOLD = "mentioned|provided|specified|stated|included|addressed|discussed|given|indicated|found|available|known|clear"
_TELLS = "contain|mention|provide|specify|state|include|address|discuss|give|say|indicate|answer|have enough"
_HOW = r"(?:(?:explicitly|directly|specifically|any|yet|\w+ly) )?"
_REFUSALS = re.compile(
    rf"\b(?:do|does)(?: not|n't) {_HOW}(?:{_TELLS})\b"  # the sources do not mention
    rf"|\b(?:not|isn't|aren't|wasn't|weren't) {_HOW}(?:{_TOLD})\b"  # is not explicitly stated
    r"|^there (?:is|are|was|were) no\b"
    r"|\bno (?:\w+ )?(?:information|mention|answer|details?|evidence|data|reference|record)\b"
    r"|\bnone of the (?:\w+ )?(?:sources|passages|articles|documents)\b"
    r"|\b(?:cannot|can't|can not|could not|couldn't|unable to) (?:be )?(?:provide|answer|determine|find|found|confirm|say)"
    r"|\bi(?: am|'m) (?:sorry|unable|not able)\b|\bi (?:cannot|can't|do not|don't)\b|\bi apologi[sz]e\b"
    r"|\b(?:not enough|insufficient) (?:\w+ )?(?:information|context|details?|data)\b"
    r"|\bempty response\b|\bnot applicable\b|\bn/a\b"
)
"""Phrasings that count as a refusal wherever they stand in a reply: stock systems have no flag that says so."""
_SOURCE = re.compile(r"[\[(]\s*((?:sources?|:|and|\d+|[,;&\s])+)\s*[\])]", re.I)
_IN_PROSE = re.compile(r"\bsources? (\d{1,2})(?: and (\d{1,2}))?\b", re.I)


def refuses(text: str) -> bool:
    """Say whether a reply says, anywhere, that the question is not answered; an empty one does."""
    plain = re.sub(r"\s+", " ", text.replace("\u2019", "'")).strip().lower()
    return not re.search(r"\w", plain) or bool(_REFUSALS.search(plain))


def as_answer(question: str, name: str, reply: PeerAnswer, seconds: float, catalog: Catalog) -> dict[str, Any]:
    """Return the answer object of a reply.

    A sentence that cites something counts as supported, for these systems check nothing; one that cites nothing is
    unsupported. Markers without a source are dropped.
    """
    sources = {citation.number: _source(citation, catalog) for citation in reply.citations}
    drafts = []
    for piece in split_reply(_plain_markers(reply.text), finished=True)[0]:
        text, named = read_markers(piece, max(sources, default=0))
        cited = tuple(sources[n] for n in named if n in sources)
        if text:
            drafts.append(Draft(text, "supported" if cited else "unsupported", cited))
    sentences, citations = number(drafts)
    return Answer(
        question,
        question,
        name,
        abstained=refuses(reply.text),
        sentences=sentences,
        citations=citations,
        hits=reply.found,
        evidence=reply.given or tuple(EvidenceSpan(c.article, c.start, c.end) for c in reply.citations),
        timings_ms=Timings(total=seconds * 1000),
    ).to_json()


def failed(question: str, name: str, code: str, message: str) -> dict[str, Any]:
    """Return the answer object of a question that a system could not answer."""
    return Answer(question, question, name, error=Failure(code, message)).to_json()


def _plain_markers(text: str) -> str:
    """Write "(Source 1)" and "[Source 1, Source 2]" as "[1]" and "[1, 2]", and such a marker after "Source 1" in prose.

    The fences of a code block go, for what stands between them may be the answer.
    """

    def plain(found: re.Match[str]) -> str:
        numbers = re.findall(r"\d+", found[1])
        said = "source" in found[1].lower() or found[0].startswith("[")  # "(1066)" is no marker
        return f"[{', '.join(numbers)}]" if numbers and said else found[0]

    text = _SOURCE.sub(plain, re.sub(r"```\w*", " ", text))
    return _IN_PROSE.sub(lambda found: f"{found[0]} [{', '.join(filter(None, found.groups()))}]", text)


def _source(citation: PeerCitation, catalog: Catalog) -> Source:
    about = catalog.article(citation.article)
    quote = catalog.text(citation.article)[citation.start : citation.end]
    return Source(
        article=citation.article,
        title=about.title if about else None,
        publisher=about.publisher if about else None,
        date=about.date if about else None,
        article_hash=(about.text_hash if about else None) or "",
        span=Span(citation.start, citation.end),
        quote=quote,
        also_in=tuple(other for other in catalog.copies(citation.article) if quote in catalog.text(other)),
    )
