"""The list of articles as HTML."""

from dataclasses import replace

from index.types import Article
from web import words
from web.background import Status
from web.library import articles

NASTY = '<script>alert(1)</script> " \u202egnp'
PLAIN = Article("a.txt", "indexed", None, "A title", "The Paper", "2024-05", None, 3, "hash")


def test_an_article_with_all_that_is_known_of_it():
    copy = replace(PLAIN, id="b.txt", copies_of="a.txt")
    page = articles.listing([PLAIN, copy])
    assert "The Paper \u00b7 2024-05 \u00b7 a.txt \u00b7 1 copy of it in the folder" in page
    assert "b.txt \u00b7 same text as a.txt" in page
    assert "<button" not in page


def test_only_what_was_added_can_be_removed_and_it_comes_first():
    added = replace(PLAIN, id="added/z.txt", title=None)
    member = replace(PLAIN, id="added/z.zip!/b.txt", title="In an archive")
    page = articles.listing([PLAIN, added, member])
    assert page.count("<button") == 1
    assert 'data-article="added/z.txt"' in page
    assert page.index(">z.txt<") < page.index("a.txt")


def test_what_is_not_indexed_is_told_with_the_reason_and_open_when_something_failed():
    skipped = replace(PLAIN, id="s.bin", status="skipped", reason="not text", title=None, passages=0)
    failed = replace(skipped, id="f.txt", status="failed", reason="could not be read")
    assert '<details class="unread"><summary>1 file not indexed' in articles.listing([PLAIN, skipped])
    page = articles.listing([PLAIN, skipped, failed])
    assert '<details class="unread" open>' in page
    assert page.index("Failed: could not be read.") < page.index("Skipped: not text.")


def test_finding_looks_at_everything_shown_and_says_when_there_is_nothing():
    other = replace(PLAIN, id="b.txt", title="Other", publisher=None, date="2019")
    assert "Other" not in articles.listing([PLAIN, other], "paper TITLE")
    assert "A title" not in articles.listing([PLAIN, other], "2019")
    assert words.NONE_FOUND in articles.listing([PLAIN], "nothing like it")


def test_a_large_folder_is_cut_and_the_rest_counted():
    many = [replace(PLAIN, id=f"{n}.txt") for n in range(articles.SHOWN + 5)]
    page = articles.listing(many)
    assert page.count("<li") == articles.SHOWN
    assert "5 articles more" in page


def test_numbers_and_the_running_sync():
    page = articles.summary([PLAIN, replace(PLAIN, id="s", status="skipped")], Status("busy", "Reading 1 of 2"))
    assert "1 indexed \u00b7 1 skipped \u00b7 0 failed" in page
    assert "Reading 1 of 2" in page
    assert "Reading" not in articles.summary([PLAIN], Status("ready", "Reading"))
    assert words.NO_ARTICLES in articles.summary([], Status("busy", ""))


def test_nothing_of_others_becomes_markup():
    nasty = Article(f"added/{NASTY}", "failed", NASTY, NASTY, NASTY, NASTY, NASTY, 0, None)
    page = (
        articles.listing([nasty]) + articles.summary([nasty], Status("busy", NASTY)) + articles.news([NASTY], wrong=[NASTY])
    )
    assert "<script" not in page
    assert 'data-article="added/&lt;script' in page
