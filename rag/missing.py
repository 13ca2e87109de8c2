"""What to tell the reader when the articles do not answer: which part, and which name they never mention."""

import re
import unicodedata
from collections.abc import Sequence

from index.catalog import Catalog
from index.lexical import terms
from index.library import Generation
from rag import phrases
from rag.language import foreign
from rag.naming import originals

_QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d]{2,80})[\"\u201d]")
_NAME = re.compile(r"(?<!^)(?<![.?!]\s)\b[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)*")
_FIRST_NAME = re.compile(r"^[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)+")
_NUMBER = re.compile(r"(?<![\w.,])\d{3,}(?:,\d{3})*(?![\w,]*\d)")
_MOST = 3


def never_mentioned(question: str, generation: Generation, catalog: Catalog) -> list[str]:
    """Return the names and numbers of a question that stand in no article at all, as the question writes them.

    A name of several words counts as soon as one of them is nowhere. Stored texts are searched to their last letter,
    header lines too, so that what is returned is true; word endings ("Normans", "Norman") make no difference.
    """
    suspects = [(name, word) for name in _names(question) if (word := _unknown(name, generation))]
    suspects += [(number, number) for number in _NUMBER.findall(question)]
    if not suspects:
        return []
    left = {word: _forms(word) for _, word in suspects}
    for article in originals(catalog):
        text = " ".join((catalog.text(article.id), article.title or "", article.publisher or "", article.id))
        text = _folded(text)
        left = {word: forms for word, forms in left.items() if not any(form in text for form in forms)}
        if not left:
            return []
    never = list(dict.fromkeys(name for name, word in suspects if word in left))
    return [name for name in never if not any(name != other and name in other for other in never)][:_MOST]


def _names(question: str) -> list[str]:
    found = [match[0] for match in _NAME.finditer(question)]
    found += [match[1] for match in _QUOTED.finditer(question)]
    if first := _FIRST_NAME.match(question):
        found = [first[0].split(" ", 1)[1] if _asks(first[0].split()[0]) else first[0], *found]
    return [re.sub(r"['\u2019]s$", "", name) for name in dict.fromkeys(found)]


def _asks(word: str) -> bool:
    return not terms([word])[0] or word.lower() in (
        "who",
        "whom",
        "whose",
        "what",
        "which",
        "when",
        "where",
        "why",
        "how",
        "did",
    )


def _unknown(name: str, generation: Generation) -> str | None:
    """The first word of a name whose stem no passage and no title holds."""
    never = generation.rarity("")
    for word in re.findall(r"\w+", name):
        stems = terms([word])[0]
        if stems and all(generation.rarity(stem) >= never for stem in stems):
            return str(word)
    return None


def _forms(word: str) -> tuple[str, ...]:
    """How a word or number may be written: a name without its ending, a number with or without separators."""
    if word[0].isdigit():
        plain = word.replace(",", "")
        return plain, f"{int(plain):,}"
    return _folded((terms([word])[0] or [word])[0]), _folded(word)


def _folded(text: str) -> str:
    """Lower case, without accents: "Celeron" and "C\u00e9leron" are the same name."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def missing_text(question: str, unanswered: Sequence[str], unknown: Sequence[str] = ()) -> str:
    """Return in plain words what the articles do not answer.

    ``unanswered``: the parts of the question (`rag.parts`) that abstained; all of the question when it has one part.
    ``unknown``: what `never_mentioned` found; a part that names it is explained by it.
    """
    explained = [name for name in unknown if any(name in part for part in unanswered)]
    rest = [part for part in unanswered if not any(name in part for name in explained)]
    told = []
    if explained:
        told.append(phrases.NEVER_MENTIONED.format(names=phrases.listed([phrases.quoted(n) for n in explained], "or")))
    told += [phrases.DO_NOT_SAY.format(part=part) for part in rest]
    if language := foreign(question):
        told.append(phrases.FOREIGN.format(language=language))
    return " ".join(told)
