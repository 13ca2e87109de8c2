"""Take the page's furniture (menus, "also read", consent notes, headlines of other articles) out of a text.

Four steps. Every line and sentence is recognised on its own words. Weak finds then need company: other furniture next
to them, or a page that is known to be scraped. Headlines of other articles are found by their place: under a heading such
as "Top stories", between furniture, or in one long run of capitals. Last, of a scraped page what stands around the core
goes (`index.surroundings`). A text without furniture stays as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.blocks import MOST_CAPITALS, SENTENCE_END, Block, blocks_of, edges_of, has_sentence, menu_in
from index.furniture import SUBJECTS
from index.recognise import (
    capitals,
    is_about,
    is_anchor,
    is_metadata,
    is_run_of_headlines,
    opens_with_label,
    recognise_line,
    recognise_sentence,
    words_of,
)
from index.surroundings import MENU_WORDS, take_around, take_bio, take_glued, take_lines_of_page
from index.types import Removed

VERSION = "3"
"""Part of the index fingerprint: raise it when the same text would be cleaned differently."""

_REFERENCES = re.compile(
    r"(?:references|bibliography|sources|(?:foot|end)?notes|further reading|external links|see also|works(?: cited)?"
    r"|citations|(?:selected )?(?:filmography|discography|publications|works)|awards.*|appendix.*|contents)\W*",
    re.I,
)
_SUBHEADING_WORDS = 5
_STRANGE = 0.35  # at most this share of a headline's words may occur in the article


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without furniture. Putting each of ``removed`` back, the last one first, at its place gives the original."""

    text: str
    removed: tuple[Removed, ...]

    def place(self, position: int) -> int:
        """Return where a position of the original text is now; what stood in a removed piece is where that was."""
        taken = 0
        for piece in self.removed:
            start = piece.at + taken
            if position < start:
                break
            if position < start + len(piece.text):
                return piece.at
            taken += len(piece.text)
        return position - taken


def clean(text: str, body_start: int = 0, *, scraped: bool = False) -> Cleaned:
    """Take the furniture out of ``text[body_start:]``; what stands before is kept. A text without prose is left alone.

    ``scraped``: the text is known to come from a page with furniture, whether or not some of it is recognised.
    """
    blocks = list(blocks_of(text, body_start))
    page = _Page(text, blocks, text[:body_start])
    if not _hold_article(blocks):
        return Cleaned(text, ())
    parts = [(block, page.parts_gone(at)) for at, block in enumerate(blocks)]
    page.decide(scraped=scraped or any(cuts or block.gone for block, cuts in parts))
    cuts = [(block.start, block.upto, block.gone) for block in blocks if block.gone]
    cuts += [cut for block, inside in parts if not block.gone for cut in inside]
    return _cut(text, sorted(cuts), body_start)


def has_article(text: str, body_start: int = 0) -> bool:
    """Tell whether a text holds at least one sentence that is no furniture."""
    return _hold_article(blocks_of(text, body_start))


def _hold_article(blocks: Iterable[Block]) -> bool:
    sentences = (sentence for block in blocks if block.prose for sentence in SENTENCE_END.split(block.core))
    return any(has_sentence(sentence) and not recognise_sentence(sentence) for sentence in sentences)


def _subjects(head: str, blocks: list[Block]) -> set[str]:
    """Kinds that the article itself is about (cookies, newsletters): what it says of them is no furniture."""
    own = [s for block in blocks if not block.found for s in SENTENCE_END.split(block.core) if not recognise_sentence(s)]
    return {kind for kind in SUBJECTS if is_about(kind, head) or sum(is_about(kind, s) for s in own) >= 2}


