"""Start-up work behind the page: sync the index, load what answering needs, and say how far it is."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlparse

from index.errors import FootnoteError, IndexBusyError, IndexMissingError, ModelFileError
from index.read import SUFFIXES
from index.sync import sync
from rag.answer import Assistant
from web import words

_RETRY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Status:
    """How far the start-up is, in words for the page. ``kind`` is "busy" until it ends."""

    kind: Literal["busy", "ready", "failed"]
    text: str
    troubles: tuple[str, ...] = ()


class _StoppedError(Exception):
    """The app is ending: leave the work at the next safe place."""


class StartUp:
    """Brings one data folder up to date in a thread of its own, so that the page can be there first.

    ``askable`` is set as soon as questions can be answered: at once when an index exists, otherwise after the
    first sync; with the engine ``local`` once the model is loaded.
    """

    def __init__(self, folder: Path, assistant: Assistant) -> None:
        self.folder = folder
        self.assistant = assistant
        self.status = Status("busy", words.STARTING)
        self.askable = threading.Event()
        self._troubles: list[str] = []
        self._embedder_failed = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="start-up", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Ask the work to end between two files or batches, and wait for it at most so long."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    @property
    def finished(self) -> bool:
        """Whether nothing more will be loaded."""
        return self.status.kind != "busy"

    def wait(self, seconds: float) -> bool:
        """Wait a little for `askable`; False when not set yet. Raises `FootnoteError` if it never will be."""
        if self.askable.wait(seconds):
            return True
        if self.status.kind == "failed":
            raise FootnoteError(self.status.text)
        return False

    def _run(self) -> None:
        try:
            if self._has_index():
                self._open_search()
            self._sync()
            self._open_search()
            self._load_model()
            self.status = self._summary()
        except _StoppedError:
            self.status = Status("failed", words.STOPPED)
        except FootnoteError as error:
            self.status = Status("failed", str(error), tuple(self._troubles))
        finally:
            # Whatever else was raised goes to the terminal; the page must not say "busy" for ever.
            if self.status.kind == "busy":
                self.status = Status("failed", words.START_BROKE)

    def _has_index(self) -> bool:
        try:
            with self.assistant.library.catalog() as catalog:
                return catalog.generation > 0
        except IndexMissingError:
            return False

    def _say(self, text: str) -> None:
        if self._stopping.is_set():
            raise _StoppedError
        self.status = Status("busy", text, tuple(self._troubles))

    def _progress(self, what: str, done: int, total: int) -> None:
        text = words.READING_FILES if what == "reading" else words.INDEXING
        self._say(text.format(done=f"{done:,}", total=f"{total:,}"))

    def _sync(self) -> None:
        library = self.assistant.library
        while True:
            try:
                sync(self.folder, library.config, library.embedder, progress=self._progress)
                return
            except IndexBusyError:
                self._say(words.INDEX_BUSY)
                self._stopping.wait(_RETRY_SECONDS)
            except ModelFileError as error:
                self._without_embedder(error)

    def _open_search(self) -> None:
        self._say(words.SEARCH_LOADING)
        try:
            self.assistant.library.load()
        except ModelFileError as error:
            self._without_embedder(error)
            self.assistant.library.load()
        if self.assistant.config.engine != "local":
            self.askable.set()

    def _without_embedder(self, error: ModelFileError) -> None:
        """Go on by keywords alone: an embedder that cannot be loaded must not cost the user the answers."""
        self.assistant.library.embedder = None
        self._embedder_failed = True
        self._troubles.append(str(error))

    def _load_model(self) -> None:
        config = self.assistant.config
        if config.engine not in ("auto", "local") or (config.engine == "auto" and config.endpoint):
            return
        self._say(words.MODEL_LOADING if config.engine == "auto" else words.MODEL_LOADING_FIRST)
        try:
            if not self.assistant.load_local():
                self._troubles.append(words.NO_MODEL)
        except FootnoteError as error:
            self._troubles.append(str(error))
        self.askable.set()

    def _summary(self) -> Status:
        library = self.assistant.library
        with library.catalog() as catalog:
            ready, _ = catalog.counts()
            articles = catalog.articles()
        troubles = list(self._troubles)
        unread = sum(a.status != "indexed" and Path(a.id).suffix.lower() in SUFFIXES for a in articles)
        if unread:
            troubles.append(words.UNREAD.format(files=words.count(unread, "article"), data=library.config.data))
        if library.embedder is None and not self._embedder_failed:
            troubles.append(words.NO_EMBEDDER)
        return Status("ready", f"{words.count(ready, 'article')} ready \u00b7 {self._engine()}", tuple(troubles))

    def _engine(self) -> str:
        config = self.assistant.config
        if config.endpoint and config.engine in ("auto", "openai"):
            host = urlparse(config.endpoint.base_url).netloc.rpartition("@")[2]
            return words.BY_ENDPOINT.format(model=config.endpoint.model, host=host)
        return words.BY_LOCAL if self.assistant.local_ready else words.BY_QUOTES
