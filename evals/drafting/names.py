"""Which names of the articles are people and which are places, by the words they stand beside. No model."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from evals.drafting.answers import DESCRIBES, TITLED
from evals.drafting.statements import Statement
from rag.mentions import mentions

Sort = Literal["person", "place"]

_PERSON_AFTER = re.compile(
    r",? whos?e?m?\b|\s\((?:born |b\. |c\. |r\. )?\d{3,4}\s?[–-]"
    r"|,? (?:said|told|wrote|died|argued|believed|announced|replied|married|was born|commanded|persuaded|explained|claimed"
    r"|criticised|criticized|proposed|felt|thought)\b"
)
_THINGS = frozenset(
    """act agreement alliance army association award bank battle bible board book bowl bridge building canal cathedral center
    centre church club college commission committee company conference congress constitution convention corporation council
    court cup department dynasty empire fund group hall house institute journal law league library ministry museum network
    office organisation organization palace park parliament party plan press programme program project railway school senate
    series service society street studios system temple theater theatre treaty tribunal union university war age century day
    era festival prize movement revolution rebellion crisis report times magazine agency administration accord channel
    latin gulf sea ocean""".split()
)
_PLACE_SHARE = 0.5


class Names:
    """The names of some statements that are surely people or places; no name is both."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        seen: Counter[str] = Counter()
        places: Counter[str] = Counter()
        apart: set[str] = set()
        people: set[str] = set()
        where: dict[str, list[str]] = {}
        for statement in statements:
            for mention in mentions(statement.text):
                titled = TITLED.match(mention.text)
                name = mention.text[titled.end() :] if titled else mention.text
                seen[name] += 1
                where.setdefault(name, []).append(statement.article)
                places[name] += mention.before in ("in", "near") and not mention.owns
                if mention.before == "the":
                    apart.add(name)  # "the Hague" and "Hague" would not fit in the same place
                if titled or _PERSON_AFTER.match(statement.text, mention.end):
                    people.add(name)
        self._sorts: dict[str, Sort] = {}
        self._where: dict[Sort, list[tuple[str, str]]] = {"person": [], "place": []}
        for name, count in seen.items():
            if name in apart or not _can_be_swapped(name):
                continue
            if name in people and not places[name]:
                self._sorts[name] = "person"
            elif places[name] >= _PLACE_SHARE * count:
                self._sorts[name] = "place"
            else:
                continue
            if count > 1:  # a name that stands there once may be no name: a heading, a word at the head of a line
                self._where[self._sorts[name]] += [(name, article) for article in where[name]]

    def alike(self, name: str) -> list[tuple[str, str]]:
        """Return the names of the same sort, each with every article it stands in; none when the sort is not known."""
        sort = self._sorts.get(name)
        words = set(name.split())
        return [pair for pair in self._where[sort] if not words & set(pair[0].split())] if sort else []


def _can_be_swapped(name: str) -> bool:
    """Whether a name is no thing, group or description: not "Act 3", "Traders", "Greek", "Mongol-controlled"."""
    words = name.split()
    low = [word.lower() for word in words]
    alone = len(words) == 1 and (name.endswith(("s", "ism")) or DESCRIBES.search(low[0]) or "-" in name)
    return len(name) > 2 and not alone and not _THINGS & {*low} and all(word[0].isalpha() for word in words)
