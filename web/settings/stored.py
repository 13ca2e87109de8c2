"""What was chosen on the page: checked, and kept in the data folder for the next start."""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import BadInputError
from rag.config import FEWEST_SOURCES, MOST_SOURCES, SOURCES, parse_engine
from rag.types import Engine
from web import words

FILE = "settings.json"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings of the page. ``engine`` None: not chosen; empty texts: none given."""

    engine: Engine | None = None
    base_url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    sources: int = SOURCES


def checked(fields: Mapping[str, Any]) -> Chosen:
    """Return settings as they were typed or stored. Raises `BadInputError` naming the field as the page names it."""
    engine = fields.get("engine")
    texts = {name: _line(name, fields.get(name, "")) for name in ("base_url", "model", "key")}
    _check_address(texts["base_url"])
    if not texts["key"].isascii() or not texts["key"].isprintable() or " " in texts["key"]:
        raise BadInputError(words.KEY_NOT_PLAIN)
    return Chosen(
        engine=parse_engine(str(engine)) if engine is not None else None,
        base_url=texts["base_url"].rstrip("/"),
        model=texts["model"],
        key=texts["key"],
        sources=_number(fields.get("sources", SOURCES)),
    )


def load(data: Path) -> Chosen:
    """Return what was kept in a data folder. Raises `BadInputError` naming the file when it cannot be used."""
    path = data / FILE
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(fields, dict):
            raise BadInputError("it holds no object")
        return checked(fields)
    except FileNotFoundError:
        return Chosen()
    except (OSError, ValueError, RecursionError, BadInputError) as error:
        raise BadInputError(
            f"{path} cannot be used ({error}); delete it and choose again under Settings, or mend it"
        ) from error


def save(data: Path, chosen: Chosen) -> None:
    """Keep settings, all of them or none, readable by this user alone. Raises `BadInputError` when that cannot be."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f".{FILE}-", dir=data)  # made with mode 0600
        try:
            with os.fdopen(number, "w", encoding="utf-8") as stream:
                json.dump(asdict(chosen), stream, ensure_ascii=False, indent=1)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, data / FILE)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise BadInputError(words.SETTINGS_NOT_KEPT.format(place=data / FILE, reason=error.strerror or error)) from error


def origin(address: str) -> tuple[str, str]:
    """Return whom an address belongs to: a key that was given for one is not sent to another."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


def _line(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or not value.strip().isprintable():
        raise BadInputError(words.NOT_ONE_LINE.format(field=words.FIELDS[name]))
    return value.strip()


def _check_address(address: str) -> None:
    if not address:
        return
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and " " not in address
    except ValueError:
        usable = False
    if not usable:
        raise BadInputError(words.BAD_ADDRESS.format(address=address))
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise BadInputError(words.SECRET_IN_ADDRESS)


def _number(value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = 0
    if not FEWEST_SOURCES <= number <= MOST_SOURCES:
        raise BadInputError(words.BAD_SOURCES.format(least=FEWEST_SOURCES, most=MOST_SOURCES, value=value))
    return number
