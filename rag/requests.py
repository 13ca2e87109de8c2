"""Questions that are not look-ups: which kind a question is, by rules. Pure, and in doubt it is an ordinary question.

Only whole questions of a known shape are recognised. "How many articles mention steel?" is one; "How many articles does
the treaty have?" and "What did article 50 say?" ask for something that stands in the articles.
"""

import re
from dataclasses import dataclass
from typing import Literal

from rag.language import foreign

Kind = Literal["hello", "thanks", "help", "everything", "list", "count", "mentions", "newest", "oldest", "summary",
               "topic", "compare", "foreign"]  # fmt: skip
Relation = Literal["from", "since", "before", "after", "until"]


@dataclass(frozen=True, slots=True)
class Request:
    """A recognised question.

    ``subject``: what it is about, in the reader's words. ``other``: the second thing of a comparison. ``relation`` and
    ``source``: a year or a publisher that the articles are limited to. ``sure``: false when it may be an ordinary
    question after all, which shows when the subject is no title, or the source no publisher, at hand.
    """

    kind: Kind
    subject: str | None = None
    other: str | None = None
    relation: Relation | None = None
    source: str | None = None
    sure: bool = True


_POLITE = re.compile(
    r"(?:(?:please|kindly|ok|okay|hi|hello|hey)[,!.]?\s+)*"
    r"(?:(?:can|could|would|will) you\s+(?:please\s+|kindly\s+)?|i(?:'d| would) like (?:you )?to\s+"
    r"|i want (?:you )?to\s+)?",
    re.I,
)
_PRONOUN = r"(?:it|its|this|that|these|those|they|them|their|he|him|his|she|hers?|one|there|you|me|us|yourself|each other)"
_LEANS = re.compile(rf"{_PRONOUN}(?:\s+(?:one|ones|two|all|both))?|(?:his|her|its|their|my|your) .*", re.I)

_WHOSE = (
    r"(?:the|my|your|our|these|those|all|all the|all my|all these|all of the|all of my|all of these|any of the|any of my)"
)
_NOUN = r"(?:(?:news\s+)?articles?|documents?|files?)"
_MANY = r"(?:(?:news\s+)?articles|documents|files)"
_PLACE = r"(?:the |my |your |this |our )(?:index|collection|library|folder|archive|corpus|database|articles|documents|files)"

_HELLO = re.compile(
    r"(?:hi|hello|hey|hallo|hola|bonjour|ciao|greetings|good (?:morning|afternoon|evening|day))(?: there"
    r"| footnote| all| everyone)?"
    r"(?:[,.!]* how are you(?: doing)?(?: today)?)?|how are you(?: doing)?(?: today)?",
    re.I,
)
_THANKS = re.compile(
    r"(?:ok(?:ay)?[,.]? |great[,.!]? |perfect[,.!]? )?(?:(?:many )?thanks|thank you|thx|cheers|merci|danke|gracias)"
    r"(?: a lot| very much| so much)?(?: for (?:your|the) (?:help|answer|answers))?|(?:good ?)?bye(?: bye)?"
    r"|see you(?: later)?",
    re.I,
)
_HELP = re.compile(
    r"help(?: me)?|(?:who|what) are you|what(?:'s| is) your name|who (?:made|built) you|are you (?:a "
    r"|an )?(?:human|bot|robot|ai|person)"
    r"|what can (?:you do|you help(?: me)? with|i ask|i do here|you answer|you tell me)(?: you| here| for me)?"
    r"|what (?:kinds? of )?(?:questions|things) can i ask(?: you| here)?|how can you help(?: me)?|what do you do"
    r"|how (?:do|can) i use (?:this|you|it)|how do you work|how does (?:this|footnote) work|what do you know",
    re.I,
)
_EVERYTHING = re.compile(
    rf"what (?:are|is) {_WHOSE} (?:{_NOUN}) (?:all )?about|what(?:'s| is) in {_PLACE}"
    rf"|(?:what|which) (?:topics|subjects|themes) (?:do|are) (?:{_WHOSE} )?(?:{_MANY})(?: about| cover| discuss"
    rf"| deal with)?"
    rf"|(?:what|which) (?:topics|subjects|themes) (?:are|do you) (?:covered|cover|have)(?: (?:in|by) {_PLACE})?"
    rf"|(?:summari[sz]e|sum up|describe|(?:give me |show me )?an? (?:\w+ )?(?:overview|summary) of)"
    rf" (?:everything|{_WHOSE} (?:{_MANY})|{_PLACE})|(?:give me |show me )?an (?:\w+ )?overview",
    re.I,
)

