"""From an answer and what a reader thinks of it to the draft of an evaluation case. Pure but for the time."""

from collections.abc import Sequence
from typing import Any

from evals.drafts import now
from rag.types import Answer
from web import words
from web.chat.exchange import Exchange, remembered

Reason = str
"""A key of `words.REASONS`."""


def draft_id(exchange: Exchange) -> str:
    """Return the id of the one draft an exchange can have."""
    return f"thumb-{exchange.judged_as or exchange.key}"


def praised(exchange: Exchange, answer: Answer, before: Sequence[Exchange]) -> dict[str, Any]:
    """Return the draft of a good answer: its own short answer and quotes are the proposed gold."""
    short = [] if answer.abstained or answer.short_answer in (None, words.REMOVED_QUOTE) else [[answer.short_answer]]
    case = _case(exchange, before, answerable=not answer.abstained, required=short, evidence=_quotes(answer))
    return case | {"tags": ["thumbs-up"], "draft": _about("thumbs-up", words.GOOD, answer, before)}


def criticised(
    exchange: Exchange, answer: Answer, before: Sequence[Exchange], reason: Reason, expected: str, *, sources_right: bool
) -> dict[str, Any]:
    """Return the draft of a bad answer: what was expected is the proposed gold, and its quotes when they were right.

    ``expected``: other wordings on lines of their own.
    """
    answerable = reason != "should-abstain"
    wordings = [line.strip() for line in expected.splitlines() if line.strip()]
    right = sources_right and answerable and reason != "wrong-source"
    case = _case(
        exchange,
        before,
        answerable=answerable,
        required=[wordings] if wordings and answerable else [],
        evidence=_quotes(answer) if right else [],
    )
    about = _about("thumbs-down", words.REASONS[reason], answer, before)
    return case | {"tags": ["thumbs-down", reason], "draft": about | {"expected": expected.strip() or None}}


def _case(exchange: Exchange, before: Sequence[Exchange], **gold: Any) -> dict[str, Any]:  # noqa: ANN401  JSON values
    turns = [{"question": e.question, "answer": e.answer.answer} for e in remembered(before) if e.answer]
    return {"id": draft_id(exchange), "question": exchange.question, **({"history": turns} if turns else {}), **gold}


def _about(source: str, note: str, answer: Answer, before: Sequence[Exchange]) -> dict[str, Any]:
    """Return what the draft says of itself; ``history_articles``: what each earlier answer quoted, to forget it by."""
    cited = [sorted({c.article for c in e.answer.citations}) for e in remembered(before) if e.answer]
    return {
        "status": "open",
        "source": source,
        "note": note,
        "answer": answer.to_json(),
        "history_articles": cited,
        "created": now(),
    }


def _quotes(answer: Answer) -> list[dict[str, str]]:
    found = [{"article": c.article, "quote": c.quote} for c in answer.citations if c.quote != words.REMOVED_QUOTE]
    return [quote for n, quote in enumerate(found) if quote not in found[:n]]
