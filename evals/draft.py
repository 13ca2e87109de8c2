"""Propose cases from the articles: ``python -m evals draft ARTICLES --out DRAFTS.jsonl``.

What is proposed counts for nothing until a person has read and accepted it.
"""

# ruff: noqa: T201  a command line prints

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from evals.drafting.propose import SOURCE, Drafter, Proposal
from evals.drafting.statements import Statements
from evals.drafts import append_draft, read_drafts
from index.command import run_command
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
    parser.add_argument("--data", help="folder of the index (default: the folder index beside OUT)")
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
    data = arguments.data or str(arguments.out.parent / "index")
    library = Library(index_from_environment(os.environ, data))
    model = _model(arguments, library)
    sync(arguments.articles, library.config, library.embedder)
    with library.catalog() as catalog:
        statements = Statements(catalog)
    drafter = Drafter(model, statements, arguments.seed, before)
    tried = _propose(drafter, arguments.out, arguments.count - len(before))
    print("\n".join(_told(tried, len(before), arguments, data)))
    return 0


def _model(arguments: argparse.Namespace, library: Library) -> LanguageModel:
    """Return who writes the questions. The model is loaded first, so that a missing one is told at once."""
    assistant = Assistant(from_environment(os.environ, library.config.models, arguments.engine), library)
    model = assistant.choose(assistant.config.engine, wait=True).model
    if model is None:
        raise BadInputError(
            "drafting needs a language model to write the questions; fetch the local one once with: python -m rag fetch"
        )
    return model


def _propose(drafter: Drafter, out: Path, wanted: int) -> list[Proposal]:
    """Write up to so many drafts, each as soon as it is made; return all that was tried."""
    tried: list[Proposal] = []
    made = 0
    with tqdm(total=wanted, unit="draft", disable=not sys.stderr.isatty()) as bar:
        for proposal in drafter.proposals():
            tried.append(proposal)
            if proposal.draft:
                append_draft(out, proposal.draft)
                made += 1
                bar.update()
            bar.set_postfix(dropped=len(tried) - made)
            if made == wanted:
                break
    return tried


def _told(tried: Sequence[Proposal], before: int, arguments: argparse.Namespace, data: str) -> Iterator[str]:
    drafts = [proposal.draft for proposal in tried if proposal.draft]
    near = sum(not draft["answerable"] for draft in drafts)
    yield f"{len(drafts)} drafts proposed ({len(drafts) - near} answerable, {near} not)"
    for reason, count in Counter(proposal.dropped for proposal in tried if not proposal.draft).most_common():
        yield f"  dropped {count:4}: {reason}"
    if before + len(drafts) < arguments.count:
        yield "nothing more could be asked of these articles; add articles, or try another --engine"
    yield f"{before + len(drafts)} drafts from articles are in {arguments.out}"
    yield 'read them: mend what is wrong and set "status" to "accepted" or "rejected", then:'
    yield f"  python -m evals accept {arguments.out} --into CASES.jsonl --data {data}"


def main(argv: Sequence[str] | None = None) -> int:
    """Propose drafts; return the exit status (0 done, 2 could not)."""
    arguments = _arguments(argv)
    return run_command(lambda: _draft(arguments), "stopped; the drafts so far are kept, the same command goes on from there")


if __name__ == "__main__":
    sys.exit(main())
