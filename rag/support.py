"""Does a quote back a sentence? Pure and local: numbers, names, negation and comparison must match, words be covered."""

import re

from index.lexical import terms
from rag.types import Support

SUPPORTED_FROM = 0.75
PARTLY_FROM = 0.5
"""Shares of the sentence's content words that the quote must hold."""

_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
_ORDINALS = {
    word: str(value)
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_NEGATIONS = {
    "not",
    "no",
    "never",
    "none",
    "nobody",
    "nothing",
    "neither",
    "nor",
    "without",
    "cannot",
    "n't",
    "denied",
    "denies",
}
_COMPARISONS = {
    "more", "less", "fewer", "most", "least", "before", "after", "all", "every", "only", "half", "both", "increased",
    "decreased", "rose", "fell", "higher", "lower", "larger", "smaller", "biggest", "largest", "smallest", "last", "until",
    "since", "almost", "nearly", "over", "under", "above", "below", "some", "many", "few", "always", "sometimes", "often",
}  # fmt: skip
_WORD = re.compile(r"\d[\d,.]*\d|\d+|[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, thousands separators taken out, number words as digits."""
    found = []
    for word in _WORD.findall(text):
        lower = word.lower().replace("\u2019", "'")
        if word[0].isdigit():
            lower = lower.replace(",", "")
        found.append(_NUMBER_WORDS.get(lower, lower))
    return found


def numbers(text: str) -> set[str]:
    """Return the numbers of a text as digits, whether they are written in digits or as words."""
    found = {word for word in words(text) if word[0].isdigit()}
    return found | {_ORDINALS[word] for word in words(text) if word in _ORDINALS}


def _names(text: str) -> set[str]:
    """Capitalised words, but for a stop word at the beginning: what must not be swapped for another."""
    tokens = [token for token in _WORD.findall(text) if not token[0].isdigit()]
    return {t.lower() for i, t in enumerate(tokens) if t[0].isupper() and (i > 0 or terms([t])[0])}


def _negated(text: str) -> bool:
    return any(word in _NEGATIONS or word.endswith("n't") for word in words(text))


def coverage(text: str, quote: str) -> float:
    """Return the share of the text's content words (stems) that occur in the quote, 0..1; 1.0 when it has none."""
    wanted = set(terms([" ".join(words(text))])[0])
    held = set(terms([" ".join(words(quote))])[0])
    return len(wanted & held) / len(wanted) if wanted else 1.0


def says(quote: str, text: str) -> bool:
    """Say whether the quote holds the words of the text, whole and in order ("12" is not in "312")."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(quote))} "


def check(sentence: str, quote: str) -> Support:
    """Judge one sentence against the words it cites. A sentence that is a part of the quote is always supported."""
    if says(quote, sentence):
        return "supported"
    if not terms([sentence])[0]:
        return "unsupported"  # nothing but stop words says nothing that could be checked
    said, held = set(words(sentence)), set(words(quote))
    if numbers(sentence) - numbers(quote) or _names(sentence) - held:
        return "unsupported"
    if _negated(sentence) != _negated(quote) or (said & _COMPARISONS) - held:
        return "unsupported"
    covered = coverage(sentence, quote)
    if covered >= SUPPORTED_FROM:
        return "supported"
    return "partly" if covered >= PARTLY_FROM else "unsupported"
