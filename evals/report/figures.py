"""Figures and foreign text as a report shows them."""

import re
from collections.abc import Mapping
from typing import Any

NONE = "\u2013"
"""What stands for a figure that was not measured; never 0."""
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return text with its control and direction-changing characters spelled out: "[U+001B]" for an escape."""
    return _CONTROL.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


def share(figure: float | None, *, sign: bool = False) -> str:
    """Return a figure between -1 and 1 with two digits: ".78", "1.00"; with a sign "+.02", "\u2212.02"."""
    if figure is None:
        return NONE
    digits = f"{abs(figure):.2f}"
    before = "" if digits == "0.00" else "\u2212" if figure < 0 else "+" if sign else ""
    return before + digits.removeprefix("0")


def interval(estimate: Mapping[str, Any], *, sign: bool = False) -> str:
    """Return the interval of an estimate: ".70\u2013.85", or with signs "\u2212.02 to +.04"."""
    low, high = share(estimate["low"], sign=sign), share(estimate["high"], sign=sign)
    return f"{low} to {high}" if sign else f"{low}\u2013{high}"


def duration(milliseconds: float) -> str:
    """Return a time in a unit that fits it: "8.2 ms", "165 ms", "1.2 s", "2.5 min"."""
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 999.5:
        return f"{milliseconds:.0f} ms"
    seconds = milliseconds / 1000
    if seconds < 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def count(number: int, one: str, several: str = "") -> str:
    """Return a number with its noun: "1 case", "2 cases"."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
