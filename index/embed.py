"""Texts -> unit vectors by a sentence-transformers model on the CPU. The only file that imports the library."""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index import model_files
from index.config import IndexConfig, cores
from index.errors import ModelFileError

Vectors = npt.NDArray[np.float32]

_BATCH = 32


class Embedder:
    """A sentence-transformers model, loaded on first use (its import alone takes seconds).

    bf16 where the CPU computes in it: 2.7 times as fast as fp32 with top-10 overlap .98.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """Name and weights of the model; vectors of different fingerprints must not be mixed."""
        weights = sorted(self._folder.glob("*.safetensors")) or sorted(self._folder.glob("*.bin"))
        sizes = ",".join(f"{path.name}:{path.stat().st_size}" for path in weights)
        return f"{self._folder.name}-{hashlib.sha256(sizes.encode()).hexdigest()[:8]}"

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401  the library's type stays inside this file
        # Both would otherwise ask the hub for updates although the model is on disk.
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        import sentence_transformers
        import torch
        from transformers.utils import logging

        logging.disable_progress_bar()
        fast = torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32
        try:
            return sentence_transformers.SentenceTransformer(
                str(self._folder), device="cpu", model_kwargs={"dtype": fast}, local_files_only=True
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelFileError(
                f"{self._folder} holds no usable sentence-transformers model ({str(error).splitlines()[0]}); "
                "delete the folder and run: python -m rag fetch"
            ) from error

    def load(self) -> None:
        """Load the model now (in the background, before the first question needs it)."""
        self.embed(["ready"])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimensions).

        Long texts go first and texts of like length together, so that little is padded.
        """
        import torch

        if len(texts) == 1:
            # One question gains nothing from a second thread, and torch's threads would wait in a busy loop for
            # cores that the language model is using.
            torch.set_num_threads(1)
        else:
            torch.set_num_threads(cores())
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        parts: list[Vectors] = []
        for start in range(0, len(order), _BATCH):
            batch = [texts[i] for i in order[start : start + _BATCH]]
            vectors = self._model.encode(batch, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
            parts.append(np.asarray(vectors, dtype=np.float32))
        if not parts:
            return np.empty((0, 0), dtype=np.float32)
        found = np.concatenate(parts)
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors


def find_embedder(config: IndexConfig) -> Embedder | None:
    """Return the configured embedder, or the default one; None when it has not been fetched."""
    if config.embedder:
        return Embedder(config.embedder)
    folder = model_files.find(model_files.EMBEDDER, config.models)
    return Embedder(folder) if folder else None
