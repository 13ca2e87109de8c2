"""A long answer that streams: what each update costs the browser, and whether what is being read stays where it is.

The figures: python -m pytest tests/test_web_streaming.py -s
"""

import pytest
from browsing import answered, ask, opened
from endpoint import AT_LENGTH, writing
from serving import served

from rag.compose import MAX_WORDS
from web import words

WORDS = 600
EARLIER = 10
MOST_MILLISECONDS = 100.0
"""Mean processor time of an update. Aimed at is a frame, 16 ms; the bound leaves room for a slow machine."""
MOST_SHIFT = 0.02

TOPICS = "lock towpath bridge tunnel basin ferry engine wharf mill aqueduct reservoir crane".split()
DETAILS = "brick timber iron granite copper slate oak clay".split()
CANAL = f"Title: The Marlow canal\n\nWorkers rebuilt {AT_LENGTH} of the Marlow canal.\n\n" + "\n\n".join(
    " ".join(
        f"The {topic} of the Marlow canal was rebuilt with {detail} in {1800 + 10 * n + m} "
        f"by {100 + 7 * n + m} workers from Dunmere and Orrin."
        for m, detail in enumerate(DETAILS)
    )
    for n, topic in enumerate(TOPICS)
)
# Answers are short by design; here they are long, so that what the page does with a long one is seen.
LONG_ANSWERS = f"""
import sys, app
from rag import answering, compose
compose.MAX_WORDS, answering._WRITE_EVIDENCE_TOKENS, answering._WRITE_KEEP_FROM = {WORDS}, {4 * WORDS}, 0.0
sys.exit(app.main())
"""
WATCH = """
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(({ value, hadRecentInput, sources }) => {
  if (!hadRecentInput) window.shifts.push({ value, of: sources.map(({ node }) => node?.className || node?.nodeName) });
})).observe({ type: 'layout-shift', buffered: true });
window.updates = 0; // how often the last answer has grown
let sentences = 0;
addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
  const now = document.querySelectorAll('.exchange:last-child .sentence').length;
  if (now > sentences) window.updates += 1;
  sentences = now;
}).observe(document.body, { subtree: true, childList: true }));
"""


@pytest.fixture(scope="module")
def canal(tmp_path_factory):
    program = ("-c", LONG_ANSWERS)
    with (
        writing() as endpoint,
        served(tmp_path_factory.mktemp("canal"), {"canal.txt": CANAL}, "openai", program, **endpoint) as running,
    ):
        yield running.url


def spent(session):
    """Return the processor time of the page's main thread so far in milliseconds: all of it, and what updates cause."""
    found = {metric["name"]: metric["value"] * 1000 for metric in session.send("Performance.getMetrics")["metrics"]}
    return found["TaskDuration"], sum(found[f"{kind}Duration"] for kind in ("Script", "Layout", "RecalcStyle"))


@pytest.mark.browser
@pytest.mark.parametrize("earlier", [0, EARLIER])
def test_a_long_answer_streams_smoothly_and_nothing_jumps(browser, canal, earlier):
    assert MAX_WORDS < WORDS
    with opened(browser, canal, before=WATCH) as tab:
        session = tab.context.new_cdp_session(tab)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})  # other programs do not count
        for n in range(earlier):
            ask(tab, f"What is said of the {TOPICS[n]} of the Marlow canal?")
        tab.fill("#question textarea", f"Who rebuilt {AT_LENGTH} of the Marlow canal?")
        tab.press("#question textarea", "Enter")
        tab.wait_for_function(f"document.querySelectorAll('.exchange').length === {earlier + 1}")
        tab.evaluate("window.shifts.length = window.updates = 0")
        before = spent(session)
        exchange = answered(tab, earlier + 1)
        after, updates = spent(session), tab.evaluate("window.updates")
        everything, update = ((late - early) / updates for early, late in zip(before, after, strict=True))
        shifted = sum(shift["value"] for shift in tab.evaluate("window.shifts"))
        told = len(exchange.locator(".answer").inner_text().split())
        print(
            f"\n{told} words in {updates} updates after {earlier} exchanges: {update:.1f} ms an update for script, style "
            f"and layout, {everything:.1f} ms for everything; layout shift {shifted:.4f}"
        )
        assert told > WORDS * 0.8
        assert updates > 5
        assert update < MOST_MILLISECONDS
        assert shifted < MOST_SHIFT


@pytest.mark.browser
def test_an_answer_on_its_way_is_stopped_and_can_be_asked_again(browser, canal):
    with opened(browser, canal) as tab:
        tab.fill("#question textarea", f"Who rebuilt {AT_LENGTH} of the Marlow canal?")
        tab.press("#question textarea", "Enter")
        tab.locator(".exchange .sentence").nth(2).wait_for()
        tab.click("#stop")
        exchange = answered(tab, 1)
        assert words.STOPPED in exchange.inner_text()
        assert exchange.locator("ol.footnotes li").count()
        told = exchange.locator(".answer").inner_text()
        tab.reload()
        tab.get_by_text(words.STOPPED, exact=True).first.wait_for()
        assert tab.locator(".exchange .answer").inner_text() == told
        tab.locator("[data-act=again]").click()
        tab.locator(".exchange .sentence").nth(2).wait_for()
        tab.click("#stop")
        assert answered(tab, 1).locator("p.question").count() == 1