_COUNT = re.compile(rf"how many (?:of (?:the|my|your|these|our) )?{_MANY}\b(?P<rest>.*)", re.I)
_WHICH = re.compile(rf"(?:which|what) (?:of (?:the|my|your|these|our) )?(?P<noun>{_NOUN})\b(?P<rest>.*)", re.I)
_SHOW = re.compile(
    rf"(?:list|show|show me|find|find me|give me|name|get me)(?: a list of)?(?: {_WHOSE}| any"
    rf"| some)? (?P<noun>{_MANY})\b(?P<rest>.*)"
    rf"|(?:do (?:you|i|we) have|are there|is there|have you got) (?:any |some |an )?(?P<noun2>{_NOUN})\b(?P<rest2>.*)",
    re.I,
)
_DO_ANY = re.compile(rf"do(?:es)? any(?: of (?:the|my|your|these))? {_NOUN}\b(?P<rest>.*)", re.I)
_IS_MENTIONED = re.compile(
    rf"(?:is|are|where is|where are) (?P<subject>.+?) (?:mentioned|discussed)(?: anywhere)?(?: in (?:any|which"
    rf"|{_WHOSE})(?: of the| of my)? {_NOUN})",
    re.I,
)
_HAVE_ON = re.compile(r"what (?:do you have|have you got|is there|do we have|do i have) (?:on|about) (?P<subject>.+)", re.I)
_AGE = r"(?P<age>newest|latest|most recent|oldest|earliest)"
_NEWEST = re.compile(
    rf"(?:(?:what|which)(?:'s| is| are| was)|show me|give me|find|show) (?:the|your|my) {_AGE} {_NOUN}\b(?P<rest>.*)", re.I
)
_NEWEST_LAST = re.compile(rf"(?:which|what) (?:of the )?{_NOUN}\b(?P<rest>.*?) (?:is|are) (?:the )?{_AGE}", re.I)

_HAVING = re.compile(
    rf"\s*\b(?:(?:do|did) (?:you|i|we) have|have you(?: got)?|(?:that |which )?(?:you|i|we) have|are there"
    rf"|there are|there is|exist"
    rf"|(?:that |which )?(?:are|is) (?:available|indexed|at hand)|(?:are )?in {_PLACE}|in all|in total)\b",
    re.I,
)
_YEAR = re.compile(
    r"(?:^|\s)(?:(?:that |which )?(?:are|is|were|was) )?(?P<written>(?:published |written |dated ))?"
    r"(?P<relation>from|in|of|during|since|before|after|until) (?:the year )?(?P<year>(?:1[5-9]|20)\d\d)$",
    re.I,
)
_BY = re.compile(
    r"(?:(?:that |which )?(?:are|is|were|was|come|comes) )?(?P<written>(?:published |written ))?(?:by"
    r"|from) (?P<source>.+)",
    re.I,
)
_MENTIONING = re.compile(
    r"(?:that |which )?(?:mention(?:s|ing)?|discuss(?:es|ing)?|talk(?:s|ing)? about|(?:is|are) about|writ(?:es?"
    r"|ing) about|cover(?:s|ing)?"
    r"|refer(?:s|ring)? to|deal(?:s|ing)? with|contain(?:s|ing)?|report(?:s|ing)? on|speak(?:s|ing)? of|about|on"
    r"|regarding|concerning"
    r"|(?:says?|have|has) (?:something|anything|information) (?:about|on))\s+(?P<subject>.+)",
    re.I,
)
_IN_A_LAW = re.compile(
    r"\b(?:in|of|under) (?:the|this|that|its|their|a)\b.*\b(?:constitution|treaty|law|convention|act|code|charter"
    r"|agreement|statute|declaration)$",
    re.I,
)

