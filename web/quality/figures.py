"""Figures of a run as the page says them: in per cent and whole points, with their intervals. Pure."""

from collections.abc import Mapping

from web import words
from web.quality.runs import About, when


def percent(share: float) -> str:
    """Return "91 %"."""
    return f"{round(100 * share)}\u00a0%"


def interval(estimate: Mapping[str, float]) -> str:
    """Return the 95 % interval of an estimate: "80\u201398 %"."""
    return f"{round(100 * estimate['low'])}\u2013{round(100 * estimate['high'])}\u00a0%"


def points(change: float) -> str:
    """Return a difference in percentage points, with its sign: "+4", "\u22122", "0"."""
    whole = round(100 * change)
    return f"+{whole}" if whole > 0 else f"\u2212{-whole}" if whole else "0"


def counted(estimate: Mapping[str, float]) -> tuple[int, int]:
    """Return of how many cases the estimate is one, and in how many of them what it measures was so."""
    return round(estimate["n"]), round(estimate["mean"] * estimate["n"])


def date(run_id: str) -> str:
    """Return when a run ended, in words: "22 November 2026, 14:31"."""
    moment = when(run_id)
    return f"{moment.day} {moment:%B %Y, %H:%M}"


def answered_by(about: About) -> str:
    """Return who answered, in a word or two."""
    return words.ANSWERED_BY[about.engine].format(model=about.model)
