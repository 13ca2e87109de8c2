"""A Footnote app as its own process, started as a user starts it, for tests of the whole."""

import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 120
"""What a loaded machine may need for a step that takes a second on an idle one."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running app: its address, and the folders it was started on."""

    url: str
    articles: Path
    data: Path


def free_port() -> int:
    """Return a port nobody listens on, outside of the range the system hands out.

    One that the system hands out may be taken by any connection before the app has imported what it needs.
    """
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def start(
    folder: Path, *arguments: object, program: tuple[str, ...] = ("app.py",), **environment: str
) -> subprocess.Popen[str]:
    """Start the app with its data in ``folder``, without models, and with nothing set but ``environment``.

    ``program``: what Python is to run, for a test that changes the app before it starts.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FOOTNOTE_", "OPENAI_"))}
    return subprocess.Popen(
        [sys.executable, *program, "--data", str(folder / "data"), *map(str, arguments)],
        cwd=ROOT,
        env=kept | {"FOOTNOTE_MODELS": str(folder / "no-models")} | environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@contextmanager
def served(
    folder: Path,
    articles: Mapping[str, str | bytes],
    engine: str | None = "extractive",
    program: tuple[str, ...] = ("app.py",),
    **environment: str,
) -> Iterator[Served]:
    """Serve ``articles``, written below ``folder``; the app must end cleanly and say nothing on its way.

    ``engine`` None leaves the choice to the page.
    """
    place = folder / "articles"
    for name, text in articles.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    port = free_port()
    chosen = ("--engine", engine) if engine else ()
    app = start(folder, "--articles", place, *chosen, "--port", port, program=program, **environment)
    line = app.stdout.readline() if app.stdout else ""
    try:
        if line:
            assert line == f"Footnote is at http://127.0.0.1:{port}/\n"
            yield Served(f"http://127.0.0.1:{port}/", place, folder / "data")
    finally:
        app.terminate()
        _, said = app.communicate(timeout=PATIENCE_SECONDS)
    assert (app.returncode, said) == (0, "")
