"""Which articles a question may use, when not all of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A restriction to some articles. A field that is empty restricts nothing; those that are filled must all hold.

    ``since`` and ``until``: ISO dates to the precision known, both included; an article without a date is left out once
    one of them is set. ``publishers`` and ``tags``: an article needs one of them.
    """

    since: str | None = None
    until: str | None = None
    publishers: Sequence[str] = ()
    tags: Sequence[str] = ()
