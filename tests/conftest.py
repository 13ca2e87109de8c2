"""What the tests of index/ and rag/ share: a small corpus, an embedder without a model, and the invariants of an answer.

Nothing here stands in for the thing under test: articles are real files, SQLite, Chroma and BM25 are the real ones.
Only the two models are replaced (by hashed words, and by a scripted reply), so that the tests need no download.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from index.catalog import Catalog
from index.config import IndexConfig
from index.embed import Embedder, Encoding, QueryEncoding, Vectors
from index.lexical import terms
from index.library import Generation, Library
from index.sync import sync
from index.types import SyncReport
from rag import answerable, support
from rag.answer import Assistant
from rag.config import RagConfig
from web.background import Upkeep

# The same examples every time, and no time limit for one of them: a test fails for a reason in the code alone.
settings.register_profile("footnote", derandomize=True, deadline=None)
settings.load_profile("footnote")

pytest_plugins = ("browsing",)

ANSWER_KEYS = (
    "question query answer short_answer abstained sentences citations missing conflicts hits evidence notices error "
    "engine prompt_ids timings_ms"
).split()
MAX_QUOTE_SHOWN = 400
CITATION_KEYS = "number article title publisher date quote start end article_hash also_in".split()

BRIDGE = """The Velm bridge reopens

12 March 2021

The Velm bridge reopened on Friday after nineteen months of repairs. Mayor Ilse Brandt cut the ribbon in front of \
4,200 people.

Engineers replaced 312 steel cables and repainted the northern tower. The work cost 48 million crowns, half of it paid \
by the province.

Cyclists may use the eastern lane from May onwards.
"""
OBSERVATORY = """---
title: An observatory for Mount Karn
publisher: Sky Letter
date: 2019-07
---

The observatory on Mount Karn stands at 2,870 metres. Its mirror has a diameter of four metres and was polished in Lund.

Dr. Amara Okoye directs the observatory. She did not accept the military contract that was offered in 2018.
"""
LIBRARY = """Title: The library that lends seeds
Source: Village Post
Date: 3 April 2022

The Orrin library lends vegetable seeds to its members. A footnote in its catalogue reads "see shelf [1] and shelf [12]".

Borrowers returned 640 envelopes of seeds in the first year.
"""
CORPUS = {"bridge.txt": BRIDGE, "copies/bridge-again.txt": BRIDGE, "karn.md": OBSERVATORY, "orrin.txt": LIBRARY}


class HashedWords(Embedder):
    """An embedder without a model: each stemmed word is a direction, so texts that share words are near each other."""

    dimensions = 256

    def __init__(self, name: str = "hashed-words") -> None:
        super().__init__(Path(name))
        self.name = name
        self.embedded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return self.name

    def load(self) -> None:
        self.encode(["ready"])

    def _directions(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, words in zip(vectors, terms(texts), strict=True):
            for word in words or ["nothing"]:
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimensions] += 1.0
            row /= np.linalg.norm(row)
        return vectors

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        self.embedded += texts
        vectors = self._directions(texts)
        words = [self._directions(re.findall(r"\w+", text)) for text in texts]
        return [Encoding(vector, tokens) for vector, tokens in zip(vectors, words, strict=True)]

    def encode_query(self, query: str) -> QueryEncoding:
        encoding = self.encode([query])[0]
        return QueryEncoding(encoding.vector, encoding.tokens, tuple(word.span() for word in re.finditer(r"\w+", query)))


class Indexed:
    """A folder of articles and its index, both in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "articles"
        self.config = IndexConfig(data=root / "data", models=root / "models")
        self.embedder = HashedWords()

    def write(self, articles: Mapping[str, str | bytes]) -> None:
        for name, text in articles.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def sync(self, *, vectors: bool = True, replace: bool = False, folder: Path | None = None) -> SyncReport:
        return sync(folder or self.folder, self.config, self.embedder if vectors else None, replace=replace)

    def catalog(self) -> Catalog:
        return Catalog(self.config.data)

    def library(self, *, vectors: bool = True) -> Library:
        library = Library(self.config)
        library.embedder = self.embedder if vectors else None
        return library

    def generation(self, *, vectors: bool = True) -> Generation:
        with self.library(vectors=vectors).open() as (generation, _):
            return generation

    def status(self) -> dict[str, tuple[str, str | None]]:
        with self.catalog() as catalog:
            return {article.id: (article.status, article.reason) for article in catalog.articles()}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: the quick ones fail first, and no browser idles beside them."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture
def indexed(tmp_path: Path) -> Indexed:
    """An empty folder of articles that can be written to and synced."""
    return Indexed(tmp_path)


@pytest.fixture
def upkeep_of(indexed: Indexed, tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], Upkeep]]:
    """What makes the work behind a page over some articles, without vectors and models; the test itself does the work."""
    with ExitStack() as open_libraries:

        def make(articles: Mapping[str, str]) -> Upkeep:
            indexed.write(articles)
            indexed.sync(vectors=False)
            library = indexed.library(vectors=False)
            open_libraries.callback(library.close)
            made = Upkeep(indexed.folder, Assistant(RagConfig(models=tmp_path / "none", engine="extractive"), library))
            made.askable.set()
            return made

        yield make


