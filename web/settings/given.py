"""What the environment and the command line set: it goes before what was chosen on the page, which fills the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.config import RagConfig, from_environment
from web.settings.stored import Chosen, origin

_NAMES = {
    "engine": "FOOTNOTE_ENGINE",
    "base_url": "FOOTNOTE_OPENAI_BASE_URL",
    "model": "FOOTNOTE_OPENAI_MODEL",
    "key": "FOOTNOTE_OPENAI_API_KEY",
}
"""Field of the page -> the name that sets it from outside."""


@dataclass(frozen=True, slots=True)
class Given:
    """``variables``: the environment as it was at the start. ``engine``: the one the command line named, None for none."""

    models: Path
    variables: Mapping[str, str]
    engine: str | None = None

    def config(self, chosen: Chosen) -> RagConfig:
        """Return the settings in force. Raises `BadInputError` naming a variable that is wrong, or missing."""
        filled = {name: value for name, value in self.variables.items() if value}
        for field, name in _NAMES.items():
            if (value := getattr(chosen, field)) and (field != "key" or self._is_for(chosen)):
                filled.setdefault(name, value)
        return from_environment(filled, self.models, self.engine, chosen.sources)

    def fixed(self) -> dict[str, str]:
        """Return what the page cannot change: field -> what sets it."""
        found = {field: name for field, name in _NAMES.items() if self.variables.get(name)}
        return found | ({"engine": "--engine"} if self.engine else {})

    def _is_for(self, chosen: Chosen) -> bool:
        """Whether the key that was chosen belongs to the address in force."""
        address = self.variables.get(_NAMES["base_url"])
        return not address or origin(address) == origin(chosen.base_url)
