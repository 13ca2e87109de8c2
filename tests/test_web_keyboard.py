"""A whole visit with the keyboard alone: what is reached, what it is called, and where the focus goes afterwards."""

import pytest
from browsing import LIT, answered, wait_for_articles
from test_rag_disagree import EVENING, GUESTS, MORNING

from web import words

FOCUSED = """() => {
  const at = document.activeElement;
  return at.getAttribute('aria-label') || at.labels?.[0]?.textContent.trim() || at.textContent.trim() || at.tagName;
}"""
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.borderColor !== style.color;
}"""
MOST_STOPS = 40


def tab_to(page, wanted, key="Tab"):
    """Press Tab until something whose name begins so has the focus; return how many presses that took."""
    for stops in range(1, MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED).startswith(wanted):
            assert page.evaluate(SHOWS_FOCUS), wanted
            return stops
    raise AssertionError(f"{wanted!r} is not reached within {MOST_STOPS} stops; at {page.evaluate(FOCUSED)!r}")


def said(page):
    return page.locator("#live").get_by_role("status").inner_text()


@pytest.mark.browser
def test_a_whole_visit(page):
    assert page.evaluate(FOCUSED) == words.QUESTION  # one can type at once
    page.keyboard.type(LIT)
    page.keyboard.press("Enter")
    answer = answered(page, 1)
    page.wait_for_function("document.querySelector('#live').innerText.startsWith('Answer complete')")
    assert page.evaluate(FOCUSED) == words.QUESTION  # and go on typing
    stops = tab_to(page, "Open source 1: The lighthouse on Kettle Point", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.scroll')")
    panel = page.get_by_role("region", name=f"{words.SOURCE}: The lighthouse on Kettle Point").last
    assert "3 May 1881" in panel.inner_text()
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('button.cite')")
    tree = page.locator("#conversation").aria_snapshot()
    assert f'region "{words.CONVERSATION}"' in tree
    assert 'button "Open source 1' in tree
    print(f"\n{stops} stops from the question back to the last footnote of its answer")

    tab_to(page, words.ARTICLES, "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#articles[data-open=true]")
    assert page.evaluate(FOCUSED) == words.CLOSE
    tab_to(page, words.FIND)
    page.keyboard.type("bread")
    page.wait_for_function("document.querySelectorAll('#listing tbody tr').length === 1")
    page.keyboard.press("Escape")
    page.wait_for_selector("#articles", state="hidden")
    assert page.evaluate(FOCUSED) == words.ARTICLES

    tab_to(page, words.BAD)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.type === 'radio'")
    assert page.evaluate("document.activeElement.closest('fieldset').querySelector('legend').textContent") == (
        words.WHAT_WAS_WRONG
    )
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, words.EXPECTED)
    page.keyboard.type("3 May 1881")
    tab_to(page, words.SAVE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".thumb.down[aria-pressed=true]")
    page.wait_for_function("said => document.querySelector('#live').innerText.includes(said)", arg=words.KEPT["open"])
    assert page.evaluate(FOCUSED) == words.BAD
    assert answer.get_by_role("button", name=words.BAD, pressed=True).count() == 1


@pytest.mark.browser
def test_from_footnote_to_footnote_and_back(page, folder):
    for name, text in (("post.md", MORNING), ("star.md", EVENING)):
        (folder / "articles" / name).write_text(text)
    wait_for_articles(page, 4)
    page.keyboard.type(GUESTS)
    page.keyboard.press("Enter")
    answered(page, 1)
    tab_to(page, "Open source 1: The Marlow theatre", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.scroll')")
    first = page.inner_text("mark.active")
    tab_to(page, words.NEXT, "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("first => document.querySelector('mark.active')?.innerText !== first", arg=first)
    page.wait_for_function("document.activeElement.matches('.scroll')")  # the button has no further footnote to go to
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('#conversation [data-cite=\"2\"]')")
