"""Do other articles give another value? Finds the articles that speak to the question as well, and merges what they say.

An article is read for its own value only where it matches the question nearly as well as the best one, so that an
ordinary question, which one article answers, costs nothing. Copies and near-copies of a text are one source.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.lexical import terms
from prompts import ABSTAIN
from rag.evidence import EvidenceSentence, rank_sentences, tokens_of
from rag.llm import abstains
from rag.retrieve import Hit
from rag.support import check, says, words
from rag.values import Kind, fits, kind_of, same, typed, whole

ENTER_SHARE, ENTER_COVERED = 0.75, 0.8
"""A second article opens the comparison when its best sentence has this share of the best score, and its passages, with
their title, hold all names of the question or this share of the term weight that the best article holds."""
JOIN_SHARE, JOIN_COVERED = 0.6, 0.8
"""What further articles need once it is open."""
ABOUT_FROM, ALONE_FROM = 0.4, 0.5
"""Cosine similarity to the question that an article's nearest sentence needs where it does not hold all names of the
question: beside an answer, and where there is none. The nearest of all that is there need not be about the question."""
MOST_SOURCES = 6
TOKENS = 80
"""Prompt tokens of evidence from each article."""
_ALIKE = 0.8
"""Share of common words from which two sentences that say the same are one source, printed twice."""
_MOST_WORDS = 15
"""A longer reply is no value but an account, and accounts differ without contradicting each other."""
_MOST_SIDES = 5
_QUOTED_SHARE = 0.9
"""Unread, sentences of different articles are compared only when they match the question this nearly as well."""


@dataclass(frozen=True, slots=True)
class Rival:
    """An article that speaks to the question: its best sentences, best first, and its standing among the others."""

    article: str
    sentences: tuple[EvidenceSentence, ...]
    share: float
    covered: float
    named: bool

    def speaks(self, share: float, covered: float) -> bool:
        """Say whether it matches the question so well."""
        return self.share >= share and (self.named or self.covered >= covered)

    def about(self, least: float) -> bool:
        """Say whether it holds all names of the question, or a sentence so similar; true of all without vectors."""
        similarities = [s.similarity for s in self.sentences]
        return self.named or max(similarities) >= least or not any(similarities)

    @property
    def text(self) -> str:
        """Its sentences in the order of the article, for a model to read."""
        return "\n".join(s.text for s in sorted(self.sentences, key=lambda s: (s.rank, s.span.start)))


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and the sentence of an article that holds it."""

    value: str
    sentence: EvidenceSentence


@dataclass(frozen=True, slots=True)
class Group:
    """The sources that give one value, as the first of them words it."""

    value: str
    sentences: tuple[EvidenceSentence, ...]


def rivals(
    question: str, hits: Sequence[Hit], title_of: Callable[[str], str | None], rarity: Callable[[str], float]
) -> list[Rival]:
    """Return the sources worth comparing, best first; none when fewer than two speak to the question.

    ``title_of``: the title of an article. ``rarity``: inverse document frequency of a term.
    """
    found = [rival for rival in _by_article(question, hits, title_of, rarity) if rival.about(ABOUT_FROM)]
    if not any(rival.speaks(ENTER_SHARE, ENTER_COVERED) for rival in found[1:]):
        return []
    kept: list[Rival] = []
    for rival in found:
        if (not kept or rival.speaks(JOIN_SHARE, JOIN_COVERED)) and not any(
            words(rival.text) == words(other.text) for other in kept
        ):
            kept.append(rival)
    return kept[:MOST_SOURCES] if len(kept) > 1 else []


def _by_article(
    question: str, hits: Sequence[Hit], title_of: Callable[[str], str | None], rarity: Callable[[str], float]
) -> list[Rival]:
    """Every article of the hits, the one with the best sentence first."""
    weights = {term: rarity(term) for term in set(terms([question])[0])}
    names = _names(question)
    sentences: dict[str, list[EvidenceSentence]] = {}
    texts: dict[str, str] = {}
    for sentence in rank_sentences(hits, len(hits)):
        sentences.setdefault(sentence.article, []).append(sentence)
    for hit in hits:
        article = hit.passage.article
        texts[article] = f"{texts.get(article) or title_of(article) or ''} {hit.text}"
    held = terms(list(texts.values()))
    covered = {a: sum(weights.get(t, 0.0) for t in set(own)) for a, own in zip(texts, held, strict=True)}
    ordered = list(sentences.values())  # best first, and so are the sentences of each
    if not ordered:
        return []
    best, most = ordered[0][0].score or 1.0, covered[ordered[0][0].article] or 1.0
    return [
        Rival(
            own[0].article,
            _fitting(own),
            share=own[0].score / best,
            covered=covered[own[0].article] / most,
            named=bool(names) and names <= set(words(texts[own[0].article])),
        )
        for own in ordered
    ]


