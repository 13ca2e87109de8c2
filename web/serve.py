"""Serving the page on this machine, and on this machine only, with nothing loaded from elsewhere."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

import gradio as gr
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Router

from index.config import MAX_FILE_BYTES
from web import address
from web.chat import browser
from web.page import STYLE

_Message = MutableMapping[str, Any]
_Send = Callable[[_Message], Awaitable[None]]
_Receive = Callable[[], Awaitable[_Message]]
_Application = Callable[[_Message, _Receive, _Send], Awaitable[None]]

# Gradio's own scripts need inline code and eval; what matters is that no address but ours can be reached.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
_SETTINGS: dict[str, Any] = {
    "prevent_thread_lock": True,
    "quiet": True,
    "show_error": True,
    "share": False,
    "ssr_mode": False,
    "inbrowser": False,
    "inline": False,
    "pwa": False,
    "mcp_server": False,
    "run_history": False,
    "enable_monitoring": False,
    "footer_links": [],
    "max_file_size": MAX_FILE_BYTES,
}


class _Guard:
    """Refuses requests under a foreign name (DNS rebinding) or from a foreign page, and sends the content policy.

    It wraps the application itself, so that streams are not buffered.
    """

    def __init__(self, app: _Application) -> None:
        self._app = app

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        async def with_policy(message: _Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", _POLICY.encode()), *_cookie(scope)]
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not address.is_loopback(_host_of(scope)):
            await _refuse(send, 421, b"Footnote answers under a local address only.\n")
        elif _is_foreign(scope):
            await _refuse(send, 403, b"Footnote takes nothing from other pages.\n")
        else:
            await self._app(scope, receive, with_policy)


class _Own:
    """Answers the addresses that are ours; everything else is Gradio's."""

    def __init__(self, app: _Application, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._router = Router(routes, redirect_slashes=False, default=app)

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._router(scope, receive, send)
        except HTTPException as error:  # a method that an address does not take; there is nobody else out here to say so
            await PlainTextResponse(error.detail, error.status_code, error.headers)(scope, receive, send)


async def _refuse(send: _Send, status: int, reason: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": reason})


def _cookie(scope: _Message) -> list[tuple[bytes, bytes]]:
    """Return the header that names a browser, when it opens the page and has no name yet."""
    if scope["path"] != "/" or browser.named(Request(scope).cookies):
        return []
    return [(b"set-cookie", browser.new_cookie().encode())]


def _is_foreign(scope: _Message) -> bool:
    """Whether a page of another origin sends something here, for example a form with a file."""
    headers = dict(scope["headers"])
    origin, host = headers.get(b"origin"), headers.get(b"host", b"")
    return scope["method"] not in ("GET", "HEAD") and origin is not None and origin.partition(b"://")[2] != host


def _host_of(scope: _Message) -> str:
    named: str = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    return named[1:].partition("]")[0] if named.startswith("[") else named.partition(":")[0]


def launch(page: gr.Blocks, host: str, port: int, routes: Sequence[BaseRoute] = ()) -> str:
    """Serve the page and its own ``routes``; return its address once it answers.

    Raises `BadInputError` when the port is taken.
    """
    page.queue(default_concurrency_limit=8, max_size=64, api_open=False)
    theme = gr.themes.Default(
        primary_hue="blue",
        neutral_hue="stone",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
    application = {"middleware": [Middleware(_Guard), Middleware(_Own, routes=routes)], "docs_url": None, "redoc_url": None}
    named = f"[{host.strip('[]')}]" if ":" in host else host
    try:
        page.launch(server_name=named, server_port=port, theme=theme, css=STYLE, app_kwargs=application, **_SETTINGS)
    except OSError as error:
        raise address.in_use(host, port) from error
    return f"http://{named}:{port}/"
