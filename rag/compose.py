"""Evidence -> drafts: sentences with the sources they rest on. One function for each way of composing."""

from collections.abc import Callable, Iterator, Sequence

from index.lexical import terms
from prompts import ABSTAIN
from rag.cite import Draft, Source, narrow, read_markers, split_reply
from rag.evidence import EvidenceSentence
from rag.llm import abstains
from rag.support import PARTLY_FROM, check, coverage, words

MAX_SENTENCES = 3
MAX_WORDS = 80
"""An answer is read at a glance: more than this is not shown."""

MakeSource = Callable[[EvidenceSentence, int, int], Source]
"""Builds the source for the part start..end (offsets into its text) of an evidence sentence."""


def quote(sentence: EvidenceSentence, source_of: MakeSource, keep: str | None = None) -> Draft:
    """Return the draft that says exactly what the article says."""
    source = source_of(sentence, *narrow(sentence.text, keep))
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
    Returns ([], None) when no evidence backs the reply.
    """
    answer = reply.strip().strip("\"'\u201c\u201d").rstrip(".").strip()
    left = set(terms([answer])[0]) or set(words(answer))
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
    exact = check(answer, held) == "supported"
    return [quote(s, source_of, answer) for s in chosen], answer if exact else None


def _terms(text: str) -> set[str]:
    return set(terms([text])[0]) | set(words(text))


def _backing(answer: str, left: set[str], question: str, sentence: EvidenceSentence) -> tuple[float, float]:
    """How well a sentence says what is still unsaid of the answer, in the context of the question."""
    held = _terms(sentence.text)
    exact = " ".join(words(answer)) in " ".join(words(sentence.text))
    return len(left & held) / len(left) + 0.5 * exact, sentence.score + coverage(question, sentence.text)


def write(deltas: Iterator[str], shown: Sequence[EvidenceSentence], source_of: MakeSource) -> Iterator[Draft]:
    """Turn the streamed prose of a larger model into drafts, sentence by sentence as each is whole and checked.

    A sentence that its cited evidence does not back is replaced by the quote it comes nearest to, or dropped.
    Yields nothing when the model abstained.
    """
    buffer, said = "", 0
    for delta in deltas:
        buffer += delta
        if said == 0 and abstains(buffer[:80], ABSTAIN):
            continue
        whole, buffer = split_reply(buffer, finished=False)
        for sentence in whole:
            yield from _checked(sentence, shown, source_of)
            said += 1
    if said == 0 and abstains(buffer, ABSTAIN):
        return
    for sentence in split_reply(buffer, finished=True)[0]:
        yield from _checked(sentence, shown, source_of)


def _checked(sentence: str, shown: Sequence[EvidenceSentence], source_of: MakeSource) -> Iterator[Draft]:
    text, named = read_markers(sentence, len(shown))
    if abstains(text, ABSTAIN):
        return
    cited = [shown[n - 1] for n in named]
    if not cited or check(text, " ".join(s.text for s in cited)) != "supported":
        backing = [s for s in shown if check(text, s.text) == "supported"]
        if not backing:
            nearest = max(cited or shown, key=lambda s: coverage(text, s.text))
            if coverage(text, nearest.text) >= PARTLY_FROM:
                yield quote(nearest, source_of)  # repaired: the article's words instead of the paraphrase
            return
        cited = backing[:1]
    yield Draft(text, "supported", tuple(source_of(s, *narrow(s.text)) for s in cited))
