"""Does a text hold a value? The plain words of both, compared whole and in order."""

import re
import unicodedata
from collections.abc import Sequence


def normalise(text: str) -> str:
    """Return lower-case words and numbers separated by single spaces: case, accents, punctuation and articles go."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=\d),(?=\d)", "", plain)
    return " ".join(word for word in re.findall(r"\w+", plain) if word not in ("a", "an", "the"))


def holds(text: str, value: str) -> bool:
    """Say whether the words of a value stand in a text, in order and whole."""
    return f" {normalise(value)} " in f" {normalise(text)} "


def holds_all(text: str, required: Sequence[Sequence[str]]) -> bool:
    """Say whether a text holds one alternative of every group."""
    return all(any(holds(text, value) for value in group) for group in required)
