"""The tags of an article: from its head, its page or feed, and the folders it lies in."""

import sqlite3

import pytest
from conftest import CORPUS
from documents import document, readings
from older_formats import to_format_4

from index.errors import IndexMissingError
from index.tags import folders_of, listed, stated, together

BODY = "The ferry sails at dawn. It carries forty people.\n"


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        ("---\ntitle: Ferries\ntags: [Sea, Transport]\n---\n", ("Sea", "Transport")),
        ("---\ntags: sea, transport; Sea\n---\n", ("sea", "transport")),
        ("---\nkeywords:\n  - sea\n  - the north\n---\n", ("sea", "the north")),
        ("---\ntags: '#sea #boats'\n---\n", ("sea", "boats")),
        ("---\ntags:\n  sea: yes\n---\n", ()),
        ("---\ntitle: Ferries\n---\nTags: sea, boats\n\n", ("sea", "boats")),
        ("Title: Ferries\nTags: sea, boats\n\n", ("sea", "boats")),
        ("Title: Ferries\n\n", ()),
    ],
)
def test_tags_stand_in_the_head_of_a_text(tmp_path, head, tags):
    found = document(tmp_path, "a.md", head + BODY)
    assert found.tags == tags
    assert found.text[found.body_start :].strip() == BODY.strip()


def test_a_line_of_tags_alone_is_no_header(tmp_path):
    assert document(tmp_path, "a.txt", f"Tags: sea, boats\n{BODY}").tags == ()


def test_a_page_states_tags_for_its_article_and_keywords_for_search_engines_are_none(tmp_path):
    page = f"""<html><head><title>Ferries</title><meta name="keywords" content="cheap, tickets">
    <meta property="article:tag" content="Sea"><meta property="article:tag" content="Boats">
    <script type="application/ld+json">[{{"@type": "NewsArticle", "keywords": ["boats", "Orrin", 7, null]}}]</script></head>
    <body><article><p>{BODY * 4}</p></article></body></html>"""
    assert document(tmp_path, "a.html", page).tags == ("Sea", "Boats", "Orrin")


def test_entries_of_a_feed_have_their_categories(tmp_path):
    entry = (
        f"<item><title>Ferries</title><category>Sea</category><category>North</category><description>{BODY}</description>"
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tide</title>{entry}</item></channel></rss>'
    [found] = readings(tmp_path, "feed.xml", feed)
    assert found.document
    assert found.document.tags == ("Sea", "North")


@pytest.mark.parametrize(
    ("file", "tags"),
    [
        ("news/2024/x.md", ("news", "2024")),
        ("x.md", ()),
        ("added/x.md", ()),
        ("news/added/x.md", ("news", "added")),
        ("news/all.zip", ("news",)),
    ],
)
def test_folders_are_tags(file, tags):
    assert folders_of(file) == tags


def test_tags_are_few_short_and_each_once():
    assert stated(["x" * 41, "x" * 40, " # sea\n", "", "SEA", "\x07"]) == ("x" * 40, "sea")
    assert len(listed(", ".join(f"tag {n}" for n in range(99)))) == 12
    assert together(("News", "2024"), ("news", "sea")) == ("News", "2024", "sea")


def test_the_catalog_keeps_tags(indexed):
    indexed.write({"news/sea/ferry.md": f"---\ntags: [boats, NEWS]\n---\n{BODY}", "b.txt": BODY.upper()})
    indexed.sync()
    with indexed.catalog() as catalog:
        assert {article.id: article.tags for article in catalog.articles()} == {
            "b.txt": (),
            "news/sea/ferry.md": ("news", "sea", "boats"),
        }


def test_an_index_of_the_format_before_tags_gets_them_and_keeps_its_vectors(indexed):
    indexed.write(CORPUS | {"news/ferry.md": f"---\ntags: [boats]\n---\n{BODY}"})
    indexed.sync()
    to_format_4(indexed.config.data)
    with sqlite3.connect(indexed.config.data / "catalog.sqlite") as database:
        database.executescript(
            "DROP VIEW articles; ALTER TABLE article_rows DROP COLUMN tags;"
            "CREATE VIEW articles AS SELECT * FROM article_rows WHERE live = 1;"
            "UPDATE article_rows SET recipe = replace(recipe, 'read 3', 'read 2'); PRAGMA user_version = 3;"
        )
    database.close()
    with pytest.raises(IndexMissingError, match="made by an older version of Footnote; bring it up to date with: python"):
        indexed.catalog()
    indexed.embedder.embedded.clear()
    report = indexed.sync()
    assert (report.embedded, report.waiting, report.unchanged) == (0, 0, 5)
    assert not indexed.embedder.embedded
    with indexed.catalog() as catalog:
        found = catalog.article("news/ferry.md")
        assert found is not None
        assert found.tags == ("news", "boats")
        assert [a.copies_of for a in catalog.articles() if a.copies_of] == ["bridge.txt"]
