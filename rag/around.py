"""Which hits are from before or after an occasion that a question names, by the dates that the articles give."""

from collections.abc import Mapping, Sequence

from index.catalog import Catalog
from index.library import Generation
from rag import occasion
from rag.naming import says_stems
from rag.occasion import Occasion
from rag.period import Period, dates_in, period_of
from rag.retrieve import Hit

_MENTIONS = 100
"""Passages that are looked at for the date of an occasion."""
_HEAD = 300
"""Characters in which an article says what it is about."""


def day_of(name: str, hits: Sequence[Hit], generation: Generation, catalog: Catalog) -> Period | None:
    """Return the date of an occasion: what sentences state, else when it was first reported; None when neither is known.

    Only the hits may date what has no proper name ("the election"): another article may speak of another one.
    """
    sentences = [sentence.text for hit in hits for sentence in hit.sentences]
    proper = any(letter.isupper() for letter in name)
    passages = catalog.passages([i for i, _ in generation.lexical(name, _MENTIONS)]) if proper else []
    texts = {article: catalog.text(article) for article in {passage.article for passage in passages}}
    places = {passage.id: passage.article for passage in passages}
    stored = catalog.sentences(places)
    sentences += [sentence.span.of(texts[places[sentence.passage]]) for sentence, _ in stored]
    day, stated = occasion.date_of(name, dict.fromkeys(sentences))
    return day if stated else _first_reported(name, texts, catalog)


def _first_reported(name: str, texts: Mapping[str, str], catalog: Catalog) -> Period | None:
    """The day of the earliest article that names the occasion in its title or at its top."""
    days = []
    for article in filter(None, map(catalog.article, texts)):
        day = period_of(article.date or "")
        at_its_top = occasion.mentions(name, article.title or "") or says_stems(texts[article.id][:_HEAD], name)
        if day and day.days == 1 and at_its_top:
            days.append(day)
    return min(days, key=lambda day: day.key, default=None)


def from_side(asked: Occasion, day: Period, hits: Sequence[Hit], dates: Mapping[str, Period]) -> list[Hit]:
    """Return the hits without those that are surely from the other side; [] when none is surely from the asked one.

    ``dates``: of the hits' articles. A later passage stays when it tells itself what was before.
    """
    before = asked.relation == "before"
    sides = {article: _is_before(date, day) for article, date in dates.items()}
    if before not in sides.values():
        return []
    wrong = [article for article, side in sides.items() if side is not None and side != before]
    return [hit for hit in hits if hit.passage.article not in wrong or (before and _tells_before(asked.name, day, hit))]


def _is_before(article: Period, day: Period) -> bool | None:
    """Whether an article is from before the day, or from it and later; None when it may be either."""
    if article.last and day.first and article.last < day.first:
        return True
    return False if article.first and day.last and article.first >= day.last else None


def _tells_before(name: str, day: Period, hit: Hit) -> bool:
    stated = any(date.last and day.first and date.last < day.first for date in dates_in(hit.text))
    return stated or any(occasion.says_before(name, sentence.text) for sentence in hit.sentences)
