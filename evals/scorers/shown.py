"""What of an answer counts as said: the sentences that are supported and cited."""

from collections.abc import Mapping
from typing import Any


def said(answer: Mapping[str, Any]) -> list[str]:
    """Return the supported, cited sentences of an answer object."""
    return [s["text"] for s in answer["sentences"] if s["support"] == "supported" and s["citations"]]
