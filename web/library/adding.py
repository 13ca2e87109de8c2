"""What happens in the panel of articles: files and pages are kept, added articles are removed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import gradio as gr

from index.added import add_file, add_page, remove
from index.errors import FootnoteError, IndexMissingError
from index.folder import ADDED
from index.types import Article
from web import words
from web.background import Upkeep
from web.library import articles
from web.library.finding import EVERYTHING, Wanted, named


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file or a page; ``article``: its id, None when it was refused. "same": it was there already."""

    kind: Literal["added", "updated", "same", "refused"]
    text: str
    article: str | None = None


class Adding:
    """Changes what was added by hand, and asks for a sync that follows. Holds nothing of any session."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep
        self._config = upkeep.assistant.library.config

    def articles(self) -> list[Article]:
        """Return every article of the index, none before the first sync."""
        try:
            with self._upkeep.assistant.library.catalog() as catalog:
                return catalog.articles()
        except IndexMissingError:
            return []

    def summary(self) -> str:
        """Return the numbers of articles, and how far a running sync is."""
        return articles.summary(self.articles(), self._upkeep.status)

    def listing(self, wanted: Wanted = EVERYTHING) -> str:
        """Return the table of the articles that fit what is wanted."""
        return articles.listing(self.articles(), wanted)

    def find(self, typed: str, wanted: Wanted) -> tuple[str, Wanted]:
        """Return the table of what was typed to find an article, and what is wanted from now on."""
        wanted = Wanted(typed, wanted.column, wanted.descending)
        return self.listing(wanted), wanted

    def sort(self, wanted: Wanted, event: gr.EventData) -> tuple[str, Wanted]:
        """Return the table sorted by the column whose head was pressed, and what is wanted from now on."""
        wanted = wanted.sorted_by(str(getattr(event, "column", "")))
        return self.listing(wanted), wanted

    def keep_file(self, path: Path) -> Kept:
        """Keep a copy of a file. It is indexed when `look_again` is called, or the folder's watcher notices it."""
        return self._keep(lambda: add_file(path, self._config), "same")

    def keep_page(self, address: str) -> Kept:
        """Fetch and keep the page at an address, and have it indexed."""
        if not address.strip():
            return Kept("refused", words.NO_ADDRESS)
        kept = self._keep(lambda: add_page(address, self._config), "updated")
        if kept.article:
            self._upkeep.look_again()
        return kept

    def remove(self, event: gr.EventData) -> str:
        """Delete the file of an added article."""
        article = getattr(event, "article", None)
        if not isinstance(article, str):
            return ""
        title = next((named(a) for a in self.articles() if a.id == article), article)
        try:
            remove(article, self._config)
        except FootnoteError as error:
            return articles.news((), wrong=[str(error)])
        self._upkeep.look_again()
        return articles.news([words.REMOVED_NEWS.format(title=title)])

    def look_again(self) -> str:
        """Look through the folder for changes that were not noticed."""
        self._upkeep.look_again()
        return articles.news([words.LOOKING_AGAIN])

    def index_added(self) -> None:
        """Have indexed what was kept."""
        self._upkeep.look_again()

    def _keep(self, add: Callable[[], str], again: Literal["same", "updated"]) -> Kept:
        """Run what adds an article; ``again``: what that is called when its file was there before."""
        folder = self._config.data / ADDED
        before = set(os.listdir(folder)) if folder.is_dir() else set()
        try:
            article = add()
        except FootnoteError as error:
            return Kept("refused", f"{str(error).rstrip('.')}.")  # many begin with a name
        kind = again if article.partition("/")[2] in before else "added"
        return Kept(kind, words.KEPT_AS[kind], article)