def _names(question: str) -> set[str]:
    """The capitalised words of a question but its first: whom or what it is about."""
    return {lower for word in question.split()[1:] for lower in words(word) if word.strip("\"'(\u201c")[:1].isupper()}


def _fitting(ranked: Sequence[EvidenceSentence]) -> tuple[EvidenceSentence, ...]:
    chosen: list[EvidenceSentence] = []
    used = 0.0
    for sentence in ranked:
        cost = tokens_of(sentence.text)
        if not chosen or used + cost <= TOKENS:
            chosen.append(sentence)
            used += cost
    return tuple(chosen)


def compare(
    question: str,
    own: Reading | None,
    found: Sequence[Rival],
    read: Callable[[str], str] | None,
    copies_of: Callable[[str], frozenset[str]],
) -> list[Group]:
    """Return the values that the sources give, the answer's own first; two or more are a disagreement.

    ``own``: the answer so far, None when there is none. ``read``: has a model find the value in a text; None compares
    only what can be told apart by rules, dates and amounts. ``copies_of``: an article with its copies, one source.
    """
    readings = [own] if own else []
    for rival in found:
        if (own and rival.article == own.sentence.article) or not (own or rival.about(ALONE_FROM)):
            continue
        if reading := _read(question, own, rival, read):
            readings.append(reading)
    groups = merge(question, readings)
    if own is None:  # one article alone was read before, and found wanting
        return groups if len({copies_of(reading.sentence.article) for reading in readings}) > 1 else []
    return [group for group in groups if group is groups[0] or not says(own.sentence.text, group.value)]


def _read(question: str, own: Reading | None, rival: Rival, read: Callable[[str], str] | None) -> Reading | None:
    """What one source says; without asking the model where words or the lack of a candidate settle it."""
    kind = kind_of(question)
    if own and (agreeing := [s for s in rival.sentences if says(s.text, own.value)]):
        return Reading(own.value, agreeing[0])
    if not fits(rival.text, kind):
        return None
    if read is None:
        only = typed(question, rival.sentences[0].text, kind) if rival.share >= _QUOTED_SHARE else []
        return Reading(only[0], rival.sentences[0]) if len(only) == 1 else None
    return grounded(question, read(rival.text), rival)


def grounded(question: str, reply: str, rival: Rival) -> Reading | None:
    """Return the value of a model's reply with the sentence that backs it; None when it is no value, or none does."""
    value = reply.strip().split("\n")[0].strip("\"'\u201c\u201d ").rstrip(".").strip()
    if abstains(reply, ABSTAIN) or not 0 < len(words(value)) <= _MOST_WORDS or not fits(value, kind_of(question)):
        return None
    if set(words(value)) <= set(words(question)) and " or " not in question:
        return None
    backing = [s for s in rival.sentences if says(s.text, value)]
    backing += [s for s in rival.sentences if check(value, s.text) == "supported"]
    return Reading(whole(value, backing[0].text), backing[0]) if backing else None


def merge(question: str, readings: Sequence[Reading]) -> list[Group]:
    """Put readings that say the same together, in the order of their first; at most five values."""
    kind = kind_of(question)
    groups: list[list[Reading]] = []
    for reading in readings:
        for group in groups:
            if any(_same(question, reading.value, other.value, kind) for other in group):
                if not any(_copied(reading.sentence.text, other.sentence.text) for other in group):
                    group.append(reading)
                break
        else:
            groups.append([reading])
    return [Group(group[0].value, tuple(r.sentence for r in group)) for group in groups[:_MOST_SIDES]]


def _same(question: str, left: str, right: str, kind: Kind | None) -> bool:
    """Compare two values by what they say beyond the question."""
    asked = set(terms([question])[0])
    ours, theirs = (" ".join(w for w in v.split() if not set(terms([w])[0]) & asked) or v for v in (left, right))
    return same(left, right, kind) or (kind not in ("date", "amount") and same(ours, theirs, kind))


def _copied(left: str, right: str) -> bool:
    ours, theirs = set(words(left)), set(words(right))
    return len(ours & theirs) > _ALIKE * len(ours | theirs)
