"""What a question says of time: which articles it means by their date, and what it asks about. Pure; in doubt, nothing.

"reports from November 2015" limits the articles. "killed in 2015" is said of what happened, and an article of another
year may tell it. "the latest on the talks" asks for an order. "before the Paris attacks" names an occasion whose date
only the articles know (`rag.occasion`). Nothing here looks at the calendar: "last year" says nothing.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from rag.occasion import Occasion, named, without
from rag.period import DATE, Period, dates_in

Order = Literal["newest", "oldest"]


@dataclass(frozen=True, slots=True)
class When:
    """What a question says of time; None for what it does not say.

    ``asked``: the question without what limits the articles. ``search``: its words without those that only ask for an
    order. ``articles``: the articles' own dates, in the question's words ``limit``; not ``sure`` when it may as well be
    said of what happened. ``told``: when it happened, ``timeless`` the question without it. ``alone``: what the newest
    article says is asked, not what holds now, so that no other can contradict it; ``open``: whatever it says.
    """

    asked: str
    search: str
    articles: Period | None = None
    limit: str = ""
    sure: bool = True
    told: Period | None = None
    timeless: str = ""
    order: Order | None = None
    alone: bool = False
    open: bool = False
    occasion: Occasion | None = None


_IN = "in|of|from|on|during|throughout|within|dated"
_ONE = (
    rf"(?:{_IN}|since|before|prior to|earlier than|until|till|up to|after|later than|starting(?: from)?)"
    rf" (?:the year )?{DATE}(?: onwards?| on\b(?! the))?"
)
_TWO = rf"(?:between|from|in|during) {DATE}\s?(?:and|to|until|till|through|-|\u2013)\s?{DATE}"
_LIMIT = rf"(?:{_TWO}|{_ONE})"
_ANY_LIMIT = re.compile(rf"\b{_LIMIT}", re.I)
_ANY_DATE = re.compile(DATE, re.I)

_PUBLISHED = r"(?:(?:(?:that|which) (?:are|were|is|was) )?(?:published|written|printed|released) )?"
_PRESS = r"(?:news|press|media|newspaper)"
_WRITINGS = rf"(?:articles?|coverage|reporting|{_PRESS} (?:articles?|reports?|coverage|stories))"
_ABOUT = r"(?:(?:about|on|regarding|covering) [^,?]{1,80}? )?"
_OUR = r"(?:the |all |any |these |those |our |my |your )?"
# Each names its limit; what stands before it in ``drop`` goes with it, for without the limit it says nothing.
_SURE = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?P<drop>,?\s*\b(?:according to|based on|as per|going by|in|from) {_OUR}(?:{_WRITINGS}|reports) {_PUBLISHED}"
        rf"(?P<limit>{_LIMIT}),?)",
        rf"\b{_WRITINGS} {_ABOUT}(?P<drop>{_PUBLISHED}(?P<limit>{_LIMIT}))",
        rf"\breports {_ABOUT}(?P<drop>{_PUBLISHED}(?P<limit>(?!in\b|on\b|during\b){_LIMIT}))",
        rf"\breports (?P<drop>(?:that |which )?(?:are |were )?(?:published|written) (?P<limit>{_LIMIT}))",
        rf"\b(?:the|in|any|all|from) (?P<drop>(?P<limit>{DATE}) )(?={_WRITINGS})",
        rf"(?P<drop>(?:,\s*(?:as )?|\bas )(?:published|reported|written|dated) (?P<limit>{_LIMIT}))",
    )
)
_UNSURE = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b(?:report|reports|stories|story|documents?|files?) {_ABOUT}(?P<drop>{_PUBLISHED}(?P<limit>{_LIMIT}))",
        rf"^what (?:was|is|has been|had been) (?:reported|published|written)\b.*?(?P<drop> (?P<limit>{_LIMIT}))"
        r"(?=\W*$| (?:about|on|regarding)\b)",
    )
)

_A_WRITING = rf"\b(?:{_PRESS}|developments?|updates?|reports?|articles?|information|coverage|word|stor(?:y|ies)|accounts?)\b"
_NEWS = rf"(?: {_A_WRITING})*"
_ON = re.compile(r"\s*(?:on|about|regarding|concerning|with|from)\b", re.I)
_NEWEST = re.compile(
    rf"(?<!\bwhen is the )(?<!\bwhen was the )(?<!\bat the )(?<!\bat )\b(?:latest|newest|most recent(?:ly)?)\b{_NEWS}"
    rf"|\b(?:currently|nowadays|at present|as of now|right now)\b|\bat the moment\b(?! (?:of|when|that|\w+ \w+ed)\b)"
    rf"|(?<!until )(?<!till )(?<!by )(?<!from )\bnow(?=\W*$)"
    rf"|(?<=\bthe )current\b(?! (?:accounts?|density|flow\w*|of|in|through|that|carr\w+)\b)",
    re.I,
)
_OPEN = re.compile(
    rf"what(?:'s| is| are) (?:the |your )?(?:latest|newest|most recent){_NEWS} (?:on|about|regarding|concerning|with)\b",
    re.I,
)
_OLDEST = re.compile(
    rf"\b(?:earliest|oldest) (?:{_PRESS} )?(?:reports?|articles?|coverage|accounts?|stor(?:y|ies))\b"
    rf"|\bfirst (?:{_PRESS} )?(?:reports|articles|coverage|stories)\b",
    re.I,
)


def read(query: str) -> When:
    """Return what a question says of time."""
    when = _limit(query)
    when = replace(when, occasion=named(when.asked))
    orders: tuple[tuple[Order, re.Pattern[str]], ...] = (("newest", _NEWEST), ("oldest", _OLDEST))
    for order, form in orders:
        if found := form.search(when.asked):
            alone = bool(re.search(_A_WRITING, found[0], re.I) or _ON.match(when.asked, found.end()))
            search = without(when.asked, *found.span())
            return replace(when, order=order, search=search, alone=alone, open=bool(_OPEN.match(when.asked)))
    return _told(when)


def unlimited(query: str, when: When) -> When:
    """Return what an unsure limit says when it was not meant of the articles: when something happened."""
    return replace(when, asked=query, search=query, articles=None, limit="", told=when.articles, timeless=when.asked)


def _limit(query: str) -> When:
    """The limit of the articles; the first form that fits."""
    for sure, forms in ((True, _SURE), (False, _UNSURE)):
        for form in forms:
            found = form.search(query)
            if found and (period := _period(found["limit"])):
                asked = without(query, *found.span("drop"))
                return When(asked, asked, period, _worded(found["limit"]), sure)
    return When(query, query)


def _period(limit: str) -> Period | None:
    """The days that "since March 2021" or "between 2014 and 2016" leaves."""
    ends = dates_in(limit)
    if len(ends) == 2:
        return Period(ends[0].first, ends[1].last)
    if len(ends) != 1 or ends[0].first is None or ends[0].last is None:
        return None
    first, last = ends[0].first, ends[0].last
    word = limit.split()[0].lower()
    if word in ("before", "prior", "earlier"):
        return Period(None, first - timedelta(1))
    if word in ("until", "till", "up"):
        return Period(None, last)
    if word in ("after", "later"):
        return Period(last + timedelta(1), None)
    if word in ("since", "starting") or re.search(r" on(?:wards?)?$", limit, re.I):
        return Period(first, None)
    return ends[0]


def _worded(limit: str) -> str:
    """The limit as it follows "dated": "2015", "before 2016"."""
    if len(dates_in(limit)) > 1 or re.search(r" on(?:wards?)?$", limit, re.I):
        return limit
    return re.sub(rf"^(?:{_IN}) (?:the year )?", "", limit, flags=re.I)


def _told(when: When) -> When:
    """Add when something happened: the only date of the question, with the word before it. An occasion has its own."""
    found = _ANY_LIMIT.search(when.asked) or _ANY_DATE.search(when.asked)
    if when.told or when.occasion or not found or len(dates_in(when.asked)) != len(dates_in(found[0])):
        return when
    told = _period(found[0]) if _ANY_LIMIT.fullmatch(found[0]) else dates_in(found[0])[0]
    return replace(when, told=told, timeless=without(when.asked, *found.span()))
