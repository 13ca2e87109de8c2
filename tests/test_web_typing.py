"""What stands in the question box is told when its writer pauses, once, and nothing on the page shows it."""

import pytest
from browsing import LIT

pytestmark = pytest.mark.browser

PAUSE = 600
"""Milliseconds, as in `web/chat/typing.js`."""


def test_a_pause_in_typing_tells_the_draft_once_and_changes_nothing(page):
    told = []
    page.on("request", lambda request: told.append(request.post_data or "") if request.method == "POST" else None)
    page.locator("#question textarea").fill("When was")
    page.wait_for_timeout(2 * PAUSE)
    assert not [data for data in told if "When was" in data]
    before = page.locator("#conversation").inner_html()
    page.locator("#question textarea").fill(LIT)
    with page.expect_request(lambda request: LIT in (request.post_data or "")):
        pass
    page.locator("#question textarea").dispatch_event("input")
    page.wait_for_timeout(2 * PAUSE)
    assert len([data for data in told if LIT in data]) == 1
    assert page.locator("#conversation").inner_html() == before
    assert page.locator("#question textarea").input_value() == LIT
