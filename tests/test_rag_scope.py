"""A question limited to some articles: which ones count, and that nothing of another one shows."""

import json

import pytest
from conftest import Indexed, check_invariants
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BadInputError
from index.types import Article
from rag.answer import Assistant, final
from rag.config import RagConfig
from rag.scope import Scope

STORM = """The storm reached the harbour of Orrin at noon. It tore the roof off the fish market, and nineteen boats sank in \
the basin below the old lighthouse. Mayor Ilse Brandt closed the schools for two days and asked for sandbags.

"We have never seen such a tide", she said. The railway to Karn stayed open through the night.
"""
AGENCY = f"---\ntitle: Storm hits Orrin\npublisher: The Agency\ndate: 2020-03-01\n---\n\n{STORM}"
REPRINT = f"---\ntitle: Storm hits Orrin\npublisher: The Paper\ndate: 2020-03-02\n---\n\n{STORM}"
FERRY = """---
title: The ferry of Orrin
publisher: The Paper
date: 2021
tags: [Sea, transport]
---

The ferry of Orrin sails at dawn. It carries 40 people. The ferry of Orrin was built on 3 May 1987. The \
captain is Bertil Olin.
"""
DEAR = """---
title: The ferry of Orrin grows dearer
publisher: Sky Letter
date: 2022-05-06
---

The ferry of Orrin costs 9 crowns now, as Admiral Quist announced. The \
ferry of Orrin was built on 9 June 1991. The captain is Ulla Frey.
"""
UNDATED = "The ferry of Orrin was painted blue by its crew. Nobody knows in which year that was.\n"
FOLDER = {
    "agency.md": AGENCY,
    "reprints/paper.md": REPRINT,
    "sea/ferry.md": FERRY,
    "dear.md": DEAR,
    "undated.txt": UNDATED,
}


@pytest.fixture(scope="module")
def scoped(tmp_path_factory):
    made = Indexed(tmp_path_factory.mktemp("scoped"))
    made.write(FOLDER)
    made.sync()
    return made


def ask(indexed, question, scope=None, *, vectors=True):
    config = RagConfig(models=indexed.config.models, engine="extractive")
    library = indexed.library(vectors=vectors)
    try:
        answer = final(Assistant(config, library).ask(question, scope=scope))
    finally:
        library.close()
    with indexed.catalog() as catalog:
        check_invariants(answer.to_json(), catalog)
    return answer


def articles_of(answer):
    places = [*answer.hits, *answer.evidence, *answer.citations]
    return {place.article for place in places} | {other for c in answer.citations for other in c.also_in}


QUESTIONS = [
    "What does the ferry of Orrin cost?",
    "Who is the captain of the ferry?",
    "How many boats sank in the harbour of Orrin?",
    "What is the latest on the ferry of Orrin?",
    "What did articles from 2022 say about the ferry?",
    "What did Admiral Quist announce?",
    "How many articles mention Orrin?",
    "List the articles.",
    "Which articles are from 2020?",
    "What is the newest article?",
    "Summarise: Storm hits Orrin",
    "Tell me about the ferry of Orrin",
    "Compare the ferry and the storm",
    "What are the articles about?",
    "What happened after the storm in Orrin?",
    "Where is the mayor and what does the ferry cost?",
    "hello",
    "Wie teuer ist die Fähre von Orrin?",
]
SCOPES = [
    Scope(publishers=["the paper"]),
    Scope(since="2021-06"),
    Scope(until="2020"),
    Scope(tags=["sea"]),
    Scope(publishers=["The Paper", "The Agency"], until="2020-03-01"),
]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_of_a_left_out_article_is_in_the_answer(scoped, question, scope):
    with scoped.catalog() as catalog:
        left_out = [article for article in catalog.articles() if not scope.admits(article)]
    answer = ask(scoped, question, scope)
    assert articles_of(answer).isdisjoint(article.id for article in left_out)
    told = json.dumps([answer.to_json()["notices"], answer.missing, answer.to_json()["conflicts"]], ensure_ascii=False)
    with scoped.catalog() as catalog:
        known = {article.title for article in catalog.articles() if scope.admits(article)}
    hidden = {article.title for article in left_out} - known
    assert not [title for title in hidden if title and title not in question and f"{title}\u201d" in told]
    assert answer.notices[0].startswith("Searched only ")


@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
def test_a_copy_answers_when_its_original_is_left_out(scoped, vectors):
    question = "How many boats sank in the basin?"
    everywhere = ask(scoped, question, vectors=vectors)
    assert [c.article for c in everywhere.citations] == ["agency.md"]
    assert everywhere.citations[0].also_in == ("reprints/paper.md",)
    answer = ask(scoped, question, Scope(publishers=["The Paper"]), vectors=vectors)
    assert "nineteen boats sank" in answer.answer
    assert articles_of(answer) <= {"reprints/paper.md", "sea/ferry.md"}
    assert answer.notices[0] == "Searched only 2 of 5 articles: The Paper."


