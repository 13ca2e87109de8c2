"""Command line of the index: sync, add, remove, status, doctor, text."""

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tqdm import tqdm

from index import doctor, model_files
from index.caches import Progress
from index.catalog import Catalog
from index.child import be_nice
from index.command import run_command
from index.config import IndexConfig, from_environment
from index.embed import Embedder, find_embedder
from index.errors import BadInputError, ModelFileError
from index.folder import indexed_folder
from index.sync import sync
from index.types import Article, SyncReport

_STATUS_KEYS = ("status", "reason", "title", "publisher", "date", "copies_of", "passages")


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m index", description="Keep the index equal to a folder of articles.")
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", help="folder of the index (default: FOOTNOTE_DATA, or one per user)")
    syncing = commands.add_parser("sync", parents=[common], help="make the index equal to a folder")
    syncing.add_argument("folder", type=Path, help="the folder that holds the articles")
    syncing.add_argument("--replace", action="store_true", help="index this folder instead of the one indexed before")
    syncing.add_argument("--watch", action="store_true", help="stay, and sync again whenever something changes")
    adding = commands.add_parser("add", parents=[common], help="add files or web pages to the articles of the folder")
    adding.add_argument("what", nargs="+", metavar="FILE|ADDRESS", help="a file, or an address that begins with http")
    adding.add_argument("--allow-private", action="store_true", help="fetch from this machine and its own network too")
    removing = commands.add_parser("remove", parents=[common], help="remove articles that were added")
    removing.add_argument("what", nargs="+", metavar="ARTICLE", help="the id, as status shows it (added/…)")
    status = commands.add_parser("status", parents=[common], help="say what is in the index")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    status.add_argument("--removed", action="store_true", help="show the page furniture that was taken out of the articles")
    healing = commands.add_parser("doctor", parents=[common], help="check that the index is sound")
    healing.add_argument("--fix", action="store_true", help="mend what is not")
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


@contextmanager
def _bars() -> Iterator[Progress]:
    """Give a progress callback that shows one bar for each kind of work, with rate and time left, on a terminal."""
    bars: dict[str, tqdm[Any]] = {}

    def progress(what: str, done: int, total: int) -> None:
        if what not in bars:
            for bar in bars.values():
                bar.close()
            bars[what] = tqdm(total=total, desc=what, leave=False, disable=not sys.stderr.isatty())
        bars[what].update(done - bars[what].n)

    try:
        yield progress
    finally:
        for bar in bars.values():
            bar.close()


def _sync(arguments: argparse.Namespace, config: IndexConfig) -> int:
    embedder = _embedder(config)

    def once(*, replace: bool = False) -> SyncReport:
        with _bars() as progress:
            report = sync(arguments.folder, config, embedder, replace=replace, progress=progress)
        print(_summary(report, config), flush=True)
        return report

    report = once(replace=arguments.replace)
    if arguments.watch:
        _follow(arguments.folder, config.data, report, once)
    return 0


def _add(arguments: argparse.Namespace, config: IndexConfig) -> int:
    from index.added import add_file, add_page

    def add(what: str) -> None:
        page = what.lower().startswith(("http://", "https://"))
        article = add_page(what, config, allow_private=arguments.allow_private) if page else add_file(Path(what), config)
        print(f"added as {article}")

    return _each(add, arguments.what, config)


def _remove(arguments: argparse.Namespace, config: IndexConfig) -> int:
    from index.added import remove

    return _each(lambda article: remove(article, config), arguments.what, config)


def _each(work: Callable[[str], None], names: list[str], config: IndexConfig) -> int:
    """Do the work for each name, then sync; what cannot be done is told and keeps nothing else from being done."""
    refused = 0
    for name in names:
        try:
            work(name)
        except BadInputError as error:
            print(f"footnote: {error}", file=sys.stderr)
            refused += 1
    if refused < len(names):
        _sync_again(config)
    return 2 if refused else 0


def _sync_again(config: IndexConfig) -> None:
    """Sync with the folder that was indexed before, if any, and what was added."""
    with _bars() as progress:
        report = sync(indexed_folder(config.data), config, _embedder(config), progress=progress)
    print(_summary(report, config))


