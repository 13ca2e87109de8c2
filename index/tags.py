"""The tags of an article: the folders it lies in, and the keywords that its file states. Pure."""

import re
from collections.abc import Iterable

from index.extract import one_line

MOST = 12
"""Tags of one article."""
LONGEST = 40
"""Characters of a keyword; what is longer is a phrase that nobody chooses by."""
_BETWEEN = re.compile(r"[,;]|\s(?=#)")
_ADDED = "added/"


def listed(text: str) -> tuple[str, ...]:
    """Return the tags of "a, b", "a; b" or "#a #b"."""
    return stated(_BETWEEN.split(text))


def stated(values: Iterable[str]) -> tuple[str, ...]:
    """Return what a file states as tags: each once, on one line, without "#"; too long ones are left out."""
    lines = (one_line(value.strip().lstrip("#")) for value in values)
    return _each_once(line for line in lines if line and len(line) <= LONGEST)


def folders_of(file: str) -> tuple[str, ...]:
    """Return the folders that a file lies in, the outer ones first; the folder of what was added by hand is none."""
    parts = file.removeprefix(_ADDED).split("/")[:-1]
    return tuple(line for part in parts if (line := one_line(part)))


def together(folders: Iterable[str], keywords: Iterable[str]) -> tuple[str, ...]:
    """Return folders and keywords as the tags of one article."""
    return _each_once([*folders, *keywords])


def _each_once(tags: Iterable[str]) -> tuple[str, ...]:
    """The first tags, each once whatever its capitals."""
    first: dict[str, str] = {}
    for tag in tags:
        first.setdefault(tag.casefold(), tag)
    return tuple(first.values())[:MOST]
