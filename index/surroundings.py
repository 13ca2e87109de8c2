"""What stands around the article of a scraped page: menus above its title, comments and other stories below its end.

These rules count only on a text that holds furniture for certain. They go by place: the core of the text is the run of
blocks in which prose outweighs all else; no more than a given share of the prose is ever taken.
"""

from collections.abc import Iterable

from index.blocks import Block
from index.interface import only_controls
from index.recognise import author_told_of, capitals, is_metadata, speaks_of_page, words_of

SentenceFound = tuple[int, int, str | None]
"""Where a sentence of a block begins and ends, and its kind of furniture."""

MENU_WORDS = 3
"""A line of no more words may be an entry of a menu."""
_SOLID_WORDS = 10  # a shorter sentence tells little about where the article is
_HEAVIEST = 60  # words of a block that count
_MANY = 3  # pieces of furniture above or below the core: the page was scraped whole
_MOST = 0.35  # share of the prose that may stand outside the core
_MOST_BELOW = {"comments": 0.35, "copyright": 0.1, "disclaimer": 0.1}
_LEAST_ABOVE = 0.1  # less prose than this share may stand above a link to the comments
_BELOW_OTHERS = 0.04
_INLINE = ("related", "credit", "advertisement", "promotion", "headlines")  # kinds that stand inside articles as well
_GLUED_WORDS, _GLUED_CAPITALS = 10, 0.9
_NEWS = {"latest", "live", "news", "video", "videos", "watch", "top", "trending", "score", "scores", "photos", "breaking"}
_LONGEST_NOTE, _MOST_NOTED = 300, 0.1  # characters, and share of the paragraph, that may follow a copyright note


def take_lines_of_page(blocks: list[Block], about: set[str]) -> None:
    """Mark lines of interface words and pleas wherever they stand, single controls outside the article, the author's note.

    ``about``: the kinds of furniture that the article itself is about.
    """
    for at, block in enumerate(blocks):
        if not block.gone and not block.kept and not block.numbered and not _in_table(blocks, at):
            kind = speaks_of_page(block.core)
            block.gone = kind if kind not in about else None
    first, last = _prose(blocks)
    above = [at for at in range(first) if not blocks[at].gone and not is_metadata(blocks[at].core)]
    for at, block in enumerate(blocks):
        outside = at > last or (at < first and at not in above[-1:])  # the last line above may be the title
        if outside and not block.gone and not block.kept and only_controls(block.core):
            block.gone = "navigation"
    _take_author(blocks)


def _prose(blocks: list[Block]) -> tuple[int, int]:
    places = [at for at, block in enumerate(blocks) if block.prose]
    return (places[0], places[-1]) if places else (-1, -1)


def _in_table(blocks: list[Block], at: int) -> bool:
    """Tell a row of a table without frame: a neighbour has as many bars."""
    bars = blocks[at].core.count("|")
    return bars > 0 and any(blocks[i].core.count("|") == bars for i in (at - 1, at + 1) if 0 <= i < len(blocks))


def _take_author(blocks: list[Block]) -> None:
    """A note on the author is the last prose, and tells of somebody of whom the article does not."""
    first, last = _prose(blocks)
    name = author_told_of(blocks[last].core) if last > first else None
    if name and not any(name.split()[-1] in block.core for block in blocks[first:last] if block.prose):
        blocks[last].gone = "author"


def take_around(blocks: list[Block], whole: int) -> None:
    """Mark what stands below and above the core. ``whole``: characters of prose before anything was taken by its place."""
    first, _ = _prose(blocks)
    _take_below(blocks, whole, first)
    _take_above(blocks, whole)


def _take_below(blocks: list[Block], whole: int, first: int) -> None:
    """Below the comments' heading, or the first furniture after the core, nothing of the article follows.

    Unless much of the prose does: then that line stood inside the article.
    """
    _, end = _core(blocks)
    many = sum(block.gone is not None for block in blocks[end + 1 :]) >= _MANY
    headed = not _has_comments_inside(blocks, whole)
    cut, below = len(blocks), 0
    for at in range(len(blocks) - 1, first, -1):
        block = blocks[at]
        most = _MOST if many else 0.0 if block.gone in _INLINE else _MOST_BELOW.get(block.gone or "", _BELOW_OTHERS)
        heading = headed and block.gone == "comments" and block.found is not None
        if block.gone and below <= most * whole and (at > end >= 0 or heading):
            cut = at
        below += len(block.core) if block.prose else 0
    _take(blocks[cut:])


