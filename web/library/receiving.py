"""The addresses to which the panel of articles sends files and pages, and asks what became of them."""

import re
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from index.config import MAX_FILE_BYTES
from index.kinds import SUFFIXES
from web import words
from web.background import Upkeep
from web.library.adding import Adding, Kept
from web.library.outcomes import outcomes

UPLOADS = "uploads"
"""Folder inside the data folder for files on their way; a run that was cut off may leave some, the next one deletes them."""

_MAX_STEM_BYTES = 200
_MAX_QUESTION_BYTES = 2_000_000
_UNNAMEABLE = re.compile(r"[\x00-\x1f\x7f/]")


def routes(upkeep: Upkeep) -> list[BaseRoute]:
    """Return the addresses of the panel of articles."""
    receiving = _Receiving(upkeep)
    return [
        Route("/library/file", receiving.file, methods=["POST"]),
        Route("/library/page", receiving.page, methods=["POST"]),
        Route("/library/outcomes", receiving.outcomes, methods=["POST"]),
    ]


class _Receiving:
    """Answers requests of the panel. Holds nothing of any session."""

    def __init__(self, upkeep: Upkeep) -> None:
        self._upkeep = upkeep
        self._adding = Adding(upkeep)
        self._uploads = upkeep.assistant.library.config.data / UPLOADS

    async def file(self, request: Request) -> Response:
        """Keep the body as a file of the ``name`` in the query. A request that is cut off leaves nothing."""
        name = _file_name(request.query_params.get("name", ""))
        said = request.query_params.get("size", "")
        if said.isdecimal() and int(said) > MAX_FILE_BYTES:  # the page spares itself to send it
            return _told(_too_large(name))
        if Path(name).suffix.lower() not in SUFFIXES:
            return _told(await run_in_threadpool(self._adding.keep_file, Path(name)))
        try:
            self._uploads.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._uploads) as folder:
                path = Path(folder) / name
                whole = await _receive(request, path)
                return _told(await run_in_threadpool(self._adding.keep_file, path) if whole else _too_large(name))
        except ClientDisconnect:
            return Response(status_code=400)
        except OSError as error:
            return _told(Kept("refused", words.NOT_WRITTEN.format(reason=error.strerror or error)))

    async def page(self, request: Request) -> Response:
        """Fetch and keep the page at the ``address`` in the body."""
        address = (await _body(request)).get("address")
        if not isinstance(address, str):
            return Response(status_code=400)
        return _told(await run_in_threadpool(self._adding.keep_page, address))

    async def outcomes(self, request: Request) -> Response:
        """Say what became of the ``articles`` in the body, as far as they are in the index, and how far the sync is."""
        wanted = (await _body(request)).get("articles")
        if not isinstance(wanted, list):
            return Response(status_code=400)
        status = self._upkeep.status
        held = await run_in_threadpool(self._adding.articles)
        told = outcomes([name for name in wanted if isinstance(name, str)], held)
        return JSONResponse({"kind": status.kind, "status": status.text, "outcomes": told})


async def _receive(request: Request, path: Path) -> bool:
    """Write the body to a file; False as soon as it is larger than a file may be."""
    size = 0
    with path.open("wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > MAX_FILE_BYTES:
                return False
            file.write(chunk)
    return True


async def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent, an empty one for anything else."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _MAX_QUESTION_BYTES:
        return {}
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _file_name(path: str) -> str:
    """Return the last part of a path of the sender's machine as a name that any folder takes."""
    name = Path(_UNNAMEABLE.sub(" ", path.replace("\\", "/").rpartition("/")[2]))
    return name.stem.encode()[:_MAX_STEM_BYTES].decode(errors="ignore") + name.suffix


def _too_large(name: str) -> Kept:
    return Kept("refused", words.TOO_LARGE.format(name=name, size=MAX_FILE_BYTES // 1_000_000))


def _told(kept: Kept) -> Response:
    return JSONResponse(asdict(kept))