def _follow(folder: Path, data: Path, report: SyncReport, once: Callable[[], SyncReport]) -> None:
    """Sync again after every change, and when a file that failed is due again, until Ctrl-C."""
    from index.watch import changes

    print("watching for changes; Ctrl-C ends it", flush=True)
    while True:
        stop = threading.Event()
        timer = threading.Timer(max(0.0, (report.next_try or time.time()) - time.time()), stop.set)
        timer.daemon = True
        if report.next_try:
            timer.start()
        next(changes(folder, data, stop), None)
        timer.cancel()
        report = once()


def _summary(report: SyncReport, config: IndexConfig) -> str:
    done = f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged"
    if report.unread:
        done += f", {report.unread} not read (reasons: python -m index status --data {config.data})"
    if report.waiting:
        done += f"; {report.waiting} passages are found by keywords only until the embedder is fetched"
    return f"{done}. Generation {report.generation} in {config.data}"


def _status(arguments: argparse.Namespace, config: IndexConfig) -> int:
    with Catalog(config.data) as catalog:
        catalog.snapshot()
        articles = catalog.articles()
        _, passages = catalog.counts()
        generation = catalog.generation
        removed = catalog.removed() if arguments.removed else []
    if arguments.removed:
        for id_, piece in removed:
            row = {"article": id_, "at": piece.at, "kind": piece.kind, "text": piece.text}
            line = f"{id_}:{piece.at}  {piece.kind}: {' '.join(piece.text.split())}"
            print(json.dumps(row, ensure_ascii=False) if arguments.json else line)
    elif arguments.json:
        rows = [{"article": a.id} | {key: getattr(a, key) for key in _STATUS_KEYS} for a in articles]
        print(json.dumps({"generation": generation, "passages": passages, "articles": rows}, ensure_ascii=False))
    else:
        for article in articles:
            print(_row(article))
        indexed = sum(a.status == "indexed" for a in articles)
        print(f"{indexed} of {len(articles)} articles indexed, {passages} passages, generation {generation}")
    return 0


def _row(article: Article) -> str:
    about = " · ".join(part for part in (article.title, article.publisher, article.author, article.date) if part)
    notes = [f"copy of {article.copies_of}"] if article.copies_of else []
    notes += [article.reason] if article.reason else []
    return f"{article.status:8} {article.id}  {about}" + (f" ({'; '.join(notes)})" if notes else "")


def _doctor(arguments: argparse.Namespace, config: IndexConfig) -> int:
    found = doctor.diagnose(config.data)
    for fault in found.faults:
        print(f"fault: {fault.message}")
    if found.faults and arguments.fix:
        for line in doctor.fix(config, found.faults, _embedder(config)):
            print(f"mended: {line}")
        found = doctor.diagnose(config.data)
        for fault in found.faults:
            print(f"still: {fault.message}")
    for note in found.notes:
        print(f"note: {note}")
    if not found.faults:
        print("the index is sound")
        return 0
    if not arguments.fix:
        print(f"mend it with: python -m index doctor --fix --data {config.data}")
    return 1


def _text(arguments: argparse.Namespace, config: IndexConfig) -> int:
    with Catalog(config.data) as catalog:
        text = catalog.text(arguments.article)
    sys.stdout.buffer.write(text.encode())  # exactly the stored text: no line end added, none translated
    return 0


def _run(arguments: argparse.Namespace) -> int:
    config = from_environment(os.environ, arguments.data)
    commands = {"sync": _sync, "add": _add, "remove": _remove, "status": _status, "doctor": _doctor, "text": _text}
    return commands[arguments.command](arguments, config)


def main(argv: list[str] | None = None) -> int:
    """Run one command; return the exit status (0 did it, 1 found faults that are left, 2 could not)."""
    arguments = _arguments(argv)
    return run_command(lambda: _run(arguments), "stopped; what was done is kept, the same command goes on from there")


if __name__ == "__main__":
    be_nice()  # questions that are asked meanwhile go first
    sys.exit(main())
