"""The panel of conversations: its parts, and what happens in it."""

from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from index.config import IndexConfig
from index.errors import FootnoteError
from web import words
from web.chat import history
from web.chat.conversations import Conversations
from web.chat.exchange import Conversation
from web.drawers import AT_ONCE, NEWS, PLAIN, head
from web.library import articles

_SCRIPT = Path(__file__).with_name("history.js").read_text(encoding="utf-8")


class History(NamedTuple):
    """The parts of the panel of conversations that events read or change."""

    find: gr.Textbox
    listing: gr.HTML
    news: gr.HTML


class Finding:
    """Lists, renames and deletes the conversations of the browser that asks. Holds nothing of any session."""

    def __init__(self, config: IndexConfig) -> None:
        self._conversations = Conversations(config.data)

    def listing(self, conversation: Conversation, wanted: str = "") -> str:
        """Return the list of what holds every word of ``wanted``."""
        try:
            found = self._conversations.listed(conversation.owner, wanted)
        except FootnoteError as error:
            return articles.news((), wrong=[str(error)])
        return history.listing(found, conversation.id, wanted)

    def rename(self, conversation: Conversation, wanted: str, event: gr.EventData) -> tuple[str, str]:
        """Give a conversation another name; values for list and news."""
        chosen, title = _chosen(event), getattr(event, "title", None)
        if chosen is None or not isinstance(title, str):
            return self.listing(conversation, wanted), ""
        try:
            self._conversations.rename(chosen, conversation.owner, title)
        except FootnoteError as error:
            return self.listing(conversation, wanted), articles.news((), wrong=[words.sentence(str(error))])
        return self.listing(conversation, wanted), articles.news([words.RENAMED_NEWS.format(title=title.strip())])

    def remove(self, conversation: Conversation, wanted: str, event: gr.EventData) -> tuple[str, str]:
        """Delete a conversation; values for list and news."""
        chosen = _chosen(event)
        try:
            titled = self._conversations.titled(chosen) if chosen else None
            if chosen is None or titled is None:
                return self.listing(conversation, wanted), ""
            self._conversations.delete(chosen, conversation.owner)
        except FootnoteError as error:
            return self.listing(conversation, wanted), articles.news((), wrong=[words.sentence(str(error))])
        return self.listing(conversation, wanted), articles.news([words.DELETED_NEWS.format(title=titled[0])])


def build() -> History:
    """Return the panel of conversations."""
    with gr.Column(elem_id="conversations", elem_classes="drawer"):
        head(words.CONVERSATIONS, "conversations-head")
        find = gr.Textbox(
            label=words.FIND_CONVERSATION,
            placeholder=words.FIND_CONVERSATION,
            max_lines=1,
            container=False,
            elem_id="find-conversation",
        )
        listing = gr.HTML("", elem_id="history", js_on_load=_SCRIPT, **PLAIN)
        news = gr.HTML("", elem_id="history-news", html_template=NEWS, **PLAIN)
    return History(find, listing, news)


def wire(parts: History, opener: gr.Button, finding: Finding, state: gr.State) -> Any:  # noqa: ANN401  Gradio does not name it
    """Say what each part of the panel does; return what follows a deletion. Opening one is the page's business."""
    show: dict[str, Any] = {"fn": finding.listing, "inputs": [state, parts.find], "outputs": parts.listing, **AT_ONCE}
    opener.click(**show)
    parts.find.change(trigger_mode="always_last", **show)
    parts.listing.rename(finding.rename, [state, parts.find], [parts.listing, parts.news], **AT_ONCE)
    return parts.listing.remove(finding.remove, [state, parts.find], [parts.listing, parts.news], **AT_ONCE)


def _chosen(event: gr.EventData) -> str | None:
    chosen = getattr(event, "conversation", None)
    return chosen if isinstance(chosen, str) else None