class _Page:
    """The blocks of one text while it is decided which of them go."""

    def __init__(self, text: str, blocks: list[Block], head: str) -> None:
        self.text, self.blocks, self.about = text, blocks, _subjects(head, blocks)
        self.bylines = "\n".join([head, *(block.core for block in blocks if is_metadata(block.core))])
        self.stems = Counter(stem for block in blocks if block.prose for stem in _stems(block.words))
        self._bound()

    def _bound(self) -> None:
        prose = [at for at, block in enumerate(self.blocks) if block.prose]
        self.first_prose, self.last_prose = (prose[0], prose[-1]) if prose else (-1, -1)

    def parts_gone(self, at: int) -> list[tuple[int, int, str]]:
        """Return furniture inside a block: sentences to the reader, and what was glued to a paragraph.

        When nothing else is in the block it is marked as gone.
        """
        block = self.blocks[at]
        if block.found or block.kept or block.numbered or is_metadata(block.core):
            return []
        raw = self.text[block.start : block.end]
        pieces = [(start, end, self._kind(at, raw, start, end)) for start, end in pairwise(edges_of(raw))]
        for i, ((_, _, before), (start, end, kind)) in enumerate(pairwise(pieces), 1):
            piece = " ".join(raw[start:end].split())
            if kind is None and before == "headlines" and capitals(piece) >= MOST_CAPITALS:
                pieces[i] = (start, end, before)  # the run goes on after "vs." or a question mark
            elif kind is None and before and recognise_line(piece):
                pieces[i] = (start, end, before)  # "Already a subscriber? Log in"
        pieces = take_bio(raw, take_glued(raw, pieces), self.bylines) if at >= self.last_prose else pieces
        if all(kind for _, _, kind in pieces):
            block.gone = pieces[0][2]
            return []
        return [(block.start + start, block.start + end, kind) for start, end, kind in pieces if kind]

    def _kind(self, at: int, raw: str, start: int, end: int) -> str | None:
        """Return the kind of furniture that a sentence of a block is, None when it belongs to the article."""
        sentence = " ".join(raw[start:end].split())
        if (start, end) == menu_in(raw):
            return "navigation"
        if raw.count("“", 0, start) > raw.count("”", 0, start) or raw.count('"', 0, start) % 2:
            return None  # somebody's words
        found = recognise_sentence(sentence)
        if found and found.kind not in self.about:
            return found.kind
        line = recognise_line(sentence)
        # The last words of a paragraph that are no sentence may be any furniture; inside it only labelled headlines are.
        glued = start > 0 and end == len(raw) and not sentence.endswith((".", "!", "?"))
        labelled = line is not None and line.kind in ("related", "credit") and not line.heads
        if line and not line.weak and (glued or labelled):
            return line.kind
        if glued and opens_with_label(sentence):
            return "headlines"
        if line and labelled and capitals(sentence) >= MOST_CAPITALS:
            return "headlines"
        at_end = at >= self.last_prose and (at > self.first_prose or start > 0)
        return "headlines" if at_end and is_run_of_headlines(sentence) and self._strange(sentence, at) else None

    def _strange(self, words: str, at: int) -> bool:
        """Tell words that have little to do with the article: few of them occur in the rest of its prose."""
        own = _stems(self.blocks[at].words) if self.blocks[at].prose else []
        stems = set(_stems(words_of(words)))
        return sum(self.stems[stem] > own.count(stem) for stem in stems) <= _STRANGE * len(stems)

    def decide(self, *, scraped: bool) -> None:
        """Settle which whole blocks go. ``scraped``: furniture was found inside paragraphs already."""
        self._bound()  # what speaks to the reader is no prose any more
        whole = sum(len(block.core) for block in self.blocks if block.prose)
        for run in self._runs():
            strong = any(block.gone or (block.found and not block.found.weak) for block in run)
            menu = len(run) >= 3 and sum(is_anchor(block.core) for block in run) >= 2
            scraped |= strong or menu
            for block in run if strong or menu else ():
                block.gone = block.gone or (block.found.kind if block.found else None)
        for at, block in enumerate(self.blocks):
            found = block.found
            labelled = found and found.kind == "related" and not found.heads
            if scraped and found and (labelled or at > self.last_prose):
                block.gone = found.kind  # "Read: ..." on a page that is known to be scraped; a menu's word at its end
            if block.gone and found and found.heads:
                self._take_list(at)
        self._take_between()
        if scraped:
            take_lines_of_page(self.blocks, self.about)
            self._bound()
            self._take_between()
            take_around(self.blocks, whole)

    def _runs(self) -> Iterator[list[Block]]:
        """Neighbours that were all recognised, weakly or not."""
        run: list[Block] = []
        for block in self.blocks:
            if block.found or block.gone:
                run.append(block)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _take_list(self, heading: int) -> None:
        """Headlines under "Related stories" go, up to the article's next sentence."""
        blocks, end = self.blocks, heading + 1
        while end < len(blocks) and blocks[end].headline:
            if is_metadata(blocks[end].core) or _REFERENCES.fullmatch(blocks[end].core):
                break
            end += 1
        taken = blocks[heading + 1 : end]
        if taken and end <= self.last_prose:
            # The article goes on below: the last line may be its title, its subheading, or a question of an interview.
            short = len(taken) > 1 and len(taken[-1].words) <= _SUBHEADING_WORDS
            if end <= self.first_prose or short or taken[-1].sentences:
                taken.pop()
        for block in taken:
            block.gone = block.gone or "headlines"

    def _take_between(self) -> None:
        """Lines between two pieces of furniture, or after the last one, go when they are strangers to the article."""
        blocks, marks = self.blocks, [at for at, block in enumerate(self.blocks) if block.gone]
        above = [at for at in range(self.first_prose) if not blocks[at].gone and not is_metadata(blocks[at].core)]
        title = above[-1] if above else None  # the last line before the first sentence is most likely the title
        listed = next((at for at, block in enumerate(blocks) if _REFERENCES.fullmatch(block.core)), len(blocks))
        for left, right in pairwise([*marks, len(blocks)]):
            if left > listed or any(block.prose for block in blocks[left + 1 : right]):
                continue
            for at in range(left + 1, right):
                block, menu = blocks[at], len(blocks[at].words) <= MENU_WORDS
                story = not block.headline or at == title or re.search(r"\d", block.core) or is_metadata(block.core)
                if not story and (self._strange(block.core, at) or (at < self.first_prose and menu)):
                    block.gone = "navigation" if menu else "headlines"


def _stems(words: list[str]) -> list[str]:
    return [word.lower()[:5] for word in words if len(word) >= 4]


def _cut(text: str, cuts: list[tuple[int, int, str]], body_start: int) -> Cleaned:
    tail = len(text)  # from here on there is furniture alone: the article ends with its last word, not with white space
    for start, end, _ in reversed(cuts):
        if text[end:tail].strip():
            break
        tail = max(body_start, len(text[:start].rstrip()))
    kept: list[str] = []
    removed: list[Removed] = []
    position = length = 0
    for start, end, kind in cuts:
        start = position if not text[position:start].strip() and removed else min(start, max(tail, position))
        kept.append(text[position:start])
        length += start - position
        removed.append(Removed(length, text[start:end], kind))
        position = end
    return Cleaned("".join([*kept, text[position:]]), tuple(removed))
