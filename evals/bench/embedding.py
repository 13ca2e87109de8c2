"""Our embedder beside sentence-transformers in fp32: how fast it is, and whether it finds the same passages."""

import random
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import numpy as np

from evals.bench.figures import Measured, median, once, share
from evals.bench.setting import Setting
from index.catalog import Catalog
from index.config import cores
from index.embed import Embedder, Vectors, find_embedder
from index.errors import ModelFileError

PASSAGES, BLOCK = 500, 50
_QUESTIONS = 200
_LATENCIES = 60
_NEAREST = 10
_TOKENS = 4.3
"""Characters a token of English news, about."""


def measure(setting: Setting, passages: int = PASSAGES, block: int = BLOCK) -> Measured:
    """Return passages a second of both in one run, block by block in turn, and how far their vectors agree."""
    embedder = find_embedder(setting.index)
    if embedder is None:
        raise ModelFileError("the embedder is not on disk; fetch it once with: python -m rag fetch")
    import sentence_transformers
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(cores())
    stock = sentence_transformers.SentenceTransformer(str(embedder.folder), device="cpu", local_files_only=True)
    setting.indexed()
    with Catalog(setting.index.data) as catalog:
        texts = [text for _, _, text in catalog.passage_texts()]
    texts = random.Random(0).sample(texts, min(passages, len(texts)))
    questions = [case.question for case in setting.drawn(_QUESTIONS)]
    embedder.encode(texts[:5])
    stock.encode(texts[:5])
    ours, theirs, speeds = _in_turn(embedder, stock, texts, block)
    own, other = [e.vector for e in embedder.encode(questions)], stock.encode(questions, normalize_embeddings=True)
    overlap = [len(set(a) & set(b)) for a, b in zip(_nearest(own, ours), _nearest(other, theirs), strict=True)]
    nearest, tokens = min(_NEAREST, len(texts)), sum(map(len, texts)) / len(texts) / _TOKENS
    one = {"ours": embedder.encode_query, "fp32": lambda q: stock.encode([q])}
    return Measured(
        (
            *median("ours", [s[0] for s in speeds], "passages/s"),
            *median("sentence-transformers fp32", [s[1] for s in speeds], "passages/s"),
            *median("ours over fp32", [a / b for a, b in speeds], "times"),
            share("overlap of the ten nearest", overlap, [nearest] * len(overlap)),
            once("least cosine of ours to fp32", float((ours * theirs).sum(1).min()), "cosine"),
            *(
                f
                for name, encode in one.items()
                for f in median(f"one question, {name}", _latencies(encode, questions), "ms")
            ),
        ),
        (f"{len(texts)} passages of about {tokens:.0f} tokens, {len(questions)} questions",),
    )


def _in_turn(
    embedder: Embedder,
    stock: Any,  # noqa: ANN401  the library's own
    texts: Sequence[str],
    block: int,
) -> tuple[Vectors, Vectors, list[tuple[float, float]]]:
    """Both sets of unit vectors, (passages, dimensions), and the passages a second of both for each block."""
    ours: list[Vectors] = []
    theirs: list[Vectors] = []
    speeds = []
    for start in range(0, len(texts), block):
        some = texts[start : start + block]
        began = perf_counter()
        ours += [encoding.vector for encoding in embedder.encode(some)]
        between = perf_counter()
        theirs += list(stock.encode(some, normalize_embeddings=True, show_progress_bar=False))
        speeds.append((len(some) / (between - began), len(some) / (perf_counter() - between)))
    return np.array(ours), np.array(theirs), speeds


def _nearest(queries: Sequence[Vectors], passages: Vectors) -> list[list[int]]:
    return [list(np.argsort(-(passages @ query))[:_NEAREST]) for query in queries]


def _latencies(encode: Any, questions: Sequence[str]) -> list[float]:  # noqa: ANN401
    found = []
    for turn in range(_LATENCIES + 10):
        start = perf_counter()
        encode(questions[turn % len(questions)])
        found.append((perf_counter() - start) * 1e3)
    return found[10:]
