"""What another question-answering system has to offer to be run beside Footnote, and the ones that are built in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.embed import Embedder
from rag.types import EvidenceSpan, FoundPassage, Turn


@dataclass(frozen=True, slots=True)
class PeerCitation:
    """What the marker ``[number]`` in a reply stands for: characters ``start:end`` of an article's stored text."""

    number: int
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """A reply as it came, and what each marker that may stand in it means.

    ``citations``: empty when the system cites nothing. ``given``: what its model was given; ``found``: what it retrieved.
    """

    text: str
    citations: tuple[PeerCitation, ...] = ()
    given: tuple[EvidenceSpan, ...] = ()
    found: tuple[FoundPassage, ...] = ()


class Peer(Protocol):
    """Another system: whatever has a name and this one method can be measured. Add it to `built_in`.

    For example::

    class FirstSentence:
        name = "first sentence"

        def __init__(self, setting: Setting) -> None:
            self.article, self.text = next(iter(setting.articles.items()))

        def answer(self, question: str, history: Sequence[Turn]) -> PeerAnswer:
            end = self.text.index(".") + 1
            return PeerAnswer(self.text[:end] + " [1]", (PeerCitation(1, self.article, 0, end),))
    """

    name: str

    def answer(self, question: str, history: Sequence[Turn]) -> PeerAnswer:
        """Answer one question. Raises `rag.llm.EngineError` when it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Setting:
    """What every system is built from, so that they differ in nothing else.

    ``articles``: the stored texts by article id; ``model``: the file of the local language model.
    """

    articles: Mapping[str, str]
    embedder: Embedder
    model: Path


def built_in(setting: Setting) -> list[Peer]:
    """Return the systems that are run beside Footnote. Their packages are imported here, when they are wanted."""
    from evals.peering.stock_llama_index import engines

    return [*engines(setting)]
