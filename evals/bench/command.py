"""Command line: ``python -m evals bench [CASES] [--articles DIR] [--out DIR] [--only cold,answer]``.

Each part runs in a fresh process, so that none finds what another has loaded, and is kept in ``OUT/bench.json`` as soon
as it is done: a stopped run goes on from there. What other code, other articles or other settings gave is measured anew.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import platform
import signal
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import evals
import index
import prompts
import rag
from evals.bench.figures import Figure, Measured
from evals.bench.setting import Setting
from evals.bench.table import of_ceilings, row, table
from index.command import run_command
from index.config import cores
from index.config import from_environment as index_from_environment
from index.errors import BadInputError, FootnoteError
from rag.config import from_environment

FILE = "bench.json"
_SEEDS = Path("seeds")


@dataclass(frozen=True, slots=True)
class _Part:
    """A measure: the file of that name, what it is about, and the seconds it takes, roughly."""

    name: str
    about: str
    seconds: int


PARTS = (
    _Part("machine", "what the cores can do at most", 10),
    _Part("cold", "from nothing to the first answer", 120),
    _Part("answer", "answers of a process that has everything loaded", 120),
    _Part("embedding", "our embedder beside sentence-transformers", 60),
    _Part("sync", "articles to index, beside llama-index", 60),
    _Part("memory", "of the running app", 120),
    _Part("askers", "twenty people at once", 60),
    _Part("peer", "answers beside llama-index's citation engine", 180),
)


class Results:
    """What is measured already, in one file. A part counts as long as the same ``made_of`` is given."""

    def __init__(self, out: Path, made_of: str, *, fresh: bool) -> None:
        self._path = out / FILE
        self._made_of = made_of
        self.parts: dict[str, dict[str, Any]] = {}
        if self._path.exists() and not fresh:
            try:
                raw = json.loads(self._path.read_text(encoding="utf-8"))
                self.parts = {name: part for name, part in raw["parts"].items() if part["made_of"] == made_of}
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadInputError(f"{self._path} holds no figures of this command; delete it, or add --fresh") from error

    def keep(self, name: str, measured: Measured, seconds: float) -> None:
        """Keep a part, on disk at once."""
        rows = [row(name, figure) for figure in measured.figures]
        when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        about = {"made_of": self._made_of, "finished": when, "seconds": round(seconds, 1), "notes": list(measured.notes)}
        self.parts[name] = {**about, "figures": rows}
        machine = {"cores": cores(), "processor": platform.processor() or platform.machine(), "system": platform.platform()}
        found = {name: self.of(name) for name in self.parts}
        shares = [row("answer", figure) for figure in of_ceilings(found)]
        told = {"machine": machine, "parts": self.parts, "of ceilings": shares}
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        part.replace(self._path)

    def of(self, name: str) -> Measured:
        """Return a part that is measured."""
        kept = self.parts[name]
        return Measured(tuple(Figure.from_json(raw) for raw in kept["figures"]), tuple(kept["notes"]))


def measure(names: Sequence[str], setting: Setting, results: Results) -> bool:
    """Measure the parts that are missing, and print all that are asked for; say whether each could be measured."""
    for name in names:
        if name not in results.parts:
            start = time.perf_counter()
            try:
                measured = _apart(name, setting)
            except FootnoteError as error:  # the other parts can still be measured
                print(f"{name}: not measured: {error}", end="\n\n", flush=True)
                continue
            results.keep(name, measured, time.perf_counter() - start)
        print(table(name, results.of(name), results.parts[name]["seconds"]), end="\n\n", flush=True)
    there = {name: results.of(name) for name in names if name in results.parts}
    if shares := of_ceilings(there):
        print(table("of ceilings", Measured(tuple(shares)), 0.0))
    return len(there) == len(names)


def _apart(name: str, setting: Setting) -> Measured:
    """Measure one part in a process begun anew: a fork would share what this one has in memory."""
    begun_anew = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=begun_anew, initializer=_end_in_order) as pool:
        try:
            return pool.submit(run_part, name, setting).result()
        except KeyboardInterrupt:
            for child in multiprocessing.active_children():
                child.terminate()
            raise


def _end_in_order() -> None:
    """End by an exception when the process is told to: an app that was started for a measure must end with it."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def run_part(name: str, setting: Setting) -> Measured:
    """Measure one part in this process. Raises `FootnoteError`."""
    found: Measured = import_module(f"evals.bench.{name}").measure(setting)
    return found


