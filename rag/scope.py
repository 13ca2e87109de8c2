"""Which articles a question may use, when not all of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from index.errors import BadInputError
from index.types import Article
from rag import phrases
from rag.period import Period, period_of

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_MOST_NAMED, _LONGEST_NAMED = 3, 60
"""Names of a list, and characters of a name, that are said."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A restriction to some articles. A field that is empty restricts nothing; those that are filled must all hold.

    ``since`` and ``until``: ISO dates to the precision known, both included; an article without a date is left out once
    one of them is set. An article counts when some day that its date may stand for lies between them: one of 2020 is
    both since 2020-05 and until 2020-03. ``publishers`` and ``tags``: an article needs one of them, capitals apart.
    `from_json` checks what others wrote; a date that is none raises `BadInputError` wherever it is used.
    """

    since: str | None = None
    until: str | None = None
    publishers: Sequence[str] = ()
    tags: Sequence[str] = ()

    @property
    def restricts(self) -> bool:
        """Whether any field is filled."""
        return bool(self.since or self.until or self.publishers or self.tags)

    def admits(self, article: Article) -> bool:
        """Say whether an article may be used."""
        return (
            (not self.publishers or folded(article.publisher or "") in map(folded, self.publishers))
            and (not self.tags or not {folded(tag) for tag in article.tags}.isdisjoint(map(folded, self.tags)))
            and self._in_time(article)
        )

    def _in_time(self, article: Article) -> bool:
        since, until = _day("since", self.since), _day("until", self.until)
        if since is None and until is None:
            return True
        own = _days(article.date or "")
        return own is not None and own.meets(Period(since.first if since else None, until.last if until else None))

    def __str__(self) -> str:
        """Return it in words: "The Paper or Sky Letter, since 2020, tagged news"."""
        parts = [_said(self.publishers)] if self.publishers else []
        if self.since and self.until:
            parts.append(self.since if self.since == self.until else f"{self.since} to {self.until}")
        elif self.since or self.until:
            parts.append(f"since {self.since}" if self.since else f"until {self.until}")
        return ", ".join([*parts, f"tagged {_said(self.tags)}"] if self.tags else parts)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {"since": self.since, "until": self.until, "publishers": list(self.publishers), "tags": list(self.tags)}

    @classmethod
    def from_json(cls, value: object) -> "Scope":
        """Return what `to_json` made; fields may be left out, None is no restriction.

        Raises `BadInputError` naming the field that is no date or holds an empty name, and when ``until`` comes before
        ``since``.
        """
        if value is None:
            return cls()
        if not isinstance(value, Mapping):
            raise BadInputError('a scope must be an object: {"since", "until", "publishers", "tags"}')
        known = [field.name for field in fields(cls)]
        if unknown := [str(name) for name in value if name not in known]:
            raise BadInputError(f"a scope has no field {unknown[0]!r}; it has {', '.join(known)}")
        since, until = value.get("since"), value.get("until")
        first, last = _day("since", since), _day("until", until)
        if first and last and first.first and last.last and last.last < first.first:
            raise BadInputError(f"until ({until}) is before since ({since}); swap them, or leave one out")
        publishers, tags = (_names(field, value.get(field) or ()) for field in ("publishers", "tags"))
        return cls(since or None, until or None, publishers, tags)


_days = lru_cache(maxsize=4096)(period_of)  # a folder has many articles of few dates


def _day(field: str, written: object) -> Period | None:
    """The days of a date to the precision known; None when it is not set."""
    if written is None or written == "":
        return None
    found = _days(written) if isinstance(written, str) and _ISO.fullmatch(written) else None
    if found is None:
        raise BadInputError(f"{field} is {written!r}; give a date that there is, as YYYY, YYYY-MM or YYYY-MM-DD")
    return found


def _names(field: str, given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence) or not all(isinstance(name, str) for name in given):
        raise BadInputError(f"{field} must be a list of names")
    names = tuple(dict.fromkeys(" ".join(name.split()) for name in given))
    if "" in names:
        raise BadInputError(f"{field} holds an empty name; leave it out")
    return names


def folded(name: str) -> str:
    """Return a name as a scope compares it: capitals and spaces apart."""
    return " ".join(name.split()).casefold()


def _said(names: Sequence[str]) -> str:
    shown = [name if len(name) <= _LONGEST_NAMED else f"{name[: _LONGEST_NAMED - 1]}\u2026" for name in names]
    more = len(names) - _MOST_NAMED
    return phrases.listed([*shown[:_MOST_NAMED], f"{more} more"] if more > 0 else shown, "or")