_SHORT = r"(?:(?:very|short|brief|quick|concise|general|little) )*"
_SUMMARY = r"(?:summary|overview|synopsis|outline|gist|recap|abstract)"
_SUMMARISE = re.compile(
    rf"(?:summari[sz]e|sum up|recap|tl;?dr)(?: for me)?[:,]? (?P<subject>.+)"
    rf"|(?:give|write|show|get|make)(?: me| us)? (?:a |an |the ){_SHORT}{_SUMMARY} (?:of|about|on|for) (?P<subject2>.+)",
    re.I,
)
_SUMMARY_ALONE = re.compile(rf"summari[sz]e|sum up|tl;?dr|(?:give|write|show)(?: me)? (?:a |the ){_SHORT}{_SUMMARY}", re.I)
_SUMMARY_OF = re.compile(rf"(?:a |an |the )?{_SHORT}{_SUMMARY} of (?P<subject>.+)|(?P<subject2>.+?) {_SUMMARY}", re.I)
_GIST = re.compile(
    r"what(?:'s| is| are| were) the (?:gist|main (?:points?|ideas?|messages?)|key (?:points|takeaways|messages)"
    r"|main takeaways?) of (?P<subject>.+)"
    r"|what(?:'s| is| was) (?P<subject2>.+) about|what (?:does|do|did) (?P<subject3>.+) say",
    re.I,
)
_ONE_ARTICLE = re.compile(
    r"(?:the|this|that|my|your) (?:.+ )?(?:news )?(?:article|document|file)"
    r"(?: (?:about|on|titled|entitled|called|named|from|by|with the title) .+| [\"'\u201c\u2018].+)?",
    re.I,
)
_QUOTED = re.compile(r"[\"\u201c\u201e](?P<title>.+)[\"\u201d\u201c]")
_TOPIC = re.compile(
    rf"tell me (?:something |everything |all )?about (?P<subject>.+)|what do you know about (?P<subject2>.+)"
    rf"|what (?:do|does|did) (?:{_WHOSE} )?{_NOUN} say (?:about|on) (?P<subject3>.+)",
    re.I,
)
_COMPARE = re.compile(r"compare(?: and contrast)? (?P<both>.+)|contrast (?P<both2>.+)", re.I)


def recognise(question: str) -> Request | None:
    """Return what kind of question this is when it is no look-up; None for every ordinary question."""
    asked = re.sub(r"\s+", " ", question).strip().rstrip("?!. ").replace("\u2019", "'")
    for kind, shape in (("hello", _HELLO), ("thanks", _THANKS), ("help", _HELP), ("everything", _EVERYTHING)):
        if shape.fullmatch(asked):
            return Request(kind)  # type: ignore[arg-type]
    asked = re.sub(r",? (?:please|thanks|thank you)$", "", asked[_match_end(_POLITE, asked) :], flags=re.I)
    if _HELP.fullmatch(asked) or _EVERYTHING.fullmatch(asked):
        return Request("help" if _HELP.fullmatch(asked) else "everything")
    for read in (_by_age, _of_articles, _comparison, _topic, _summary):
        if (found := read(asked)) and not _leans(found):
            return found
    language = foreign(question)
    return Request("foreign", subject=question, other=language) if language else None


def _match_end(shape: re.Pattern[str], text: str) -> int:
    found = shape.match(text)
    return found.end() if found else 0


def _group(found: re.Match[str], name: str) -> str:
    """The first group of this name and its numbered alternatives that took part in the match."""
    return next((v.strip() for k, v in found.groupdict().items() if k.rstrip("0123456789") == name and v), "")


def _leans(request: Request) -> bool:
    """A pronoun as the subject is for the conversation to resolve, not for the index."""
    return any(_LEANS.fullmatch(part) for part in (request.subject, request.other) if part)


def _by_age(asked: str) -> Request | None:
    found = _NEWEST.fullmatch(asked) or _NEWEST_LAST.fullmatch(asked)
    if not found:
        return None
    kind: Kind = "oldest" if found["age"].lower() in ("oldest", "earliest") else "newest"
    return _limited(kind, kind, found["rest"])


