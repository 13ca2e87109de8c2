"""A sentence-transformers model -> the same model as an OpenVINO graph, made once and kept beside the model files.

The graph is read in a fifth of a second and needs neither torch nor the library, whose imports alone take seconds and
half a gigabyte. Making it needs both, for ten seconds, in a process of its own. The only file that imports the three.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.errors import ModelFileError

MODEL, WEIGHTS, TOKENIZER, ABOUT = "model.xml", "model.bin", "tokenizer.json", "about.json"
_PARTS = (MODEL, WEIGHTS, TOKENIZER)
_SECONDS = 600.0


def openvino() -> Any:  # noqa: ANN401
    """Return the library. It would tell its makers of every import, where the package that does so is installed."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: it cannot be imported
    import openvino

    return openvino


def made(model: Path, graph: Path) -> Path:
    """Return the folder ``graph``, making it of the ``model``'s folder when it is not there whole.

    It holds `MODEL` and `WEIGHTS` (token ids and attention mask, both of shape (texts, tokens), -> the vectors of texts and
    of tokens), the `TOKENIZER`, and `ABOUT`: how many tokens a text may have. Raises `ModelFileError`.
    """
    try:
        if not _whole(graph):
            graph.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(graph.with_name(f"{graph.name}.lock")):
                if not _whole(graph):
                    _make(model, graph)
    except OSError as error:
        raise ModelFileError(
            f"{graph.parent} could not be written ({error.strerror or error}), where the embedding model is prepared once; "
            "make it writable and run: python -m rag fetch"
        ) from error
    return graph


def about(graph: Path) -> int:
    """Return how many tokens of a text the model reads, its own marks included."""
    return int(json.loads((graph / ABOUT).read_text(encoding="utf-8"))["tokens"])


def _whole(graph: Path) -> bool:
    """Whether all files are as they were written: a changed weight would not be noticed otherwise."""
    try:
        written = json.loads((graph / ABOUT).read_text(encoding="utf-8"))["sha256"]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError):
        return False
    return bool(written == _hashes(graph))


def _hashes(graph: Path) -> Mapping[str, str]:
    found = {}
    for name in _PARTS:
        if (graph / name).is_file():
            with (graph / name).open("rb") as stream:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _make(model: Path, graph: Path) -> None:
    if not (model / "config.json").is_file():
        raise _unusable(model, "there is no config.json")
    with tempfile.TemporaryDirectory(dir=graph.parent, prefix=f"{graph.name}.") as fresh:
        command = [sys.executable, "-m", "index.graph", str(model), fresh]
        # What is imported must be ours, wherever the caller stands.
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=_SECONDS, cwd=Path(__file__).parent.parent
        )
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            raise _unusable(model, lines[-1].strip() if lines else "it ended")
        shutil.rmtree(graph, ignore_errors=True)
        os.chmod(fresh, 0o755)  # a models folder may be shared
        os.rename(fresh, graph)
        Path(fresh).mkdir()  # the temporary folder wants to be deleted


def _unusable(model: Path, why: str) -> ModelFileError:
    return ModelFileError(
        f"{model} holds no usable sentence-transformers model ({why}); delete the folder and run: python -m rag fetch"
    )


def _convert(model: Path, folder: Path) -> None:
    """Trace the whole model, pooling included, and write it with half precision."""
    # Both would otherwise ask the hub for updates although the model is on disk.
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    import sentence_transformers
    import torch

    loaded = sentence_transformers.SentenceTransformer(str(model), device="cpu", local_files_only=True).eval()

    class Both(torch.nn.Module):  # type: ignore[misc]  # torch is imported here only
        def __init__(self) -> None:
            super().__init__()
            self.model = loaded

        def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any]:  # noqa: ANN401  torch's tensors
            output = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return output["sentence_embedding"], output["token_embeddings"]

    example = torch.ones(2, 8, dtype=torch.long)
    traced = openvino().convert_model(Both(), example_input={"input_ids": example, "attention_mask": example})
    openvino().save_model(traced, folder / MODEL, compress_to_fp16=True)
    tokenizer = loaded.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / TOKENIZER))
    kept = {"tokens": int(loaded.max_seq_length or 512), "sha256": _hashes(folder)}
    (folder / ABOUT).write_text(json.dumps(kept), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Make a graph: the model's folder, an empty folder. What goes wrong is the last line on standard error."""
    model, folder = sys.argv[1:] if argv is None else argv
    _convert(Path(model), Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
