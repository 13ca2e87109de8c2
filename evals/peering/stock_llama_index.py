"""Stock llama-index as a peer: its CitationQueryEngine and its default query engine, with our embedder and local model.

Every setting is the library's own: chunks of 1,024 tokens, two of them retrieved, citation chunks of 512, its prompts, its
context window of 3,900 tokens and 256 tokens of reply. Nothing is set in its global ``Settings``.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.constants import DEFAULT_CONTEXT_WINDOW, DEFAULT_NUM_OUTPUTS
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import MetadataMode

from evals.peering.system import PeerAnswer, PeerCitation, Setting
from index.embed import Embedder
from rag.llm import EngineError, LanguageModel
from rag.local_model import LocalModel
from rag.types import EvidenceSpan, FoundPassage, Turn

CONTEXT = 4096
"""Tokens: the library's window of 3,900, and room for the marks of the chat template."""
SYSTEM = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."
"""What the model's own chat template says when, as here, the application says nothing."""
_ARTICLE = "file_path"
"""The library's own reader of folders puts a file's path under this key, and its prompts show it."""


class Model(CustomLLM):  # type: ignore[misc]  # the library is not typed for us
    """A local model, greedily decoded, as llama-index wants to call it: it completes one text."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self._model = model

    @property
    def metadata(self) -> LLMMetadata:
        """The library's own defaults for the size of prompt and reply."""
        return LLMMetadata(context_window=DEFAULT_CONTEXT_WINDOW, num_output=DEFAULT_NUM_OUTPUTS)

    def complete(self, prompt: str, formatted: bool = False, **_: object) -> CompletionResponse:
        """Return the whole reply."""
        return CompletionResponse(text="".join(self._model.stream(SYSTEM, prompt, DEFAULT_NUM_OUTPUTS)))

    def stream_complete(self, prompt: str, formatted: bool = False, **_: object) -> Any:  # noqa: ANN401
        """Yield the whole reply at once: nobody watches."""
        yield self.complete(prompt)


class Embedding(BaseEmbedding):  # type: ignore[misc]
    """Our embedder as llama-index wants to call it: one pooled vector a text."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.folder.name)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self._embedder.encode_query(query).vector]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in encoding.vector] for encoding in self._embedder.encode(texts)]


class QueryEngine:
    """One of the library's query engines as a peer. It has no use for a conversation: the question goes in as it is."""

    def __init__(self, name: str, engine: Any, articles: Mapping[str, str], *, cites: bool) -> None:  # noqa: ANN401
        self.name = name
        self._engine = engine
        self._articles = articles
        self._cites = cites

    def answer(self, question: str, history: Sequence[Turn]) -> PeerAnswer:
        """Ask the engine. Raises `EngineError`."""
        response = self._engine.query(question)
        places = [self._place(node.node) for node in response.source_nodes]
        scores = [float(node.score or 0.0) for node in response.source_nodes]
        numbered = tuple(PeerCitation(n, p.article, p.start, p.end) for n, p in enumerate(places, 1))
        found = (
            FoundPassage(p.article, p.start, p.end, s, n) for n, (p, s) in enumerate(zip(places, scores, strict=True), 1)
        )
        return PeerAnswer(response.response or "", numbered if self._cites else (), tuple(places), tuple(found))

    def _place(self, node: Any) -> EvidenceSpan:  # noqa: ANN401
        """Where the words of a node stand in the stored text of its article."""
        article, words = node.metadata[_ARTICLE], node.get_content(metadata_mode=MetadataMode.NONE)
        if self._cites:
            words = words.split("\n", 1)[1]  # "Source 1:" is the engine's own heading
        words = words.strip()
        start = self._articles[article].find(words)
        if start < 0:
            raise EngineError(f"llama-index changed the words of {article}, so what it cites cannot be placed")
        return EvidenceSpan(article, start, start + len(words))


@contextmanager
def _silent(logger: logging.Logger) -> Iterator[None]:
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def engines(setting: Setting, model: LanguageModel | None = None) -> tuple[QueryEngine, QueryEngine]:
    """Index the articles and return both engines. Each has a model of its own (the file is shared) unless one is given.

    With a model in common each would lose to the other what that has kept of its last prompt.
    """
    documents = [
        Document(text=text, id_=article, metadata={_ARTICLE: article}) for article, text in setting.articles.items()
    ]
    with _silent(
        logging.getLogger("transformers.tokenization_utils_base")
    ):  # that chunks are longer than the embedder reads
        index = VectorStoreIndex.from_documents(
            documents, embed_model=Embedding(setting.embedder), transformations=[SentenceSplitter()]
        )
    citing, plain = (Model(model or LocalModel(setting.model, context=CONTEXT)) for _ in range(2))
    return (
        QueryEngine(
            "llama-index CitationQueryEngine", CitationQueryEngine.from_args(index, llm=citing), setting.articles, cites=True
        ),
        QueryEngine("llama-index query engine", index.as_query_engine(llm=plain), setting.articles, cites=False),
    )
