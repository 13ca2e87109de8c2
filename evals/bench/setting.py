"""What every part measures on: the articles, the questions, where it may write, and how often it repeats."""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

from evals.bench.processes import run
from evals.cases import Case, load_cases
from index.config import IndexConfig
from index.library import Library
from rag.answer import Assistant
from rag.config import RagConfig


@dataclass(frozen=True, slots=True)
class Setting:
    """``index``: the index of ``articles`` is made in its data folder, and others beside it.

    ``repeats``: fresh processes of a kind. ``questions``: cases asked, drawn at random. ``passages``: in the large index.
    ``small_articles``: in a sync. ``askers``: at once.
    """

    cases: Path
    articles: Path
    index: IndexConfig
    rag: RagConfig
    repeats: int
    questions: int
    passages: int
    small_articles: int
    askers: int

    def drawn(self, count: int, *, answerable: bool = False) -> list[Case]:
        """Return so many cases, always the same of one file, and no more than it has. Raises `BadInputError`.

        ``answerable``: only such, where the first text of an answer is waited for.
        """
        cases = [case for case in load_cases(self.cases) if case.answerable or not answerable]
        return random.Random(0).sample(cases, min(count, len(cases)))

    def indexed(self) -> None:
        """Make the index of the articles, or find that it is there already; by a process of its own."""
        run([sys.executable, "-m", "index", "sync", str(self.articles), "--data", str(self.index.data)])

    def assistant(self) -> Assistant:
        """Return who answers about the articles, with everything loaded that a search needs. Raises `FootnoteError`."""
        self.indexed()
        library = Library(self.index)
        library.load()
        return Assistant(self.rag, library)