def _of_articles(asked: str) -> Request | None:
    """Which articles there are, how many, and which mention something."""
    if found := _COUNT.fullmatch(asked):
        return _limited("count", "count", found["rest"])
    if found := _DO_ANY.fullmatch(asked):
        request = _limited("mentions", "list", found["rest"])
        return request if request and request.subject else None
    if found := _IS_MENTIONED.fullmatch(asked) or _HAVE_ON.fullmatch(asked):
        return Request("mentions", _bare(found["subject"]))
    if found := _WHICH.fullmatch(asked) or _SHOW.fullmatch(asked):
        request = _limited("mentions", "list", _group(found, "rest"))
        one = not _group(found, "noun").lower().endswith("s")
        # "What article was published in 1937?" and a bare "Which article?" are for the articles to answer.
        if request and not request.subject and (one or (_WHICH.fullmatch(asked) and not _group(found, "rest"))):
            return None
        return request
    return None


def _limited(with_subject: Kind, without: Kind, rest: str) -> Request | None:
    """Read what follows the noun: "about X", "from 2013", "by the Village Post", "do you have"; None when it is more."""
    rest = _HAVING.sub("", rest, count=2).strip()
    relation: Relation | None = None
    source, written = None, False
    if found := _YEAR.search(rest):
        word = found["relation"].lower()
        relation = word if word in ("since", "before", "after", "until") else "from"  # type: ignore[assignment]
        source, written, rest = found["year"], bool(found["written"]), rest[: found.start()].strip()
    elif found := _BY.fullmatch(rest):
        relation, source, written, rest = "from", _bare(found["source"]), bool(found["written"]), ""
    if not rest:
        return Request(without, relation=relation, source=source, sure=not written)
    told = _MENTIONING.fullmatch(rest)
    if not told or _IN_A_LAW.search(rest):
        return None
    return Request(with_subject, _bare(told["subject"]), relation=relation, source=source, sure=not written)


def _comparison(asked: str) -> Request | None:
    found = _COMPARE.fullmatch(asked)
    if not found:
        return None
    both = _group(found, "both")
    for shape in (r"(.+?),? (?:with|versus|vs\.?|against) (.+)", r"(.+),? and (.+)", r"(.+?) to (.+)"):
        if sides := re.fullmatch(shape, both, re.I):
            return Request("compare", _bare(sides[1]), _bare(sides[2]))
    return None


def _topic(asked: str) -> Request | None:
    found = _TOPIC.fullmatch(asked)
    return Request("topic", _bare(_group(found, "subject"))) if found else None


def _summary(asked: str) -> Request | None:
    if _SUMMARY_ALONE.fullmatch(asked):
        return Request("summary", "")
    if found := _SUMMARISE.fullmatch(asked):
        return Request("summary", _named(_group(found, "subject")))
    if found := _GIST.fullmatch(asked):
        subject = _group(found, "subject")
        if _QUOTED.fullmatch(subject):
            return Request("summary", _bare(subject), sure=False)
        return Request("summary", _named(subject)) if _ONE_ARTICLE.fullmatch(subject) else None
    if found := _SUMMARY_OF.fullmatch(asked):
        return Request("summary", _named(_group(found, "subject")), sure=False)
    return None


def _named(subject: str) -> str:
    """What names the article: its title without "the article about"; "" for "this article"."""
    if title := _QUOTED.search(subject):
        return title["title"].strip()
    noun = r"(?:news )?(?:article|document|file|text|piece|story|report)"
    bare = re.sub(
        rf"^(?:the|this|that|my|your) {noun}\b(?: (?:about|on|titled|entitled|called|named|from|by|with the title))?\s*",
        "",
        subject,
        flags=re.I,
    )
    return _bare(re.sub(rf"\s*\b{noun}$", "", bare, flags=re.I) if _ONE_ARTICLE.fullmatch(subject) else bare)


def _bare(subject: str) -> str:
    subject = re.sub(rf",? (?:in|across|among) (?:{_WHOSE} )?{_MANY}$", "", subject.strip(), flags=re.I)
    return subject.strip(" \"'\u201c\u201d\u201e\u2018")
