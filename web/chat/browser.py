"""Which browser a request comes from: an unguessable name in a cookie, so that each finds its own conversations only."""

import re
from collections.abc import Mapping

from web.chat.exchange import new_key

COOKIE = "footnote_browser"
_DAYS = 400
"""The longest that browsers keep a cookie."""
_NAME = re.compile(r"[0-9a-f]{32}")


def browser_of(cookies: Mapping[str, str]) -> str:
    """Return the name of the browser that sent these cookies; a name for this window alone when it sent none."""
    found = cookies.get(COOKIE, "")
    return found if _NAME.fullmatch(found) else new_key()


def named(cookies: Mapping[str, str]) -> bool:
    """Say whether a browser has its name already."""
    return _NAME.fullmatch(cookies.get(COOKIE, "")) is not None


def new_cookie() -> str:
    """Return the header that names a browser. Links from elsewhere must find it, other pages' forms must not."""
    return f"{COOKIE}={new_key()}; Path=/; Max-Age={_DAYS * 24 * 3600}; HttpOnly; SameSite=Lax"
