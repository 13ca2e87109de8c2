"""An OpenAI-compatible server on this machine that writes prose out of the numbered sentences it is sent."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AT_LENGTH = "every part"
"""A question that holds these words is answered with every sentence there is, one after the other; others with five."""
_SENTENCE = re.compile(r"^\[(\d+)\] \(.*?\) (.*)$", re.M)
_BETWEEN_SENTENCES_SECONDS = 0.15  # longer than the page waits between two looks, so that each comes as an update


class _Writer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][-1]["content"]
        found = _SENTENCE.findall(asked)
        at_length = AT_LENGTH in asked.rpartition("Question:")[2]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with suppress(ConnectionError):  # an app that has enough closes the connection
            for number, sentence in found if at_length else found[:5]:
                self._send({"content": f"{sentence} [{number}] "})
                if at_length:
                    time.sleep(_BETWEEN_SENTENCES_SECONDS)
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, str], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "writer", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_: object) -> None:
        """Keep the terminal for the tests."""


@contextmanager
def writing() -> Iterator[dict[str, str]]:
    """Run the server; what the app needs to be told of it comes back as settings."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Writer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/v1"
        yield {"FOOTNOTE_OPENAI_BASE_URL": address, "FOOTNOTE_OPENAI_MODEL": "writer"}
        server.shutdown()
