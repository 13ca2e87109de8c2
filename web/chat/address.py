"""The addresses of stored conversations: to download, to print, and to copy an answer from."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from index.errors import FootnoteError
from web import words
from web.background import Upkeep
from web.chat.copying import flavours
from web.chat.exporting import export
from web.chat.keeping import Keeping


def routes(upkeep: Upkeep) -> list[Route]:
    """Return ``/conversations/{id}/{form}``, with ``?answer=`` for one answer, and ``/conversations/{id}/{key}/copy``."""
    keeping = Keeping(upkeep.assistant.library)

    async def exported(request: Request) -> Response:
        return await run_in_threadpool(_export, keeping, request)

    async def copied(request: Request) -> Response:
        return await run_in_threadpool(_copy, keeping, request)

    return [Route("/conversations/{id}/{form}", exported), Route("/conversations/{id}/{key}/copy", copied)]


def _export(keeping: Keeping, request: Request) -> Response:
    try:
        found = keeping.titled(request.path_params["id"])
    except FootnoteError as error:
        return PlainTextResponse(words.sentence(str(error)), 500)
    title, exchanges = found or ("", ())
    if key := request.query_params.get("answer"):
        exchanges = tuple(exchange for exchange in exchanges if exchange.key == key)
        title = exchanges[0].question if exchanges else title
    times = {exchange.key: exchange.asked for exchange in exchanges}
    return export(title, exchanges, request.path_params["form"], times)


def _copy(keeping: Keeping, request: Request) -> Response:
    try:
        _, exchanges = keeping.titled(request.path_params["id"]) or ("", ())
    except FootnoteError as error:
        return PlainTextResponse(words.sentence(str(error)), 500)
    for exchange in exchanges:
        if exchange.key == request.path_params["key"] and exchange.answer:
            return JSONResponse(flavours(exchange.answer), headers={"cache-control": "no-store"})
    return PlainTextResponse(words.NOT_THERE, 404)
