"""Retrieval with what a question says of time (`rag.when`), by the dates of the articles.

A limit of the articles is kept to the letter. What is said of the time when something happened only orders hits that are
close to the best one, and does nothing where no article that was found has a date.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from index.catalog import Catalog
from index.lexical import terms
from index.library import Generation
from rag import around, naming, phrases
from rag.evidence import rank_sentences
from rag.occasion import Occasion
from rag.period import Period, dates_in, period_of
from rag.retrieve import ASKING, HITS, RERANKED, Hit, retrieve
from rag.when import When, read, unlimited

_CLOSE = 0.8
"""Share of the best sentence's score that a hit's best sentence needs to change places with it for its date."""
_NEWS = timedelta(31)
"""How long after something happened an article may come out that tells it as news."""
_AHEAD = 1e-6
"""By how much the sentence that leads is made to score above all others."""
_BEHIND, _OUT = 0.92, 0.7
"""Share of the leading sentence's score left to hits of another time: shown to a model but not quoted; not even shown."""
_LEAST_ASKED = 2
"""Terms that a question needs without its words on time."""

_NONE_DATED = "No article is dated {limit}."
_ONLY = "Searched only what is dated {limit}: {articles}."
_NO_DATE = "The date of {name} is not in your articles, so nothing was left out."
_NONE_THERE = "Nothing found is from {relation} {name} ({date}), so nothing was left out."
_LEFT_OUT = "By your articles the date of {name} is {date}; what is dated {other} was left out."
_UNDATED = "{articles} on this without a date may be {than}."

