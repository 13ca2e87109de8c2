"""The work behind the page: sync the index, load what answering needs, then follow the folder; and how far that is."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlparse

from evals.drafts import DRAFTS
from index.child import sync_in_child
from index.errors import FootnoteError, IndexBusyError, IndexMissingError, ModelFileError
from index.kinds import SUFFIXES
from index.watch import changes
from rag.answer import Assistant
from rag.config import RagConfig
from rag.model_file import find_local_model
from web import words
from web.chat.conversations import Conversations
from web.loading import about, timed
from web.pace import Pace
from web.quality.forgetting import forget_removed

_RETRY_SECONDS = 1.0
_SHOWN_SECONDS = 10.0
_CALM_SECONDS = 1.0
"""What a browser takes to load the page, about. llama.cpp holds Python's lock for a second while it loads."""
Duty = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Status:
    """How far the work is, in words for the page. ``kind`` is "busy" while it goes on, "failed" without an index."""

    kind: Literal["busy", "ready", "failed"]
    text: str
    troubles: tuple[str, ...] = ()


class _StoppedError(Exception):
    """The app is ending: leave the work at the next safe place."""


class Upkeep:
    """Keeps one data folder equal to its articles, in a thread of its own, so that the page can be there first.

    ``askable`` is set as soon as questions can be answered: at once when an index exists, otherwise after the
    first sync; with the engine ``local`` once the model is loaded. ``loaded`` is set when nothing more will be loaded.
    """

    def __init__(self, folder: Path, assistant: Assistant) -> None:
        self.folder = folder
        self.assistant = assistant
        self.status = Status("busy", words.STARTING)
        self.askable = threading.Event()
        self.loaded = threading.Event()
        self.shown = threading.Event()  # set when the page is up; loading the model would hold it up
        self.endings: list[Duty] = []  # what else is asked to end with the app
        self.forgettings: list[Duty] = []  # what else may hold words of articles that are gone
        self.quiet = threading.Event()  # set while nobody waits for an answer; work without haste gives way
        self.quiet.set()
        self._asking, self._asked = threading.Lock(), 0
        self._data = assistant.library.config.data
        self._load_due = True
        self._embedder_trouble: str | None = None
        self._model_trouble: str | None = None
        self._watch_trouble: str | None = None
        self._forgetting_trouble: str | None = None
        self._pace = Pace("", 0.0, 0)
        self._wanted = threading.Event()
        self._pause: float | None = None  # seconds until a file that failed is due again
        self._stopping = threading.Event()
        self._owner = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._owner.start()
        self._watcher.start()

    def stop(self, seconds: float) -> None:
        """Ask the work to end between two files or batches, and wait for it at most so long."""
        self._stopping.set()
        self._wanted.set()
        self.shown.set()
        for end in self.endings:
            end()
        for thread in (self._owner, self._watcher):
            if thread.is_alive():
                thread.join(seconds)

    def look_again(self) -> None:
        """Sync once more, soon: something was added or removed."""
        self._wanted.set()

    def reconfigure(self, config: RagConfig) -> None:
        """Answer by other settings from the next question on, and load what they need."""
        self.assistant.reconfigure(config)
        self._model_trouble = None
        self.loaded.clear()
        self._load_due = True
        self._wanted.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Hold while somebody waits for an answer."""
        with self._asking:
            self._asked += 1
            self.quiet.clear()
        try:
            yield
        finally:
            with self._asking:
                self._asked -= 1
                if not self._asked:
                    self.quiet.set()

    @property
    def generation(self) -> int:
        """The generation of the index on disk, 0 before the first."""
        try:
            with self.assistant.library.catalog() as catalog:
                return catalog.generation
        except IndexMissingError:
            return 0

    def wait(self, seconds: float) -> bool:
        """Wait a little for `askable`; False when not set yet. Raises `FootnoteError` when a sync has to succeed first."""
        if self.askable.wait(seconds):
            return True
        status = self.status
        if status.kind == "failed":
            raise FootnoteError(status.text)
        return False

    def _run(self) -> None:
        try:
            if self.generation:  # questions first, then what has changed since
                self._open_search()
                self._load_model()
            while not self._stopping.is_set():
                self._wanted.clear()
                self._round()
                self._wanted.wait(self._pause)
        except _StoppedError:
            self.status = Status("failed", words.STOPPED)
        except FootnoteError as error:
            self.status = Status("failed", str(error), self._troubles())
        finally:
            # Whatever else was raised goes to the terminal; the page must not say "busy" for ever.
            if self.status.kind == "busy":
                self.status = Status("failed", words.START_BROKE)

    def _watch(self) -> None:
        try:
            for _ in changes(self.folder, self.assistant.library.config.data, self._stopping):
                self._wanted.set()
        except (FootnoteError, OSError) as error:
            self._watch_trouble = words.NOT_FOLLOWED.format(reason=error)

    def _round(self) -> None:
        """Bring everything up to date once; what cannot be done is told, and tried again with the next change."""
        fault = None
        try:
            self._sync()
        except FootnoteError as error:
            fault = str(error)
        self._say(words.OPENING)
        if fault and not self.generation:
            self.status = Status("failed", fault, self._troubles())
            return
        self._forget()
        self._open_search()
        self._load_model()
        self.status = self._summary(fault)

    def _say(self, text: str) -> None:
        if self._stopping.is_set():
            raise _StoppedError
        self.status = Status("busy", text, self._troubles())

    def _progress(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self._pace.what or done < self._pace.first:
            self._pace = Pace(what, now, done)
        self.status = Status("busy", self._pace.told(done, total, now), self._troubles())

    def _sync(self) -> None:
        self._pace = Pace("", 0.0, 0)
        config = self.assistant.library.config
        while True:
            self._say(words.LOOKING_AT_FILES)
            try:
                report = sync_in_child(self.folder, config, progress=self._progress, stop=self._stopping)
                self._pause = max(1.0, report.next_try - time.time()) if report.next_try else None
                return
            except IndexBusyError:
                self._say(words.INDEX_BUSY)
                self._stopping.wait(_RETRY_SECONDS)

    def _forget(self) -> None:
        """Take the words of articles that are gone out of conversations and draft cases, whoever removed the articles."""
        library = self.assistant.library
        with library.catalog() as catalog:
            held = {article.id for article in catalog.articles() if article.text_hash}
        for forget in self.forgettings:
            forget()
        try:
            Conversations(library.config.data).forget_removed(held.__contains__)
            forget_removed(library.config.data / DRAFTS, held.__contains__)
            self._forgetting_trouble = None
        except FootnoteError as error:
            self._forgetting_trouble = str(error)

    def _open_search(self) -> None:
        if not self.askable.is_set():
            self._say(words.SEARCH_LOADING.format(about=about(self._data, "search")))
        try:
            with timed(self._data, "search") if not self.askable.is_set() else nullcontext():
                self.assistant.library.load()
        except ModelFileError as error:
            # An embedder that cannot be loaded must not cost the user the answers: go on by keywords alone.
            self.assistant.library.embedder = None
            self._embedder_trouble = str(error)
            self.assistant.library.load()
        if self.assistant.config.engine != "local":
            self.askable.set()

    def _load_model(self) -> None:
        config = self.assistant.config
        due, self._load_due = self._load_due, False
        wanted = config.engine in ("auto", "local") and not (config.engine == "auto" and config.endpoint)
        if due and wanted and not self.assistant.local_ready:
            text = words.MODEL_LOADING if config.engine == "auto" else words.MODEL_LOADING_FIRST
            self._say(text.format(about=about(self._data, "model")))
            self._model_trouble = self._load_local()
        self.askable.set()
        self.loaded.set()

    def _load_local(self) -> str | None:
        """Load the local model; return why there is none, if there is none."""
        try:
            if find_local_model(self.assistant.config) is None:
                return words.NO_MODEL
            self.shown.wait(_SHOWN_SECONDS)
            if self.assistant.config.engine == "auto":  # there are answers already: let the page load
                self._stopping.wait(_CALM_SECONDS)
            if self._stopping.is_set():
                raise _StoppedError
            with timed(self._data, "model"):
                self.assistant.load_local()
        except FootnoteError as error:
            return str(error)
        return None

    def _troubles(self) -> tuple[str, ...]:
        return tuple(
            t for t in (self._embedder_trouble, self._model_trouble, self._watch_trouble, self._forgetting_trouble) if t
        )

    def _summary(self, fault: str | None) -> Status:
        library = self.assistant.library
        with library.catalog() as catalog:
            ready, _ = catalog.counts()
            articles = catalog.articles()
        troubles = list(self._troubles())
        if fault:
            troubles.insert(0, words.OUT_OF_DATE.format(reason=fault))
        unread = sum(a.status != "indexed" and Path(a.id).suffix.lower() in SUFFIXES for a in articles)
        if unread:
            troubles.append(words.UNREAD.format(files=words.count(unread, "file")))
        if library.embedder is None and not self._embedder_trouble:
            troubles.append(words.NO_EMBEDDER)
        return Status("ready", f"{words.count(ready, 'article')} ready \u00b7 {self._engine()}", tuple(troubles))

    def _engine(self) -> str:
        config = self.assistant.config
        if config.endpoint and config.engine in ("auto", "openai"):
            host = urlparse(config.endpoint.base_url).netloc.rpartition("@")[2]
            return words.BY_ENDPOINT.format(model=config.endpoint.model, host=host)
        return words.BY_LOCAL if self.assistant.local_ready and config.engine != "extractive" else words.BY_QUOTES
