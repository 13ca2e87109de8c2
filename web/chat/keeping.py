"""What a conversation keeps and what it has to forget: its store, its reader's judgements, articles that are gone."""

from dataclasses import replace
from typing import Any

import gradio as gr

from index.errors import FootnoteError, IndexMissingError
from index.library import Library
from web import words
from web.chat import view
from web.chat.conversations import Conversations
from web.chat.exchange import Conversation, Exchange
from web.chat.judging import Judging
from web.chat.removal import without_removed


class Keeping:
    """Keeps the conversations of a data folder as they should be shown now. Holds nothing of any session."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._conversations = Conversations(library.config.data)
        self.judging = Judging(library.config.data)

    def load(self, conversation: str, owner: str) -> Conversation | None:
        """Return a stored conversation as it should be shown now, None when there is none."""
        found = self._conversations.load(conversation, owner)
        return found and self.kept(found)

    def titled(self, conversation: str) -> tuple[str, tuple[Exchange, ...]] | None:
        """Return the name of a stored conversation, and what it may show now; None when there is none."""
        found = self._conversations.titled(conversation)
        return found and (found[0], self.kept(Conversation(exchanges=found[1])).exchanges)

    def store(
        self, before: Conversation, last: Exchange, instead: str | None = None, *, unless_stopped: bool = False
    ) -> None:
        """Store an exchange; when that cannot be done the answer is still given, and the reader told."""
        if last.phase == "failed" and last.answer is None:
            return  # refused before it was tried
        try:
            self._conversations.keep(before, last, instead, unless_stopped=unless_stopped)
        except FootnoteError as error:
            gr.Warning(words.sentence(words.NOT_STORED.format(reason=error)))

    def reloaded(self, conversation: Conversation) -> Conversation:
        """Return it as it is stored; as it is here when it is not, or cannot be read."""
        try:
            return self.load(conversation.id, conversation.owner) or conversation
        except FootnoteError:
            return conversation

    def settled(self, conversation: Conversation) -> Conversation:
        """Return it without an answer on its way that was stopped: what came too late may have said otherwise."""
        if not conversation.running:
            return conversation
        *before, last = conversation.exchanges
        try:
            stopped = self._conversations.stopped(conversation.id, last.key)
        except FootnoteError:
            return conversation  # the store cannot be read, which storing the next answer tells
        return replace(conversation, exchanges=(*before, stopped)) if stopped else conversation

    def marked(self, conversation: Conversation) -> Conversation:
        """Return it as its reader judges its answers."""
        return replace(conversation, exchanges=self.judging.marked(conversation.exchanges))

    def kept(self, conversation: Conversation) -> Conversation:
        """Return it as it is now: without the words of articles that are gone, and as its reader judges."""
        exchanges = self.judging.marked(conversation.exchanges)
        if not any(exchange.answer for exchange in exchanges):
            return replace(conversation, exchanges=exchanges)
        try:
            with self._library.catalog() as catalog:

                def held(article: str) -> bool:
                    about = catalog.article(article)
                    return about is not None and about.text_hash is not None

                kept = tuple(without_removed(exchange, held) for exchange in exchanges)
        except IndexMissingError:  # deleted as a whole
            kept = tuple(without_removed(exchange, lambda _article: False) for exchange in exchanges)
        return replace(conversation, exchanges=kept)


def rewritten(before: Conversation, kept: Conversation) -> tuple[Any, ...]:
    """Return conversation and state, when words were removed from them."""
    unchanged = kept == before or before.running
    return (gr.skip(), gr.skip()) if unchanged else (view.conversation(kept), kept)
