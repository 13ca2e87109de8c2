"""The only file that calls a language model: llama.cpp in this process, or any OpenAI-compatible endpoint."""

import os
import queue
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from index.config import cores
from index.errors import FootnoteError
from rag.config import Endpoint

CONTEXT_TOKENS = 2048
_END = object()
_PATIENCE = 0.1
_LIKELY = 20
"""Tokens whose probability is asked for."""
_NEVER = -14.0
"""Log-probability of what is not among them."""
_MARKER = re.compile(r"\[[\d\s,;]{0,9}\]")


class EngineError(FootnoteError):
    """The model could not answer; ``code`` says in which way."""

    code = "engine"

    def __init__(self, message: str, *, code: str = "engine") -> None:
        super().__init__(message)
        self.code = code


class LanguageModel(Protocol):
    """A model that continues a prompt of two parts."""

    name: str

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the reply in pieces, some of them empty while it is awaited; closing the generator stops the model.

        Raises `EngineError`.
        """
        ...


class LocalModel:
    """A GGUF model run by llama.cpp in this process. One reply at a time; others wait their turn."""

    def __init__(self, path: Path, threads: int | None = None, context: int = CONTEXT_TOKENS) -> None:
        """Load the model (seconds). ``context``: tokens of prompt and reply together.

        Raises `EngineError` when the file is not a model llama.cpp can run.
        """
        self.name = path.name
        self._turn = threading.Lock()
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = context
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads or cores()
        # Without weight repacking the prompt is read faster and 600 MB of memory are saved.
        params.no_extra_bufts = True
        params.cache_ram_mib = 0
        params.warmup = False  # `warm` does it, with something that is needed
        params.verbosity = -1
        # The library also listens on a loopback port of its own; nobody gets to know this key.
        params.api_keys = [secrets.token_hex(32)]
        params.hostnames = ["127.0.0.1"]
        params.ui = False
        _read_through(path)
        try:
            with _quiet():
                self._server: Any = xllamacpp.Server(params)
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"{path} could not be loaded as a GGUF model; delete it and run: python -m rag fetch"
            ) from error

    def warm(self, system: str) -> None:
        """Read the system text once, so that the first question does not pay for it."""
        for _ in self.stream(system, "", 1):
            pass

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return the log-probability that the reply begins with ``constant``, at least `_NEVER`. Raises `EngineError`.

        Cheap after `stream` with the same prompt, which is then in the cache.
        """
        request = {
            "prompt": chat_prompt(system, user),
            "max_tokens": 1,
            "temperature": 0,
            "seed": 0,
            "logprobs": _LIKELY,
            "cache_prompt": True,
        }
        try:
            with self._turn:
                reply = self._server.handle_completions(request)
            likely = reply["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
        except (RuntimeError, KeyError, IndexError, TypeError) as error:
            raise EngineError(f"the local model did not say how sure it is ({type(error).__name__})") from error
        said = [float(t["logprob"]) for t in likely if t["token"].strip() and constant.startswith(t["token"].strip())]
        return max([_NEVER, *said])

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the reply in pieces, greedily decoded (temperature 0). Raises `EngineError`."""
        request = {
            "prompt": chat_prompt(system, user),
            "max_tokens": max_tokens,
            "temperature": 0,
            "seed": 0,
            "stream": True,
            "cache_prompt": True,
        }
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        stopped = threading.Event()

        def receive(chunk: Any) -> bool:  # noqa: ANN401  llama.cpp's own JSON
            pieces.put(chunk)
            return stopped.is_set()  # True makes llama.cpp stop

        def work() -> None:
            try:
                with self._turn:
                    if not stopped.is_set():
                        self._server.handle_completions(request, receive)
            except Exception as error:  # noqa: BLE001  it must cross to the thread that waits, whatever it is
                pieces.put({"error": {"message": str(error) or type(error).__name__}})
            finally:
                pieces.put(_END)

        worker = threading.Thread(target=work, name="local-model", daemon=True)
        worker.start()
        empty = True
        try:
            while (chunk := _next(pieces)) is not _END:
                for text in _text_of(chunk):
                    empty = empty and not text
                    yield text
        finally:
            stopped.set()
        if empty and max_tokens > 1:
            raise EngineError("the local model replied with nothing; ask again, or start again")


def _next(pieces: "queue.SimpleQueue[Any]") -> Any:  # noqa: ANN401
    """Return the next chunk, or an empty one after a moment, so that whoever reads the stream can also end it."""
    try:
        return pieces.get(timeout=_PATIENCE)
    except queue.Empty:
        return {"choices": [{"text": ""}]}


def _read_through(path: Path) -> None:
    """Bring the file into memory first: the library holds Python's lock while it loads, and a disk would make that long."""
    try:
        with path.open("rb", buffering=0) as stream:
            block = bytearray(1 << 22)
            while stream.readinto(block):
                pass
    except OSError as error:
        raise EngineError(f"{path} could not be read ({error.strerror}); check the file, or fetch it again") from error


def _text_of(chunk: Any) -> Iterator[str]:  # noqa: ANN401
    if error := chunk.get("error"):
        raise EngineError(f"the local model refused: {error.get('message', error)}")
    for choice in chunk.get("choices", ()):
        yield choice.get("text") or ""


def chat_prompt(system: str, user: str) -> str:
    """Render the ChatML prompt of the Qwen models. Markers inside the texts are taken apart, so nothing can fake a turn."""
    system, user = (text.replace("<|", "< |") for text in (system, user))
    return f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n"


@contextmanager
def _quiet() -> Iterator[None]:
    """llama.cpp writes to the process's standard error while it loads; keep the terminal for the user."""
    saved = os.dup(2)
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(null)


class EndpointModel:
    """An OpenAI-compatible server, called by llama-index's client."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.name = endpoint.model
        self._endpoint = endpoint
        import httpx
        import openai
        from llama_index.core import llms
        from llama_index.llms.openai_like import OpenAILike

        self._types, self._errors = llms, openai
        self._http = httpx  # what breaks off in the middle of a stream is not wrapped
        self._client: Any = OpenAILike(
            model=endpoint.model,
            api_base=endpoint.base_url,
            api_key=endpoint.key or "none",
            is_chat_model=True,
            temperature=0.0,
            timeout=endpoint.timeout,
            max_retries=1,
        )

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the reply in pieces. Raises `EngineError` saying what the endpoint did and what to check."""
        roles = self._types.MessageRole
        message = self._types.ChatMessage
        messages = [message(role=roles.SYSTEM, content=system), message(role=roles.USER, content=user)]
        said = False
        try:
            for reply in self._client.stream_chat(messages, max_tokens=max_tokens):
                if reply.delta:
                    said = True
                    yield reply.delta
        except (self._errors.OpenAIError, self._http.HTTPError) as error:
            raise self._as_ours(error) from error
        except (ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
            raise EngineError(
                f"{self._endpoint.place} did not reply as an OpenAI-compatible server does; check the address",
                code="endpoint",
            ) from error
        if not said:
            raise EngineError(
                f"{self._endpoint.place} replied with nothing; check the address and that {self.name!r} is a chat model",
                code="endpoint",
            )

    def _as_ours(self, error: Exception) -> EngineError:
        where = self._endpoint.place
        if isinstance(error, self._errors.APITimeoutError | self._http.TimeoutException):
            return EngineError(
                f"{where} did not answer within {self._endpoint.timeout:g} s; try again, or raise FOOTNOTE_OPENAI_TIMEOUT",
                code="endpoint_timeout",
            )
        if isinstance(error, self._errors.APIConnectionError):
            return EngineError(
                f"{where} could not be reached; check FOOTNOTE_OPENAI_BASE_URL (or Settings) and that the server runs",
                code="endpoint_unreachable",
            )
        if isinstance(error, self._errors.AuthenticationError | self._errors.PermissionDeniedError):
            return EngineError(f"{where} refused the key; check FOOTNOTE_OPENAI_API_KEY (or Settings)", code="endpoint_key")
        if isinstance(error, self._errors.NotFoundError):
            return EngineError(
                f"{where} does not know the model {self.name!r}; check FOOTNOTE_OPENAI_MODEL (or Settings) and the address",
                code="endpoint_model",
            )
        status = getattr(error, "status_code", "")
        return EngineError(
            f"{where} failed{f' with HTTP {status}' if status else ''}; try again, or check the server",
            code="endpoint",
        )


def abstains(reply: str, constant: str) -> bool:
    """Say whether a reply is the abstention constant, however it was dressed up, or empty."""
    words = re.findall(r"\w+", _MARKER.sub(" ", reply).upper())
    return not words or constant in " ".join(words)
