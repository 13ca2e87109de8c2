"""Other systems beside Footnote, on the same cases in one run: ``python -m evals peers CASES --articles DIR --out DIR``.

For each case every system answers in turn, and the order rotates from case to case, so that a machine that becomes slower
or faster does so for all alike. Each reply is kept in ``OUT/peers.jsonl`` as it comes; a stopped run goes on from there.
"""

import argparse
import hashlib
import json
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from evals import peering
from evals.answers import fingerprint
from evals.cases import Case, load_cases
from evals.peering.reply import as_answer, failed
from evals.peering.system import Peer, PeerAnswer, PeerCitation, Setting, built_in
from evals.peering.table import FOOTNOTE, Asked, measure, summarise, to_markdown
from index.catalog import Catalog
from index.command import run_command
from index.config import from_environment as index_from_environment
from index.errors import BadInputError, FootnoteError, ModelFileError
from index.library import Library
from index.sync import sync
from rag.answer import Assistant, final
from rag.config import from_environment
from rag.model_file import find_local_model
from rag.types import EvidenceSpan, FoundPassage

_LOG = "peers.jsonl"


def choose(cases: Sequence[Case], tags: str | None, limit: int | None, seed: int) -> list[Case]:
    """Return the cases to ask, in an order drawn with ``seed``.

    ``tags``: "fact,adversarial" takes the cases with one of the tags, "fact:30,adversarial:15" draws so many of each, the
    same ones that ``python -m evals`` draws with that tag, limit and seed. ``limit`` draws from what that leaves. Raises
    `BadInputError`.
    """
    chosen = {case.id: case for case in cases} if not tags else {}
    for part in tags.split(",") if tags else ():
        tag, _, count = part.partition(":")
        of = [case for case in cases if tag in case.tags]
        if not of or (count and not (count.isdecimal() and int(count))):
            raise BadInputError(
                f"--tags {part}: no case has that tag; give tags of the case file, as in fact,other or fact:30"
            )
        chosen |= {case.id: case for case in (random.Random(seed).sample(of, min(int(count), len(of))) if count else of)}
    if limit is not None and limit < 1:
        raise BadInputError("--limit must be at least 1")
    found = [case for case in cases if case.id in chosen]
    return random.Random(seed).sample(found, min(limit or len(found), len(found)))


class Run:
    """Footnote and its peers over one index of the articles, and the replies that are there already."""

    def __init__(self, assistant: Assistant, peers: Sequence[Peer], out: Path, *, fresh: bool) -> None:
        self._assistant = assistant
        self._peers = {peer.name: peer for peer in peers}
        self._log = out / _LOG
        if fresh:
            self._log.unlink(missing_ok=True)
        self._stored = _stored(self._log)
        with assistant.library.catalog() as catalog:
            self._made_of = _made_of(catalog, assistant.config.model)

    def missing(self, cases: Sequence[Case]) -> int:
        """Return how many replies are still to be asked for."""
        return sum(self._key(name, case) not in self._stored for case in cases for name in self._names())

    def asked(self, cases: Sequence[Case]) -> Iterator[tuple[Asked, bool]]:
        """Yield what every system says to every case, and whether it was asked now; failures are asked again next time."""
        names = self._names()
        with self._assistant.library.catalog() as catalog, self._log.open("a", encoding="utf-8") as stream:
            for turn, case in enumerate(cases):
                first = turn % len(names)
                for name in (*names[first:], *names[:first]):
                    key = self._key(name, case)
                    new = key not in self._stored
                    row = self._ask(name, case) if new else self._stored[key]
                    if new and not (row.get("error") or row.get("answer", {}).get("error")):
                        stream.write(json.dumps({"key": key, "case": case.id, **row}, ensure_ascii=False) + "\n")
                        stream.flush()
                    answer = _answer(case, row, catalog)
                    yield Asked(name, case, answer, row["seconds"], measure(case, answer, catalog)), new

    def _names(self) -> list[str]:
        return [FOOTNOTE, *self._peers]

    def _key(self, name: str, case: Case) -> str:
        return _hash(f"{self._made_of} {name} {case.question} {[asdict(turn) for turn in case.history]}")

    def _ask(self, name: str, case: Case) -> dict[str, Any]:
        """Ask one system; the row holds Footnote's answer object, a peer's reply as it came, or an error."""
        start, found = time.perf_counter(), {}
        try:
            if name == FOOTNOTE:
                found["answer"] = final(self._assistant.ask(case.question, case.history, engine="local")).to_json()
            else:
                found["reply"] = asdict(self._peers[name].answer(case.question, case.history))
        except FootnoteError as error:
            found["error"] = {"code": error.code, "message": str(error)}
        return {"system": name, "seconds": time.perf_counter() - start, **found}


