"""A long answer that streams: what each update costs the browser, and whether what is being read stays where it is.

The figures: python -m pytest tests/test_web_streaming.py -s
"""

import statistics
import time

import pytest
from browsing import answered, ask, opened
from endpoint import AT_LENGTH, writing
from serving import served

from rag.compose import MAX_WORDS
from web import words

WORDS = 600
EARLIER = 10
MOST_MILLISECONDS = 100.0
"""Median processor time of an update. Aimed at is a frame, 16 ms; the bound leaves room for a slow machine."""
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
window.updates = 0;
addEventListener('DOMContentLoaded', () => new MutationObserver(found => {
  if (found.some(({ target }) => target.closest?.('#conversation') || target.parentElement?.closest('#conversation'))) {
    window.updates += 1;
  }
}).observe(document.body, { subtree: true, childList: true, characterData: true }));
"""


@pytest.fixture(scope="module")
def canal(tmp_path_factory):
    program = ("-c", LONG_ANSWERS)
    with (
        writing() as endpoint,
        served(tmp_path_factory.mktemp("canal"), {"canal.txt": CANAL}, "openai", program, **endpoint) as running,
    ):
        yield running.url


class Costs:
    """Processor time of the page's main thread between updates of the conversation, in milliseconds by kind of work."""

    KINDS = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")

    def __init__(self, tab):
        self._tab, self._session = tab, tab.context.new_cdp_session(tab)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})  # other programs do not count
        self.of_updates = []
        self._now, self._seen = self._metrics(), tab.evaluate("window.updates")

    def _metrics(self):
        found = {metric["name"]: metric["value"] for metric in self._session.send("Performance.getMetrics")["metrics"]}
        return [found[kind] * 1000 for kind in self.KINDS]

    def look(self):
        seen = self._tab.evaluate("window.updates")
        if seen == self._seen:
            return
        now = self._metrics()
        self.of_updates.append(
            [(after - before) / (seen - self._seen) for before, after in zip(self._now, now, strict=True)]
        )
        self._now, self._seen = now, seen

    def told(self):
        medians = [statistics.median(values) for values in zip(*self.of_updates, strict=True)]
        worst = max(total for total, *_ in self.of_updates)
        named = ", ".join(f"{kind} {value:.1f} ms" for kind, value in zip(self.KINDS, medians, strict=True))
        return f"{len(self.of_updates)} updates, median: {named}; slowest {worst:.1f} ms"


@pytest.mark.browser
@pytest.mark.parametrize("earlier", [0, EARLIER])
def test_a_long_answer_streams_smoothly_and_nothing_jumps(browser, canal, earlier):
    assert MAX_WORDS < WORDS
    with opened(browser, canal, before=WATCH) as tab:
        for n in range(earlier):
            ask(tab, f"What is said of the {TOPICS[n]} of the Marlow canal?")
        tab.fill("#question textarea", f"Who rebuilt {AT_LENGTH} of the Marlow canal?")
        tab.press("#question textarea", "Enter")
        tab.wait_for_function(f"document.querySelectorAll('.exchange').length === {earlier + 1}")
        tab.evaluate("window.shifts.length = 0")
        costs, until = Costs(tab), time.monotonic() + 120
        while tab.locator(".exchange:last-child .wait").count():
            assert time.monotonic() < until
            costs.look()
        exchange = answered(tab, earlier + 1)
        costs.look()
        shifts = tab.evaluate("window.shifts")
        told = len(exchange.locator(".answer").inner_text().split())
        shifted = sum(shift["value"] for shift in shifts)
        print(f"\n{told} words after {earlier} exchanges: {costs.told()}; layout shift {shifted:.4f} {shifts}")
        assert told > WORDS * 0.8
        assert len(costs.of_updates) > 20
        assert statistics.median(total for total, *_ in costs.of_updates) < MOST_MILLISECONDS
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
