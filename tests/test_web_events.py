"""What a session is shown when the index changes behind its back."""

import types
from dataclasses import replace

import gradio as gr
import pytest

from rag.answer import Assistant
from rag.config import RagConfig
from web import words
from web.background import Upkeep
from web.chat import asking
from web.chat.events import Events, Seen
from web.chat.exchange import Exchange
from web.library.adding import Adding
from web.library.finding import EVERYTHING

BRIDGE = "Title: The bridge\n\nThe Velm bridge reopened after repairs that cost 48 million crowns.\n"
OTHER = "Title: Seeds\n\nThe Orrin library lends vegetable seeds to its members.\n"
SKIP = gr.skip()


@pytest.fixture
def session(indexed, tmp_path):
    """A page over two articles whose upkeep is done by the test itself."""
    indexed.write({"bridge.txt": BRIDGE, "seeds.txt": OTHER})
    indexed.sync(vectors=False)
    library = indexed.library(vectors=False)
    upkeep = Upkeep(indexed.folder, Assistant(RagConfig(models=tmp_path / "none", engine="extractive"), library))
    upkeep.askable.set()
    yield Events(upkeep, Adding(upkeep))
    library.close()


def answered(session):
    *_, last = session.ask("How much did the repairs of the Velm bridge cost?", ())
    return last[1]


def remove_bridge(indexed):
    (indexed.folder / "bridge.txt").unlink()
    indexed.sync(vectors=False)


def clicked(number=1, exchange=0, kind="cite"):
    return types.SimpleNamespace(exchange=exchange, number=number, kind=kind)


def test_a_session_hears_of_a_removal_by_itself(session, indexed):
    exchanges = answered(session)
    panel, opened, chat, state = session.show(exchanges, clicked())
    assert "48 million" in panel
    assert (chat, state) == (SKIP, SKIP)
    *_, seen = session.tick(exchanges, opened, Seen(), EVERYTHING)
    assert session.tick(exchanges, opened, seen, EVERYTHING) == (SKIP,) * 8
    remove_bridge(indexed)
    _, _, listing, chat, state, panel, opened, seen = session.tick(exchanges, opened, seen, EVERYTHING)
    assert "bridge.txt" not in listing
    for shown in (chat, repr(state), panel):
        assert "48 million" not in shown
    assert words.REMOVED in panel
    assert "data-refreshed" in panel
    assert session.tick(state, opened, seen, EVERYTHING) == (SKIP,) * 8


def test_a_change_elsewhere_leaves_the_open_source_alone(session, indexed):
    exchanges = answered(session)
    _, opened, *_ = session.show(exchanges, clicked())
    *_, seen = session.tick(exchanges, opened, Seen(), EVERYTHING)
    indexed.write({"more.txt": "Something new.\n"})
    indexed.sync(vectors=False)
    _, _, listing, chat, state, panel, _, _ = session.tick(exchanges, opened, seen, EVERYTHING)
    assert "more.txt" in listing
    assert (chat, state, panel) == (SKIP, SKIP, SKIP)


@pytest.mark.parametrize("act", ["show", "ask", "stop"])
def test_the_next_interaction_rewrites_the_state(session, indexed, act):
    exchanges = answered(session)
    if act == "stop":
        exchanges = (*exchanges, replace(exchanges[0], phase="reading"))  # a draft that holds the words too
    remove_bridge(indexed)
    if act == "show":
        panel, _, chat, state = session.show(exchanges, clicked())
        assert words.REMOVED in panel
    elif act == "ask":
        *_, (chat, state, *_) = session.ask("What does the Orrin library lend?", exchanges)
        assert "vegetable seeds" in chat
    else:
        chat, state, *_ = session.stop(exchanges)
    assert "48 million" not in chat + repr(state)
    assert words.REMOVED_QUOTE in chat


def test_an_answer_on_its_way_loses_what_is_removed_meanwhile(session, indexed, monkeypatch):
    (done,) = answered(session)

    def slow(*_):
        yield Exchange(done.question)
        yield replace(done, phase="reading")
        remove_bridge(indexed)
        yield replace(done, phase="reading")
        yield done

    monkeypatch.setattr(asking, "ask", slow)
    pages = [update[0] for update in session.ask(done.question, (done,)) if isinstance(update[0], str)]
    assert "48 million" in pages[2]
    assert not [page for page in pages[3:] if "48 million" in page]


def test_while_an_answer_is_on_its_way_a_tick_leaves_the_state_to_it(session, indexed):
    exchanges = answered(session)
    *_, seen = session.tick(exchanges, None, Seen(), EVERYTHING)
    remove_bridge(indexed)
    running = (*exchanges, Exchange("And?", "reading"))
    _, _, _, chat, state, *_, later = session.tick(running, None, seen, EVERYTHING)
    assert (chat, state) == (SKIP, SKIP)
    _, _, _, chat, *_ = session.tick((*exchanges, Exchange("And?", "failed")), None, later, EVERYTHING)
    assert "48 million" not in chat


def test_a_deleted_index_takes_the_words_with_it(session, indexed):
    exchanges = answered(session)
    (indexed.config.data / "catalog.sqlite").rename(indexed.config.data / "elsewhere")
    _, _, listing, chat, *_ = session.tick(exchanges, None, Seen(), EVERYTHING)
    assert listing == ""
    assert "48 million" not in chat
