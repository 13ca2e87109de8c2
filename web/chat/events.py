"""What happens in the conversation and its source panel. State is one `Conversation` for each window."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, cast

import gradio as gr

from index.errors import FootnoteError
from rag.scope import Scope
from web import words
from web.background import Upkeep
from web.chat import suggesting, view
from web.chat.browser import browser_of
from web.chat.examples import examples
from web.chat.exchange import Conversation, Exchange, history, new_key
from web.chat.keeping import Keeping, rewritten
from web.chat.preparing import Preparing
from web.chat.seen import AnsweredBefore
from web.reading import source
from web.reading.opening import Opening

Updates = tuple[Any, ...]
"""New values for conversation, state, question box, announcement, Send, Stop, next questions and growing exchange."""
_ASKING = 8


class Events:
    """What happens on the page. Holds nothing of any session but answers that may be asked for again."""

    def __init__(self, upkeep: Upkeep, keeping: Keeping) -> None:
        self._upkeep = upkeep
        self._library = upkeep.assistant.library
        self._opening = Opening(self._library)
        self._keeping = keeping
        self._seen = AnsweredBefore(upkeep)
        self._preparing = Preparing(upkeep.assistant)

    def empty(self, note: str = "") -> str:
        """Return the conversation before the first question. ``note``: why it is empty, if not because it is new."""
        waiting = self._upkeep.status.kind == "busy" and not self._upkeep.askable.is_set()
        note = note or (words.NOT_YET if waiting else "")
        return view.conversation(Conversation(), examples(self._upkeep.folder, self._library), note)

    def begin(self, request: gr.Request) -> Updates:
        """Return what a window that was opened shows, the conversation its address names or none: page, state, and clock."""
        owner = browser_of(dict(request.cookies))
        wanted = request.query_params.get("chat")
        try:
            found = self._keeping.load(str(wanted), owner) if wanted else None
        except FootnoteError as error:
            return self.empty(words.sentence(str(error))), Conversation(owner), gr.Timer(active=True)
        if found:
            return view.conversation(found), found, gr.Timer(active=True)
        return self.empty(words.NOT_THERE if wanted else ""), Conversation(owner), gr.Timer(active=True)

    def ask(
        self,
        question: str,
        conversation: Conversation,
        scope: Scope | None = None,
        *,
        query: str | None = None,
        instead: str | None = None,
        anew: bool = False,
    ) -> Iterator[Updates]:
        """Answer what was typed.

        ``query``: what is searched in its place. ``instead``: the key of the exchange that this one replaces.
        ``anew``: answer it again even if it was answered before.
        """
        if not question.strip():
            gr.Info(words.ASK_SOMETHING)
            yield _nothing_new()
            return
        conversation = self._keeping.settled(conversation)
        if conversation.running:
            yield _nothing_new()  # the answer before is still on its way
            return
        conversation = replace(conversation, id=conversation.id or new_key())
        before, checked = self._keeping.kept(conversation), self._upkeep.generation
        grown: Exchange | None = None
        stored = False
        last = Exchange(question, query=query, scope=scope or Scope(), instead=instead)
        asked = self._seen.ask(last, history(before.exchanges), before.owner, anew=anew)
        with closing(cast("Any", asked)) as steps:
            try:
                yield _updates(before, last, box="")
                for newer in steps:
                    generation = self._upkeep.generation
                    if newer is grown and generation == checked:
                        yield _nothing_new()
                        continue
                    above = before
                    if generation != checked:  # articles may be gone that were quoted above
                        before, checked = self._keeping.kept(before), generation
                    grown, last = newer, self._keeping.kept(replace(before, exchanges=(newer,))).exchanges[0]
                    if last.answer and not stored:
                        self._keeping.store(before, last, instead)
                        stored = True
                    before = self._keeping.marked(before)
                    yield _grown(before, last) if before == above and not last.finished else _updates(before, last)
            finally:  # also when the window is closed
                last = last if last.finished else replace(last, phase="stopped")
                if last.answer or not instead:  # what was stopped before it began to answer replaces nothing
                    self._keeping.store(before, last, None if stored else instead, unless_stopped=last.phase == "stopped")

    def ask_example(self, conversation: Conversation, scope: Scope, event: gr.EventData) -> Iterator[Updates]:
        """Answer the example that was clicked."""
        offered = examples(self._upkeep.folder, self._library)
        number = _whole(event, "example")
        if number is not None and number < len(offered):
            yield from self.ask(offered[number], conversation, scope)

    def ask_suggested(self, conversation: Conversation, scope: Scope, event: gr.EventData) -> Iterator[Updates]:
        """Answer a suggested question, which stands in the page as it was made from the articles."""
        question = getattr(event, "question", None)
        if isinstance(question, str):
            yield from self.ask(question, conversation, scope)

    def ask_again(self, conversation: Conversation, scope: Scope, event: gr.EventData) -> Iterator[Updates]:
        """Answer a question of this session again, with the query that the reader made of it."""
        position, query = _whole(event, "exchange"), getattr(event, "query", None)
        if position is not None and position < len(conversation.exchanges) and isinstance(query, str) and query.strip():
            yield from self.ask(conversation.exchanges[position].question, conversation, scope, query=query)

    def regenerate(self, conversation: Conversation, scope: Scope, event: gr.EventData) -> Iterator[Updates]:
        """Answer a question anew, the last one in its place: the articles, the engine or the filter may be others now."""
        position, conversation = _whole(event, "exchange"), self._keeping.settled(conversation)
        if position is None or position >= len(conversation.exchanges) or conversation.running:
            return
        again = conversation.exchanges[position]
        if position < len(conversation.exchanges) - 1:
            query = again.answer.query if again.answer else again.query
            yield from self.ask(again.question, conversation, scope, query=query, anew=True)
            return
        earlier = replace(conversation, exchanges=conversation.exchanges[:-1])
        yield from self.ask(again.question, earlier, scope, query=again.query, instead=again.key, anew=True)

    def edit(self, conversation: Conversation, scope: Scope, event: gr.EventData) -> Iterator[Updates]:
        """Ask something else in the place of a question. What came after it stays, in the conversation as it was."""
        position, question = _whole(event, "exchange"), getattr(event, "question", None)
        conversation = self._keeping.settled(conversation)
        if position is None or position >= len(conversation.exchanges) or not isinstance(question, str):
            return
        if conversation.running or not question.strip():
            yield from self.ask(question, conversation, scope)
            return
        old, earlier = conversation.exchanges[position], replace(conversation, exchanges=conversation.exchanges[:position])
        if position == len(conversation.exchanges) - 1:
            yield from self.ask(question, earlier, scope, instead=old.key)
            return
        branch = replace(earlier, id=new_key())
        for exchange in branch.exchanges:
            self._keeping.store(branch, exchange)
        yield from self.ask(question, branch, scope)

    def suggest(self, conversation: Conversation) -> str:
        """Return questions to ask next, once an answer is there; they take a second to find and check."""
        last = conversation.exchanges[-1] if conversation.exchanges else None
        if last is None or not last.judgeable or last.answer is None:
            return ""
        try:
            found = suggesting.suggest(last.answer, conversation.exchanges, self._upkeep.assistant)
        except FootnoteError:
            return ""  # what keeps the articles from being read is told by the status line
        return view.suggestions(found, last.key)

    def prepare(self, conversation: Conversation, scope: Scope, event: gr.EventData) -> None:
        """Read ahead for a question that will perhaps be asked: what stands in the box, or is pointed at."""
        question = getattr(event, "question", None)
        if isinstance(question, str) and not conversation.running:
            self._preparing.prepare(question, history(conversation.exchanges), scope)

    def stop(self, conversation: Conversation) -> Updates:
        """Leave the answer as far as it has come."""
        if not conversation.running:
            return (*_nothing_new()[:4], gr.update(visible=True), gr.update(visible=False), gr.skip(), gr.skip())
        *earlier, last = self._keeping.kept(conversation).exchanges
        before, last = replace(conversation, exchanges=tuple(earlier)), replace(last, phase="stopped")
        if last.instead and last.answer is None:
            return self._change(self._keeping.reloaded(before))  # it replaces nothing
        self._keeping.store(before, last)  # what is shown, perhaps a sentence less than came
        return _updates(before, last)

    def new(self, conversation: Conversation) -> Updates:
        """Begin another conversation; the last values clear the source panel."""
        return (*self._change(Conversation(conversation.owner)), source.empty(), None)

    def go_to(self, conversation: Conversation, event: gr.EventData) -> Updates:
        """Show a stored conversation instead; the last values clear the source panel."""
        chosen, note = getattr(event, "conversation", None), words.NOT_THERE
        found = None
        try:
            found = self._keeping.load(chosen, conversation.owner) if isinstance(chosen, str) else None
        except FootnoteError as error:
            note = words.sentence(str(error))
        return (*self._change(found or Conversation(conversation.owner), note), source.empty(), None)

    def still_there(self, conversation: Conversation) -> Updates:
        """Begin another conversation when the one that is shown was deleted; values as of `new`.

        Called after every deletion.
        """
        unchanged = (gr.skip(),) * (_ASKING + 2)
        self._seen.forget(conversation.owner)
        try:
            there = not conversation.exchanges or self._keeping.load(conversation.id, conversation.owner)
        except FootnoteError:
            return unchanged  # the list of conversations tells
        return unchanged if there else self.new(conversation)

    def _change(self, conversation: Conversation, note: str = "") -> Updates:
        page = view.conversation(conversation) if conversation.exchanges else self.empty(note)
        return page, conversation, "", "", gr.update(visible=True), gr.update(visible=False), "", ""

    def show(self, conversation: Conversation, event: gr.EventData) -> Updates:
        """Open the source of a footnote or of a closest passage; values for panel, what it shows, conversation, state."""
        position, number = _whole(event, "exchange"), _whole(event, "number")
        if position is None or number is None or position >= len(conversation.exchanges):
            return (gr.skip(),) * 4
        kept = self._keeping.kept(conversation)
        page, opened = self._opening.open(kept.exchanges, position, str(getattr(event, "kind", "")), number)
        return (page, opened, *rewritten(conversation, kept)) if page else (gr.skip(),) * 4

    def thumb(self, conversation: Conversation, event: gr.EventData) -> Updates:
        """Keep or take back what a thumb says; values for conversation, state, announcement."""
        said = self._keeping.judging.press(self._keeping.kept(conversation).exchanges, event)
        return (*self.marked(conversation), said or gr.skip())

    def criticise(self, conversation: Conversation, event: gr.EventData) -> Updates:
        """Keep what a reader says of a bad answer; values for conversation, state, announcement."""
        said = self._keeping.judging.criticise(self._keeping.kept(conversation).exchanges, event)
        return (*self.marked(conversation), said or gr.skip())

    def marked(self, conversation: Conversation) -> Updates:
        """Return conversation and state when something else was made of an answer than they show."""
        return rewritten(conversation, self._keeping.kept(conversation))


def _whole(event: gr.EventData, name: str) -> int | None:
    """Return a number the browser sent, None when it is not one that can be meant."""
    value = getattr(event, name, None)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _nothing_new() -> Updates:
    return (gr.skip(),) * _ASKING


def _grown(before: Conversation, last: Exchange) -> Updates:
    """Return the updates that show how far ``last`` has come, and nothing else anew."""
    now = replace(before, exchanges=(*before.exchanges, last))
    page = view.exchange(last, len(before.exchanges), before.id)
    return gr.skip(), now, gr.skip(), view.announcement(last), gr.skip(), gr.skip(), gr.skip(), page


def _updates(before: Conversation, last: Exchange, box: str | None = None) -> Updates:
    """Return the updates that show ``last`` after the exchanges ``before``."""
    now = replace(before, exchanges=(*before.exchanges, last))
    if last.phase == "failed" and last.answer is None:
        box = last.question  # refused before it was tried: give it back to be mended
    return (
        view.conversation(now),
        now,
        gr.skip() if box is None else box,
        view.announcement(last),
        gr.update(visible=last.finished),
        gr.update(visible=not last.finished),
        gr.skip() if last.finished else "",
        "",
    )
