"""How fast is the index? `python -m evals.speed throughput|scale --data DIR`.

`throughput`: a sync of so many small articles, then a second one with nothing to do, against llama-index's own
`VectorStoreIndex.from_documents` with the same embedder and Chroma (needs the packages llama-index-embeddings-huggingface
and llama-index-vector-stores-chroma), each in a process of its own, one after the other. `scale`: the time of hybrid
retrieval over an index of so many passages while a sync adds articles to it.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.catalog import Catalog
from index.command import run_command
from index.config import IndexConfig, from_environment
from index.embed import Embedder, Encoding, find_embedder
from index.errors import BadInputError, IndexMissingError
from index.library import Library
from index.sync import sync
from rag.retrieve import retrieve

_WARM_UP = 20
_PAUSE_SECONDS = 0.05
_ADDED = 2_000


def write_articles(folder: Path, sentences: Sequence[str], count: int, each: tuple[int, int], seed: int) -> None:
    """Write so many articles of ``each`` (from, to) sentences, drawn at random, if they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    for number in range(count):
        body = chance.sample(sentences, chance.randint(*each))
        paragraphs = "\n\n".join(" ".join(body[start : start + 5]) for start in range(0, len(body), 5))
        path = folder / f"{seed}-{number:06}.txt"
        if not path.exists():
            path.write_text(f"Report {number} about {body[0].split()[0]}\n\n{paragraphs}\n", encoding="utf-8")


def throughput(sentences: Sequence[str], config: IndexConfig, count: int) -> dict[str, object]:
    """Return seconds and peak memory (MB) of our sync, of a second one, and of llama-index's, over the same articles."""
    folder, data = config.data / f"small-{count}", config.data / "index"
    write_articles(folder, sentences, count, (3, 6), 1)
    for name in ("index", "stock"):
        shutil.rmtree(config.data / name, ignore_errors=True)
    ours = _timed([sys.executable, "-m", "index", "sync", str(folder), "--data", str(data)], config)
    again = _timed([sys.executable, "-m", "index", "sync", str(folder), "--data", str(data)], config)
    embedder = find_embedder(config)
    if embedder is None:
        raise BadInputError("the embedder is not on disk; fetch it once with: python -m rag fetch")
    stock = _timed([sys.executable, "-c", _STOCK, str(folder), str(embedder.folder), str(config.data / "stock")], config)
    return {"ours": ours, "nothing changed": again, "llama-index": stock, "ratio": round(stock["s"] / ours["s"], 2)}


_STOCK = """
import sys
folder, model, data = sys.argv[1:]
import chromadb
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore
documents = SimpleDirectoryReader(folder).load_data()
collection = chromadb.PersistentClient(data).get_or_create_collection("articles")
storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
VectorStoreIndex.from_documents(documents, storage_context=storage, embed_model=HuggingFaceEmbedding(model, device="cpu"))
print(collection.count())
"""


