"""Articles in any number: sentences of real ones, put together at random; and vectors made up."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embed import Embedder, Encoding
from index.errors import BadInputError

_FEWEST_SENTENCES = 50


def sentences(folder: Path) -> list[str]:
    """Return whole sentences of the .txt and .md articles of a folder. Raises `BadInputError` when they are too few."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    found = [s.strip() + "." for text in texts for s in text.replace("\n", " ").split(". ") if 40 < len(s) < 250]
    if len(found) < _FEWEST_SENTENCES:
        raise BadInputError(
            f"{folder} holds too few sentences to make articles of; give a folder with a dozen .txt or .md files"
        )
    return found


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


class MadeUp(Embedder):
    """Random vectors under the embedder's name: only their number matters, and embedding would take minutes."""

    def __init__(self, folder: Path, dimensions: int = 384) -> None:
        super().__init__(folder)
        self._dimensions = dimensions
        self._chance = np.random.default_rng(1)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """Return random vectors, as many for the tokens of a text as it is likely to have."""
        found = []
        for text in texts:
            tokens = self._chance.normal(size=(len(text) // 5 + 1, self._dimensions)).astype(np.float32)
            vector = tokens.mean(axis=0)
            found.append(Encoding(vector / np.linalg.norm(vector), tokens))
        return found
