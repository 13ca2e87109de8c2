"""Evidence -> drafts: sentences with the sources they rest on. One function for each way of composing."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.lexical import terms
from prompts import ABSTAIN
from rag.cite import Draft, Source, escape, narrow, read_markers, split_reply
from rag.evidence import EvidenceSentence
from rag.llm import abstains
from rag.support import PARTLY_FROM, check, coverage, says, words

MAX_SENTENCES = 3
MAX_WORDS = 80
"""An answer is read at a glance: more than this is not shown."""
_TOLD = 2
_TOLD_WORDS = 14
_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\.(?:com|org|net|io|info|example)\b)\S*", re.I)

MakeSource = Callable[[EvidenceSentence, int, int], Source]
"""Builds the source for the part start..end (offsets into its text) of an evidence sentence."""


def quote(sentence: EvidenceSentence, source_of: MakeSource, keep: str | None = None) -> Draft:
    """Return the draft that says exactly what the article says."""
    source = source_of(sentence, *_part(sentence.text, keep))
    return Draft(source.quote, "supported", (source,))


def extract(ranked: Sequence[EvidenceSentence], source_of: MakeSource) -> list[Draft]:
    """Answer with the best sentence itself, and a second one when it matches the question nearly as well."""
    chosen = [ranked[0]]
    for other in ranked[1:2]:
        near = other.score >= 0.93 * ranked[0].score and words(other.text) != words(ranked[0].text)
        if near and len(ranked[0].text.split()) + len(other.text.split()) <= MAX_WORDS:
            chosen.append(other)
    return [quote(sentence, source_of) for sentence in chosen]


def ground(
    reply: str, question: str, shown: Sequence[EvidenceSentence], source_of: MakeSource
) -> tuple[list[Draft], str | None]:
    """Turn a small model's short reply into the sentences that say it, and the short answer when they do.

    The model chooses, the article speaks: each sentence is a quote, so nothing the model made up can be shown.
    Returns ([], None) when no evidence backs the reply, or when it only repeats words of the question.
    """
    answer = reply.strip().strip("\"'\u201c\u201d").rstrip(".").strip()
    left = set(terms([answer])[0]) or set(words(answer))
    if words(answer) in (["yes"], ["no"]):
        # A bare verdict quotes nothing; let the sentence that is nearest to the question speak for itself.
        near = coverage(question, shown[0].text) >= PARTLY_FROM
        return ([quote(shown[0], source_of)] if near else []), None
    if left <= _terms(question) and " or " not in question:
        return [], None
    chosen: list[EvidenceSentence] = []
    while left and len(chosen) < MAX_SENTENCES:
        best = max(shown, key=lambda s: _backing(answer, left, question, s))
        covered = left & _terms(best.text)
        if not covered or best in chosen:
            break
        if sum(len(s.text.split()) for s in (*chosen, best)) > MAX_WORDS and chosen:
            break
        chosen.append(best)
        left -= covered
    held = " ".join(s.text for s in chosen)
    if not chosen or coverage(answer, held) < PARTLY_FROM:
        return [], None
    drafts = [quote(s, source_of, answer) for s in chosen]
    exact = check(answer, " ".join(draft.text for draft in drafts)) == "supported"
    return drafts, answer if exact else None


def _terms(text: str) -> set[str]:
    return set(terms([text])[0]) | set(words(text))


def _backing(answer: str, left: set[str], question: str, sentence: EvidenceSentence) -> tuple[float, float]:
    """How well a sentence says what is still unsaid of the answer, in the context of the question."""
    held = _terms(sentence.text)
    exact = says(sentence.text, answer)
    return len(left & held) / len(left) + 0.5 * exact, sentence.score + coverage(question, sentence.text)


def write(
    deltas: Iterator[str],
    shown: Sequence[EvidenceSentence],
    source_of: MakeSource,
    dropped: list[str] | None = None,
) -> Iterator[Draft]:
    """Turn the streamed prose of a larger model into drafts, sentence by sentence as each is whole and checked.

    A sentence that its cited evidence does not back is replaced once by the quote it comes nearest to, or else left out
    and added to ``dropped`` (`not_shown` says so to the reader). Yields nothing when the model abstained, and no more
    than `MAX_WORDS` words. Where the deltas end does not matter.
    """
    said: list[str] = []
    for n, sentence in enumerate(_sentences(deltas)):
        text, named = read_markers(sentence, len(shown))
        if abstains(text, ABSTAIN):
            if n == 0:
                return
            continue
        draft = _checked(text, named, shown, source_of)
        if draft is None:
            if dropped is not None:
                dropped.append(text)
            continue
        if said and len(" ".join([*said, draft.text]).split()) > MAX_WORDS:
            return
        if draft.text not in said:
            said.append(draft.text)
            yield draft


def not_shown(dropped: Sequence[str]) -> str | None:
    """Return in few words which sentences were left out, None when there are none. Addresses are not repeated."""
    if not dropped:
        return None
    few = [_beginning(escape(_ADDRESS.sub("\u2026", text))) for text in dropped[:_TOLD]]
    more = f" and {len(dropped) - _TOLD} more" if len(dropped) > _TOLD else ""
    return "Not shown, because the articles do not back it: " + "; ".join(f"\u201c{text}\u201d" for text in few) + more


def _beginning(text: str) -> str:
    told = text.split()
    return " ".join(told[:_TOLD_WORDS]) + ("\u2026" if len(told) > _TOLD_WORDS else "")


def _sentences(deltas: Iterator[str]) -> Iterator[str]:
    """The reply's sentences with the markers that follow them, each as soon as it is whole."""
    buffer = ""
    for delta in deltas:
        whole, buffer = split_reply(buffer + delta, finished=False)
        yield from whole
    yield from split_reply(buffer, finished=True)[0]


