"""The model in this process, run by llama.cpp. No other file calls llama.cpp."""

import os
import queue
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.config import cores
from rag.llm import EngineError

CONTEXT_TOKENS = 2048
_END = object()
_PATIENCE = 0.1
_LIKELY = 20
"""Tokens whose probability is asked for."""
_NEVER = -14.0
"""Log-probability of what is not among them."""
_CACHE_MIB = 64
"""Memory for prompts that were read before: 5 MiB for one of 180 tokens, so a dozen conversations go on as they were."""
_FIRST_TOKENS = 64
"""Prompts whose first token is remembered: more than can be under way."""
_STEP = 400
"""Characters that are read ahead in one go, about 90 tokens: so long a question that arrives meanwhile may have to wait.
Half of that took twice the time in all."""


class LocalModel:
    """A GGUF model run by llama.cpp in this process. One reply at a time; others wait their turn."""

    def __init__(self, path: Path, threads: int | None = None, context: int = CONTEXT_TOKENS) -> None:
        """Load the model (seconds). ``context``: tokens of prompt and reply together.

        Raises `EngineError` when the file is not a model llama.cpp can run.
        """
        self.name = path.name
        self._turn = threading.Lock()
        self._first_tokens = _FirstTokens()
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = context
        params.n_parallel = 1
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads or cores()
        # Without weight repacking the prompt is read faster and 600 MB of memory are saved.
        params.no_extra_bufts = True
        params.cache_ram_mib = _CACHE_MIB
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

    def prepare(self, system: str, user: str, wanted: Callable[[], bool]) -> None:
        """Read a prompt ahead, a few words at a time while it is ``wanted``, so that its reply comes sooner.

        What was read of it is kept in any case, and serves every prompt that begins alike. Raises `EngineError`.
        """
        prompt = chat_prompt(system, user)
        for end in (*range(_STEP, len(prompt), _STEP), len(prompt)):
            if not wanted():
                return
            for _ in self._pieces(prompt[:end], 0):
                pass

    def refusal(self, system: str, user: str, constant: str) -> float:
        """Return the log-probability that the reply begins with ``constant``, at least `_NEVER`. Raises `EngineError`.

        Known already when `stream` has replied to the same prompt.
        """
        prompt = chat_prompt(system, user)
        likely = self._first_tokens.of(prompt)
        if likely is None:
            for _ in self._pieces(prompt, 1):
                pass
            likely = self._first_tokens.of(prompt)
        if likely is None:
            raise EngineError("the local model did not say how sure it is; ask again, or start again")
        said = [logprob for token, logprob in likely if token.strip() and constant.startswith(token.strip())]
        return max([_NEVER, *said])

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        """Yield the reply in pieces, greedily decoded (temperature 0). Raises `EngineError`."""
        empty = True
        for text in self._pieces(chat_prompt(system, user), max_tokens):
            empty = empty and not text
            yield text
        if empty and max_tokens > 1:
            raise EngineError("the local model replied with nothing; ask again, or start again")

    def _pieces(self, prompt: str, max_tokens: int) -> Iterator[str]:
        """The reply to a prompt in pieces; how likely the other first tokens were is remembered."""
        request = {
            "prompt": prompt,
            "max_tokens": max_tokens,
            "temperature": 0,
            "seed": 0,
            "logprobs": _LIKELY,
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
        first = True
        try:
            while (chunk := _next(pieces)) is not _END:
                if first and max_tokens and (likely := _likely(chunk)):
                    self._first_tokens.keep(prompt, likely)
                    first = False
                yield from _text_of(chunk)
        finally:
            stopped.set()


class _FirstTokens:
    """How likely each first token of a reply was, for the last prompts. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, list[tuple[str, float]]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, prompt: str, likely: list[tuple[str, float]]) -> None:
        with self._lock:
            self._known[prompt] = likely
            self._known.move_to_end(prompt)
            if len(self._known) > _FIRST_TOKENS:
                self._known.popitem(last=False)

    def of(self, prompt: str) -> list[tuple[str, float]] | None:
        with self._lock:
            return self._known.get(prompt)


def _next(pieces: "queue.SimpleQueue[Any]") -> Any:  # noqa: ANN401
    """Return the next chunk, or an empty one after a moment, so that whoever reads the stream can also end it."""
    try:
        return pieces.get(timeout=_PATIENCE)
    except queue.Empty:
        return {"choices": [{"text": ""}]}


def _likely(chunk: Any) -> list[tuple[str, float]]:  # noqa: ANN401
    """The tokens that could stand where a chunk's first one does, with their log-probabilities; [] when it tells none."""
    try:
        told = chunk["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
        return [(str(other["token"]), float(other["logprob"])) for other in told]
    except (KeyError, IndexError, TypeError):
        return []


def _text_of(chunk: Any) -> Iterator[str]:  # noqa: ANN401
    if error := chunk.get("error"):
        raise EngineError(f"the local model refused: {error.get('message', error)}")
    for choice in chunk.get("choices", ()):
        yield choice.get("text") or ""


def chat_prompt(system: str, user: str) -> str:
    """Render the ChatML prompt of the Qwen models. Markers inside the texts are taken apart, so nothing can fake a turn."""
    system, user = (text.replace("<|", "< |") for text in (system, user))
    return f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n"


def _read_through(path: Path) -> None:
    """Bring the file into memory first: the library holds Python's lock while it loads, and a disk would make that long."""
    try:
        with path.open("rb", buffering=0) as stream:
            block = bytearray(1 << 22)
            while stream.readinto(block):
                pass
    except OSError as error:
        raise EngineError(f"{path} could not be read ({error.strerror}); check the file, or fetch it again") from error


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
