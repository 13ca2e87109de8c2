"""The page in a real browser: fixtures every browser test shares, and what a reader does there, in steps.

One app serves all tests that take ``app``, ``folder`` or ``page``: it starts once for the whole run. What a test leaves
behind is cleared away before the next one. A test that needs articles, an engine or state of its own takes
`serving.served` and `opened` instead, and starts an app for itself.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright
from serving import Served, served

from evals.drafts import CASES, DRAFTS
from index.folder import ADDED

HOSTILE = "<script>alert('x')</script> & \"quoted\" ${alert(1)} {{value}} \u202egnol\x07"
LIT = "When was the Kettle Point lighthouse lit for the first time?"
BREAD = "What bread does the bakery sell?"

_LONG = "Filler about nothing in particular, to make the page long. " * 12
ARTICLES = {
    "lighthouse.txt": "Title: The lighthouse on Kettle Point\nDate: 1999-04-02\n\n"
    + "\n\n".join([_LONG] * 6)
    + "\n\nThe Kettle Point lighthouse was lit for the first time on 3 May 1881 by Edda Brandt.\n\n"
    + "\n\n".join([_LONG] * 6),
    "bakery.txt": "Title: <script>window.hacked=1</script> bread\n\n"
    f"The bakery sells <b>rye</b> ${{alert(1)}} bread {HOSTILE}.\n",
}
_PATIENCE_SECONDS = 60
DESKTOP, PHONE = (1280, 860), (390, 844)

_CHROMIUM = Path("/usr/bin/chromium")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    assert _CHROMIUM.is_file(), f"{_CHROMIUM} is not there; the page is tested in it: apt-get install chromium"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=str(_CHROMIUM), args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The one app, answering with quotes of `ARTICLES`."""
    with served(tmp_path_factory.mktemp("page"), ARTICLES) as running:
        yield running


@pytest.fixture
def folder(shared_app: Served) -> Path:
    """The folder that holds the ``articles`` and the ``data`` of the app, as they were at its start."""
    for name in (DRAFTS, CASES):
        (shared_app.data / name).unlink(missing_ok=True)
    strangers = [path for path in shared_app.articles.iterdir() if path.name not in ARTICLES]
    added = shared_app.data / ADDED
    for path in [*strangers, *(added.iterdir() if added.exists() else ())]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return shared_app.data.parent


@pytest.fixture
def app(shared_app: Served, folder: Path) -> str:
    """The address of the app."""
    return shared_app.url


@pytest.fixture
def page(browser: Browser, app: str) -> Iterator[Page]:
    """The page in a session of its own, with `ARTICLES` and nothing else indexed."""
    with opened(browser, app) as tab:
        wait_for_articles(tab, len(ARTICLES))
        yield tab


@contextmanager
def opened(
    browser: Browser, url: str, size: tuple[int, int] = DESKTOP, scheme: str = "light", before: str = ""
) -> Iterator[Page]:
    """Open the page in a session of its own, ready to be asked. ``before``: a script that runs ahead of all others.

    Every request must stay on it, no script may fail or complain, and no dialog may appear.
    """
    session = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    session.set_default_timeout(_PATIENCE_SECONDS * 1000)
    session.add_init_script(before)
    tab = session.new_page()
    foreign, faults = [], []
    tab.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else foreign.append(r.url))
    tab.on("console", lambda said: faults.append(said.text) if _complains(said) else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("dialog", lambda dialog: (faults.append("dialog"), dialog.dismiss()))
    try:
        tab.goto(url)
        tab.wait_for_selector("#status .ready")
        yield tab
    finally:
        session.close()
    assert (foreign, faults) == ([], [])


def _complains(said: ConsoleMessage) -> bool:
    """Whether a script complains; Gradio does of its own stream, whenever a page that listens is left or loaded anew."""
    leaving = ("AbortError: signal is aborted", "Unexpected error Connection errored out")
    return said.type == "error" and not said.text.startswith(leaving)


def wait_for_articles(tab: Page, number: int) -> None:
    """Wait until the index holds so many articles and no work is left."""
    told = f"{number} article{'' if number == 1 else 's'} ready"
    tab.wait_for_function("told => document.querySelector('#status .ready')?.innerText.startsWith(told)", arg=told)


def ask(tab: Page, question: str) -> Locator:
    """Type a question, send it, and return its exchange once the answer is there."""
    before = tab.locator(".exchange").count()
    tab.fill("#question textarea", question)
    tab.press("#question textarea", "Enter")
    return answered(tab, before + 1)


def answered(tab: Page, number: int) -> Locator:
    """Return the last of so many exchanges once its answer is there and another question can be sent."""
    tab.wait_for_function(f"document.querySelectorAll('.exchange').length === {number}")
    tab.wait_for_selector(".exchange:last-child .wait", state="detached")
    tab.wait_for_selector("#send", state="visible")
    return tab.locator(".exchange").last


def open_drawer(tab: Page, name: str) -> Locator:
    """Open the panel ``name`` that slides in over the page, and return it."""
    tab.click(f"#{name}-open")
    tab.wait_for_selector(f"#{name}[data-open=true]")
    return tab.locator(f"#{name}")


def close_drawer(tab: Page, name: str) -> None:
    """Close it again."""
    tab.keyboard.press("Escape")
    tab.wait_for_selector(f"#{name}", state="hidden")
