"""What a language model is to us, and the one behind an OpenAI-compatible endpoint."""

import re
from collections.abc import Iterator
from typing import Any, Protocol

from index.errors import FootnoteError
from rag.config import Endpoint

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
