"""axe-core finds nothing serious on any view of the page, in light and in dark, on a desktop and on a phone.

A new view is a function that brings the page there from an empty conversation, and a line in `VIEWS`.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import ARTICLES, BREAD, DESKTOP, LIT, PHONE, ask, open_drawer, opened
from serving import served
from test_rag_disagree import EVENING, GUESTS, MORNING

from web import words


def empty(tab):
    tab.wait_for_selector(".empty")


def answer(tab):
    return ask(tab, LIT)


def source(tab):
    answer(tab).locator("button.cite").first.click()
    tab.wait_for_selector("mark.active", state="visible")


def follow_up(tab):
    answer(tab)
    ask(tab, "Who lit it?").locator(".searched summary").click()


def edited(tab):
    answer(tab).locator(".asked summary").click()
    tab.wait_for_selector(".asked[open] textarea")


def hovered(tab):
    answer(tab).locator("button.cite").first.hover()
    tab.wait_for_selector(".peek", state="visible")


def exported(tab):
    answer(tab).locator(".export summary").click()
    tab.wait_for_selector(".export[open] a")


def abstention(tab):
    exchange = ask(tab, "Who painted the Kettle Point lighthouse green?")
    assert words.ABSTAINED in exchange.inner_text()
    assert exchange.locator(".closest button").count()


def disagreement(tab):
    assert words.DISAGREE in ask(tab, GUESTS).inner_text()


def refused(tab):
    assert ask(tab, "x" * 5_000).locator(".card.error").count()


def critique(tab):
    answer(tab).get_by_role("button", name=words.BAD).click()
    tab.wait_for_selector("form.critique:visible")


def conversations(tab):
    answer(tab)
    open_drawer(tab, "conversations").get_by_text(LIT).first.wait_for()


def articles(tab):
    open_drawer(tab, "articles").locator("#listing tbody tr").first.wait_for()


def filtering(tab):
    articles(tab)
    tab.locator("#articles").get_by_text("Change", exact=True).click()
    tab.locator("#articles form input[type=date]").first.wait_for()


def reading(tab):
    articles(tab)
    tab.locator("#listing button.title").first.click()
    tab.wait_for_selector(".source .stored", state="visible")


def draft(tab):
    if not tab.locator(".thumb.up[aria-pressed=true]").count():
        ask(tab, BREAD).get_by_role("button", name=words.GOOD, exact=True).click()
        tab.wait_for_selector(".thumb.up[aria-pressed=true]")
    open_drawer(tab, "quality").locator("details.draft > summary").first.click()
    tab.wait_for_selector("details.draft[open] form")


def settings(tab):
    open_drawer(tab, "settings").locator("form").first.wait_for()
    tab.add_style_tag(content="#settings .endpoint { display: grid !important; }")  # hidden while quotes are chosen


VIEWS = (
    empty, answer, source, follow_up, edited, hovered, exported, abstention, disagreement, refused, critique,
    conversations, articles, filtering, reading, draft, settings,
)  # fmt: skip


def back_to_the_start(tab):
    """Close whatever is open and forget the conversation."""
    for _ in range(2):
        tab.keyboard.press("Escape")
    if tab.locator(".exchange").count():  # or nothing would tell when it is done, and it could undo the next question
        tab.click("#new")
    tab.wait_for_selector(".empty")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """An app of its own: these views need articles that disagree, and leave drafts."""
    with served(tmp_path_factory.mktemp("views"), ARTICLES | {"post.md": MORNING, "star.md": EVENING}) as running:
        yield running.url


def findings(tab):
    """Return what axe-core calls serious or critical, a line for each element."""
    return [
        f"{found['id']} ({found['impact']}) {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for found in Axe().run(tab).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_serious_stands_in_the_way(browser, room, size):
    found = []
    with opened(browser, room, size) as tab:
        tab.add_style_tag(content="* { transition: none !important; animation: none !important; }")
        for view in VIEWS:
            back_to_the_start(tab)
            view(tab)
            for scheme in ("light", "dark"):
                tab.emulate_media(color_scheme=scheme)
                tab.wait_for_function("dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
                found += [f"{view.__name__}, {scheme}: {line}" for line in findings(tab)]
    assert not found, "\n" + "\n".join(found)
