"""Whole visits to the page: what somebody who checks facts does from the first question to the file that is handed on."""

import pytest
from browsing import LIT, answered, ask, open_drawer, wait_for_articles

from rag.__main__ import main
from web import words


def step(tab):
    return tab.inner_text(".steps .small")


@pytest.mark.browser
def test_from_a_question_to_a_file_that_can_be_verified(page, folder, tmp_path, capsys):
    ask(page, LIT)
    assert page.locator(".facts").last.inner_text().startswith("1 independent source")
    follow_up = ask(page, "Who lit it?")
    assert "Edda Brandt" in follow_up.inner_text()
    several = ask(page, "Summarise the article on the Kettle Point lighthouse.")
    several.locator(".answer button.cite").first.click()
    page.wait_for_selector("mark.active")
    assert step(page).startswith("1 / ")
    page.get_by_role("button", name=words.NEXT).click()
    page.locator(".steps .small", has_text="2 / ").wait_for()
    page.get_by_role("button", name=words.PREVIOUS).click()
    page.locator(".steps .small", has_text="1 / ").wait_for()

    answer = page.locator(".exchange").first
    answer.locator("details.export summary").click()
    for form in ("Markdown", "HTML page", "JSON"):
        with page.expect_download() as started:
            answer.get_by_role("link", name=form).click()
        path = tmp_path / started.value.suggested_filename
        started.value.save_as(path)
        assert "3 May 1881" in path.read_text()
        assert main(["verify", str(path), "--data", str(folder / "data")]) == 0
        assert "there" in capsys.readouterr().out
        if not answer.locator("details.export[open]").count():
            answer.locator("details.export summary").click()

    open_drawer(page, "conversations")
    row = page.locator("#history li", has=page.locator("[aria-current]"))
    row.locator("details.export summary").click()
    with page.expect_download() as started:
        row.get_by_role("link", name="Markdown").click()
    started.value.save_as(tmp_path / "whole.md")
    assert (tmp_path / "whole.md").read_text().count("Edda Brandt")
    assert main(["verify", str(tmp_path / "whole.md"), "--data", str(folder / "data")]) == 0


@pytest.mark.browser
def test_what_can_be_asked_next_is_answered(page, folder):
    path = folder / "articles" / "velm.txt"
    path.write_text(
        "Title: The Velm bridge\n\nThe Velm bridge was built in 1902. Ada Lund designed the Velm bridge. "
        "The Velm bridge was reopened in 2021 by the mayor, Piet Sand.\n"
    )
    wait_for_articles(page, 3)
    ask(page, "Who designed the Velm bridge?")
    page.locator(".next button").first.wait_for()
    question = page.locator(".next button").first.inner_text()
    page.locator(".next button").first.click()
    answer = answered(page, 2)
    assert answer.locator("p.question").inner_text() == question
    assert answer.locator("button.cite").count()
