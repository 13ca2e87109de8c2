"""What draft cases keep of an article that was removed: nothing of its words, unless somebody made it a case."""

from pathlib import Path
from typing import Any

from evals.drafts import Draft, rewrite
from rag.types import Answer
from web.chat.exchange import Exchange
from web.chat.removal import Held, without_removed
from web.words import REMOVED_QUOTE


def forget_removed(drafts: Path, held: Held) -> None:
    """Take the words of articles that are gone out of a file of drafts. Raises `BadInputError` for a file with a bad line.

    An accepted draft is a person's own case: its question and gold stay, the answer it came from does not.
    """
    rewrite(drafts, lambda draft: without_removed_words(draft, held))


def without_removed_words(draft: Draft, held: Held) -> dict[str, Any]:
    """Return the object of a draft without the words of articles that are gone; the same when none is."""
    raw = draft.raw | {"draft": draft.about | _answer(draft, held)}
    if draft.status == "accepted":
        return raw
    raw |= _history(draft, held)
    gone = [gold for gold in draft.case.evidence if not held(gold.article)]
    if gone:
        raw["evidence"] = [entry if held(entry["article"]) else entry | {"quote": ""} for entry in draft.raw["evidence"]]
    if draft.source != "thumbs-down":  # there, a person typed the right answer
        short = raw["draft"].get("answer") or {}
        lost = [gold.quote for gold in gone]
        kept = [[w for w in group if not _taken(w, lost, short)] for group in draft.raw["required"]]
        raw["required"] = [group for group in kept if group]
    if draft.case.about and not held(draft.case.about):
        raw.pop("reference", None)
    return raw


def _taken(wording: str, lost: list[str], answer: dict[str, Any]) -> bool:
    return any(wording in quote for quote in lost) or answer.get("short_answer") == REMOVED_QUOTE


def _history(draft: Draft, held: Held) -> dict[str, Any]:
    """Return the earlier turns, each answer that quoted what is gone blanked."""
    turns, quoted = draft.raw.get("history") or [], draft.about.get("history_articles") or []
    if len(turns) != len(quoted):
        return {}
    pairs = zip(turns, quoted, strict=True)
    return {"history": [t if all(map(held, q)) else t | {"answer": REMOVED_QUOTE} for t, q in pairs]} if turns else {}


def _answer(draft: Draft, held: Held) -> dict[str, Any]:
    raw = draft.about.get("answer")
    if raw is None:
        return {}
    try:
        answer = Answer.from_json(raw)
    except (KeyError, TypeError, AttributeError):
        return {"answer": None}  # changed by hand: what cannot be read cannot be cleaned
    exchange = Exchange(answer.question, "done", answer=answer)
    cleaned = without_removed(exchange, held)
    return {} if cleaned is exchange or cleaned.answer is None else {"answer": raw | cleaned.answer.to_json()}
