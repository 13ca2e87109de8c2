"""The list of articles as HTML."""

from dataclasses import replace

import pytest

from index.types import Article
from web import words
from web.background import Status
from web.library import articles
from web.library.finding import Wanted, found

NASTY = '<script>alert(1)</script> " \u202egnp'
PLAIN = Article("a.txt", "indexed", None, "A title", "The Paper", "2024-05", None, 3, "hash")


def listing(shown, **wanted):
    return articles.listing(shown, Wanted(**wanted))


def test_an_article_with_all_that_is_known_of_it():
    copy = replace(PLAIN, id="b.txt", copies_of="a.txt", title="The copy", address="https://example.org/b")
    rows = listing([PLAIN, copy]).split("<tr")[2:]
    for told in ("A title", "Indexed", "2024-05", "The Paper", ">a.txt<", "1 copy"):
        assert told in rows[0]
    assert ">https://example.org/b<" in rows[1]
    assert "same text as a.txt" in rows[1]
    assert "data-article" not in "".join(rows)
    assert words.COLUMNS["copies"] not in listing([PLAIN])  # an empty column takes room for nothing


def test_a_title_opens_the_article_and_what_has_no_text_opens_nothing():
    failed = replace(PLAIN, id="f.txt", status="failed", reason="could not be read", title=None, text_hash=None)
    assert 'data-read="a.txt"' in listing([PLAIN])
    assert "data-read" not in listing([failed])
    assert "Failed: could not be read" in listing([failed])


def test_only_what_was_added_can_be_removed_and_it_comes_first():
    added = replace(PLAIN, id="added/z.txt", title=None)
    member = replace(PLAIN, id="added/z.zip!/b.txt", title="In an archive")
    page = listing([PLAIN, added, member])
    assert page.count("data-article=") == 1
    assert 'data-article="added/z.txt"' in page
    assert page.index(">z.txt<") < page.index(">a.txt<")


def test_failures_come_first_and_what_is_not_read_last():
    skipped = replace(PLAIN, id="s.bin", status="skipped", reason="not text", title=None)
    failed = replace(skipped, id="f.txt", status="failed", reason="could not be read")
    page = listing([PLAIN, skipped, failed])
    assert page.index("Failed: could not be read") < page.index("A title") < page.index("Skipped: not text")


@pytest.mark.parametrize(
    ("column", "upwards", "downwards"),
    [
        ("title", "bca", "acb"),
        ("status", "abc", "cba"),
        ("date", "cab", "acb"),
        ("publisher", "bac", "abc"),
        ("source", "abc", "cba"),
        ("copies", "bca", "bca"),
    ],
)
def test_every_column_sorts_both_ways_and_what_is_empty_stays_last(column, upwards, downwards):
    shown = [
        replace(PLAIN, id="a", title="Zebra", publisher="b", date="2020", status="failed"),
        replace(PLAIN, id="b", title="ant", publisher="A", date=None, status="skipped", copies_of="c"),
        replace(PLAIN, id="c", title="Bee", publisher=None, date="2019-05"),
    ]
    assert "".join(a.id for a in found(shown, Wanted(column=column))) == upwards
    assert "".join(a.id for a in found(shown, Wanted(column=column, descending=True))) == downwards


def test_a_column_head_sorts_upwards_then_downwards_then_not_at_all():
    first = Wanted("title").sorted_by("date")
    second = first.sorted_by("date")
    assert 'aria-sort="ascending"><button type="button" data-sort="date"' in articles.listing([PLAIN], first)
    assert 'aria-sort="descending"><button type="button" data-sort="date"' in articles.listing([PLAIN], second)
    assert second.sorted_by("date") == Wanted("title")
    assert second.sorted_by("title") == Wanted("title", "title")
    assert second.sorted_by("<b>") == second


def test_finding_looks_at_everything_shown_and_says_when_there_is_nothing():
    other = replace(PLAIN, id="b.txt", title="Other", publisher=None, date="2019", status="failed")
    assert "Other" not in listing([PLAIN, other], text="paper TITLE")
    assert "A title" not in listing([PLAIN, other], text="2019")
    assert "A title" not in listing([PLAIN, other], text="failed")
    assert words.NONE_FOUND in listing([PLAIN], text="nothing like it")


def test_a_large_folder_is_cut_and_the_rest_counted():
    page = listing([replace(PLAIN, id=f"{n}.txt") for n in range(articles.SHOWN + 5)])
    assert page.count("<tr") == articles.SHOWN + 1
    assert "5 articles more" in page


def test_numbers_and_the_running_sync():
    page = articles.summary([PLAIN, replace(PLAIN, id="s", status="skipped")], Status("busy", "Reading 1 of 2"))
    assert "1 indexed \u00b7 1 skipped \u00b7 0 failed" in page
    assert "Reading 1 of 2" in page
    assert "Reading" not in articles.summary([PLAIN], Status("ready", "Reading"))
    assert words.NO_ARTICLES in articles.summary([], Status("busy", ""))


def test_nothing_of_others_becomes_markup():
    nasty = Article(f"added/{NASTY}", "failed", NASTY, NASTY, NASTY, NASTY, NASTY, 0, None)
    page = listing([nasty]) + articles.summary([nasty], Status("busy", NASTY)) + articles.news([NASTY], wrong=[NASTY])
    assert "<script" not in page
    assert 'data-article="added/&lt;script' in page
