"""How fast articles become an index: ours beside llama-index's own over the same small articles, and a second sync.

The other side is `VectorStoreIndex.from_documents` with the same embedder and Chroma; it needs the packages
llama-index-embeddings-huggingface and llama-index-vector-stores-chroma, and is left out without them.
"""

import json
import shutil
import sys
from importlib.util import find_spec

from evals.bench.figures import Figure, Measured, once
from evals.bench.material import sentences, write_articles
from evals.bench.processes import run
from evals.bench.setting import Setting
from index.embed import find_embedder

_NEEDED = ("llama_index.embeddings.huggingface", "llama_index.vector_stores.chroma")


def measure(setting: Setting) -> Measured:
    """Return seconds, articles a second and peak memory (MB), each in a process of its own, one after the other."""
    place = setting.index.data.parent
    folder = place / f"small-{setting.small_articles}"
    write_articles(folder, sentences(setting.articles), setting.small_articles, (3, 6), 1)
    for name in ("small-index", "stock-index"):
        shutil.rmtree(place / name, ignore_errors=True)
    ours = _watched(sys.executable, "-m", "index", "sync", str(folder), "--data", str(place / "small-index"))
    again = _watched(sys.executable, "-m", "index", "sync", str(folder), "--data", str(place / "small-index"))
    figures = [*_told("ours", ours, setting.small_articles), once("ours, nothing changed", again[0], "s")]
    embedder = find_embedder(setting.index)
    missing = [name for name in _NEEDED if not _there(name)]
    if missing or embedder is None:
        return Measured(tuple(figures), (f"left out: llama-index, which needs {missing or 'the embedder'}",))
    stock = _watched(
        sys.executable, "-m", "evals.bench.stock_index", str(folder), str(embedder.folder), str(place / "stock-index")
    )
    figures += [
        *_told("llama-index", stock, setting.small_articles),
        once("llama-index over ours", stock[0] / ours[0], "times"),
    ]
    return Measured(tuple(figures))


def _told(name: str, found: tuple[float, float], articles: int) -> list[Figure]:
    return [
        once(f"{name}, {articles} articles", found[0], "s"),
        once(f"{name}, rate", articles / found[0], "articles/s"),
        once(f"{name}, memory at most", found[1], "MB"),
    ]


def _watched(*command: str) -> tuple[float, float]:
    """Return the seconds of a command and the most MB that it or one of its children held."""
    _, told = run([sys.executable, "-m", "evals.bench.watched", *command])
    found = json.loads(told.splitlines()[-1])
    return found["seconds"], found["megabytes"]


def _there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:  # of the package around it
        return False
