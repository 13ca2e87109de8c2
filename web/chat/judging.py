"""What happens when a reader presses a thumb: a draft case is kept, or taken back. Holds nothing of any session."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import gradio as gr

from evals.drafts import DRAFTS, Draft, append_draft, read_drafts, withdraw
from index.errors import FootnoteError
from rag.types import Answer
from web import words
from web.chat import drafting
from web.chat.exchange import Exchange, Judgement, Thumb

Exchanges = tuple[Exchange, ...]
_THUMBS: Mapping[str, Thumb] = {"thumbs-up": "up", "thumbs-down": "down"}


class Judging:
    """Keeps draft cases in a data folder. Their file is the truth about what was judged, for every window."""

    def __init__(self, data: Path) -> None:
        self._path = data / DRAFTS
        self._read: tuple[tuple[int, int], dict[str, Judgement]] = (0, 0), {}

    def marked(self, exchanges: Exchanges) -> Exchanges:
        """Return the exchanges with what their reader has made of them; the very same ones when nothing is new."""
        given = self._given()
        now = [given.get(drafting.draft_id(exchange)) for exchange in exchanges]
        pairs = zip(exchanges, now, strict=True)
        return tuple(e if e.judgement == judgement else replace(e, judgement=judgement) for e, judgement in pairs)

    def press(self, exchanges: Exchanges, event: gr.EventData) -> str:
        """Keep or take back what a thumb says; return what is announced. A bad answer comes by `criticise` instead."""
        chosen, thumb = _chosen(exchanges, event), getattr(event, "thumb", None)
        if chosen is None or thumb not in ("up", "down"):
            return ""
        exchange, answer, before = chosen
        judgement = self._given().get(drafting.draft_id(exchange))
        if judgement and judgement.thumb == thumb:
            return self._told(lambda: self._take_back(exchange), words.TAKEN_BACK)
        if thumb == "down":
            return ""
        return self._told(lambda: self._keep(exchange, drafting.praised(exchange, answer, before)), words.KEPT["open"])

    def criticise(self, exchanges: Exchanges, event: gr.EventData) -> str:
        """Keep what a reader says of a bad answer; return what is announced."""
        chosen = _chosen(exchanges, event)
        reason, expected = getattr(event, "reason", None), getattr(event, "expected", None)
        if chosen is None or not isinstance(expected, str):
            return ""
        if reason not in words.REASONS:
            gr.Warning(words.CHOOSE_REASON)
            return words.CHOOSE_REASON
        exchange, answer, before = chosen
        right = getattr(event, "right", None) is True
        draft = drafting.criticised(exchange, answer, before, reason, expected, sources_right=right)
        return self._told(lambda: self._keep(exchange, draft), words.KEPT["open"])

    def _keep(self, exchange: Exchange, draft: Mapping[str, Any]) -> None:
        self._take_back(exchange)
        append_draft(self._path, draft)

    def _take_back(self, exchange: Exchange) -> None:
        if not withdraw(self._path, drafting.draft_id(exchange)):
            raise FootnoteError(words.DECIDED)

    def _told(self, work: Callable[[], None], done: str) -> str:
        try:
            work()
        except FootnoteError as error:
            told = words.sentence(words.NOT_KEPT.format(reason=error))
            gr.Warning(told)
            return told
        return done

    def _given(self) -> dict[str, Judgement]:
        """Return what was judged by draft id; read again only when the file has changed."""
        try:
            about = self._path.stat()
            stamp = about.st_mtime_ns, about.st_ino
        except OSError:
            return {}
        if self._read[0] != stamp:
            try:
                drafts = read_drafts(self._path)
            except FootnoteError:
                return {}  # the list of drafts and the next press of a thumb tell what is wrong with the file
            self._read = stamp, {draft.id: _judgement(draft) for draft in drafts if draft.source in _THUMBS}
        return self._read[1]


def _judgement(draft: Draft) -> Judgement:
    return Judgement(_THUMBS[draft.source], draft.status)


def _chosen(exchanges: Exchanges, event: gr.EventData) -> tuple[Exchange, Answer, Sequence[Exchange]] | None:
    """Return the exchange that is meant, its answer, and the exchanges before it; None for one without an answer."""
    position = getattr(event, "exchange", None)
    if not isinstance(position, int) or isinstance(position, bool) or not 0 <= position < len(exchanges):
        return None
    exchange = exchanges[position]
    return (exchange, cast("Answer", exchange.answer), exchanges[:position]) if exchange.judgeable else None
