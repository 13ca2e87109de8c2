"""A stored text as HTML: quotes marked with the numbers of their footnotes, and what was taken out where it stood. Pure."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

from index.types import Removed, Span
from web import words
from web.markup import attribute, text

_BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*(code for code in range(0x20) if chr(code) not in "\t\n"), 0x7F)
INERT = dict.fromkeys(_BIDI_CONTROLS, 0x2060) | {code: 0x2421 if code == 0x7F else 0x2400 + code for code in _CONTROLS}
"""What stands for characters that steer, one for one: nothing to see for those that turn the direction of the words after
them (thousands of them keep a browser busy for half a minute), and a picture for other control characters."""


def marked(
    stored: str,
    spans: Iterable[Span],
    active: Span | None,
    numbers: Mapping[Span, Sequence[int]] | None = None,
    removed: Sequence[Removed] = (),
) -> str:
    """Return the stored text escaped and `INERT`, each span in ``<mark>``, the active one as ``<mark class="active">``.

    Overlapping spans are cut at their edges: every character of a span, and no other, is inside a mark. ``numbers``: the
    footnotes of a span; they stand in an attribute of its last mark, for the style sheet to show, so that they are no
    words of the article. Each piece of ``removed`` is a ``<del>`` between marks.
    """
    chosen = [span for span in {*spans, *([active] if active else [])} if span.end <= len(stored)]
    taken = _by_place(removed, len(stored))
    edges = sorted({0, len(stored), *taken, *(edge for span in chosen for edge in (span.start, span.end))})
    pieces = []
    for start, end in itertools.pairwise(edges):
        around = [span for span in chosen if span.start <= start and end <= span.end]
        named = _named([n for span in around if span.end == end for n in (numbers or {}).get(span, ())])
        kind = ' class="active"' if active in around else ""
        words_here = text(stored[start:end].translate(INERT))
        pieces += [taken.get(start, ""), f"<mark{kind}{named}>{words_here}</mark>" if around else words_here]
    return "".join(pieces) + taken.get(len(stored), "")


def _named(numbers: Sequence[int]) -> str:
    """Return the attribute that tells the footnotes of a mark, nothing when it ends none."""
    return f' data-notes="{", ".join(map(str, sorted(set(numbers))))}"' if numbers else ""


def _by_place(removed: Sequence[Removed], length: int) -> dict[int, str]:
    """Return what was taken out as HTML, by the place in the stored text where it stood."""
    taken: dict[int, str] = {}
    for piece in removed:
        told = attribute(words.TAKEN_OUT_KIND.format(kind=piece.kind))
        shown = f'<del class="taken" title="{told}">{text(piece.text.translate(INERT))}</del>'
        at = min(max(piece.at, 0), length)
        taken[at] = taken.get(at, "") + shown
    return taken
