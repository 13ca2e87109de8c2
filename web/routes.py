"""The addresses of the page that are not Gradio's: what can be opened in a window of its own, or downloaded."""

from starlette.routing import BaseRoute

from web.background import Upkeep
from web.chat import address
from web.library import receiving
from web.quality import report_route


def routes(upkeep: Upkeep) -> list[BaseRoute]:
    """Return what is answered before Gradio is asked. Holds nothing of any session."""
    return [*address.routes(upkeep), *receiving.routes(upkeep), report_route.route(upkeep)]