def _timed(command: Sequence[str], config: IndexConfig) -> dict[str, float]:
    """Run a command in a child of a child, so that its peak memory, children included, is its own."""
    environment = os.environ | {"FOOTNOTE_MODELS": str(config.models), "HF_HUB_OFFLINE": "1"}
    watched = [sys.executable, "-m", "evals.speed", "--watched", json.dumps(list(command))]
    done = subprocess.run(watched, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise BadInputError(f"{' '.join(command)[:80]} failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _watch(command: Sequence[str]) -> int:
    start = time.monotonic()
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    sys.stdout.write(json.dumps({"s": round(seconds, 2), "peak MB": round(peak)}) + "\n")
    return done.returncode


class _Made(Embedder):
    """Random vectors under the embedder's name: only their number matters here, and embedding would take an hour."""

    chance = np.random.default_rng(1)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        found = []
        for text in texts:
            tokens = self.chance.normal(size=(len(text) // 5 + 1, 384)).astype(np.float32)
            vector = tokens.mean(axis=0)
            found.append(Encoding(vector / np.linalg.norm(vector), tokens))
        return found


def scale(sentences: Sequence[str], config: IndexConfig, count: int) -> dict[str, object]:
    """Return milliseconds of retrieval over ``count`` passages, alone and while a sync adds articles."""
    folder = config.data / "large"
    write_articles(folder, sentences, count // 5, (25, 25), 2)
    settled = IndexConfig(config.data / "large-index", config.models, config.embedder)
    embedder = find_embedder(config)
    if embedder is None:
        raise BadInputError("the embedder is not on disk; fetch it once with: python -m rag fetch")
    library = Library(settled)
    if not _generation(settled):
        sync(folder, settled, _Made(embedder.folder), progress=_say)
    library.load()
    with library.open() as (_, catalog):
        passages = catalog.counts()[1]
    queries = [f"What is said of {' '.join(sentence.split()[1:9])}?" for sentence in random.Random(3).sample(sentences, 600)]
    _times(library, queries[:_WARM_UP])
    alone = _times(library, queries[:200])
    write_articles(folder, sentences, _ADDED, (3, 6), int(time.time()))
    environment = os.environ | {"FOOTNOTE_MODELS": str(config.models)}
    command = [sys.executable, "-m", "index", "sync", str(folder), "--data", str(settled.data)]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    meanwhile: list[float] = []
    while child.poll() is None:
        meanwhile += _times(library, [queries[len(meanwhile) % len(queries)]])
        time.sleep(_PAUSE_SECONDS)
    return {"passages": passages, "alone": _percentiles(alone), "while a sync runs": _percentiles(meanwhile)}


def _generation(config: IndexConfig) -> int:
    """The generation that is published, 0 when none is: a build that was cut off goes on."""
    try:
        with Catalog(config.data) as catalog:
            return catalog.generation
    except IndexMissingError:
        return 0


def _times(library: Library, queries: Sequence[str]) -> list[float]:
    found = []
    for query in queries:
        start = time.perf_counter()
        with library.open() as (generation, catalog):
            retrieve(query, generation, catalog)
        found.append((time.perf_counter() - start) * 1000)
    return found


def _percentiles(times: Sequence[float]) -> dict[str, float]:
    cut = np.percentile(times, [50, 95, 100])
    return {"n": len(times)} | {name: round(float(v), 1) for name, v in zip(("p50", "p95", "max"), cut, strict=True)}


def _say(what: str, done: int, total: int) -> None:
    if done % 256 == 0:
        sys.stderr.write(f"\r{what} {done}/{total}   ")


def _sentences(folder: Path) -> list[str]:
    """Whole lines and sentences of the articles of a folder, as raw material."""
    texts = [
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.iterdir())
        if path.suffix in (".txt", ".md")
    ]
    found = [s.strip() + "." for text in texts for s in text.replace("\n", " ").split(". ") if 40 < len(s) < 250]
    if len(found) < 1_000:
        raise BadInputError(
            f"{folder} holds too few sentences to make articles of; give a folder with some dozen .txt files"
        )
    return found


def _run(arguments: argparse.Namespace) -> int:
    config = from_environment(os.environ, arguments.data)
    work = {"throughput": throughput, "scale": scale}[arguments.what]
    found = work(_sentences(arguments.articles), config, arguments.count)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the two and print what was measured."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--watched"]:
        return _watch(json.loads(words[1]))
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description="Measure how fast the index is.")
    parser.add_argument("what", choices=("throughput", "scale"))
    parser.add_argument("articles", type=Path, help="a folder of articles whose sentences the measured ones are made of")
    parser.add_argument("--data", required=True, help="a folder to work in")
    parser.add_argument("--count", type=int, default=5_000, help="articles (throughput) or passages (scale)")
    arguments = parser.parse_args(words)
    return run_command(lambda: _run(arguments), "stopped")


if __name__ == "__main__":
    sys.exit(main())