def test_an_abstention_says_that_not_everything_was_searched(scoped):
    answer = ask(scoped, "What did Admiral Quist announce?", Scope(publishers=["The Paper"], since="2020"))
    assert answer.abstained
    assert answer.missing == "The articles never mention \u201cAdmiral Quist\u201d."
    assert answer.notices[-1] == "Searched only 2 of 5 articles: The Paper, since 2020."


def test_a_disagreement_with_a_left_out_article_is_none(scoped):
    question = "When was the ferry of Orrin built?"
    assert len(ask(scoped, question).conflicts[0].sides) == 2
    assert not ask(scoped, question, Scope(publishers=["Sky Letter"])).conflicts


def test_counts_are_those_of_the_chosen_articles(scoped):
    assert ask(scoped, "How many articles are there?").short_answer == "4 articles"
    answer = ask(scoped, "How many articles are there?", Scope(until="2020-03-01"))
    assert answer.short_answer == "1 article"
    assert answer.notices == ("Searched only 1 of 5 articles: until 2020-03-01.", "1 article in the index.")


def test_a_limit_in_the_question_and_the_scope_both_hold(scoped):
    answer = ask(scoped, "According to articles from 2021, what does the ferry cost?", Scope(publishers=["Sky Letter"]))
    assert answer.abstained
    assert answer.missing is not None
    assert answer.missing.startswith("No article is dated 2021.")


def test_a_scope_that_no_article_fits_abstains_at_once(scoped):
    answer = ask(scoped, "What does the ferry cost?", Scope(publishers=["The Paper"], since="2030"))
    assert answer.abstained
    assert not answer.hits
    assert answer.missing == "No article is among those that were chosen: The Paper, since 2030."


@pytest.mark.parametrize("scope", [Scope(), Scope(until="2030")], ids=["empty", "admits all"])
def test_a_scope_that_leaves_nothing_out_changes_nothing(corpus, scope):
    question = "How many steel cables did engineers replace?"
    plain, limited = (ask(corpus, question, given).to_json() for given in (None, scope))
    assert limited | {"timings_ms": None} == plain | {"timings_ms": None}


def article(**fields):
    known = {"title": None, "publisher": None, "date": None, "copies_of": None, "passages": 1, "text_hash": None}
    return Article("a.txt", "indexed", None, **(known | fields))


@pytest.mark.parametrize(
    ("scope", "date", "admitted"),
    [
        (Scope(since="2020-05"), "2020", True),
        (Scope(since="2020-05"), "2020-04-30", False),
        (Scope(since="2020-05"), "2020-05-01", True),
        (Scope(until="2020-05"), "2020-05-31", True),
        (Scope(until="2020-05"), "2020-06", False),
        (Scope(until="2020-05-01"), "2020", True),
        (Scope(since="2020", until="2020"), "2020-12-31", True),
        (Scope(since="2020", until="2020"), "2021", False),
        (Scope(since="1000"), None, False),
    ],
    ids=str,
)
def test_an_article_counts_when_a_day_it_may_be_of_lies_in_the_range(scope, date, admitted):
    assert scope.admits(article(date=date)) == admitted


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"since": "last year"}, "since is 'last year'; give a date that there is"),
        ({"until": "2021-02-30"}, "until is '2021-02-30'"),
        ({"since": 2020}, "since is 2020"),
        ({"since": "2021", "until": "2020-12"}, r"until \(2020-12\) is before since \(2021\)"),
        ({"publishers": "The Paper"}, "publishers must be a list of names"),
        ({"tags": [1]}, "tags must be a list of names"),
        ({"tags": [" "]}, "tags holds an empty name"),
        ({"authors": []}, "a scope has no field 'authors'; it has since, until, publishers, tags"),
        (["since"], "a scope must be an object"),
    ],
)
def test_a_bad_field_is_named(fields, message):
    with pytest.raises(BadInputError, match=message):
        Scope.from_json(fields)


def test_a_date_that_is_none_is_told_when_it_is_used(scoped):
    with pytest.raises(BadInputError, match="since is 'yesterday'"):
        ask(scoped, "What does the ferry cost?", Scope(since="yesterday"))


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=5), st.sampled_from([None, "2020", "2020-05", "2020-05-06"]))
def test_a_scope_comes_back_from_json_as_it_was(names, since):
    scope = Scope.from_json({"since": since, "publishers": names, "tags": names})
    assert Scope.from_json(json.loads(json.dumps(scope.to_json()))) == scope
    assert "\n" not in str(scope)


def test_a_long_choice_is_said_in_short():
    assert str(Scope(publishers=["A", "B", "C", "D", "E"], until="2021", tags=["sea"])) == (
        "A, B, C or 2 more, until 2021, tagged sea"
    )
