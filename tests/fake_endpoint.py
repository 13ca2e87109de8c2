"""An OpenAI-compatible server that says what a test wants it to say."""

import contextlib
import http.server
import json
import threading
from collections.abc import Callable

from rag.config import Endpoint
from rag.llm import EndpointModel

KEY = "sk-very-secret"
Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


class FakeServer:
    """An HTTP server on the loopback address that answers each request as the test says; ``models``: those it lists."""

    def __init__(self) -> None:
        self.reply: Reply = stream_of("Hello.")
        self.requests: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.models: list[str] | None = None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.requests.append(json.loads(self.rfile.read(length)))
                outer.headers.append(dict(self.headers))
                with contextlib.suppress(ConnectionError):  # the client has gone, as some tests want
                    outer.reply(self)

            def do_GET(self) -> None:
                outer.headers.append(dict(self.headers))
                if outer.models is None:
                    send(self, 404, b"{}")
                else:
                    send(self, 200, json.dumps({"data": [{"id": name} for name in outer.models]}).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def model(self, timeout: float = 5.0) -> EndpointModel:
        return EndpointModel(Endpoint(self.url, "some-model", KEY, timeout))


def send(handler: http.server.BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "application/json") -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    handler.wfile.write(body)


def event(content: str | None) -> bytes:
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "some-model",
        "choices": [{"index": 0, "delta": {} if content is None else {"content": content}, "finish_reason": None}],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def stream_of(*contents: str | None, end: bytes = b"data: [DONE]\n\n") -> Reply:
    return lambda handler: send(handler, 200, b"".join(map(event, contents)) + end, "text/event-stream")


def sending(body: bytes, kind: str = "text/event-stream") -> Reply:
    return lambda handler: send(handler, 200, body, kind)


def failing(status: int) -> Reply:
    body = json.dumps({"error": {"message": f"no good: key {KEY}", "type": "x", "code": "y"}}).encode()
    return lambda handler: send(handler, status, body)
