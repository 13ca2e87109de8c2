"""What a window is told of the work behind the page: how far it is, and what has changed in what it shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from index.errors import FootnoteError
from web import words
from web.background import Status, Upkeep
from web.chat.exchange import Conversation
from web.chat.keeping import Keeping, rewritten
from web.library.adding import Adding
from web.library.finding import Wanted
from web.markup import text
from web.reading.opening import Opened, Opening

Updates = tuple[Any, ...]
_LOST = f'<div class="status busy" data-lost><div><p>{words.STARTING}</p></div></div>'


@dataclass(frozen=True, slots=True)
class Seen:
    """What a session has been shown of the work behind the page."""

    status: Status | None = None
    generation: int = -1


class Following:
    """Tells every window what is new. Holds nothing of any session."""

    def __init__(self, upkeep: Upkeep, adding: Adding, keeping: Keeping, empty: Callable[[], str]) -> None:
        """``empty``: makes the conversation before the first question."""
        self._upkeep = upkeep
        self._adding = adding
        self._keeping = keeping
        self._opening = Opening(upkeep.assistant.library)
        self._empty = empty

    def tick(self, conversation: Conversation, opened: Opened | None, seen: Seen, wanted: Wanted) -> Updates:
        """Show what has changed behind the page since this session was last told.

        Values for status line, summary and list of articles, conversation, state, panel, what it shows, and ``seen``.
        """
        if not conversation.owner:  # the app was started again, and knows nothing of this window: it loads itself anew
            return (_LOST, *(gr.skip(),) * 7)
        try:
            now = Seen(self._upkeep.status, self._upkeep.generation)
            return (gr.skip(),) * 8 if now == seen else self._news(conversation, opened, seen, now, wanted)
        except FootnoteError:
            return (gr.skip(),) * 8  # the next tick tries again; the status line tells what lasts

    def _news(self, conversation: Conversation, opened: Opened | None, seen: Seen, now: Seen, wanted: Wanted) -> Updates:
        status, summary = self.status_line(), self._adding.summary()
        rest: Updates = (gr.skip(),) * 5
        if now.generation != seen.generation or (now.status and now.status.kind != "busy"):
            rest = (self._adding.listing(wanted), *self._after_sync(conversation, opened))
        if conversation.running:
            now = replace(now, generation=seen.generation)  # the answer on its way rewrites the state; look again then
        return status, summary, *rest, now

    def _after_sync(self, conversation: Conversation, opened: Opened | None) -> Updates:
        """Return conversation, state, panel and what it shows as the index has them now."""
        if conversation.running:
            return (gr.skip(),) * 4
        kept = self._keeping.kept(conversation)
        panel: tuple[Any, Any] = (gr.skip(), gr.skip())
        if opened:
            page, shown = self._opening.again(kept.exchanges, opened)
            if page and shown != opened:
                panel = page, shown
        return (*(rewritten(conversation, kept) if conversation.exchanges else (self._empty(), gr.skip())), *panel)

    def status_line(self) -> str:
        """Return how far the work behind the page is, as HTML."""
        status = self._upkeep.status
        first = status.text if status.kind != "failed" else words.sentence(status.text)
        lines = "".join(f"<p>{text(line)}</p>" for line in (first, *map(words.sentence, status.troubles)))
        return f'<div class="status {status.kind}" role="status"><div>{lines}</div></div>'
