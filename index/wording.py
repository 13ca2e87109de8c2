"""A text as its bare words: white space, capitals, quotation marks and spellings of numbers do not count. Pure."""

import re
import unicodedata
from collections.abc import Sequence

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts written without spaces (Thai to Khmer, Japanese, Chinese): there each character stands for a word."""
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
"""Vowel signs and accents, which belong to a word although ``\\w`` does not match them."""
_LETTER = rf"(?:[^\W_{_SPACELESS}]|[{_MARKS}])"
TOKEN = (
    rf"[a-zA-Z]{{2}}[a-zA-Z0-9]*+(?!'|[^\W_]|[{_MARKS}])"  # most words there are; what follows finds them, too, but slower
    rf"|[$\u20ac\u00a3\u00a5\u20b9]|(?<![\w)])-\d+(?:\.\d+)?|[a-zA-Z](?:\.[a-zA-Z])+(?![^\W_])\.?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+\.\d+|[{_SPACELESS}]|{_LETTER}+(?:'{_LETTER}+)*"
)
"""One word: letters and digits, an abbreviation with dots, a number, a sign of a currency, or a character of a script
without spaces."""
_WORD = re.compile(TOKEN)
_TITLES = r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bNo\.)"
_SENTENCE_END = re.compile(
    rf"(?<=[.!?\u2026]){_TITLES}[\"'\u201d\u2019\u00bb)\]]*\s+(?=[^a-z\s])|(?<=[\u3002\uff01\uff1f])|\n\s*\n"
)
_STOP = re.compile(
    r"[.!?\u2026]+(?=[\"'\u201d\u2019\u00bb)\]]*(?:\s|$))|[\u3002\uff01\uff1f]"  # the end of a sentence,
    r"|\n\s*\n|[:;]\s*\n|\n(?=\s*(?:[-*+\u2022]|\d{1,3}[.)]|#{1,6})\s)"  # of a paragraph, or of a line of a list
)
_DATELINE = re.compile(r"(?:\A|(?<=\n\n))[A-Z][^\n()]{0,40}\([A-Z][\w .&/-]{1,25}\)\s+[-\u2013\u2014]+\s+")
"""``DORVALE, March 3 (Agency) - ``: says where a report was written, and is no part of its first sentence."""
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2212": "-", "\u00ad": None, "\u200b": None})


def normal(text: str) -> str:
    """Return a text in Unicode's compatibility form with straight apostrophes and without soft hyphens."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))


def words(text: str) -> list[str]:
    """Return the words of a text in order, in lower case; of scripts without spaces its characters."""
    found = _WORD.findall(normal(text).casefold())
    return [word if word.isalnum() else _bare(word) for word in found]


def _bare(word: str) -> str:
    """``1,200`` -> ``1200``, ``u.s.`` -> ``us``; a decimal point stays."""
    return word.replace(".", "") if word[0].isalpha() else word.replace(",", "")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text by a plain rule, fast and the same in every language; line ends are white space."""
    return [piece for part in _SENTENCE_END.split(text) if (piece := part.strip())]


def spoken(text: str) -> str:
    """Return the words of a text with a full stop wherever a sentence, paragraph or list item ends: " . a b . c . "."""
    parts = (" ".join(words(part)) for part in _STOP.split(_DATELINE.sub("", text)))
    return " . " + "".join(f"{part} . " for part in parts if part)


def repeated(passage_sentences: Sequence[str], original: str) -> bool:
    """Say whether every sentence of a passage also stands, as a whole and word for word, in the original.

    ``original`` is what `spoken` returns for the original's text, so that many passages are held against one reading.
    A sentence that is only a part of a longer one there ("he denied that ...") is not repeated.
    """
    return all(spoken(sentence) in original for sentence in passage_sentences)
