"""Two browsers at once on one app: nothing that one reader does, sees or is told shows in the other's window."""

import pytest
from browsing import BREAD, LIT, answered, close_drawer, open_drawer, opened, wait_for_articles

from web import words

BRIDGE = "Title: The Velm bridge\n\nThe Velm bridge reopened in 2021 after repairs that cost 48 million crowns.\n"
TYPED = "Not sent yet, and nobody else's to read"
# All that a reader could notice of another one, spoken or seen; the status line and the list of articles are everyone's.
PARTS = "conversation next source live history adding news quality-news".split()
OWN = ", ".join([*(f"#{part}" for part in PARTS), "#question textarea", "#find input", "#find textarea"])
SEEN = "own => [...document.querySelectorAll(own)].map(part => `${part.textContent} ${part.value ?? ''}`).join(' ')"


def seen(tab):
    return tab.evaluate(SEEN, OWN)


def send(tab, question):
    tab.fill("#question textarea", question)
    tab.press("#question textarea", "Enter")


@pytest.fixture
def pair(browser, app):
    with opened(browser, app) as one, opened(browser, app) as other:
        wait_for_articles(one, 2)
        yield one, other


@pytest.mark.browser
def test_questions_asked_at_once_stay_apart(pair):
    one, other = pair
    send(one, LIT)
    send(other, BREAD)
    first, second = answered(one, 1), answered(other, 1)
    first.locator("button.cite").first.click()
    second.locator("button.cite").first.click()
    for tab in pair:
        tab.wait_for_selector("mark.active")
    assert "3 May 1881" in seen(one)
    assert "rye" in seen(other)
    assert "bakery" not in seen(one)
    assert "lighthouse" not in seen(other)
    send(other, "Who sells it?")  # leans on what this reader asked, not on the other one's lighthouse
    answered(other, 2)
    one.click("#new")
    one.wait_for_selector(".empty")
    assert other.locator(".exchange").count() == 2
    assert other.locator("mark.active").count() == 1
    for tab, own in ((one, LIT), (other, BREAD)):
        drawer = open_drawer(tab, "conversations")
        drawer.get_by_text(own).first.wait_for()
        assert drawer.get_by_text(LIT if own == BREAD else BREAD).count() == 0
    assert "lighthouse" not in seen(other)


@pytest.mark.browser
def test_what_is_typed_judged_or_added_shows_in_one_window_alone(pair, tmp_path):
    one, other = pair
    other.fill("#question textarea", TYPED)
    send(one, LIT)
    answered(one, 1).get_by_role("button", name=words.GOOD, exact=True).click()
    one.wait_for_selector(".thumb.up[aria-pressed=true]")
    open_drawer(one, "articles")
    one.fill("#find input, #find textarea", "bread")
    one.wait_for_function("document.querySelectorAll('#listing tbody tr').length === 1")
    (tmp_path / "bridge.txt").write_text(BRIDGE)
    one.set_input_files("#articles input.files", tmp_path / "bridge.txt")
    one.locator(".adding").get_by_text("bridge.txt").first.wait_for()
    for tab in pair:
        wait_for_articles(tab, 3)
    told = seen(other)
    assert not [own for own in ("1881", "bridge.txt", words.KEPT["open"], words.COMPLETE.partition(",")[0]) if own in told]
    assert TYPED in told
    assert TYPED not in seen(one)
    open_drawer(other, "articles")
    other.wait_for_function("document.querySelectorAll('#listing tbody tr').length === 3")  # not filtered
    assert one.locator("#listing tbody tr").count() == 1
    close_drawer(other, "articles")
    assert other.input_value("#question textarea") == TYPED
