"""Labelled pairs of articles: copies as an editor or a syndication desk makes them, and articles that only look like copies.

The articles are in ``evals/pairs``, one file a topic: two events, one of them also told by another outlet in its own words,
a comment that quotes two sentences, for most a copy edited by hand, and facts that can be changed. ``templates.md`` holds
forms with several fillings.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "pairs"
HELD_OUT = frozenset("election farming hospital museum phone railway storm market match notice weather".split())
"""Topics and templates on which nothing is tuned."""
TEMPLATES = "templates"
FACTS = ("number", "name", "date", "claim", "thing")

_SYNONYMS = {
    "said": "stated", "about": "roughly", "began": "started", "begin": "start", "because": "since", "nearly": "almost",
    "got": "received", "large": "big", "help": "assist", "however": "but", "wants": "would like", "expects": "anticipates",
    "expected": "awaited", "found": "discovered", "told": "informed", "people": "persons", "also": "too", "must": "have to",
    "small": "little", "called": "described", "put": "placed", "money": "funds", "company": "firm", "ask": "request",
    "shut": "close", "put up": "erected", "took": "carried", "came": "arrived", "many": "numerous", "used": "employed",
    "according to": "as reported by", "will": "is going to", "house": "building", "still": "as yet",
    "more than": "over",
    "bought": "purchased", "too": "overly", "another": "a further", "get": "obtain", "street": "road", "town": "place",
    "until": "till", "work": "labour", "children": "youngsters", "shows": "displays", "near": "close to",
    "often": "frequently",
}  # fmt: skip
_DIGITS = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_INTROS = (
    "The following report reached us from a partner newspaper and is published here with its kind permission.",
    "From our correspondent. We bring this article in the series in which we look at what moves other regions.",
    "What happened, who was there, and what comes next: everything you need to know this morning in one piece.",
)
_OUTROS = (
    "Sign up for our newsletter and never miss a story again. Copyright Lenne Media, all rights reserved.",
    "This article first appeared in the Harsund Courier. Reporting by Ada Finch; editing by Tom Rusk.",
    "If you noticed a mistake in this text, please write to the desk. Letters to the editor are welcome at any time.",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A hand-written article. ``facts``: {kind: (as written, changed)}; ``update``: a sentence a later version adds."""

    id: str
    headline: str
    body: str
    facts: dict[str, tuple[str, str]] = field(default_factory=dict)
    update: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and whether one is a copy of the other. ``base``: the article the pair belongs to."""

    kind: str
    copy: bool
    base: str
    part: Literal["dev", "held-out"]
    left: str
    right: str


def pairs(folder: Path = FOLDER) -> list[Pair]:
    """Return all pairs, the same ones in the same order every time."""
    found: list[Pair] = []
    for path in sorted(folder.glob("*.md")):
        sections = re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]
        if path.stem == TEMPLATES:
            found += [pair for section in sections for pair in _filled(section)]
        else:
            sources = {source.id: source for source in map(_source, sections)}
            found += [*_copies(path.stem, sources), *_others(path.stem, sources)]
    return found


def _part(topic: str) -> Literal["dev", "held-out"]:
    return "held-out" if topic in HELD_OUT else "dev"


def _source(section: str) -> Source:
    heading, _, rest = section.partition("\n")
    name, _, headline = heading.partition(": ")
    fields = dict(re.findall(r"(?m)^(number|name|date|claim|thing|update): (.*)$", rest))
    body = re.sub(r"(?m)\A(?:(?:number|name|date|claim|thing|update): .*\n)+\n?", "", rest).strip()
    facts = {kind: tuple(fields[kind].split(" -> ")) for kind in FACTS if kind in fields}
    return Source(name, headline, body, facts, fields.get("update", ""))


def _copies(topic: str, sources: dict[str, Source]) -> Iterator[Pair]:
    """Six of the edits for every article, turn by turn, and the copy edited by hand."""
    turn = sum(map(ord, topic))
    for number, name in enumerate(("first", "other outlet", "other event")):
        source = sources[name]
        for step in range(6):
            kind, edit = EDITS[(turn + 4 * number + step * 2 + step // 6) % len(EDITS)]
            random_ = random.Random(f"{topic} {name} {kind}")
            yield Pair(kind, True, f"{topic}/{name}", _part(topic), source.body, edit(source, random_))
    if edited := sources.get("edited"):
        yield Pair("edited by hand", True, f"{topic}/first", _part(topic), sources["first"].body, edited.body)


def _others(topic: str, sources: dict[str, Source]) -> Iterator[Pair]:
    first, outlet, event, quoting = (sources[k].body for k in ("first", "other outlet", "other event", "quoting"))
    for name in ("first", "other event"):
        source = sources[name]
        for kind, (old, new) in source.facts.items():
            changed = _changed(source, old, new)
            yield Pair(f"another {kind}", False, f"{topic}/{name}", _part(topic), source.body, changed.body)
            if kind in ("number", "name"):
                edited = _replaced(changed, random.Random(topic))
                yield Pair(f"another {kind}, edited", False, f"{topic}/{name}", _part(topic), source.body, edited)
    sentences = _sentences(first)
    quotes = re.sub(r"\{(\d+)\}", lambda match: sentences[int(match[1]) - 1].strip('"'), quoting)
    for kind, left, right in (
        ("same event, other outlet", first, outlet),
        ("same topic, other event", first, event),
        ("same topic, other event", outlet, event),
        ("quotes two sentences", first, quotes),
        ("quotes two sentences", outlet, quotes),
    ):
        yield Pair(kind, False, f"{topic}/first", _part(topic), left, right)


def _changed(source: Source, old: str, new: str) -> Source:
    """The article with one fact changed wherever it is said; of a name also its last word alone."""
    body = source.body.replace(old, new)
    if old[0].isupper() and old.split()[-1] not in new:
        body = re.sub(rf"\b{re.escape(old.split()[-1])}\b", new.split()[-1], body)
    return Source(source.id, source.headline, body)


def _filled(section: str) -> Iterator[Pair]:
    name, _, rest = section.partition("\n")
    form = re.sub(r"(?m)^fill: .*\n", "", rest).strip()
    texts = [form.format(*line.split(" | ")) for line in re.findall(r"(?m)^fill: (.*)$", rest)]
    for place, left in enumerate(texts):
        for right in texts[place + 1 :]:
            yield Pair("same form, other facts", False, f"template/{name}", _part(name), left, right)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])[\"\u201d]?\s+(?=[\"\u201cA-Z])", text)


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def _replaced(source: Source, random_: random.Random) -> str:
    """Words replaced by others that mean the same here; every form of a source has at least a few of them."""
    text = source.body
    for old, new in _SYNONYMS.items():
        if random_.random() < 0.8:
            text = re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text)
    return text


def _reordered(source: Source, random_: random.Random) -> str:
    """Paragraphs after the first in another order, and two sentences of each longer paragraph swapped."""
    head, *rest = _paragraphs(source.body)
    random_.shuffle(rest)
    swapped = []
    for paragraph in rest:
        sentences = _sentences(paragraph)
        if len(sentences) > 2 and '"' not in paragraph:
            sentences[-1], sentences[-2] = sentences[-2], sentences[-1]
        swapped.append(" ".join(sentences))
    return "\n\n".join([head, *swapped])


def _first_half(source: Source, _: random.Random) -> str:
    found = _paragraphs(source.body)
    return "\n\n".join(found[: (len(found) + 1) // 2])


def _middle_cut(source: Source, _: random.Random) -> str:
    found = _paragraphs(source.body)
    return "\n\n".join([*found[:2], *found[-1:]])


def _teaser(source: Source, _: random.Random) -> str:
    return " ".join(_sentences(source.body)[:3]).strip() + " ... Read more"


def _reheadlined(source: Source, random_: random.Random) -> str:
    """Another headline in the text itself, a byline and a dateline."""
    words = source.headline.split()
    random_.shuffle(words)
    return f"{' '.join(words).capitalize()}\n\nBy a staff reporter\n\nKOLMEN (Agency) - {source.body}"


def _framed(source: Source, random_: random.Random) -> str:
    return f"{random_.choice(_INTROS)}\n\n{source.body}\n\n{random_.choice(_OUTROS)}"


def _reset(source: Source, random_: random.Random) -> str:
    """Each sentence its own paragraph, or one paragraph with short lines; other quotation marks and dashes."""
    text = re.sub(r'"([^"]*)"', "\u201c\\1\u201d", source.body).replace("'", "\u2019").replace(" - ", " \u2014 ")
    if random_.random() < 0.5:
        return "\n\n".join(_sentences(text))
    words = text.split()
    return "\n".join(" ".join(words[start : start + 9]) for start in range(0, len(words), 9))


def _restyled(source: Source, _: random.Random) -> str:
    """Numbers, units and dates as another house writes them, single quotation marks."""
    text = re.sub(r"(\d) percent", r"\1%", source.body).replace('"', "\u2018").replace(" kilometres", " km")
    text = re.sub(rf"\b(\d{{1,2}}) ({_MONTH})\b", r"\2 \1", text)
    text = re.sub(r"\b(\d{1,3}),(\d{3})\b", r"\1\2", text)
    text = re.sub(r"(\d) (million|billion) (euros|dollars|pounds)", _money, text)
    return re.sub(rf"\b({'|'.join(_DIGITS)})\b", lambda match: str(_DIGITS[match[1]]), text)


def _money(match: re.Match[str]) -> str:
    return f"{match[1]}{'m' if match[2] == 'million' else 'bn'} {match[3]}"


def _updated(source: Source, random_: random.Random) -> str:
    update = source.update or "The editors have asked all sides for a comment and will add their answers here."
    parts = [update, source.body] if random_.random() < 0.5 else [source.body, update]
    return "\n\n".join(parts)


def _mixed(source: Source, random_: random.Random) -> str:
    """Trimmed, with words replaced, and framed."""
    half = Source(source.id, source.headline, "\n\n".join(_paragraphs(source.body)[:3]))
    replaced = Source(source.id, source.headline, _replaced(half, random_))
    return _framed(replaced, random_)


Edit = Callable[[Source, random.Random], str]
EDITS: tuple[tuple[str, Edit], ...] = (
    ("words replaced", _replaced),
    ("reordered", _reordered),
    ("first half", _first_half),
    ("middle cut", _middle_cut),
    ("teaser", _teaser),
    ("re-headlined", _reheadlined),
    ("framed", _framed),
    ("set anew", _reset),
    ("restyled", _restyled),
    ("updated", _updated),
    ("trimmed, edited, framed", _mixed),
)
