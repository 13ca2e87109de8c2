"""A follow-up question and its history -> a query that stands alone. By rules; the reader sees the result."""

import re
from collections.abc import Sequence

from index.lexical import terms
from rag.types import Turn

_REFERS_BACK = re.compile(
    r"\b(it|its|they|them|their|he|him|his|she|her|hers|this|that|these|those|there|then|one|ones|former|latter|same)\b",
    re.I,
)
_GOES_ON = re.compile(r"^\s*(and|but|or|so|also|what about|how about|what else|who else)\b|^\s*why\W*$", re.I)
_FEW_WORDS = 2


def condense(question: str, history: Sequence[Turn]) -> str:
    """Return the query to search for: the question itself unless it leans on what was said before.

    A question leans on the conversation when it has a pronoun that looks back, opens with "and ..." or "what about ...",
    or holds hardly a content word of its own. The words of the last question are then put before it.
    """
    if not history or not _leans(question):
        return question
    return f"{history[-1].question.strip()} {question}"


def _leans(question: str) -> bool:
    few = len(terms([question])[0]) <= _FEW_WORDS
    return bool(_GOES_ON.search(question) or (_REFERS_BACK.search(question) and not _names_something(question)) or few)


def _names_something(question: str) -> bool:
    """A name inside the question ("Did Rollo keep his word?") is what its pronoun looks back to."""
    return bool(re.search(r"(?<=\w\s)[A-Z][a-z]+", question))
