"""The address under which the report of an evaluation opens in a window of its own."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from web import words
from web.background import Upkeep
from web.quality.runs import REPORT, Runs

# The report stands by itself: its own inline script and style, no address at all, and no part in the origin of the page.
_ALONE = {
    "content-security-policy": (
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


def route(upkeep: Upkeep) -> Route:
    """Return the address of the reports of a data folder: ``/quality/RUN/report.html``."""
    runs = Runs(upkeep.assistant.library.config.data)

    def report(request: Request) -> Response:
        path = runs.report(request.path_params["run"])
        if path is None:
            return PlainTextResponse(f"{words.sentence(words.NO_SUCH_RUN)}\n", status_code=404)
        return FileResponse(path, headers=_ALONE, media_type="text/html")

    return Route(f"/quality/{{run}}/{REPORT}", report)
