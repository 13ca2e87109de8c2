"""A sentence of an article -> subject, verb and the rest of its main clause, where its form leaves no doubt."""

import re
from dataclasses import dataclass

from evals.drafting.answers import YEAR
from web.chat.phrasing.verbs import PASTS, PRESENT

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DATE = rf"(?:\d{{1,2}} {MONTH} {YEAR}|{MONTH} \d{{1,2}}, {YEAR}|{MONTH} {YEAR}|{YEAR}s?|the {YEAR}s|the \d{{1,2}}th century)"
AT_DATE = re.compile(
    rf"(?P<middle>.*?) ?\b(?:(?:in|on) {DATE}|from \d{{1,2}}(?: {MONTH})? to \d{{1,2}} {MONTH} {YEAR})"
    r"(?P<after>(?![\w–/-]| and \d| to \d| or \d).*)"
)
MOST_WORDS, FIRST_WORDS = 60, 12
"""Words of a sentence that is looked at, and its first words among which the verb stands."""
DATELINE = re.compile(r"[A-Z]{3}[A-Z ,]* [-\u2013\u2014] ")
DATE_FIRST = re.compile(rf"(?:In|On) {DATE},? (?=\S)")
BESIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
UNFIT = re.compile(r"[?!:\"\u201c\u201d\u2026|*_#=<>]")
CUT = re.compile(r";|\u2014| [-\u2013] ")
OPENER = re.compile(
    r"(?:(?:However|Also|Thus|Moreover|Furthermore|Instead|Eventually|Finally|Additionally|Subsequently)|"
    r"(?:In|At|Under|During|After|Following|By|On|From|With|For|Over|Among|Unlike|Like) [^,\d]{2,50}), (?=[A-Za-z])"
)
ADVERB = re.compile(rf" (?:also|later|first|then|[a-z]+ly)(?= (?:{'|'.join(sorted(PASTS))})\b)|(?<= was| are) [a-z]+ly(?= )")
MADE = re.compile(rf"(?P<what>[A-Z][\w' -]+), (?P<how>founded|established|born|built|created|formed|launched) in {DATE}, ")
DESCRIBED = re.compile(r"(?P<who>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+), (?:an?|the) (?P<what>[^,]{3,90}), [a-z]")
APPOSITION = re.compile(r"^((?:[A-Z][\w.'’-]* ?){1,5}), (?:an?|the|then|who|which) [^,]{3,90}, (?=[a-z])")
STOPS = re.compile(
    r",| (?:which|that|who|whom|whose|where|when|while|whereas|but|after|before|as|because|since|until|so|with|by|upon|"
    r"making|becoming|including|using|through|than|although|under|during|despite|without|and (?:is|was|were|are|has|had|"
    rf"then|later|also|it|he|she|they|the|a|{'|'.join(sorted(PASTS))})|or|due to|instead of|rather)\b|\. "
)
BE = "is are was were".split()
THERE = re.compile(r"There (?P<are>are|were) ")
DOES = {"has": "does", "have": "do", "had": "did"}
AMOUNT = (
    r"(?:(?P<about>about|around|nearly|over|almost|approximately|more than|some|exactly) )?"
    r"(?P<number>\d[\d,]*(?: (?:million|billion))?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
)
COUNTED = re.compile(rf"{AMOUNT} (?P<what>(?:[a-z][a-z-]+ ){{0,2}}[a-z-]+s|people|men|women|children)(?=[ .,]|$)")
COUNTED_FIRST = re.compile(rf"{COUNTED.pattern} (?P<does>[a-z]+) (?P<rest>.+)", re.I)


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause without its full stop and without what stood in parentheses or before it.

    ``counted``: what its subject is a number of ("members"); the subject is empty then, and the verb follows.
    ``dated``: a date stood before it.
    """

    subject: str
    verb: str
    rest: str
    counted: str = ""
    dated: bool = False


def clause_of(sentence: str) -> Clause | None:
    """Return the main clause of a sentence, None when it has no plain form."""
    text = DATELINE.sub("", without_asides(sentence).replace("\u2019", "'"))
    text, _, rest = CUT.sub("\0", text, count=1).partition("\0")
    if not (rest or text.endswith(".")) or len(text.split()) > MOST_WORDS or UNFIT.search(text):
        return None
    dated = bool(DATE_FIRST.match(text))
    text = OPENER.sub("", DATE_FIRST.sub("", text, count=1), count=1).strip()
    text = APPOSITION.sub(r"\1 ", text[:1].upper() + text[1:]).removesuffix(".")
    if found := COUNTED_FIRST.fullmatch(text):
        plain = found["does"] in PASTS and not found["about"]
        return Clause("", found["does"], found["rest"], counted=found["what"], dated=dated) if plain else None
    if there := THERE.match(text):
        return _there(text, there["are"], there.end())
    words = ADVERB.sub("", text).split(" ")
    for at, word in enumerate(words[:FIRST_WORDS]):
        if at and (word in BE or word in PASTS or word in DOES or word in PRESENT):
            return Clause(" ".join(words[:at]), word, " ".join(words[at + 1 :]), dated=dated)
    return None


def _there(text: str, are: str, at: int) -> Clause | None:
    """Return what "There are twelve members in the Council" says."""
    found = COUNTED.match(text, at)
    told = STOPS.split(text[found.end() :], maxsplit=1)[0] if found else ""
    if found and re.match(r" (?:in|on|at|within) (?:the )?[A-Z]", told):
        return Clause("", f"{are} there", told.strip(), counted=found["what"])
    return None


def without_asides(sentence: str) -> str:
    """Return a sentence on one line, without what stands in parentheses."""
    return BESIDE.sub("", " ".join(sentence.split())).strip()
