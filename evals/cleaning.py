"""Are articles kept whole and page furniture taken out? Measured on web pages and scraped texts labelled by hand.

A folder holds one file a page and ``labels.jsonl``, one object a line: ``page`` (file name), ``split`` ("dev", or "held-out"
for the half that was first measured unseen), ``keep`` (the sentences of the article), ``furniture`` (lines that are no part
of it) and ``kinds`` (what each of these lines is, in the same order). Text in neither list, such as title, byline and
captions, is not counted.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import read as reader
from index.command import run_command
from index.errors import BadInputError

if TYPE_CHECKING:
    from index.read import Reading

SHIPPED = Path(__file__).parent / "pages"
"""The labelled pages that come with a checkout; an installed package does not hold them."""

SPLITS = ("dev", "held-out")

_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′`", "'") | {"|": " ", "\u00ad": "", "\u200b": ""}
)
_BULLET = re.compile(r"^[ \t]*[-–—*•·]+[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled page. ``kinds`` names what each string of ``furniture`` is, in the same order."""

    path: Path
    split: str
    keep: tuple[str, ...]
    furniture: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page: the sentences ``lost``, the furniture ``left`` (kind, string), and why it was not read, if so.

    Of a page that was not read all sentences are lost, and its furniture is not counted, for nothing was cleaned.
    """

    page: Page
    lost: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """``done`` of ``of`` strings."""

    done: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.done / self.of if self.of else None


def load(folder: Path) -> list[Page]:
    """Read the labels of a folder of pages. Raises `BadInputError` naming the line that is wrong or lacks its page."""
    labels = folder / "labels.jsonl"
    if not labels.is_file():
        raise BadInputError(f"{labels} is no file; name a folder of labelled pages (evals/pages of a checkout is one)")
    pages = []
    for number, line in enumerate(labels.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            pages.append(_parse(json.loads(line), folder))
        except (ValueError, KeyError, TypeError) as error:
            what = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
            raise BadInputError(f"{labels}, line {number}: {what}; see evals/cleaning.py for the format") from error
    return pages


def _parse(row: dict[str, Any], folder: Path) -> Page:
    path = folder / row["page"]
    if not path.is_file():
        raise ValueError(f"there is no page {row['page']}")
    if row["split"] not in SPLITS:
        raise ValueError(f"split {row['split']!r} is neither dev nor held-out")
    keep, furniture, kinds = (tuple(row[name]) for name in ("keep", "furniture", "kinds"))
    if not keep or not all(isinstance(text, str) and normalise(text) for text in (*keep, *furniture, *kinds)):
        raise ValueError("keep, furniture and kinds must be lists of texts, and keep must not be empty")
    if len(kinds) != len(furniture):
        raise ValueError(f"{len(kinds)} kinds for {len(furniture)} lines of furniture; there must be one each")
    return Page(path, row["split"], keep, furniture, kinds)


def normalise(text: str) -> str:
    """Return a text as it is compared: quote characters alike, no marks of list items and cells, one space between words."""
    return " ".join(_BULLET.sub("", unicodedata.normalize("NFC", text).translate(_SAME)).split())


def score(pages: Iterable[Page], read: "Callable[[Path], Iterable[Reading]]") -> list[Outcome]:
    """Read each page with ``read`` and compare what would be stored with the labels."""
    return [_score_page(page, list(read(page.path))) for page in pages]


def _score_page(page: Page, readings: "Sequence[Reading]") -> Outcome:
    texts = [reading.document.text for reading in readings if reading.document is not None]
    if not texts:
        reasons = [reading.reason for reading in readings if reading.reason]
        return Outcome(page, page.keep, (), "; ".join(reasons) or "nothing was read")
    stored = normalise("\n".join(texts))
    lost = tuple(text for text in page.keep if normalise(text) not in stored)
    labelled = zip(page.kinds, page.furniture, strict=True)
    return Outcome(page, lost, tuple((kind, text) for kind, text in labelled if normalise(text) in stored))


def kept(outcomes: Iterable[Outcome]) -> Share:
    """Return how many sentences of the articles are stored."""
    rows = list(outcomes)
    of = sum(len(row.page.keep) for row in rows)
    return Share(of - sum(len(row.lost) for row in rows), of)


def removed(outcomes: Iterable[Outcome], kind: str | None = None) -> Share:
    """Return how many lines of furniture, or of one kind of it, are not stored. Pages that were not read do not count."""
    rows = [row for row in outcomes if row.reason is None]
    of = sum(kind in (None, each) for row in rows for each in row.page.kinds)
    return Share(of - sum(kind in (None, each) for row in rows for each, _ in row.left), of)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return all figures and failures as plain JSON. Shares are counted over strings; ``*_by_page`` are means over pages."""
    groups = {
        "HTML": [row for row in outcomes if row.page.path.suffix == ".html"],
        "plain text": [row for row in outcomes if row.page.path.suffix != ".html"],
        "without furniture": [row for row in outcomes if not row.page.furniture],
    }
    kinds = sorted({kind for row in outcomes for kind in row.page.kinds})
    return {
        "pages": len(outcomes),
        "kept": _figure(kept(outcomes)),
        "kept_by_page": _mean([kept([row]) for row in outcomes]),
        "removed": _figure(removed(outcomes)),
        "removed_by_page": _mean([removed([row]) for row in outcomes]),
        "groups": {name: {"kept": _figure(kept(rows)), "removed": _figure(removed(rows))} for name, rows in groups.items()},
        "kinds": {kind: _figure(removed(outcomes, kind)) for kind in kinds},
        "unread": {row.page.path.name: row.reason for row in outcomes if row.reason is not None},
        "lost": [[row.page.path.name, text] for row in outcomes if row.reason is None for text in row.lost],
        "left": [[row.page.path.name, kind, text] for row in outcomes for kind, text in row.left],
    }


