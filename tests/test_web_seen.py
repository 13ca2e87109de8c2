"""A question that was answered before is answered at once, and marked; whatever could change the answer has it anew."""

import types
from dataclasses import replace

import pytest
from conftest import check_invariants

from rag.config import RagConfig
from rag.scope import Scope
from web import words
from web.chat import asking, view
from web.chat.events import Events
from web.chat.exchange import Conversation
from web.chat.keeping import Keeping

BRIDGE = "Title: The bridge\n\nThe Velm bridge reopened after repairs that cost 48 million crowns.\n"
OTHER = "Title: Seeds\n\nThe Orrin library lends vegetable seeds to its members.\n"
COST = "How much did the repairs of the Velm bridge cost?"


@pytest.fixture
def upkeep(upkeep_of):
    return upkeep_of({"bridge.txt": BRIDGE, "seeds.txt": OTHER})


@pytest.fixture
def events(upkeep, monkeypatch):
    """A page whose questions are counted: ``asked`` are those that had to be answered."""
    asked = []
    real = asking.ask
    monkeypatch.setattr(
        asking, "ask", lambda of, exchange, *rest: asked.append(exchange.question) or real(of, exchange, *rest)
    )
    made = Events(upkeep, Keeping(upkeep.assistant.library))
    return types.SimpleNamespace(ask=made.ask, regenerate=made.regenerate, still_there=made.still_there, asked=asked)


def last(updates):
    *_, final = updates
    return final[1].exchanges[-1]


def ask(events, question=COST, owner="somebody", **how):
    return last(events.ask(question, Conversation(owner), **how))


def test_the_same_question_is_answered_at_once_with_the_same_answer_and_says_so(events, indexed):
    first, second = ask(events), ask(events)
    assert events.asked == [COST]
    assert replace(second.answer, timings_ms=first.answer.timings_ms) == first.answer
    assert (second.excerpts, second.places) == (first.excerpts, first.places)
    assert second.key != first.key  # judged apart
    with indexed.catalog() as catalog:
        check_invariants(second.answer.to_json(), catalog)
    assert words.ANSWERED_BEFORE not in view.exchange(first, 0, "c") + view.announcement(first)
    assert words.ANSWERED_BEFORE in view.exchange(second, 0, "c")
    assert view.announcement(second) == f"Answer complete, 1 source. {words.ANSWERED_BEFORE}"


@pytest.mark.parametrize(
    "how",
    [
        {"owner": "somebody else"},
        {"question": COST.replace("cost", "take")},
        {"question": COST.lower()},
        {"scope": Scope(since="2020")},
        {"query": "What did the bridge cost?"},
    ],
)
def test_another_browser_word_scope_or_query_is_answered_anew(events, how):
    ask(events)
    assert not ask(events, **how).answered_before
    assert len(events.asked) == 2


def test_a_window_whose_browser_is_not_known_is_never_answered_from_memory(events):
    assert not ask(events, owner="").answered_before
    assert not ask(events, owner="").answered_before


def test_what_was_said_before_it_makes_it_another_question(events):
    ask(events)
    *_, after = events.ask("What does the Orrin library lend?", Conversation("somebody"))
    assert not last(events.ask(COST, after[1])).answered_before


def test_words_of_a_removed_article_are_neither_shown_nor_kept(events, upkeep, indexed):
    ask(events)
    (indexed.folder / "bridge.txt").unlink()
    indexed.sync(vectors=False)
    upkeep._forget()
    assert not any("48 million" in repr(kept) for kept in _kept(upkeep))
    again = ask(events)
    assert not again.answered_before
    assert "48 million" not in again.answer.answer


def test_a_changed_article_is_read_again_even_before_the_memory_was_emptied(events, indexed):
    ask(events)
    indexed.write({"bridge.txt": BRIDGE.replace("48", "52")})
    indexed.sync(vectors=False)
    assert "52 million" in ask(events).answer.answer


def test_answer_again_answers_again_and_replaces_what_is_remembered(events):
    *_, shown = events.ask(COST, Conversation("somebody"))
    clicked = types.SimpleNamespace(exchange=0)
    anew = last(events.regenerate(shown[1], Scope(), clicked))
    assert not anew.answered_before
    assert len(events.asked) == 2
    assert ask(events).answered_before


def test_other_settings_answer_anew(events, upkeep, tmp_path):
    ask(events)
    upkeep.assistant.reconfigure(RagConfig(models=tmp_path / "none", engine="extractive", sources=3))
    assert not ask(events).answered_before


def test_quotes_in_place_of_a_missing_model_are_not_remembered(events, upkeep, tmp_path):
    upkeep.assistant.reconfigure(RagConfig(models=tmp_path / "none", engine="auto"))
    assert ask(events).answer.engine == "extractive"
    assert not ask(events).answered_before


def test_an_answer_that_was_stopped_or_failed_is_not_remembered(events, upkeep, tmp_path):
    steps = events.ask(COST, Conversation("somebody"))
    next(steps)
    steps.close()
    assert not ask(events).answered_before
    upkeep.assistant.reconfigure(RagConfig(models=tmp_path / "none", engine="local"))
    assert ask(events).answer.error
    assert not ask(events).answered_before


def test_a_deleted_conversation_is_not_remembered_here_either(events):
    ask(events)
    ask(events, owner="somebody else")
    events.still_there(Conversation("somebody"))
    assert not ask(events).answered_before
    assert ask(events, owner="somebody else").answered_before


def _kept(upkeep):
    """What every memory of this upkeep holds, by the duties that empty it."""
    return [kept for duty in upkeep.forgettings for kept in getattr(duty.__self__, "_kept", {}).values()]
