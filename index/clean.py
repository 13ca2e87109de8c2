"""Take the page's furniture (menus, "also read", consent notes, headlines of other articles) out of a text.

Three steps. Every line and sentence is recognised on its own words. Weak finds then need company: other furniture next
to them, or a page that is known to be scraped. Last, headlines of other articles are found by their place: under a
heading such as "Top stories", between furniture, or in one long run of capitals. A text without furniture stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from index.recognise import (
    Found,
    capitals,
    is_about,
    is_anchor,
    is_metadata,
    is_run_of_headlines,
    lost_break,
    menu_prefix,
    recognise_line,
    recognise_sentence,
    words_of,
)
from index.types import Removed

VERSION = "1"
"""Part of the index fingerprint: raise it when the same text would be cleaned differently."""

_NEVER = re.compile(r"\||\d{1,3}[.)]\s|```|~~~|>\s|\$|(?: {4}|\t)\S")  # tables, numbered items, code, quotations
_MARKS = re.compile(r"^(?:#{1,6}|[-*+•▪►]|\W?\u200b)\s+|\*\*|__|!?\[([^\]]*)\]\([^)\s]*\)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[©]?[^\W_a-z])")
_REFERENCES = re.compile(
    r"(?:references|bibliography|sources|(?:foot|end)?notes|further reading|external links|see also|works(?: cited)?|citations|"
    r"(?:selected )?(?:filmography|discography|publications|works)|awards.*|appendix.*|contents)\W*",
    re.I,
)
_PROSE_WORDS, _LONG_WORDS = 5, 25
_RUN_CASE = 0.75  # share of words with a capital in headlines
_ISOLATED = 0.35  # at most this share of a headline's words may occur in the article


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without furniture. Putting each of ``removed`` back, the last one first, at its place gives the original."""

    text: str
    removed: tuple[Removed, ...]


@dataclass(slots=True)
class _Unit:
    """A line, or the lines of one hard-wrapped paragraph: ``text[start:end]``; the next unit begins at ``upto``."""

    start: int
    end: int
    upto: int
    core: str  # one line, without Markdown's marks
    kept: bool  # a table row, code, ...: never furniture
    found: Found | None = None
    gone: str | None = None  # the kind, once it is decided that the unit goes
    words: list[str] = field(default_factory=list)

    @property
    def prose(self) -> bool:
        """A sentence, or as long as one: where prose is, the article is."""
        if self.found or self.gone:
            return False
        ends = self.core.rstrip("\"'”’)]*_").endswith((".", "!", "?", "…", ":", ";", ",", "。"))
        many = len(self.words) >= _LONG_WORDS and capitals(self.core) < _RUN_CASE
        return self.kept or many or (ends and len(self.words) >= _PROSE_WORDS)

    @property
    def headline(self) -> bool:
        """Shaped as another article's headline, or as a menu's entry."""
        return not self.kept and not self.core.endswith((".", ",", ";", ":")) and len(self.words) <= _LONG_WORDS


def clean(text: str, body_start: int = 0) -> Cleaned:
    """Take the furniture out of ``text[body_start:]``; what stands before is kept. A text without prose is left alone."""
    units = list(_units(text, body_start))
    if not any(unit.prose for unit in units):
        return Cleaned(text, ())
    about = _subjects(text[:body_start], units)
    parts = [cut for unit in units if not unit.found and not unit.kept for cut in _sentence_cuts(text, unit, units, about)]
    _decide(units, scraped=bool(parts))
    cuts = [(unit.start, unit.upto, unit.gone) for unit in units if unit.gone]
    return _cut(text, sorted(cuts + parts), body_start) if any(unit.prose for unit in units) else Cleaned(text, ())


