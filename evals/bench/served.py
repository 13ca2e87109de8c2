"""The app in a process of its own, and a visitor who asks it over the page's own HTTP calls, as a browser does."""

import json
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import httpx

from index.errors import BadInputError

_PATIENCE_SECONDS = 120
_LOOK_SECONDS = 0.01
_EVIDENCE, _SENTENCE = (f'class=\\"{name}\\"' for name in ("evidence", "sentence"))
"""What stands in the page, as JSON spells it, once there is evidence, and once there is checked text."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds after a question was sent until its answer's parts arrived; None for what did not come. ``text``: the page."""

    evidence: float | None
    sentence: float | None
    whole: float
    text: str


class App:
    """A running app. ``started``: `time.perf_counter` when its process began; ``up``: when its page answered."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, started: float) -> None:
        self.process = process
        self.url = url
        self.started = started
        while True:
            if process.poll() is not None:
                raise BadInputError(f"the app ended: {(process.stderr.read() if process.stderr else '').strip()[-300:]}")
            try:
                if httpx.get(url, timeout=_PATIENCE_SECONDS).is_success:
                    break
            except httpx.TransportError:
                pass
            if perf_counter() - started > _PATIENCE_SECONDS:
                raise BadInputError(f"the app did not answer within {_PATIENCE_SECONDS} s")
            sleep(_LOOK_SECONDS)
        self.up = perf_counter()


@contextmanager
def app(articles: Path, data: Path, engine: str) -> Iterator[App]:
    """Run the app while the block runs. Raises `BadInputError` when its page does not answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "app", "--articles", str(articles), "--data", str(data), "--engine", engine]
    started = perf_counter()
    process = subprocess.Popen([*command, "--port", str(port)], text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield App(process, f"http://127.0.0.1:{port}", started)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


class Visitor:
    """One window of a browser on the app."""

    def __init__(self, url: str) -> None:
        """Open the page. Raises `BadInputError` when it is not the page this visitor knows."""
        self._client = httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS)
        self._client.get("/").raise_for_status()
        self._window = secrets.token_hex(8)
        config = self._client.get("/config").json()
        ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        self._ask = _event(config, ids.get("question"), "submit")
        opening = next((d for d in config["dependencies"] if any(t[1] == "load" for t in d["targets"])), None)
        if opening is None:
            raise BadInputError(f"{url} does not say who opens it; the page has changed, and this measure with it")
        self._client.post("/gradio_api/run/predict", json=self._body(opening, [])).raise_for_status()

    def close(self) -> None:
        """Leave."""
        self._client.close()

    def ask(self, question: str) -> Seen:
        """Send a question and read the page until its answer is whole. Raises `BadInputError` when none comes."""
        start = perf_counter()
        body = self._body(self._ask, [question, *[None] * (len(self._ask["inputs"]) - 1)])
        self._client.post("/gradio_api/queue/join", json=body).raise_for_status()
        first: dict[str, float] = {}
        news: list[str] = []
        with self._client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._window}) as stream:
            for line in stream.iter_lines():
                for mark in (_EVIDENCE, _SENTENCE):
                    if mark in line:
                        first.setdefault(mark, perf_counter() - start)
                news.append(line)
                message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if message.get("msg") == "process_completed":
                    if not message["success"]:
                        raise BadInputError(f"the app failed: {message['output']}")
                    whole = perf_counter() - start
                    return Seen(first.get(_EVIDENCE), first.get(_SENTENCE), whole, "\n".join(news))
        raise BadInputError("the app ended the answer before it was whole")

    def _body(self, event: dict[str, Any], data: Sequence[Any]) -> dict[str, Any]:
        return {"data": data, "fn_index": event["id"], "session_hash": self._window, "trigger_id": event["targets"][0][0]}


def _event(config: dict[str, Any], part: int | None, name: str) -> dict[str, Any]:
    for event in config["dependencies"]:
        if [part, name] in event["targets"]:
            return dict(event)
    raise BadInputError("the page has no box that a question is typed into; it has changed, and this measure with it")
