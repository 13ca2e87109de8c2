"""Settings of answering. Values only; `from_environment` is called by command lines alone."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args
from urllib.parse import urlparse

from index.errors import BadInputError
from rag.types import Engine

SOURCES = 5
FEWEST_SOURCES, MOST_SOURCES = 3, 10


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server. ``key`` may be empty (a local server); ``timeout`` is in seconds."""

    base_url: str
    model: str
    key: str = field(repr=False)
    timeout: float = 60.0

    @property
    def place(self) -> str:
        """The address as it may be shown: without user, password and query."""
        parts = urlparse(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@dataclass(frozen=True, slots=True)
class RagConfig:
    """``models``: folder of model files. ``model``: a configured GGUF file, None for the default one in ``models``.

    ``endpoint``: None unless the user named one; nothing is ever sent anywhere else. ``sources``: how many of the best
    passages compete to be evidence, `FEWEST_SOURCES` to `MOST_SOURCES`.
    """

    models: Path
    model: Path | None = None
    endpoint: Endpoint | None = None
    engine: Engine = "auto"
    sources: int = SOURCES


def parse_engine(name: str) -> Engine:
    """Return the engine of that name. Raises `BadInputError` naming the choices."""
    for engine in get_args(Engine):
        if engine == name:
            return engine  # type: ignore[no-any-return]
    raise BadInputError(f"there is no engine {name!r}; choose one of {', '.join(get_args(Engine))}")


def from_environment(
    environ: Mapping[str, str], models: Path, engine: str | None = None, sources: int = SOURCES
) -> RagConfig:
    """Read FOOTNOTE_ENGINE, FOOTNOTE_MODEL and FOOTNOTE_OPENAI_BASE_URL, _MODEL, _API_KEY.

    OPENAI_API_KEY and the like are not read: a key that lies around for other programs must not send articles away.
    """
    model = environ.get("FOOTNOTE_MODEL")
    if model and not Path(model).expanduser().is_file():
        raise BadInputError(f"FOOTNOTE_MODEL names {model!r}, which is not a file; give a GGUF file, or unset it")
    return RagConfig(
        models=models,
        model=Path(model).expanduser() if model else None,
        endpoint=_endpoint(environ),
        engine=parse_engine(engine or environ.get("FOOTNOTE_ENGINE") or "auto"),
        sources=sources,
    )


def _endpoint(environ: Mapping[str, str]) -> Endpoint | None:
    base_url, model = environ.get("FOOTNOTE_OPENAI_BASE_URL"), environ.get("FOOTNOTE_OPENAI_MODEL")
    if not base_url and not model:
        return None
    if not base_url or not model:
        missing = "FOOTNOTE_OPENAI_MODEL" if base_url else "FOOTNOTE_OPENAI_BASE_URL"
        raise BadInputError(
            f"{missing} is not set; an endpoint needs both FOOTNOTE_OPENAI_BASE_URL and FOOTNOTE_OPENAI_MODEL"
        )
    parts = urlparse(base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadInputError(f"FOOTNOTE_OPENAI_BASE_URL is {base_url!r}; it must look like http://127.0.0.1:8080/v1")
    timeout = environ.get("FOOTNOTE_OPENAI_TIMEOUT") or "60"
    try:
        seconds = float(timeout)
    except ValueError as error:
        raise BadInputError(f"FOOTNOTE_OPENAI_TIMEOUT is {timeout!r}; give a number of seconds") from error
    if not 0 < seconds < math.inf:
        raise BadInputError(f"FOOTNOTE_OPENAI_TIMEOUT is {timeout!r}; give a number of seconds above 0")
    return Endpoint(base_url.rstrip("/"), model, environ.get("FOOTNOTE_OPENAI_API_KEY", ""), seconds)
