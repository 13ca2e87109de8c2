"""What an article may hold to harm its reader is text on the page, in every place that shows it, and nothing of it runs."""

import time

import pytest
from browsing import ask, close_drawer, open_drawer, opened, wait_for_articles
from serving import served

from web import words

MARKUP = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><svg onload=window.hacked=3></svg>"
LINK = "[a prize](javascript:window.hacked=4) <a href='javascript:window.hacked=5'>another</a>"
TEMPLATE = "${window.hacked=6} {{window.hacked=7}} &lt;b&gt;"
BLIND = "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07here\x1b]8;;\x07 \u202egnol\u2066 zero\u200bwidth\u200d"
HOSTILE = f"{MARKUP} {LINK} {TEMPLATE} {BLIND}"
SHOWN = (
    "<script>window.hacked",
    "<img src=x",
    "(javascript:window.hacked=4)",
    "<a href=",
    "${window.hacked=6}",
    "&lt;b&gt;",
)
NAME = "<img src=x onerror=window.hacked=8> [n](javascript:1) \x1b[31m \u202egpj\u200b.txt"
HEADERS = f"Title: The quarry {HOSTILE}\nSource: Gazette {HOSTILE}\nDate: 2020-01-02\n\n"
QUARRY = f"{HEADERS}The quarry of Dunmere sells {HOSTILE} slate to roofers.\n\n" + "It is a place like others. " * 40
QUARRY_QUESTION = "What does the quarry of Dunmere sell?"

ONE_LINE = (
    "filler about nothing " * 18_000
    + "x" * 250_000
    + " . The Zorb canal was dug in 1742 by Ida Holt. "
    + "more of it and more " * 20_000
)
CANAL_QUESTION = "When was the Zorb canal dug?"
OPENS_WITHIN_SECONDS = 10.0

FOREIGN_ELEMENTS = "script, img, b:not(.words), iframe, a[href^=javascript], svg[onload]"
# A character that steers direction may reach only what stands in one element with it: an isolate, or a whole block
# (the stored text is the article's own, whatever it does to itself).
STEERED = """root => {
  const steers = /[\\u202a-\\u202e\\u2066-\\u2069]/;
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const reached = [];
  while (nodes.nextNode()) {
    if (!steers.test(nodes.currentNode.data) || nodes.currentNode.parentElement.closest('.stored')) continue;
    let around = nodes.currentNode.parentElement;
    const isolates = () => getComputedStyle(around).unicodeBidi.includes('isolate');
    while (getComputedStyle(around).display === 'inline' && !isolates()) around = around.parentElement;
    if (around.textContent !== nodes.currentNode.data) reached.push(around.outerHTML);
  }
  return reached;
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    articles = {"quarry.txt": QUARRY, NAME: "The harbour of Orrin was dredged in 1907.\n", "line.txt": ONE_LINE}
    with served(tmp_path_factory.mktemp("hostile"), articles) as running:
        yield running.url


def check_harmless(tab, place):
    part = tab.locator(place)
    assert tab.evaluate("window.hacked") is None
    assert part.locator(FOREIGN_ELEMENTS).count() == 0
    assert part.evaluate("part => [...part.querySelectorAll('*')].filter(e => e.onerror || e.onload).length") == 0
    hovering = part.evaluate("part => [...part.querySelectorAll('[title], [aria-label]')].map(e => e.title + e.ariaLabel)")
    assert not [said for said in hovering if set(said) & set("\u202e\u2066\x1b")]
    assert part.evaluate(STEERED) == []


@pytest.mark.browser
def test_it_is_text_wherever_it_is_shown(browser, hostile, tmp_path):
    with opened(browser, hostile) as tab:
        wait_for_articles(tab, 3)
        answer = ask(tab, QUARRY_QUESTION)
        assert all(part in answer.inner_text() for part in SHOWN)
        check_harmless(tab, "#conversation")
        answer.locator("button.cite").first.hover()
        tab.wait_for_selector(".peek", state="visible")
        assert all(part in tab.inner_text(".peek") for part in SHOWN)
        check_harmless(tab, ".peek")
        answer.locator("button.cite").first.click()
        tab.wait_for_selector("mark.active")
        for place in (".source header h2", ".source header p", ".stored"):
            assert all(part in tab.inner_text(place) for part in SHOWN), place
        check_harmless(tab, "#source")

        answer.get_by_role("button", name=words.GOOD, exact=True).click()
        tab.wait_for_selector(".thumb.up[aria-pressed=true]")
        quality = open_drawer(tab, "quality")
        quality.locator("details.draft > summary").click()
        assert all(part in quality.locator("form .quote").first.inner_text() for part in SHOWN)
        check_harmless(tab, "#quality")
        close_drawer(tab, "quality")

        file = tmp_path / "<svg onload=window.hacked=9> \u202egnol.txt"
        file.write_text("The tower of Brill was painted in 1950.\n")
        drawer = open_drawer(tab, "articles")
        tab.set_input_files("#articles input.files", file)
        drawer.get_by_text("onload=window.hacked=9").first.wait_for()
        wait_for_articles(tab, 4)
        assert all(part in drawer.inner_text() for part in SHOWN)
        assert "<img src=x onerror=window.hacked=8>" in drawer.inner_text()
        check_harmless(tab, "#articles")


@pytest.mark.browser
def test_an_article_of_a_megabyte_in_one_line_opens_while_the_page_stays_responsive(browser, hostile):
    with opened(browser, hostile) as tab:
        wait = ask(tab, CANAL_QUESTION)
        assert "1742" in wait.inner_text()
        began = time.monotonic()
        wait.locator("button.cite").first.click()
        tab.wait_for_selector("mark.active", state="visible")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        took = time.monotonic() - began
        print(f"\n{len(ONE_LINE):,} characters in one line open in {took:.2f} s")
        assert took < OPENS_WITHIN_SECONDS
        assert "1742" in tab.inner_text("mark.active")
        assert tab.locator(".scroll").evaluate("e => e.scrollWidth <= e.clientWidth")