def _units(text: str, body_start: int) -> Iterator[_Unit]:
    lines = [(m.start(), m.end()) for m in re.compile(r"[^\n]+").finditer(text, body_start) if m[0].strip()]
    groups: list[list[tuple[int, int]]] = []
    for start, end in lines:
        if groups and _wrapped(text, groups[-1], start, end):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    fenced = False
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        start, end = group[0][0], group[-1][1]
        raw = text[start:end]
        fence = raw.lstrip().startswith(("```", "~~~"))
        core = " ".join(_MARKS.sub(r"\1", raw.strip()).split())
        unit = _Unit(start, end, following[0][0] if following else len(text), core, fenced or bool(_NEVER.match(raw)))
        fenced ^= fence
        unit.words = words_of(core)
        if not unit.kept and len(group) == 1:
            unit.found = recognise_line(core)
            if unit.found and raw.lstrip().startswith("#"):
                unit.found = unit.found._replace(weak=True)  # an author's heading, more likely than not
        yield unit


def _wrapped(text: str, group: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell a line that goes on with the sentence of the line before: it begins with a small letter, right below a long one."""
    before = text[group[-1][0] : group[-1][1]].rstrip()
    adjacent = text[group[-1][1] : start] == "\n"
    first = text[start:end].lstrip()[:1]
    return adjacent and len(before) >= 40 and first.islower() and not before.endswith((".", "!", "?"))


def _subjects(head: str, units: list[_Unit]) -> set[str]:
    """Kinds that the article itself is about (cookies, newsletters): what it says of them is no furniture."""
    own = [s for unit in units if not unit.found for s in _SENTENCE_END.split(unit.core) if not recognise_sentence(s)]
    kinds = ("consent", "newsletter", "subscription", "copyright", "advertisement", "comments", "share")
    return {kind for kind in kinds if is_about(kind, head) or sum(is_about(kind, s) for s in own) >= 2}


def _sentence_cuts(text: str, unit: _Unit, units: list[_Unit], about: set[str]) -> list[tuple[int, int, str]]:
    """Furniture inside a unit: sentences to the reader, and what was glued to a paragraph. A whole unit is marked as gone."""
    if is_metadata(unit.core):
        return []
    raw = text[unit.start : unit.end]
    edges = [0, *(m.end() for m in _SENTENCE_END.finditer(raw)), len(raw)]
    if prefix := menu_prefix(raw):
        edges = sorted({*edges, prefix} - {edge for edge in edges if 0 < edge < prefix})
    if (at := lost_break(raw)) and at not in edges:
        edges = sorted({*edges, at})
    kinds: list[tuple[int, int, str | None]] = []
    for start, end in pairwise(edges):
        kind = "navigation" if end == prefix else _sentence_kind(raw, start, end, unit, units, about)
        if kind is None and kinds and kinds[-1][2] == "headlines" and capitals(raw[start:end]) >= _RUN_CASE:
            kind = "headlines"  # the run goes on after "vs." or a question mark
        kinds.append((start, end, kind))
    if all(kind for _, _, kind in kinds):
        unit.gone = kinds[0][2]
        return []
    return [(unit.start + start, unit.start + end, kind) for start, end, kind in kinds if kind]


def _sentence_kind(raw: str, start: int, end: int, unit: _Unit, units: list[_Unit], about: set[str]) -> str | None:
    sentence = " ".join(raw[start:end].split())
    before = raw[:start]
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return None  # somebody's words
    found = recognise_sentence(sentence)
    if found and found.kind not in about and not found.weak:
        return found.kind
    labelled = recognise_line(sentence)
    if labelled and labelled.kind == "related" and not labelled.weak and not labelled.heads:
        return "related"
    if labelled and labelled.kind == "related" and not labelled.heads and capitals(sentence) >= _RUN_CASE:
        return "headlines"
    last = all(not later.prose for later in units[units.index(unit) + 1 :])
    return "headlines" if last and is_run_of_headlines(sentence) and _isolated(sentence, unit, units) else None


def _isolated(words: str, unit: _Unit, units: list[_Unit]) -> bool:
    """Tell words that have little to do with the article: few of them occur in its prose."""
    stems = {word.lower()[:5] for word in words_of(words) if len(word) >= 4}
    body = Counter(word.lower()[:5] for other in units if other.prose and other is not unit for word in other.words)
    return sum(stem in body for stem in stems) <= _ISOLATED * len(stems)


def _decide(units: list[_Unit], *, scraped: bool) -> None:
    """Settle which whole units go."""
    for run in _runs(units):
        strong = any(unit.gone or (unit.found and not unit.found.weak) for unit in run)
        menu = len(run) >= 3 and sum(is_anchor(unit.core) for unit in run) >= 2
        scraped |= strong or menu
        for unit in run if strong or menu else ():
            unit.gone = unit.gone or (unit.found.kind if unit.found else None)
    for unit in units if scraped else ():
        if unit.found and not unit.gone and unit.found.kind == "related" and not unit.found.heads:
            unit.gone = "related"  # "Watch: ..." on a page that is known to be scraped
    for at, unit in enumerate(units):
        if unit.gone and unit.found and unit.found.heads:
            _take_list(units, at)
    _take_between(units)


def _runs(units: list[_Unit]) -> Iterator[list[_Unit]]:
    """Neighbours that were all recognised, weakly or not; a line of furniture's sentences joins in."""
    run: list[_Unit] = []
    for unit in units:
        if unit.found or unit.gone:
            run.append(unit)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _take_list(units: list[_Unit], heading: int) -> None:
    """Headlines under "Related stories" go, up to the article's next sentence; a short last one may be its subheading."""
    end = heading + 1
    while end < len(units) and not units[end].prose and not units[end].kept and units[end].headline:
        if is_metadata(units[end].core) or _REFERENCES.fullmatch(units[end].core):
            break
        end += 1
    inside = end < len(units) and any(unit.prose for unit in units[end:])
    at_head = not any(unit.prose for unit in units[:heading])
    if inside and end - heading > 1 and (at_head or (end - heading > 2 and len(units[end - 1].words) <= 5)):
        end -= 1
    for unit in units[heading + 1 : end]:
        unit.gone = unit.gone or "headlines"


def _take_between(units: list[_Unit]) -> None:
    """Lines between two pieces of furniture, or after the last one, go when they are strangers to the article."""
    marks = [at for at, unit in enumerate(units) if unit.gone]
    for left, right in pairwise([*marks, len(units)]):
        between = units[left + 1 : right]
        at_head = not any(unit.prose for unit in units[:left])
        at_end = right == len(units)
        if at_head and not at_end and not any(unit.prose for unit in units[right:]):
            at_head = False
        if any(unit.prose or unit.kept or unit.found and not unit.found.weak for unit in between):
            continue
        if any(_REFERENCES.fullmatch(unit.core) for unit in units[:left]):
            continue
        for unit in between[:-1] if at_head else between:
            strange = unit.headline and not re.search(r"\d", unit.core) and not is_metadata(unit.core)
            if strange and (_isolated(unit.core, unit, units) or (at_head and len(unit.words) <= 3)):
                unit.gone = "headlines" if len(unit.words) > 3 else "navigation"


def _cut(text: str, cuts: list[tuple[int, int, str]], body_start: int) -> Cleaned:
    kept: list[str] = []
    removed: list[Removed] = []
    position = length = 0
    for at, (start, end, kind) in enumerate(cuts):
        if not text[position:start].strip() and position:
            start = position  # white space between two pieces goes with the second
        elif all(text[a[1] : b[0]].strip() == "" for a, b in pairwise([*cuts[at:], (len(text), len(text), "")])):
            # Nothing follows: the article ends with its last word, not with the space before the furniture.
            start = max(position, body_start, len(text[:start].rstrip()))
        kept.append(text[position:start])
        length += start - position
        removed.append(Removed(length, text[start:end], kind))
        position = end
    return Cleaned("".join([*kept, text[position:]]), tuple(removed))
