"""Let a model rewrite a follow-up question, and take its words only when rules find nothing wrong with them."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any, cast

import prompts
from index.lexical import terms
from rag.llm import LanguageModel
from rag.topic import Talk, plain
from rag.types import Turn

_TOKENS = 40
_TURNS = 2
_ANSWER_WORDS = 25
_MORE_WORDS = 14
_FREE = "besides other than about"
_REPLACED = "he him his she her hers they them their it its this that these those there then one ones"


def rewrite(question: str, history: Sequence[Turn], model: LanguageModel) -> str | None:
    """Return the model's version of the question, None when it cannot be trusted. Raises `EngineError`."""
    topic = Talk(history).topic()
    turns = "\n".join(
        f"Q: {turn.question}\nA: {' '.join(plain(turn.answer).split()[:_ANSWER_WORDS])}" for turn in history[-_TURNS:]
    )
    filled = prompts.load("condense").fill(about=topic.text if topic else "unknown", turns=turns, question=question)
    reply = ""
    with closing(cast("Any", model.stream(*filled, _TOKENS))) as pieces:
        for piece in pieces:
            reply += piece
            if "\n" in reply.strip():
                break
    said = reply.strip().split("\n")[0].strip()
    return said if trusted(said, question, history) else None


def trusted(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Say whether a rewrite is the same question, only fuller.

    It adds no word that the conversation does not hold, keeps every content word but the pronouns, stays short, and is
    still a question.
    """
    told = " ".join(f"{turn.question} {turn.answer}" for turn in history)
    new, asked, known = (set(found) for found in terms([rewritten, question, f"{told} {_FREE}"]))
    short = len(rewritten.split()) <= len(question.split()) + _MORE_WORDS
    return rewritten.endswith("?") and short and new <= asked | known and asked - _pronouns() <= new


def _pronouns() -> set[str]:
    return set(terms([_REPLACED])[0])