Search = Callable[[str], list[Hit]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question.

    ``query``: the question to read the hits for. ``search``: the words they were searched by. ``compared``: the hits
    whose values may contradict each other, for they speak of the same time. ``notices_if_about``: those that are true
    only of hits that are about the question. ``missing``: why there can be no hits. ``open``: any sentence about it
    answers. ``otherwise``: what else to read when these hits, read so, do not answer.
    """

    query: str
    search: str
    hits: list[Hit]
    compared: list[Hit]
    notices: tuple[str, ...] = ()
    notices_if_about: tuple[str, ...] = ()
    missing: str | None = None
    open: bool = False
    otherwise: "Found | None" = None

    def readings(self) -> Iterator["Found"]:
        """Yield this and what else to read, in order."""
        yield self
        if self.otherwise:
            yield from self.otherwise.readings()


def find(query: str, generation: Generation, catalog: Catalog) -> Found:
    """Return the hits of a question, within the time that it asks for and in the order."""
    when = read(query)
    among: list[str] | None = None
    notices: tuple[str, ...] = ()
    if when.articles:
        among, undated = _within(when.articles, catalog)
        left_out = f" {phrases.undated(undated)}".rstrip()
        if among:
            notices = (_ONLY.format(limit=when.limit, articles=phrases.articles(len(among))) + left_out,)
        elif when.sure:
            return Found(when.asked, when.asked, [], [], missing=_NONE_DATED.format(limit=when.limit) + left_out)
        else:
            among, when = None, unlimited(query, when)
    hits = retrieve(when.asked, generation, catalog, among=among)
    found = Found(when.asked, when.asked, hits, hits, notices)
    if not (when.told or when.order or when.occasion) or not _dates(hits, catalog):
        return found

    def deeper(words: str) -> list[Hit]:
        return retrieve(words, generation, catalog, RERANKED, among)

    if when.occasion:
        found = _from_side(when.occasion, found, deeper, generation, catalog)
    elif more := deeper(when.search):  # "What is the latest?" leaves no words to search by
        found = replace(found, search=when.search, hits=more)
    dates = _dates(found.hits, catalog)
    if when.order:
        found = _by_date(when, found, dates)
    elif when.told:
        found = _telling_of(when.told, when.timeless, found, dates)
    return _cut(found)


def _cut(found: Found) -> Found:
    otherwise = _cut(found.otherwise) if found.otherwise else None
    compared = [hit for hit in found.compared if hit.rank <= HITS]
    return replace(found, hits=found.hits[:HITS], compared=compared, otherwise=otherwise)


def _within(period: Period, catalog: Catalog) -> tuple[list[str], int]:
    """The articles dated wholly within a period, and how many have no date."""
    dated = {article.id: period_of(article.date or "") for article in naming.originals(catalog)}
    return [a for a, own in dated.items() if own and period.holds(own)], list(dated.values()).count(None)


def _dates(hits: Sequence[Hit], catalog: Catalog) -> dict[str, Period]:
    """The dates of the hits' articles, of those that have one."""
    articles = filter(None, map(catalog.article, {hit.passage.article for hit in hits}))
    return {article.id: day for article in articles if (day := period_of(article.date or ""))}


def _asks_enough(question: str) -> bool:
    """Whether a question without its words on time can be asked alone; "What happened?" cannot."""
    return len(set(terms([question])[0]) - ASKING) >= _LEAST_ASKED


def _from_side(asked: Occasion, found: Found, deeper: Search, generation: Generation, catalog: Catalog) -> Found:
    """Leave out what is from the other side of an occasion, where its date is known and something is from this side."""
    name = phrases.quoted(asked.name)
    day = around.day_of(asked.name, found.hits, generation, catalog)
    if day is None:
        return replace(found, notices=(*found.notices, _NO_DATE.format(name=name)))
    before = asked.relation == "before"
    enough = _asks_enough(asked.without)
    search = asked.without if before and enough else found.query  # what is from before an occasion cannot name it
    hits = deeper(search)
    kept = _arranged(around.from_side(asked, day, hits, _dates(hits, catalog)))
    notice = (_LEFT_OUT if kept else _NONE_THERE).format(
        name=name, date=day, relation=asked.relation, other="later" if before else "earlier"
    )
    found = replace(found, notices=(*found.notices, notice))
    if not kept:
        return found
    full = replace(found, search=search, hits=kept, compared=kept)
    short = replace(full, query=asked.without)
    if not enough:
        return full
    return replace(short, otherwise=full) if before else replace(full, otherwise=short)


def _telling_of(told: Period, timeless: str, found: Found, dates: dict[str, Period]) -> Found:
    """Put hits first that speak of the time asked for, among those that are close to the best."""
    news = Period(told.first, told.last + _NEWS if told.last else None)

    def fits(hit: Hit) -> bool:
        day = dates.get(hit.passage.article)
        return any(told.meets(own) for own in dates_in(hit.text)) or bool(day and news.holds(day))

    close = _close(found.hits)
    hits = _arranged(sorted(found.hits, key=lambda hit: not (hit.rank in close and fits(hit))))
    found = replace(found, hits=hits, compared=hits, otherwise=None)
    if not fits(hits[0]):
        return found
    fitting = [hit for hit in hits if fits(hit)]
    stated = replace(found, hits=_led(hits, lambda hit: not fits(hit), _BEHIND), compared=fitting)
    if dates_in(hits[0].text) or not (told.first and told.last and _asks_enough(timeless)):
        return stated
    # The date of its article says when it was, so that its text does not.
    hits = _led(hits, lambda hit: not fits(hit), _OUT)
    return replace(stated, query=timeless, search=timeless, hits=hits, otherwise=stated)


def _by_date(when: When, found: Found, dates: dict[str, Period]) -> Found:
    """Order those of the hits that are close to the best by date. One without a date keeps its place."""
    newest = when.order == "newest"
    close = _close(found.hits)
    dated = [hit for hit in found.hits if hit.rank in close and hit.passage.article in dates]
    in_order = iter(sorted(dated, key=lambda hit: dates[hit.passage.article].key, reverse=newest))
    hits = _arranged([next(in_order) if hit in dated else hit for hit in found.hits])
    undated = {hit.passage.article for hit in found.hits if hit.rank in close} - set(dates)
    if undated:
        told = _UNDATED.format(articles=phrases.articles(len(undated)), than="newer" if newest else "older")
        found = replace(found, notices_if_about=(told,))
    first = hits[0].passage.article
    found = replace(found, hits=hits, compared=[] if when.alone else hits, open=when.open, otherwise=None)
    if first not in dates:
        return found
    return replace(found, hits=_led(hits, lambda hit: hit.passage.article != first, _OUT), otherwise=found)


def _best_sentences(hits: Sequence[Hit]) -> dict[int, float]:
    """The score of each hit's best sentence, by rank."""
    best: dict[int, float] = {}
    for sentence in rank_sentences(hits, len(hits)):
        best.setdefault(sentence.rank, sentence.score)
    return best


def _close(hits: Sequence[Hit]) -> set[int]:
    """The ranks of the hits that are about the question nearly as much as the best one."""
    best = _best_sentences(hits)
    return {rank for rank, score in best.items() if score >= _CLOSE * max(best.values())}


def _arranged(order: Sequence[Hit]) -> list[Hit]:
    """Give hits their ranks in a new order; the scores keep theirs."""
    scores = sorted((hit.score for hit in order), reverse=True)
    return [replace(hit, score=scores[place], rank=place + 1) for place, hit in enumerate(order)]


def _led(hits: Sequence[Hit], held: Callable[[Hit], bool], share: float) -> list[Hit]:
    """Make the best sentence of the first hit lead, and leave to those of ``held`` hits at most this share of its score."""
    best = _best_sentences(hits)
    if hits[0].rank not in best:
        return list(hits)
    lead = max(best.values()) + _AHEAD
    lifts = [min(0.0, share * lead - best.get(hit.rank, 0.0)) if held(hit) else 0.0 for hit in hits]
    return [replace(hit, lift=lift) for hit, lift in zip(hits, [lead - best[hits[0].rank], *lifts[1:]], strict=True)]
