"""What a session is shown when the index changes behind its back."""

import types
from dataclasses import replace

import gradio as gr
import pytest

from web import words
from web.chat import asking
from web.chat.events import Events
from web.chat.exchange import Conversation, Exchange
from web.chat.following import Following, Seen
from web.chat.keeping import Keeping
from web.library.adding import Adding
from web.library.finding import EVERYTHING

BRIDGE = "Title: The bridge\n\nThe Velm bridge reopened after repairs that cost 48 million crowns.\n"
OTHER = "Title: Seeds\n\nThe Orrin library lends vegetable seeds to its members.\n"
SKIP = gr.skip()


@pytest.fixture
def session(upkeep_of):
    """A page over two articles whose upkeep is done by the test itself."""
    upkeep = upkeep_of({"bridge.txt": BRIDGE, "seeds.txt": OTHER})
    keeping = Keeping(upkeep.assistant.library)
    events = Events(upkeep, keeping)
    following = Following(upkeep, Adding(upkeep), keeping, events.empty)
    return types.SimpleNamespace(ask=events.ask, show=events.show, stop=events.stop, tick=following.tick)


def answered(session):
    *_, last = session.ask("How much did the repairs of the Velm bridge cost?", Conversation("somebody"))
    return last[1]


def more(conversation, exchange):
    return replace(conversation, exchanges=(*conversation.exchanges, exchange))


def remove_bridge(indexed):
    (indexed.folder / "bridge.txt").unlink()
    indexed.sync(vectors=False)


def clicked(number=1, exchange=0, kind="cite"):
    return types.SimpleNamespace(exchange=exchange, number=number, kind=kind)


def test_a_session_hears_of_a_removal_by_itself(session, indexed):
    conversation = answered(session)
    panel, opened, chat, state = session.show(conversation, clicked())
    assert "48 million" in panel
    assert (chat, state) == (SKIP, SKIP)
    *_, seen = session.tick(conversation, opened, Seen(), EVERYTHING)
    assert session.tick(conversation, opened, seen, EVERYTHING) == (SKIP,) * 8
    remove_bridge(indexed)
    _, _, listing, chat, state, panel, opened, seen = session.tick(conversation, opened, seen, EVERYTHING)
    assert "bridge.txt" not in listing
    for shown in (chat, repr(state), panel):
        assert "48 million" not in shown
    assert words.REMOVED in panel
    assert "data-refreshed" in panel
    assert session.tick(state, opened, seen, EVERYTHING) == (SKIP,) * 8


def test_a_change_elsewhere_leaves_the_open_source_alone(session, indexed):
    conversation = answered(session)
    _, opened, *_ = session.show(conversation, clicked())
    *_, seen = session.tick(conversation, opened, Seen(), EVERYTHING)
    indexed.write({"more.txt": "Something new.\n"})
    indexed.sync(vectors=False)
    _, _, listing, chat, state, panel, _, _ = session.tick(conversation, opened, seen, EVERYTHING)
    assert "more.txt" in listing
    assert (chat, state, panel) == (SKIP, SKIP, SKIP)


def test_the_panel_keeps_to_its_article_when_the_answer_was_replaced(session, indexed):
    conversation = answered(session)
    _, opened, *_ = session.show(conversation, clicked())
    *_, seen = session.tick(conversation, opened, Seen(), EVERYTHING)
    *_, last = session.ask("What does the Orrin library lend?", replace(conversation, exchanges=()))
    remove_bridge(indexed)
    *_, panel, opened, _ = session.tick(last[1], opened, seen, EVERYTHING)
    assert words.REMOVED in panel
    assert "vegetable seeds" not in panel
    assert opened.kind == "article"


@pytest.mark.parametrize("act", ["show", "ask", "stop"])
def test_the_next_interaction_rewrites_the_state(session, indexed, act):
    conversation = answered(session)
    if act == "stop":
        conversation = more(
            conversation, replace(conversation.exchanges[0], phase="reading", key="running")
        )  # a draft that holds the words too
    remove_bridge(indexed)
    if act == "show":
        panel, _, chat, state = session.show(conversation, clicked())
        assert words.REMOVED in panel
    elif act == "ask":
        *_, (chat, state, *_) = session.ask("What does the Orrin library lend?", conversation)
        assert "vegetable seeds" in chat
    else:
        chat, state, *_ = session.stop(conversation)
    assert "48 million" not in chat + repr(state)
    assert words.REMOVED_QUOTE in chat


def test_an_answer_on_its_way_loses_what_is_removed_meanwhile(session, indexed, monkeypatch):
    before = answered(session)
    (done,) = before.exchanges

    def slow(*_):
        yield Exchange(done.question)
        yield replace(done, phase="reading")
        remove_bridge(indexed)
        yield replace(done, phase="reading")
        yield done

    monkeypatch.setattr(asking, "ask", slow)
    sent = [(update[0], update[-1]) for update in session.ask(done.question, before)]
    pages = ["".join(part for part in pair if isinstance(part, str)) for pair in sent]
    assert "48 million" in pages[2]
    assert not [page for page in pages[3:] if "48 million" in page]


def test_while_an_answer_is_on_its_way_a_tick_leaves_the_state_to_it(session, indexed):
    conversation = answered(session)
    *_, seen = session.tick(conversation, None, Seen(), EVERYTHING)
    remove_bridge(indexed)
    running = more(conversation, Exchange("And?", "reading"))
    _, _, _, chat, state, *_, later = session.tick(running, None, seen, EVERYTHING)
    assert (chat, state) == (SKIP, SKIP)
    _, _, _, chat, *_ = session.tick(more(conversation, Exchange("And?", "failed")), None, later, EVERYTHING)
    assert "48 million" not in chat


def test_a_deleted_index_takes_the_words_with_it(session, indexed):
    conversation = answered(session)
    (indexed.config.data / "catalog.sqlite").rename(indexed.config.data / "elsewhere")
    _, _, listing, chat, *_ = session.tick(conversation, None, Seen(), EVERYTHING)
    assert listing == ""
    assert "48 million" not in chat
