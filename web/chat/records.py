"""An exchange as JSON and back, for the store of conversations."""

import json
from dataclasses import asdict
from typing import Any

from rag.scope import Scope
from rag.types import Answer
from web.chat.exchange import Excerpt, Exchange


def to_text(exchange: Exchange) -> str:
    """Return the JSON of an exchange, on one line. What its reader thinks of it is kept with the draft cases."""
    answer = exchange.answer
    record = {
        "question": exchange.question,
        "phase": exchange.phase,
        "note": exchange.note,
        "answer": answer and answer.to_json(),
        "excerpts": [asdict(excerpt) for excerpt in exchange.excerpts],
        "query": exchange.query,
        "places": exchange.places,
        "key": exchange.key,
        "asked": exchange.asked,
        "scope": exchange.scope.to_json(),
        "judged_as": exchange.judged_as,
        "answered_before": exchange.answered_before,
    }
    return json.dumps(record, ensure_ascii=False)


def from_text(text: str) -> Exchange:
    """Return the exchange that `to_text` wrote; one whose answer never ended was stopped.

    Raises ValueError, KeyError, TypeError, AttributeError or `BadInputError` for another text.
    """
    raw: dict[str, Any] = json.loads(text)
    finished = raw["phase"] in ("done", "stopped", "failed")
    return Exchange(
        question=raw["question"],
        phase=raw["phase"] if finished else "stopped",
        note=raw["note"] if finished else "",
        answer=Answer.from_json(raw["answer"]) if raw["answer"] else None,
        excerpts=tuple(Excerpt(**excerpt) for excerpt in raw["excerpts"]),
        query=raw["query"],
        places=tuple((number, label) for number, label in raw["places"]),
        key=raw["key"],
        asked=raw["asked"],
        scope=Scope.from_json(raw["scope"]),
        judged_as=raw["judged_as"],
        answered_before=raw.get("answered_before", False),  # records of before do not say
    )