@pytest.fixture
def reading_assistant(indexed: Indexed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """An assistant on the small corpus whose local model the test itself puts in, and which reads whatever is found."""
    monkeypatch.setattr(answerable, "probability", lambda _signals, *, with_vectors: 1.0)
    indexed.write(CORPUS)
    indexed.sync()
    model = tmp_path / "model.gguf"
    model.touch()
    return Assistant(RagConfig(tmp_path, model=model, engine="local"), indexed.library())


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Indexed:
    """The small corpus, synced once with vectors; for tests that only read."""
    made = Indexed(tmp_path_factory.mktemp("corpus"))
    made.write(CORPUS)
    made.sync()
    return made


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting and no proxy of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(("FOOTNOTE_", "OPENAI_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


_MARKER = re.compile(r"(?<!\\)\[(\d+)\]")
_ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def check_invariants(answer: Mapping[str, Any], catalog: Catalog) -> None:
    """Assert everything that product.md promises of an answer object and that can be checked from outside."""
    answer = json.loads(json.dumps(answer))  # plain JSON, and nothing that only Python can hold
    assert list(answer) == ANSWER_KEYS
    _check_citations(answer, catalog)
    _check_sentences(answer)
    _check_outcome(answer)
    _check_places(answer, catalog)
    times = answer["timings_ms"]
    assert list(times) == ["retrieve", "first_evidence", "first_token", "total"]
    assert 0 <= times["retrieve"] <= times["total"]
    if times["first_token"]:
        assert times["first_evidence"] <= times["first_token"] <= times["total"]


def _check_citations(answer: dict[str, Any], catalog: Catalog) -> None:
    for citation in answer["citations"]:
        assert list(citation) == CITATION_KEYS
        text = catalog.text(citation["article"])
        assert citation["quote"].strip()
        assert len(citation["quote"]) <= MAX_QUOTE_SHOWN
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["article_hash"] == hashlib.sha256(text.encode()).hexdigest()
        about = catalog.article(citation["article"])
        assert about is not None
        assert (citation["title"], citation["publisher"], citation["date"]) == (
            about.title,
            about.publisher,
            about.date,
        )
        assert citation["date"] is None or _ISO_DATE.fullmatch(citation["date"])
        words = "".join(citation["quote"].split())
        assert all(words in "".join(catalog.text(other).split()) for other in citation["also_in"])
        assert citation["article"] not in citation["also_in"]


def _check_sentences(answer: dict[str, Any]) -> None:
    quotes = {citation["number"]: citation["quote"] for citation in answer["citations"]}
    read = [int(number) for number in _MARKER.findall(answer["answer"])]
    assert list(dict.fromkeys(read)) == list(quotes) == list(range(1, len(quotes) + 1))  # 1..n in reading order
    shown = [s["text"] + "".join(f" [{n}]" for n in s["citations"]) for s in answer["sentences"]]
    assert answer["answer"] == " ".join(shown)
    for sentence in answer["sentences"]:
        assert sentence["text"].strip()
        assert not _MARKER.search(sentence["text"])
        assert sentence["support"] in ("supported", "partly", "unsupported")
        if sentence["support"] == "unsupported":
            continue
        assert sentence["citations"], "a sentence without a citation is presented as an answer"
        cited = " ".join(quotes[n] for n in sentence["citations"])
        said = re.sub(r"\\([\[\]])", r"\1", sentence["text"])
        assert support.check(said, cited) == sentence["support"]


def _check_outcome(answer: dict[str, Any]) -> None:
    assert answer["engine"] in ("local", "openai", "extractive")
    if answer["error"]:
        assert list(answer["error"]) == ["code", "message"]
        assert "\n" not in answer["error"]["message"]
        assert not answer["abstained"]
        assert not answer["sentences"]
    elif answer["abstained"]:
        assert answer["missing"]
        assert answer["short_answer"] is None
    else:
        assert answer["sentences"]
    for conflict in answer["conflicts"]:
        for side in conflict["sides"]:
            assert set(side["citations"]) <= {c["number"] for c in answer["citations"]}


def _check_places(answer: dict[str, Any], catalog: Catalog) -> None:
    for place in [*answer["hits"], *answer["evidence"]]:
        assert 0 <= place["start"] < place["end"] <= len(catalog.text(place["article"]))
    assert [hit["rank"] for hit in answer["hits"]] == list(range(1, len(answer["hits"]) + 1))
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    for citation in answer["citations"]:
        assert any(
            place["article"] == citation["article"]
            and place["start"] <= citation["start"]
            and citation["end"] <= place["end"]
            for place in answer["evidence"]
        ), "a citation lies outside of what the model was given"
