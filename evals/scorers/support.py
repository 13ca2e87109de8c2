"""Support rate: of the sentences shown as the answer, how many do the words they cite back? Checked anew here."""

from collections.abc import Mapping
from typing import Any

from rag import support


def support_rate(answer: Mapping[str, Any]) -> float | None:
    """Return the share of the sentences, other than those marked unsupported, that their quotes support.

    A sentence without a citation counts as not supported. None when nothing is said.
    """
    plain = [s for s in answer["sentences"] if s["support"] != "unsupported"]
    if not plain:
        return None
    quotes = {c["number"]: c["quote"] for c in answer["citations"]}
    return sum(_supported(s, quotes) for s in plain) / len(plain)


def _supported(sentence: Mapping[str, Any], quotes: Mapping[int, str]) -> bool:
    cited = " ".join(quotes[n] for n in sentence["citations"] if n in quotes)
    text = sentence["text"].replace("\\[", "[").replace("\\]", "]")
    return bool(cited) and support.check(text, cited) == "supported"