def _figure(share: Share) -> dict[str, float | None]:
    return {"share": None if share.value is None else round(share.value, 4), "done": share.done, "of": share.of}


def _mean(shares: Iterable[Share]) -> float | None:
    values = [share.value for share in shares if share.value is not None]
    return round(sum(values) / len(values), 4) if values else None


def to_text(summary: dict[str, Any]) -> str:
    """Return a summary as lines for a terminal: the two figures, groups and kinds, then every failure."""
    lines = [f"{summary['pages']} pages, {len(summary['unread'])} not read"]
    for name, title in (("kept", "sentences kept"), ("removed", "furniture removed")):
        lines.append(f"{_line(title, summary[name])}   mean over pages {_number(summary[f'{name}_by_page'])}")
    lines += [_line(f"  kept, {group}", figures["kept"]) for group, figures in summary["groups"].items()]
    lines += [_line(f"  removed, {group}", figures["removed"]) for group, figures in summary["groups"].items()]
    lines += [_line(f"  {kind}", figure) for kind, figure in summary["kinds"].items()]
    lines += [f"not read  {page}: {reason}" for page, reason in summary["unread"].items()]
    lines += [f"lost  {page}: {text}" for page, text in summary["lost"]]
    lines += [f"left  {page} ({kind}): {text}" for page, kind, text in summary["left"]]
    return "\n".join(lines)


def _line(title: str, figure: dict[str, Any]) -> str:
    return f"{title:28} {_number(figure['share'])}  ({figure['done']} of {figure['of']})"


def _number(value: float | None) -> str:
    return "  –  " if value is None else f"{value:.3f}"


def _measure(arguments: argparse.Namespace) -> int:
    pages = [page for page in load(arguments.folder) if arguments.split in (None, page.split)]
    if not pages:
        raise BadInputError(
            f"{arguments.folder} holds no page to measure; add some to its labels.jsonl or leave out --split"
        )
    summary = summarise(score(pages, reader.read))
    text = json.dumps(summary, ensure_ascii=False, indent=1) if arguments.json else to_text(summary)
    sys.stdout.write(text + "\n")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the reader on labelled pages; return the exit status (0 done, 2 could not)."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.cleaning", description="Are articles kept and page furniture removed?"
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", default=SHIPPED, help="labelled pages (default: those of the checkout)"
    )
    parser.add_argument("--split", choices=SPLITS, help="only one half (default: both)")
    parser.add_argument("--json", action="store_true", help="print all figures as one JSON object")
    arguments = parser.parse_args(argv)
    return run_command(lambda: _measure(arguments), "stopped")


if __name__ == "__main__":
    sys.exit(main())
