"""Command line of the index: sync, status, text."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from index import model_files
from index.catalog import Catalog
from index.command import run_command
from index.config import IndexConfig, from_environment
from index.embed import Embedder, find_embedder
from index.errors import ModelFileError
from index.store import VectorStore
from index.sync import SyncReport, sync


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m index", description="Keep the index equal to a folder of articles.")
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", help="folder of the index (default: FOOTNOTE_DATA, or one per user)")
    syncing = commands.add_parser("sync", parents=[common], help="make the index equal to a folder")
    syncing.add_argument("folder", type=Path, help="the folder that holds the articles (.txt, .md)")
    syncing.add_argument("--replace", action="store_true", help="index this folder instead of the one indexed before")
    status = commands.add_parser("status", parents=[common], help="say what is in the index")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    text = commands.add_parser("text", parents=[common], help="print the stored text that citation spans count in")
    text.add_argument("article", help="an article's id, as status shows it")
    return parser.parse_args(argv)


def _embedder(config: IndexConfig) -> Embedder | None:
    """Find the embedder, fetching it when it is missing; without it the articles are still indexed for keywords."""
    try:
        if found := find_embedder(config):
            return found
        model_files.fetch(model_files.EMBEDDER, config.models)
        return find_embedder(config)
    except ModelFileError as error:
        print(f"footnote: searching by keywords only, for now: {error}", file=sys.stderr)
    return None


def _sync(arguments: argparse.Namespace, config: IndexConfig) -> None:
    bars: dict[str, tqdm[Any]] = {}

    def progress(what: str, done: int, total: int) -> None:
        if what not in bars:
            for bar in bars.values():
                bar.close()
            bars[what] = tqdm(total=total, desc=what, leave=False, disable=not sys.stderr.isatty())
        bars[what].update(done - bars[what].n)

    try:
        report = sync(
            arguments.folder,
            config,
            _embedder(config),
            VectorStore(config.data),
            replace=arguments.replace,
            progress=progress,
        )
    finally:
        for bar in bars.values():
            bar.close()
    print(_summary(report, config))


def _summary(report: SyncReport, config: IndexConfig) -> str:
    done = f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged"
    if report.unread:
        done += f", {report.unread} not read (reasons: python -m index status --data {config.data})"
    if report.waiting:
        done += f"; {report.waiting} passages are found by keywords only until the embedder is fetched"
    return f"{done}. Generation {report.generation} in {config.data}"


def _status(arguments: argparse.Namespace, config: IndexConfig) -> None:
    with Catalog(config.data) as catalog:
        articles = catalog.articles()
        _, passages = catalog.counts()
        generation = catalog.generation
    if arguments.json:
        rows = [{"article": a.id} | {k: v for k, v in asdict(a).items() if k not in ("id", "text_hash")} for a in articles]
        print(json.dumps({"generation": generation, "passages": passages, "articles": rows}, ensure_ascii=False))
        return
    for a in articles:
        about = " · ".join(part for part in (a.title, a.publisher, a.date) if part)
        note = f" ({a.reason})" if a.reason else f" (copy of {a.copies_of})" if a.copies_of else ""
        print(f"{a.status:8} {a.id}  {about}{note}")
    indexed = sum(a.status == "indexed" for a in articles)
    print(f"{indexed} of {len(articles)} files indexed, {passages} passages, generation {generation}")


def _text(arguments: argparse.Namespace, config: IndexConfig) -> None:
    with Catalog(config.data) as catalog:
        text = catalog.text(arguments.article)
    sys.stdout.buffer.write(text.encode())  # exactly the stored text: no line end added, none translated


def _run(arguments: argparse.Namespace) -> int:
    config = from_environment(os.environ, arguments.data)
    {"sync": _sync, "status": _status, "text": _text}[arguments.command](arguments, config)
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run one command; return the exit status (0 did it, 2 could not)."""
    arguments = _arguments(argv)
    return run_command(lambda: _run(arguments), "stopped; what was done is kept, the same command goes on from there")


if __name__ == "__main__":
    sys.exit(main())