def _checked(text: str, named: Sequence[int], shown: Sequence[EvidenceSentence], source_of: MakeSource) -> Draft | None:
    """The sentence with the evidence that backs it, or the nearest quote instead; None when there is neither."""
    cited = [shown[n - 1] for n in named]
    for backing in (
        cited,
        *([s] for s in cited if len(cited) > 1),  # one of them may be enough, and the others no part of it
        [s for s in shown if check(text, s.text) == "supported"][:1],
    ):
        sources = tuple(_quoted(text, s, source_of) for s in backing)
        if sources and _backed(text, sources):
            return Draft(text, "supported", _needed(text, sources))
    nearest = max(shown, key=lambda s: (coverage(text, s.text), s in cited), default=None)
    if nearest is not None and coverage(text, nearest.text) >= PARTLY_FROM:
        return quote(nearest, source_of)  # repaired: the article's words instead of the paraphrase
    return None


def _backed(text: str, sources: Sequence[Source]) -> bool:
    titles = " ".join(dict.fromkeys(source.title for source in sources if source.title))
    return check(text, " ".join(source.quote for source in sources), context=titles) == "supported"


def _needed(text: str, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The sources without those the sentence stands as well without: the fewest words that are enough."""
    kept = list(sources)
    for source in reversed(sources):
        rest = tuple(s for s in kept if s is not source)
        if rest and _backed(text, rest) and coverage(text, _joined(rest)) >= coverage(text, _joined(kept)):
            kept = list(rest)
    return tuple(kept)


def _joined(sources: Sequence[Source]) -> str:
    return " ".join(source.quote for source in sources)


def _quoted(text: str, sentence: EvidenceSentence, source_of: MakeSource) -> Source:
    """The part of an evidence sentence to quote for a text: of a very long one the part that holds most of its words."""
    parts = dict.fromkeys(_part(sentence.text, keep) for keep in (None, *words(text)))
    return source_of(sentence, *max(parts, key=lambda part: coverage(text, sentence.text[slice(*part)])))


def _part(text: str, keep: str | None) -> tuple[int, int]:
    """The part of a sentence to quote; not one that the sentence itself denies."""
    return narrow(text, keep, lambda part: check(part, text) == "supported")