def made_of(setting: Setting) -> str:
    """Hash what figures depend on besides the machine: our code, llama.cpp, cases, articles, settings."""
    hashed = hashlib.sha256(repr(replace(setting, rag=replace(setting.rag, endpoint=None))).encode())
    folders = [Path(str(package.__file__)).parent for package in (index, rag, prompts, evals)]
    web = Path(__file__).parents[2] / "web"
    for path in sorted(path for folder in (*folders, web) for path in folder.rglob("*") if path.suffix in _CODE):
        hashed.update(path.read_bytes())
    if (engine := find_spec("xllamacpp")) and engine.origin:  # a build of one's own has the same version
        hashed.update(f"{engine.origin} {Path(engine.origin).stat().st_mtime_ns}".encode())
    hashed.update(setting.cases.read_bytes() if setting.cases.is_file() else b"")
    for path in sorted(path for path in setting.articles.rglob("*") if path.is_file()):
        hashed.update(f"{path} {path.stat().st_size}".encode())
    return hashed.hexdigest()[:24]


_CODE = (".py", ".js", ".css", ".md", ".json")


def _chosen(only: str | None) -> list[str]:
    known = [part.name for part in PARTS]
    wanted = [name.strip() for name in only.split(",")] if only else known
    if unknown := [name for name in wanted if name not in known]:
        raise BadInputError(f"--only {unknown[0]}: there is no such part; there are {', '.join(known)}")
    return [name for name in known if name in wanted]


def _run(arguments: argparse.Namespace) -> int:
    names = _chosen(arguments.only)
    if not arguments.articles.is_dir():
        raise BadInputError(f"{arguments.articles} is not a folder; name a folder of articles with --articles")
    config = index_from_environment(os.environ, str(arguments.out / "index"))
    arguments.out.mkdir(parents=True, exist_ok=True)
    setting = Setting(
        arguments.cases,
        arguments.articles,
        config,
        from_environment(os.environ, config.models, "local"),
        repeats=arguments.repeats,
        questions=arguments.questions,
        passages=arguments.passages,
        small_articles=arguments.count,
        askers=arguments.askers,
    )
    complete = measure(names, setting, Results(arguments.out, made_of(setting), fresh=arguments.fresh))
    print(f"figures: {arguments.out / FILE}")
    return 0 if complete else 1


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; return the exit status (0 done, 1 a part could not be measured, 2 bad input)."""
    parts = "; ".join(f"{part.name}: {part.about} (about {part.seconds} s)" for part in PARTS)
    parser = argparse.ArgumentParser(
        prog="python -m evals bench", description="How fast and how small is it here?", epilog=f"Parts: {parts}"
    )
    parser.add_argument("cases", type=Path, nargs="?", default=_SEEDS / "questions.jsonl", help="default: those of seeds/")
    parser.add_argument("--articles", type=Path, default=_SEEDS, help="the folder of articles the cases are about")
    parser.add_argument("--out", type=Path, default=Path("out/bench"), help=f"where {FILE} and the indexes go")
    parser.add_argument("--only", help="parts to measure, separated by commas")
    parser.add_argument("--repeats", type=int, default=3, help="fresh processes of a kind (cold)")
    parser.add_argument("--questions", type=int, default=40, help="cases asked (answer)")
    parser.add_argument("--passages", type=int, default=10_000, help="of the large index (memory)")
    parser.add_argument("--count", type=int, default=500, help="articles indexed (sync)")
    parser.add_argument("--askers", type=int, default=20, help="who ask at once (askers)")
    parser.add_argument("--fresh", action="store_true", help="use no figure of an earlier run")
    arguments = parser.parse_args(argv)
    _end_in_order()
    return run_command(lambda: _run(arguments), "stopped; the parts so far are kept, the same command goes on from there")
