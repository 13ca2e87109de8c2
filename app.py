"""The web app: `python app.py`. Wires one data folder to the page and serves it on this machine."""

import argparse
import os
import shutil
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from index.config import IndexConfig
from index.config import from_environment as index_from_environment
from index.errors import FootnoteError
from index.folder import check, indexed_folder
from index.library import Library
from index.lock import hold
from rag.answer import Assistant
from rag.config import RagConfig
from web import address
from web.settings.given import Given
from web.settings.stored import load as load_settings
from web.starting import quick_imports

SEEDS = Path(__file__).parent / "seeds"
_FAREWELL_SECONDS = 10.0
_LOOK_SECONDS = 0.5
# Read by libraries while they are imported, so they are set before.
_OFFLINE = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Gradio summarises its own traffic with pandas at every request that comes after so many seconds.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python app.py", description="Ask your articles in a browser.")
    parser.add_argument(
        "--articles",
        help="folder of articles (default: FOOTNOTE_ARTICLES, the folder indexed before, or seeds)",
    )
    parser.add_argument("--data", help="folder of the index (default: FOOTNOTE_DATA, or one per user)")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=7860, help="default: 7860")
    parser.add_argument("--engine", help="auto (default), local, openai or extractive")
    return parser.parse_args(argv)


def _articles(asked: str | None, config: IndexConfig) -> Path:
    """Return the folder to index: the one asked for, the one indexed before, or the seeds.

    Raises `BadInputError` when it cannot be indexed into this data folder, before the page is up.
    """
    folder = Path(asked).expanduser() if asked else indexed_folder(config.data) or SEEDS
    check(folder, config)
    return folder


def _serve(arguments: argparse.Namespace, folder: Path, config: IndexConfig, rag: RagConfig, given: Given) -> None:
    """Show the page, get ready meanwhile, and stay until a signal ends it."""
    uploads = config.data / "uploads"  # files on their way to the added articles; a run that was cut off left some
    shutil.rmtree(uploads, ignore_errors=True)
    os.environ["GRADIO_TEMP_DIR"] = str(uploads)
    # Gradio takes a second to import and reads its settings meanwhile; mistakes are told before that.
    with quick_imports():
        from web.background import Upkeep
        from web.page import build
        from web.routes import routes
        from web.serve import launch

    upkeep = Upkeep(folder, Assistant(rag, Library(config)))
    upkeep.start()
    page = None
    try:
        page = build(upkeep, given)
        print(f"Footnote is at {launch(page, arguments.host, arguments.port, routes(upkeep))}", flush=True)
        upkeep.shown.set()
        # A signal that comes just before a wait without end would not be looked at until something else wakes this thread.
        while not threading.Event().wait(_LOOK_SECONDS):
            pass
    finally:
        if page:
            page.close(verbose=False)
        upkeep.stop(_FAREWELL_SECONDS)
        shutil.rmtree(uploads, ignore_errors=True)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until a signal; return the exit status (0 ended as asked, 2 could not)."""
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts what it puts in the background with SIGINT ignored
        signal.signal(number, _end)
    arguments = _arguments(argv)
    os.environ.update(_OFFLINE)
    for name in ("NO_PROXY", "no_proxy"):  # Gradio asks itself whether it is up; a proxy would not know
        os.environ[name] = ",".join(filter(None, (os.environ.get(name), "127.0.0.1", "localhost", "::1")))
    try:
        config = index_from_environment(os.environ, arguments.data)
        given = Given(config.models, dict(os.environ), arguments.engine)
        rag = given.config(load_settings(config.data))
        only_one = f"another Footnote app is running on {config.data}; use its page, or name another --data"
        with hold(config.data, "app.lock", only_one):
            folder = _articles(arguments.articles or os.environ.get("FOOTNOTE_ARTICLES"), config)
            address.check(arguments.host, arguments.port)
            _serve(arguments, folder, config, rag, given)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
