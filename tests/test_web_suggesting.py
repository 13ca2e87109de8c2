"""Questions to ask next: each is answered by the articles, and none was asked before."""

import pytest

from rag.answer import Assistant, final
from rag.config import RagConfig
from web.chat.examples import examples
from web.chat.exchange import Exchange
from web.chat.suggesting import same_question, suggest

BRIDGE = """Title: The Velm bridge

The Velm bridge is a bridge of steel over the river Orr. The Velm bridge was opened in 1921 by the province. It was painted \
red in the first year.

Ilse Brandt designed the towers of the Velm bridge. Engineers replaced 312 steel cables of the Velm bridge last spring.

The Velm bridge was closed because its cables had rusted. Amara Okoye, the director of the bridge office, lives in Velm.
"""
BAKERY = """Title: The Karn bakery

The Karn bakery was founded in 1888. The Karn bakery sells rye bread to the monks of Mount Karn.
"""


@pytest.fixture
def assistant(indexed):
    indexed.write({"bridge.txt": BRIDGE, "bakery.txt": BAKERY})
    indexed.sync()
    return Assistant(RagConfig("extractive", indexed.config.models), indexed.library())


def after(assistant, *questions):
    exchanges = tuple(Exchange(q, "done", answer=final(assistant.ask(q))) for q in questions)
    return suggest(exchanges[-1].answer, exchanges, assistant)


def test_what_is_suggested_is_answered_with_the_sentence_it_was_made_from(assistant):
    suggested = after(assistant, "How many steel cables of the Velm bridge did engineers replace?")
    assert len(suggested) == 3
    assert len(set(suggested)) == 3
    for question in suggested:
        answer = final(assistant.ask(question))
        assert not answer.abstained
        assert {citation.article for citation in answer.citations} == {"bridge.txt"}
        assert len(question) < 90


def test_what_was_asked_or_read_already_is_not_suggested_again(assistant):
    first = "Who designed the towers of the Velm bridge?"
    suggested = after(assistant, first, "When was the Velm bridge opened?")
    assert suggested
    assert not [q for q in suggested if same_question(q, first) or "opened" in q]
    again = after(assistant, first, *suggested)
    assert not set(suggested) & set(again)


def test_an_article_about_something_else_is_left_alone(assistant):
    assert not [q for q in after(assistant, "When was the Velm bridge opened?") if "bakery" in q]


def test_removed_articles_suggest_nothing(assistant, indexed):
    answer = final(assistant.ask("When was the Velm bridge opened?"))
    (indexed.folder / "bridge.txt").unlink()
    indexed.sync()
    assert suggest(answer, (), assistant) == ()


def test_an_empty_conversation_offers_questions_that_the_articles_answer(assistant, indexed):
    offered = examples(indexed.folder, assistant.library)
    assert offered[0] == "When was the Karn bakery founded?"
    assert offered[1] == "What is the Velm bridge?"
    assert offered == examples(indexed.folder, assistant.library)  # a click names its place
    for question in offered:
        assert not final(assistant.ask(question)).abstained


def test_articles_without_such_a_sentence_are_offered_by_title(indexed):
    indexed.write({"poem.txt": "Title: A poem\n\nO river, o river, how far do you run from here to the sea\n"})
    indexed.sync()
    assert examples(indexed.folder, indexed.library()) == ("What does \u201cA poem\u201d say?",)