def _answer(case: Case, row: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    if "error" in row:
        return failed(case.question, row["system"], **row["error"])
    if "answer" in row:
        return dict(row["answer"])
    reply = row["reply"]
    said = PeerAnswer(
        reply["text"],
        tuple(PeerCitation(**citation) for citation in reply["citations"]),
        tuple(EvidenceSpan(**place) for place in reply["given"]),
        tuple(FoundPassage(**place) for place in reply["found"]),
    )
    return as_answer(case.question, row["system"], said, row["seconds"], catalog)


def _stored(log: Path) -> dict[str, dict[str, Any]]:
    """Read the replies of earlier runs; a line cut off by a stop is ended here, left out and asked again."""
    found: dict[str, dict[str, Any]] = {}
    if not log.exists():
        return found
    text = log.read_text(encoding="utf-8", errors="replace")
    for line in text.split("\n"):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        found[row["key"]] = row
    if text and not text.endswith("\n"):
        with log.open("a", encoding="utf-8") as stream:
            stream.write("\n")
    return found


def _made_of(catalog: Catalog, model: Path | None) -> str:
    """Hash what a reply depends on besides the question: articles, embedder, model, code and prompts of all systems."""
    code = Path(str(peering.__file__)).with_name("stock_llama_index.py").read_text(encoding="utf-8")
    return _hash(f"{fingerprint(catalog)} {model} {code}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def compare(arguments: argparse.Namespace) -> int:
    """Ask all systems, write ``peers.json`` and ``peers.md``, print the table."""
    cases = choose(load_cases(arguments.cases), arguments.tags, arguments.limit, arguments.seed)
    run = _prepare(arguments)
    asked = []
    with tqdm(total=run.missing(cases), unit="answer", disable=not sys.stderr.isatty()) as bar:
        for one, new in run.asked(cases):
            asked.append(one)
            bar.update(new)
    summary = summarise(asked)
    summary["run"] |= {"finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "cores": os.cpu_count()}
    (arguments.out / "peers.json").write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    table = to_markdown(summary)
    (arguments.out / "peers.md").write_text(table, encoding="utf-8")
    print(table, end="")
    return 0


def _prepare(arguments: argparse.Namespace) -> Run:
    """Index the articles for all systems and load every model. Raises `FootnoteError` when a model cannot be had."""
    config = index_from_environment(os.environ, str(arguments.out / "index"))
    library = Library(config)
    if library.embedder is None:
        raise ModelFileError(library.embedder_problem)
    sync(arguments.articles, config, library.embedder)
    assistant = Assistant(from_environment(os.environ, config.models, "local"), library)
    library.load()
    assistant.choose("local", wait=True)  # fails here when the local model has not been fetched
    model = find_local_model(assistant.config)
    assert model is not None
    with library.catalog() as catalog:
        articles = {a.id: catalog.text(a.id) for a in catalog.articles() if a.status == "indexed"}
    peers = built_in(Setting(articles, library.embedder, model))
    return Run(assistant, peers, arguments.out, fresh=arguments.fresh)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the comparison; return the exit status (0 done, 2 could not)."""
    parser = argparse.ArgumentParser(prog="python -m evals peers", description="Other systems beside Footnote, same cases.")
    parser.add_argument("cases", type=Path, help="case file, one JSON object a line")
    parser.add_argument("--articles", type=Path, required=True, help="the folder of articles the cases are about")
    parser.add_argument("--out", type=Path, required=True, help="where replies, table and the index go")
    parser.add_argument(
        "--tags", help="only cases with one of these tags: fact,other; fact:30,other:15 draws so many of each"
    )
    parser.add_argument("--limit", type=int, help="ask only so many cases, drawn with --seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fresh", action="store_true", help="use no stored reply")
    arguments = parser.parse_args(argv)
    return run_command(
        lambda: compare(arguments), "stopped; the replies so far are kept, the same command goes on from there"
    )
