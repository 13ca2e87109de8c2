"""Prompts: one Markdown file each, with ``$name`` variables and a hash that says which wording an answer came from."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

ABSTAIN = "NOT STATED"
"""What a model is asked to reply when the text does not answer; the one constant for prompts, code and tests."""

_VARIABLES = {
    "read": {"abstain", "evidence", "question"},
    "write": {"abstain", "evidence", "question"},
    "draft": {"title", "before", "sentence", "answer"},
    "judge": {"question", "golds", "answer"},
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt in two parts: ``system`` (the same for every question, so that it stays cached) and ``user``."""

    name: str
    system: str
    user: str
    hash: str

    def fill(self, **values: str) -> tuple[str, str]:
        """Return (system, user) with the variables filled in. Raises KeyError when one is missing."""
        everything = {"abstain": ABSTAIN, **values}
        return Template(self.system).substitute(everything), Template(self.user).substitute(everything)


@cache
def load(name: str) -> Prompt:
    """Load ``prompts/NAME.md``: the part above the line ``---`` is the system text, the rest the user's.

    Raises ValueError when the variables in the file are not those the code fills in.
    """
    text = (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8")
    found = set(re.findall(r"\$\{?(\w+)", text))
    if found != _VARIABLES[name]:
        raise ValueError(f"prompts/{name}.md has the variables {sorted(found)}, the code fills {sorted(_VARIABLES[name])}")
    system, _, user = text.partition("\n---\n")
    return Prompt(name, system.strip(), user.strip(), hashlib.sha256(text.encode()).hexdigest()[:12])
