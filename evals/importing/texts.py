"""The articles of imported questions: writing those that a file brings along, finding quotes in the stored ones."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from evals.importing.rows import Text
from index.catalog import Catalog
from index.errors import BadInputError
from rag.support import words

_UNSAFE = re.compile(r"[^\w.,()'-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.I)
_LONGEST_NAME = 60
_QUOTE_MARKS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032`", "'") | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"')
)
_ANY_MARK = {"'": "['\u2018\u2019\u201b\u02bc\u2032`]", '"': '["\u201c\u201d\u201e\u201f\u00ab\u00bb]'}


def write_texts(folder: Path, texts: Sequence[Text]) -> None:
    """Write each text as an article of its own into a new folder, under a safe name made of its title."""
    taken: set[str] = set()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts, 1):
            name = _free(_safe(text.title or f"context {number:04}"), taken)
            head = f"Title: {text.title}\n\n" if text.title else ""
            (folder / f"{name}.txt").write_text(f"{head}{text.text.strip()}\n", encoding="utf-8")
    except OSError as error:
        raise BadInputError(f"{folder} could not be written ({error.strerror}); name another one with --articles") from error


def _safe(title: str) -> str:
    """Return a file name for a title that every system takes; it is no hidden file and no device."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", title)).strip("._ ")[:_LONGEST_NAME].rstrip("._ ")
    return f"_{name}" if _RESERVED.match(name) else name or "untitled"


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number when a text before has it, on systems that ignore case too."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return free


class StoredTexts:
    """The stored texts of the articles, originals before copies."""

    def __init__(self, catalog: Catalog) -> None:
        articles = [article for article in catalog.articles() if article.status == "indexed"]
        articles.sort(key=lambda article: (article.copies_of is not None, article.id))
        self._texts = {article.id: catalog.text(article.id) for article in articles}
        self._folded = {article: _fold(text) for article, text in self._texts.items()}
        self._titled = {article.title: article.id for article in reversed(articles) if article.title}
        self._named: dict[str, str] = {}
        for article in reversed(articles):  # the first of the same name wins
            path = PurePosixPath(article.id.rpartition("!/")[2])
            names = (path.stem, path.name, article.title or "", article.id)
            self._named |= {key: article.id for key in map(_key, names) if key}

    def article(self, named: str) -> str | None:
        """Return the article that has this id, file name or title; None when none has."""
        return named if named in self._texts else self._titled.get(named) or self._named.get(_key(named))

    def find(self, quote: str, first: Iterable[str | None] = ()) -> tuple[str, str] | None:
        """Return an article and its exact words for a quote, None when it stands in none.

        White space, the shape of quotation marks and how accents are encoded may differ. ``first``: where to look first.
        """
        wanted = _fold(quote)
        if not wanted:
            return None
        for article in dict.fromkeys((*(a for a in first if a), *self._texts)):
            if wanted in self._folded[article]:
                pattern = r"\s+".join("".join(_ANY_MARK.get(c, re.escape(c)) for c in word) for word in wanted.split())
                if found := re.search(pattern, self._texts[article]):
                    return article, found[0]
        return None


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTE_MARKS).split())


def _key(name: str) -> str:
    return " ".join(words(name.replace("_", " ")))
