"""Does the index survive being cut off and damaged? `python -m evals.durability kill|damage ARTICLES --data DIR`.

`kill`: a sync of a growing, changing and shrinking copy of the articles is killed (SIGKILL) at random moments; after
each the index is opened and checked. `damage`: the vector store of a finished index is deleted, truncated or changed by
one bit at random places; after each the index is searched and must answer as before, without embedding anything again.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from index import doctor
from index.command import run_command
from index.config import IndexConfig, from_environment
from index.embed import Embedder, Encoding
from index.errors import BadInputError
from index.library import Library


def kill(articles: Path, config: IndexConfig, times: int, seed: int) -> Counter[str]:
    """Kill a sync so often; return how often each kind of thing happened (lost, faults, unanswered must stay 0)."""
    chance = random.Random(seed)
    folder = config.data / "articles"
    _copy(articles, folder)
    config = IndexConfig(config.data / "index", config.models, config.embedder)
    found: Counter[str] = Counter()
    longest = _sync(folder, config, None) or 0.0
    for turn in range(times):
        published = _published(config)
        _edit(folder, articles, chance, turn)
        was_over = _sync(folder, config, chance.uniform(0, longest)) is not None
        found["finished before the kill" if was_over else "killed"] += 1
        there = _published(config)
        found["acknowledged articles lost"] += sum((folder / article).exists() for article in published - there)
        faults = [fault for fault in doctor.diagnose(config.data).faults if fault.kind != "leftover"]
        found["faults"] += len(faults)
        found["not answered"] += not _answers(config, folder, there)
        _say(f"{turn + 1}/{times} {dict(found)}")
    _sync(folder, config, None)
    found["orphans after the next sync"] = len(doctor.diagnose(config.data).faults)
    return found


def damage(articles: Path, config: IndexConfig, times: int, seed: int) -> Counter[str]:
    """Damage the vector store so often; return how often each kind of thing happened."""
    chance = random.Random(seed)
    sound = IndexConfig(config.data / "sound", config.models, config.embedder)
    _sync(articles, sound, None)
    questions = _questions(articles, chance)
    expected, _ = _search(sound, questions)
    found: Counter[str] = Counter()
    for turn in range(times):
        broken = IndexConfig(config.data / "broken", config.models, config.embedder)
        shutil.rmtree(broken.data, ignore_errors=True)
        shutil.copytree(sound.data, broken.data)
        found[f"places damaged ({_break(broken.data / 'chroma', chance, turn)})"] += 1
        found["detected by doctor"] += any(fault.kind == "cache" for fault in doctor.diagnose(broken.data).faults)
        answers, embedded = _search(broken, questions)
        found["answered as before"] += answers == expected
        found["texts embedded again"] += embedded
        found["faults left"] += len(doctor.diagnose(broken.data).faults)
        _say(f"{turn + 1}/{times} {dict(found)}")
    return found


def _sync(folder: Path, config: IndexConfig, seconds: float | None) -> float | None:
    """Sync in a child; kill it after so many seconds. Return how long it took, None when it was killed."""
    environment = os.environ | {"FOOTNOTE_MODELS": str(config.models)}
    command = [sys.executable, "-m", "index", "sync", str(folder), "--data", str(config.data)]
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        if child.wait(seconds):
            raise BadInputError(f"{folder} could not be synced; try: {' '.join(command[1:])}")
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return None
    return time.monotonic() - start


def _copy(articles: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in _texts(articles):
        shutil.copy(path, folder)


def _texts(articles: Path) -> list[Path]:
    return sorted(path for path in articles.iterdir() if path.suffix in (".txt", ".md"))


def _edit(folder: Path, articles: Path, chance: random.Random, turn: int) -> None:
    """Change, add, move and delete a few articles."""
    there = _texts(folder)
    changed, moved, deleted = chance.sample(there, 3)
    changed.write_text(f"{changed.read_text()}\n\nNote {turn} was added to this article.\n")
    moved.rename(folder / f"moved-{turn}{moved.suffix}")
    deleted.unlink()
    source = chance.choice(_texts(articles))
    (folder / f"new-{turn}{source.suffix}").write_text(f"{source.read_text()}\n\nEdition {turn} of it.\n")


def _published(config: IndexConfig) -> set[str]:
    with Library(config).catalog() as catalog:
        return {article.id for article in catalog.articles() if article.status == "indexed"}


def _answers(config: IndexConfig, folder: Path, there: set[str]) -> bool:
    """Whether the words of an article find a passage of an article that is in the index, by both ways of searching."""
    with Library(config).open() as (generation, catalog):
        if not there:
            return generation.number == 0
        text = catalog.text(min(there))
        query = generation.encode_query(text[:300])
        near = generation.dense(query.vector, 5) if query else []
        ids = [i for i, _ in (*near, *generation.lexical(text[:300], 5))]
        return bool(near) and len(catalog.passages(ids)) == len(set(ids))


class _Counting(Embedder):
    """The embedder, which counts the texts that it embeds for the index."""

    texts = 0

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        self.texts += len(texts)
        return super().encode(texts)


def _questions(articles: Path, chance: random.Random) -> list[str]:
    words = [line for path in _texts(articles) for line in path.read_text().splitlines() if len(line) > 60]
    return [line[:120] for line in chance.sample(words, min(40, len(words)))]


def _search(config: IndexConfig, questions: Sequence[str]) -> tuple[list[object], int]:
    library = Library(config)
    if library.embedder is None:
        raise BadInputError("the embedder is not on disk; fetch it once with: python -m rag fetch")
    counting = library.embedder = _Counting(library.embedder.folder)
    found: list[object] = []
    with library.open() as (generation, _):
        for question in questions:
            query = generation.encode_query(question)
            near = generation.dense(query.vector, 10) if query else []
            found.append([(i, round(score, 3)) for i, score in (*near, *generation.lexical(question, 10))])
    library.close()
    return found, counting.texts


def _break(folder: Path, chance: random.Random, turn: int) -> str:
    """Damage one place of a folder; return how."""
    if turn == 0:
        shutil.rmtree(folder)
        return "deleted"
    path = chance.choice(sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size))
    content = bytearray(path.read_bytes())
    if turn % 5 == 0:
        path.write_bytes(content[: chance.randrange(len(content))])
        return "truncated"
    if turn % 7 == 0:
        path.unlink()
        return "file deleted"
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return "bit flipped"


def _say(line: str) -> None:
    sys.stderr.write(f"\r{line}")


def _rows(found: Counter[str]) -> Iterator[str]:
    for what, count in found.items():
        yield f"{count:6}  {what}"


def _run(arguments: argparse.Namespace) -> int:
    config = from_environment(os.environ, arguments.data)
    if not arguments.articles.is_dir():
        raise BadInputError(f"{arguments.articles} is not a folder; give one with a dozen articles or more")
    work = {"kill": kill, "damage": damage}[arguments.what]
    found = work(arguments.articles, config, arguments.times, arguments.seed)
    sys.stdout.write("\n".join(("", *_rows(found), "")))
    bad = ("acknowledged articles lost", "faults", "not answered", "orphans after the next sync", "faults left")
    return int(any(found[what] for what in (*bad, "texts embedded again")))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one of the two; exit status 1 when anything was lost, wrong or embedded again."""
    parser = argparse.ArgumentParser(prog="python -m evals.durability", description="Cut off and damage an index.")
    parser.add_argument("what", choices=("kill", "damage"))
    parser.add_argument("articles", type=Path, help="a folder of a dozen articles or more; it is copied")
    parser.add_argument("--data", required=True, help="an empty folder to work in")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args(argv)
    return run_command(lambda: _run(arguments), "stopped")


if __name__ == "__main__":
    sys.exit(main())
