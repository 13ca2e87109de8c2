"""Propose cases from the articles: ``python -m evals draft ARTICLES --out DRAFTS.jsonl``.

What is proposed counts for nothing until a person has read and accepted it.
"""

# ruff: noqa: T201  a command line prints

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tqdm import tqdm

from evals.draft_propose import SOURCE, Drafter, Proposal
from evals.draft_statements import Statements
from evals.drafts import append_draft, read_drafts
from index.command import run_command
from index.config import IndexConfig
from index.config import from_environment as index_from_environment
from index.errors import BadInputError
from index.library import Library
from index.sync import sync
from rag.answer import Assistant
from rag.config import from_environment
from rag.llm import LanguageModel


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals draft",
        description="Propose cases with gold quotes from a folder of articles, for a person to read.",
    )
    parser.add_argument("articles", type=Path, help="the folder of articles")
    parser.add_argument("--out", type=Path, required=True, help="file of drafts; one that is there already is added to")
    parser.add_argument("--data", help="folder of the index (default: one that is deleted afterwards)")
    parser.add_argument("--count", type=int, default=50, help="drafts that the file is to hold (default: 50)")
    parser.add_argument("--seed", type=int, default=0, help="another seed picks other sentences")
    parser.add_argument("--engine", help="who writes the questions: auto (default), local or openai")
    return parser.parse_args(argv)


def _draft(arguments: argparse.Namespace) -> int:
    if arguments.count < 1:
        raise BadInputError("--count must be at least 1")
    before = [draft.raw for draft in read_drafts(arguments.out) if draft.source == SOURCE]
    if len(before) >= arguments.count:
        raise BadInputError(f"{arguments.out} holds {len(before)} drafts from articles; raise --count to have more")
    with ExitStack() as stack:
        data = arguments.data or stack.enter_context(tempfile.TemporaryDirectory(prefix="footnote-"))
        config = index_from_environment(os.environ, data)
        model = _model(arguments, config)
        statements = _statements(arguments.articles, config, embed=bool(arguments.data))
        drafter = Drafter(model, statements, arguments.seed, before)
        proposed = _propose(drafter, arguments.out, arguments.count - len(before))
    _print_end(proposed, len(before), arguments)
    return 0


def _model(arguments: argparse.Namespace, config: IndexConfig) -> LanguageModel:
    assistant = Assistant(from_environment(os.environ, config.models, arguments.engine), Library(config))
    choice = assistant.choose(assistant.config.engine, wait=True)
    if choice.model is None:
        raise BadInputError(
            "drafting needs a language model to write the questions; fetch the local one once with: python -m rag fetch"
        )
    return choice.model


def _statements(articles: Path, config: IndexConfig, *, embed: bool) -> Statements:
    """Read the articles; an index that is kept is made whole, so that answering can use it, too."""
    library = Library(config)
    sync(articles, config, library.embedder if embed else None)
    with library.catalog() as catalog:
        return Statements(catalog)


def _propose(drafter: Drafter, out: Path, wanted: int) -> list[Proposal]:
    """Write up to so many drafts, each as soon as it is made; return all that was tried."""
    tried: list[Proposal] = []
    with tqdm(total=wanted, unit="draft", disable=not sys.stderr.isatty()) as bar:
        for proposal in drafter.proposals():
            tried.append(proposal)
            if proposal.draft:
                append_draft(out, proposal.draft)
                bar.update()
            bar.set_postfix(dropped=sum(not p.draft for p in tried), refresh=True)
            if bar.n >= wanted or sum(bool(p.draft) for p in tried) >= wanted:
                break
    return tried


def _print_end(tried: Sequence[Proposal], before: int, arguments: argparse.Namespace) -> None:
    drafts = [proposal.draft for proposal in tried if proposal.draft]
    near = sum(not draft["answerable"] for draft in drafts)
    print(f"{len(drafts)} drafts proposed ({len(drafts) - near} answerable, {near} not)")
    print(f"{before + len(drafts)} drafts are in {arguments.out}")
    for reason, count in Counter(proposal.dropped for proposal in tried if not proposal.draft).most_common():
        print(f"  dropped {count:4}: {reason}")
    if before + len(drafts) < arguments.count:
        print("nothing more could be asked of these articles; add articles to have more")
    print(
        'read them: set "status" to "accepted" or "rejected" and mend what is wrong, then: '
        f"python -m evals accept {arguments.out} --into CASES.jsonl"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Propose drafts; return the exit status (0 done, 2 could not)."""
    arguments = _arguments(argv)
    return run_command(lambda: _draft(arguments), "stopped; the drafts so far are kept, the same command goes on from there")


if __name__ == "__main__":
    sys.exit(main())
