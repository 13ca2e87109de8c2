"""Answers to questions that are no look-ups: each is held against all invariants, with vectors and without."""

import pytest
from conftest import Indexed, check_invariants

from rag.answer import Assistant, final
from rag.config import RagConfig
from rag.types import Answer


@pytest.fixture(params=[True, False], ids=["vectors", "keywords"])
def ask(request, corpus, tmp_path):
    assistant = Assistant(RagConfig(models=tmp_path, engine="extractive"), corpus.library(vectors=request.param))

    def asked(question: str) -> Answer:
        answer = final(assistant.ask(question))
        with corpus.catalog() as catalog:
            check_invariants(answer.to_json(), catalog)
        assert answer.engine == "extractive"
        return answer

    return asked


def cited(answer: Answer) -> list[str]:
    return [citation.article for citation in answer.citations]


@pytest.mark.parametrize("question", ["hello", "What can you do?", "Who are you?"])
def test_a_greeting_is_told_what_can_be_asked_of_these_articles(ask, question):
    answer = ask(question)
    assert answer.abstained
    assert "Summarise: The Velm bridge reopens" in answer.missing
    assert "\u2018The library that lends seeds\u2019" in answer.missing
    assert (answer.citations, answer.hits) == ((), ())


def test_the_examples_that_a_greeting_offers_are_answered(ask):
    assert cited(ask("Summarise: The Velm bridge reopens"))
    assert set(cited(ask("What does the article \u2018The library that lends seeds\u2019 say?"))) == {"orrin.txt"}


def test_a_summary_quotes_the_article_in_its_order(ask):
    answer = ask("Summarise the bridge article")
    assert set(cited(answer)) == {"bridge.txt"}
    assert len(answer.citations) > 1
    assert [c.start for c in answer.citations] == sorted(c.start for c in answer.citations)
    assert len(" ".join(s.text for s in answer.sentences).split()) <= 80
    assert answer.sentences[0].text.startswith("The Velm bridge reopened on Friday")
    assert answer.citations[0].also_in == ("copies/bridge-again.txt",)


def test_which_article_is_meant_is_asked_when_it_is_not_clear(ask):
    answer = ask("Summarise this article")
    assert answer.abstained
    assert all(title in answer.missing for title in ("The Velm bridge reopens", "An observatory for Mount Karn"))


def test_a_quoted_text_that_is_no_title_is_an_ordinary_question(ask):
    assert "Which article" not in (ask('What does "see shelf" say?').missing or "")


def test_articles_that_mention_something(ask):
    answer = ask("Which articles mention steel cables?")
    assert cited(answer) == ["bridge.txt"]
    assert "312 steel cables" in answer.sentences[0].text
    assert answer.notices[0] == "1 article mentions \u201csteel cables\u201d; 1 copy is not counted."
    assert cited(ask("Which articles mention Mount Karn?")) == ["karn.md"]


def test_what_no_article_mentions(ask):
    answer = ask("Which articles mention penguins?")
    assert (answer.abstained, answer.missing) == (True, "No article mentions \u201cpenguins\u201d.")


@pytest.mark.parametrize(
    ("question", "short", "articles"),
    [
        ("How many articles are there?", "3 articles", {"bridge.txt", "karn.md", "orrin.txt"}),
        ("How many articles mention the first year?", "1 article", {"orrin.txt"}),
        ("How many articles are from 2021?", "1 article", {"bridge.txt"}),
        ("How many articles are there since 2021?", "2 articles", {"bridge.txt", "orrin.txt"}),
        ("How many articles are by Village Post?", "1 article", {"orrin.txt"}),
    ],
)
def test_a_count_is_of_the_index_and_what_is_counted_is_cited(ask, question, short, articles):
    answer = ask(question)
    assert (answer.short_answer, set(cited(answer))) == (short, articles)
    assert answer.notices[-1].startswith(short)


def test_what_is_counted_but_not_there(ask):
    assert ask("How many articles are by Reuters?").missing == "No article is by \u201cReuters\u201d."
    assert ask("How many articles are from 1950?").missing == "No article is from 1950."


def test_lists_and_ages_go_by_date(ask):
    assert cited(ask("List the articles")) == ["orrin.txt", "bridge.txt", "karn.md"]
    newest = ask("What is the latest article?")
    assert newest.sentences[0].text == "The library that lends seeds"
    assert newest.notices == ("The newest article is of 2022-04-03.",)
    assert cited(ask("What is the oldest article?")) == ["karn.md"]
    assert cited(ask("What is the newest article about cables?")) == ["bridge.txt"]


def test_a_comparison_has_two_sides_and_says_which_is_missing(ask):
    answer = ask("Compare the Velm bridge and the observatory")
    assert cited(answer)[0] == "bridge.txt"
    assert cited(answer)[-1] == "karn.md"
    assert answer.missing is None
    half = ask("Compare the Velm bridge with zeppelins")
    assert set(cited(half)) == {"bridge.txt"}
    assert half.missing == "The articles say nothing about \u201czeppelins\u201d."
    assert ask("Compare zeppelins with penguins").abstained


def test_a_topic_is_quoted_or_not_there(ask):
    assert cited(ask("Tell me about the Orrin library"))[0] == "orrin.txt"
    assert ask("Tell me about zeppelins").missing == "The articles say nothing about \u201czeppelins\u201d."


def test_a_question_in_another_language(ask):
    told = ask("Quelle est la capitale de la Zorblandie ?")
    assert told.abstained
    assert "in French; questions in English work best" in told.missing
    assert "\u201c" not in (ask("Wer ist Amara Okoye und wo ist sie?").missing or "")  # a name is shared: searched


def test_an_article_without_title_or_date(tmp_path):
    own = Indexed(tmp_path)
    own.write({"plain.txt": "the mill grinds rye every Monday and oats on Fridays. It has two wheels.\n"})
    own.sync()
    assistant = Assistant(RagConfig(models=tmp_path, engine="extractive"), own.library())
    for question in ("hello", "Summarise this article", "List the articles", "What is the newest article?"):
        with own.catalog() as catalog:
            check_invariants(final(assistant.ask(question)).to_json(), catalog)
    assert final(assistant.ask("Summarise this article")).citations  # there is only one
