"""What happens in the panel of articles: files and addresses are added, added articles are removed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr

from index.added import add_file, add_page, remove
from index.errors import FootnoteError, IndexMissingError
from index.types import Article
from web import words
from web.background import Upkeep
from web.library import articles


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

    def listing(self, wanted: str = "") -> str:
        """Return the list of articles that fit what was typed to find one."""
        return articles.listing(self.articles(), wanted)

    def upload(self, paths: Sequence[str] | None) -> tuple[str, Any]:
        """Keep uploaded files; the second value empties the upload."""
        done, wrong = [], []
        for path in map(Path, paths or ()):
            try:
                done.append(words.ADDED_NEWS.format(title=add_file(path, self._config).partition("/")[2]))
            except FootnoteError as error:
                wrong.append(str(error))
            finally:
                _discard(path)
        if done:
            self._upkeep.look_again()
        return articles.news(done, wrong=wrong), gr.update(value=None)

    def add_page(self, address: str) -> Iterator[tuple[str, Any]]:
        """Fetch and keep the page at an address; the second value empties the field once that worked."""
        if not address.strip():
            yield articles.news((), wrong=[words.NO_ADDRESS]), gr.skip()
            return
        yield articles.news([words.FETCHING.format(address=address.strip())]), gr.skip()
        try:
            article = add_page(address, self._config)
        except FootnoteError as error:
            yield articles.news((), wrong=[str(error)]), gr.skip()
            return
        self._upkeep.look_again()
        yield articles.news([words.ADDED_NEWS.format(title=article.partition("/")[2])]), ""

    def remove(self, event: gr.EventData) -> str:
        """Delete the file of an added article."""
        article = getattr(event, "article", None)
        if not isinstance(article, str):
            return ""
        title = next((articles.named(a) for a in self.articles() if a.id == article), article)
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


def _discard(path: Path) -> None:
    """Delete an uploaded file and the folder that was made for it alone."""
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()
