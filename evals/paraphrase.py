"""Let the local model put the evidence of cases in other words: ``python -m evals.paraphrase CASES.jsonl --out FILE``.

What it writes is the training material of `evals.fit_support`. One reply takes one to three seconds; a stopped run goes
on from what is in the file. Kinds: "sent" (the evidence sentence in other words), "para" (what the paragraph says about
the question) and "know" (what the model says without any text).
"""

# ruff: noqa: T201  a command line prints

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.cases import Case, load_cases
from index.config import from_environment as index_from_environment
from index.errors import BadInputError, FootnoteError
from rag.config import from_environment
from rag.llm import LanguageModel
from rag.local_model import LocalModel
from rag.model_file import find_local_model

_TOKENS = 60
_PROMPTS = {
    "sent": (
        "You rewrite a sentence in other words: same meaning, other wording, another order. Reply with one sentence.",
        "{quote}",
    ),
    "para": (
        "You explain what a text says, in one sentence of your own words.",
        "Text: {paragraph}\n\nWhat does it say about this: {question}",
    ),
    "know": ("You answer from your own knowledge in one full informative sentence.", "{question}"),
}


def _say(model: LanguageModel, kind: str, case: Case, paragraph: str) -> str:
    system, user = _PROMPTS[kind]
    asked = user.format(quote=case.evidence[0].quote, paragraph=paragraph, question=case.question)
    return "".join(model.stream(system, asked, _TOKENS)).strip().split("\n")[0]


def write(cases: Sequence[Case], articles: Path, model: LanguageModel, out: Path) -> int:
    """Write a list of objects (id, kind, claim) to ``out``, all three kinds for each case; return how many there are."""
    done: list[dict[str, str]] = json.loads(out.read_text()) if out.exists() else []
    have = {(row["id"], row["kind"]) for row in done}
    for case in cases:
        gold = case.evidence[0]
        text = (articles / gold.article).read_text(encoding="utf-8")
        paragraph = next((p for p in text.split("\n\n") if gold.quote in p), gold.quote)
        left = [kind for kind in _PROMPTS if (case.id, kind) not in have]
        done += [{"id": case.id, "kind": kind, "claim": _say(model, kind, case, paragraph)} for kind in left]
        out.write_text(json.dumps(done, indent=1))
    return len(done)


def main(argv: Sequence[str] | None = None) -> int:
    """Draw cases, write the paraphrases; 2 when there is no model or no such case file."""
    parser = argparse.ArgumentParser(prog="python -m evals.paraphrase")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--data", help="as for python -m rag")
    arguments = parser.parse_args(argv)
    try:
        facts = [
            case for case in load_cases(arguments.cases) if case.answerable and case.evidence and case.evidence[0].quote
        ]
        drawn = random.Random(0).sample(facts, min(arguments.limit, len(facts)))
        models = index_from_environment(os.environ, arguments.data).models
        path = find_local_model(from_environment(os.environ, models))
        if path is None:
            raise BadInputError("the local model is not on disk; fetch it once with: python -m rag fetch")
        write(drawn, arguments.articles, LocalModel(path), arguments.out)
    except (FootnoteError, OSError) as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
