"""A page's furniture is told by its elements; an article's own elements stay, whatever their names."""

import pytest

from index.read_html import read_html

STORY = (
    "The Velm bridge reopened on Friday after nineteen months of repairs, and Mayor Ilse Brandt cut the ribbon.",
    "Engineers replaced 312 steel cables and repainted the northern tower, which had rusted since 1987.",
    "The work cost 48 million crowns, half of it paid by the province, which will also pay for the upkeep.",
)
OTHER = "A storm is on its way to the coast, and trains north of the river will not run before noon."


def read(body: str) -> str:
    return read_html(f"<html><head><title>Velm</title></head><body>{body}</body></html>".encode()).text


def paragraphs(texts: tuple[str, ...] = STORY) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    "opening",
    [
        "div class='related-posts'",
        "div id='newsletterSignup'",
        "section class='c-recirc'",
        "div role='navigation'",
        "div style='display: none'",
        "p class='sr-only'",
        "div class='author-bio'",
        "div aria-hidden='true'",
    ],
)
def test_an_element_goes_that_its_name_or_role_calls_furniture(opening):
    tag = opening.split()[0]
    text = read(f"<main><h1>Velm</h1>{paragraphs(STORY[:2])}<{opening}>{OTHER}</{tag}>{paragraphs(STORY[2:])}</main>")
    assert OTHER not in text
    assert all(line in text for line in STORY)


@pytest.mark.parametrize("name", ["has-sidebar", "widget", "paywall", "comments-open", "no-related", "overflow-hidden"])
def test_the_article_stays_in_an_element_with_such_a_name(name):
    whole = read(f"<div class='{name}'><h1>Velm</h1>{paragraphs()}</div>")
    each = read("<h1>Velm</h1>" + "".join(f"<div class='{name}'><p>{line}</p></div>" for line in STORY))
    assert all(line in whole and line in each for line in STORY)


def test_posts_of_one_thread_are_all_read():
    text = read("".join(f"<div class='post bg{i}'><div class='content'>{line}</div></div>" for i, line in enumerate(STORY)))
    assert all(line in text for line in STORY)


def test_a_page_laid_out_with_a_table_is_read_line_by_line():
    cells = "<td><a href='/'>Front page</a><br><a href='/t'>Tide tables</a></td>"
    text = read(f"<table><tr>{cells}<td>{'<br><br>'.join(STORY)}</td></tr></table>")
    assert "Tide tables" not in text
    assert all(line in text for line in STORY)


def test_comments_under_their_heading_go_though_they_are_longer_than_the_article():
    said = [f"I have crossed the bridge {count} times and it was closed on each of these days." for count in range(2, 12)]
    comments = f"<div class='comments'><h3>Comments: 10</h3>{paragraphs(tuple(said))}</div>"
    text = read(f"<h1>Velm</h1>{paragraphs()}{comments}")
    assert all(line in text for line in STORY)
    assert not any(line in text for line in said)


def test_a_thread_named_after_comments_is_read():
    text = read(f"<div class='comments'><h3>Comments: 3</h3>{paragraphs()}</div>")
    assert all(line in text for line in STORY)
