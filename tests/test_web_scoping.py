"""Which articles questions use: the filter in words, its form, and what is refused."""

import types
from dataclasses import replace

import gradio as gr
import pytest

from index.types import Article
from rag.answer import Assistant
from rag.config import RagConfig
from rag.scope import Scope
from web import words
from web.background import Upkeep
from web.library import scope_form, scoping
from web.library.adding import Adding
from web.library.choosing import Choosing

NASTY = '"><script>alert(1)</script> \u202egnp'
OLD = Article("a.txt", "indexed", None, "Old", "The Paper", "1999", None, 1, "hash")
NEW = replace(OLD, id="b.txt", title="New", date="2021-05-02")
OTHER = replace(OLD, id="c.txt", title="Other", publisher=None, date=None)
FAILED = replace(OLD, id="d.txt", status="failed")
ALL = [OLD, NEW, OTHER, FAILED]


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (Scope(), "all 3 articles"),
        (Scope(since="2000-01-01"), "1 of 3 articles: since 2000-01-01"),
        (Scope(publishers=("the paper",)), "2 of 3 articles: the paper"),
        (
            Scope("1990-01-01", "1999-12-31", ("The Paper",)),
            "1 of 3 articles: The Paper, 1990-01-01 to 1999-12-31",
        ),
        (Scope(tags=("gone",)), "0 of 3 articles: tagged gone"),
    ],
)
def test_what_questions_use_in_words(scope, told):
    assert scoping.told(scope, ALL) == told


def test_the_form_counts_what_can_be_used_and_keeps_what_was_chosen():
    page = scope_form.form(Scope("2020-01-01", None, ("the paper", "Gone")), [*ALL, replace(NEW, publisher="THE  PAPER")])
    assert 'name="since" value="2020-01-01"' in page
    assert 'value="The Paper" checked><span><span class="words">The Paper</span> <span class="small">3<' in page
    assert 'value="Gone" checked' in page  # or else it could not be taken away
    assert words.TAGS not in page


def test_nothing_of_others_becomes_markup():
    nasty = replace(OLD, publisher=NASTY)
    scope = Scope(publishers=(NASTY,))
    for page in (scope_form.form(scope, [nasty]), scope_form.line(scope, [nasty]), scope_form.summary(scope, [nasty])):
        assert "<script" not in page
        assert 'value="">' not in page.replace('name="since" value="">', "").replace('name="until" value="">', "")


@pytest.fixture
def choosing(indexed, tmp_path):
    indexed.write(
        {
            "a.txt": "Title: Old\nSource: The Paper\nDate: 1999\n\nWords.",
            "letters/b.txt": "Title: Young\nDate: 2021\n\nMore.",
        }
    )
    indexed.sync(vectors=False)
    library = indexed.library(vectors=False)
    yield Choosing(Adding(Upkeep(indexed.folder, Assistant(RagConfig(models=tmp_path / "none"), library))))
    library.close()


def fields(**given):
    return types.SimpleNamespace(**({"since": "", "until": "", "publishers": [], "tags": []} | given))


def test_a_choice_is_counted_taken_and_cleared(choosing):
    wanted = fields(publishers=["The Paper"])
    assert "Questions would use 1 of 2 articles: The Paper." in choosing.count(wanted)
    scope, form, count, told, line = choosing.apply(wanted)
    assert scope == Scope(publishers=("The Paper",))
    assert (form, count) == ("", "")
    assert "Questions use 1 of 2 articles: The Paper" in told
    assert line["visible"]
    assert "Asking 1 of 2 articles: The Paper" in line["value"]
    scope, _, _, told, line = choosing.clear()
    assert scope == Scope()
    assert "all 2 articles" in told
    assert not line["visible"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"publishers": ["Nobody"]}, "No article fits all of this"),
        ({"since": "2022-01-01", "until": "2021-01-01"}, "Until (2021-01-01) is before since (2022-01-01)"),
        ({"since": "12022-01-01"}, "give a date that there is"),
        ({"tags": [" "]}, "empty name"),
    ],
)
def test_a_choice_that_cannot_be_used_is_refused_and_the_one_before_holds(choosing, wrong, reason):
    scope, form, count, told, line = choosing.apply(fields(**wrong))
    assert (scope, form, told, line) == (gr.skip(),) * 4
    assert reason in count
    assert choosing.count(fields(**wrong)) == count


def test_folders_and_stated_tags_can_be_chosen(choosing):
    form, _ = choosing.open(Scope())
    assert 'name="tags" value="letters"' in form
    assert "Questions would use 1 of 2 articles: tagged letters." in choosing.count(fields(tags=["letters"]))


def test_fields_that_are_no_text_choose_nothing(choosing):
    scope, *_ = choosing.apply(fields(since=7, until=None, publishers="The Paper", tags=[{}]))
    assert scope == Scope()