def _has_comments_inside(blocks: list[Block], whole: int) -> bool:
    """Tell a text that goes on below a comments' heading, such as several articles in one file."""
    above = 0
    for block in blocks:
        if block.gone == "comments" and block.found and _LEAST_ABOVE * whole < above < (1 - _MOST) * whole:
            return True
        above += len(block.core) if block.prose else 0
    return False


def _take_above(blocks: list[Block], whole: int) -> None:
    """Above the title there is nothing but the page's menu, where much of it was recognised as one."""
    start, _ = _core(blocks)
    marks = [at for at in range(start) if blocks[at].gone]
    left = sum(len(block.core) for block in blocks[max(start, 0) :] if block.prose)
    if len(marks) >= _MANY and left >= (1 - _MOST) * whole:
        title = next((at for at in range(start - 1, -1, -1) if _may_be_title(blocks[at])), marks[-1])
        _take(block for block in blocks[: min(title, marks[-1])] if not is_metadata(block.core))


def _may_be_title(block: Block) -> bool:
    return not block.gone and not is_metadata(block.core) and len(block.words) > MENU_WORDS and not block.sentences


def _take(blocks: Iterable[Block]) -> None:
    for block in blocks:
        block.gone = block.gone or ("headlines" if block.headline and len(block.words) > MENU_WORDS else "page")


def _core(blocks: list[Block]) -> tuple[int, int]:
    """Where the article's prose begins and ends: the run of blocks in which prose outweighs all else by most."""
    best, core, total, start = 0, (-1, -1), 0, 0
    for at, block in enumerate(blocks):
        if total <= 0:
            total, start = 0, at
        total += _weight(block)
        if total > best:
            best, core = total, (start, at)
    return core


def _weight(block: Block) -> int:
    if block.gone:
        return -60 if block.gone == "comments" else -30 if block.found and block.found.heads else -8
    if block.prose:
        return min(len(block.words), _HEAVIEST) if len(block.words) >= _SOLID_WORDS else 3
    return -1 if is_metadata(block.core) else -4


def take_glued(raw: str, pieces: list[SentenceFound]) -> list[SentenceFound]:
    """Mark what is glued to the end of the last paragraph: capitals without a full stop, what follows a copyright note."""
    start, end, kind = pieces[-1]
    words = words_of(raw[start:end])
    ends = raw.rstrip().endswith((".", "!", "?", '"', "”"))
    if kind is None and len(pieces) > 1 and len(words) >= _GLUED_WORDS and not ends:
        news = sum(word.lower() in _NEWS for word in words)
        if capitals(raw[start:end]) >= _GLUED_CAPITALS and news >= 2 and raw.count(",", start, end) <= 2:
            pieces = [*pieces[:-1], (start, end, "headlines")]
    noted = next((at for at, piece in enumerate(pieces) if at and piece[2] == "copyright"), len(pieces))
    rest = sum(end - start for start, end, kind in pieces[noted:] if kind is None)
    if rest > min(_LONGEST_NOTE, _MOST_NOTED * len(raw)):
        return pieces
    return [*pieces[:noted], *((start, end, kind or "copyright") for start, end, kind in pieces[noted:])]


def take_bio(raw: str, pieces: list[SentenceFound], bylines: str) -> list[SentenceFound]:
    """Mark a note on the author of the ``bylines`` at the end of the last paragraph, with all that is glued to it."""
    if raw.rstrip().endswith((".", "!", "?", '"', "”")) and pieces[-1][2] is None:
        return pieces  # nothing shows that it is not the article's own last sentence
    for at, (start, end, _) in enumerate(pieces):
        name = author_told_of(raw[start:end])
        if at and name and name in bylines and len(raw) - start <= _MOST * len(raw):
            return [*pieces[:at], *((start, end, kind or "author") for start, end, kind in pieces[at:])]
    return pieces
