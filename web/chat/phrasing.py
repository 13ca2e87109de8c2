"""A sentence of an article -> questions that it answers, by the form of the sentence alone, no model.

Few sentences have such a form, and in doubt there is no question: an odd one costs more than a good one gives.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from evals.drafting.answers import DESCRIBES, TITLED, YEAR
from rag.mentions import NO_NAMES
from web.chat.verbs import ACTING, ALONE, BASES, PARTICIPLES, PASTS, PRESENT

MAX_QUESTION = 89
"""Characters of a question that is offered."""

Kind = Literal["who", "what", "when", "where", "why", "how many"]


@dataclass(frozen=True, slots=True)
class Phrased:
    """A question and the kind of it."""

    question: str
    kind: Kind


_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATE = (
    rf"(?:\d{{1,2}} {_MONTH} {YEAR}|{_MONTH} \d{{1,2}}, {YEAR}|{_MONTH} {YEAR}|{YEAR}s?|the {YEAR}s|the \d{{1,2}}th century)"
)
_AT_DATE = re.compile(
    rf"(?P<middle>.*?) ?\b(?:(?:in|on) {_DATE}|from \d{{1,2}}(?: {_MONTH})? to \d{{1,2}} {_MONTH} {YEAR})"
    r"(?P<after>(?![\w–/-]| and \d| to \d| or \d).*)"
)
_DATELINE = re.compile(r"[A-Z]{3}[A-Z ,]* [-\u2013\u2014] ")
_DATE_FIRST = re.compile(rf"(?:In|On) {_DATE},? (?=\S)")
_BESIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_UNFIT = re.compile(r"[?!:\"\u201c\u201d\u2026|*_#=<>]")
_CUT = re.compile(r";|\u2014| [-\u2013] ")
_HEDGED = re.compile(
    r"\b(?:not|no|never|nor|neither|if|whether|might|may|perhaps|would|could|should|I|we|you|my|our|your|although|though|"
    r"however|therefore|allegedly|reportedly|former|latter|respectively|following|below|above|aforementioned|today|"
    r"yesterday|currently|recently|ago|Figure|Table)\b"
)
_OPENER = re.compile(
    r"(?:(?:However|Also|Thus|Moreover|Furthermore|Instead|Eventually|Finally|Additionally|Subsequently)|"
    r"(?:In|At|Under|During|After|Following|By|On|From|With|For|Over|Among|Unlike|Like) [^,\d]{2,50}), (?=[A-Za-z])"
)
_ADVERB = re.compile(
    rf" (?:also|later|first|then|[a-z]+ly)(?= (?:{'|'.join(sorted(PASTS))})\b)|(?<= was| are) [a-z]+ly(?= )"
)
_MADE = re.compile(rf"(?P<what>[A-Z][\w' -]+), (?P<how>founded|established|born|built|created|formed|launched) in {_DATE}, ")
_DESCRIBED = re.compile(r"(?P<who>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)+), (?:an?|the) (?P<what>[^,]{3,90}), [a-z]")
_APPOSITION = re.compile(r"^((?:[A-Z][\w.'’-]* ?){1,5}), (?:an?|the|then|who|which) [^,]{3,90}, (?=[a-z])")
_STOPS = re.compile(
    r",| (?:which|that|who|whom|whose|where|when|while|whereas|but|after|before|as|because|since|until|so|with|by|upon|"
    r"making|becoming|including|using|through|than|although|under|during|despite|without|and (?:is|was|were|are|has|had|"
    rf"then|later|also|it|he|she|they|the|a|{'|'.join(sorted(PASTS))})|or|due to|instead of|rather)\b|\. "
)
_BE = "is are was were".split()
_GOES_ON = re.compile(r" (?:in|at|on|for|to|with|by|from|and)\b")
_THERE = re.compile(r"There (?P<are>are|were) ")
_DOES = {"has": "does", "have": "do", "had": "did"}
_LEANING = frozenset(
    "it its he she him his her hers they them their theirs this that these those such there here another other others "
    "some many most both all each one two three several few much more same latter former who which what".split()
)
_COUNTING = frozenset("many one two three".split())
_OWNING = frozenset("its his her their".split())
"""What can go back to the subject of the question itself: "did the group hold its 15th meeting"."""
_INSIDE = frozenset("of for in on at to and the a an by from with".split())
_PERSON = re.compile(
    r"\b(?:politician|professor|general|king|queen|emperor|empress|president|minister|leader|writer|author|founder|theologian|"
    r"physicist|chemist|scientist|mathematician|inventor|engineer|painter|composer|singer|actor|actress|director|philosopher|"
    r"poet|priest|bishop|explorer|officer|lawyer|judge|historian|ruler|khan|monk|player|coach|architect|surgeon|biologist|member|student|native|secretary|ambassador|spokesman|coordinator|official|chief|head|founder|son|daughter|brother|sister|vassal|"
    r"nobleman|noble|count|duke|earl|prince|merchant|Chinese|Muslim|Christian|Englishman|Frenchman|man|woman)\b"
)
_AMOUNT = (
    r"(?:(?P<about>about|around|nearly|over|almost|approximately|more than|some|exactly) )?"
    r"(?P<number>\d[\d,]*(?: (?:million|billion))?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
)
_COUNTED = re.compile(rf"{_AMOUNT} (?P<what>(?:[a-z][a-z-]+ ){{0,2}}[a-z-]+s|people|men|women|children)(?=[ .,]|$)")
_COUNTED_FIRST = re.compile(rf"{_COUNTED.pattern} (?P<does>[a-z]+) (?P<rest>.+)", re.I)
_PLACED = re.compile(
    r"(?P<how>born|located|situated|headquartered|based|buried|held|signed|built) (?:in|at|near|on) (?:the )?"
    r"(?P<place>[A-Z]\w+)"
)
_AGENT = re.compile(r"(?P<how>[a-z]+) by (?:the )?(?P<agent>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)*)(?=[ .,]|$)")
_SUPERLATIVE = re.compile(
    r"the (?:(?:second|third|world's|nation's|country's)[ -])?(?:\w+est|most \w+|first|only|main|official)\b.* "
    r"(?:in|of|to|for|on) .+"
)
_KNOWN = re.compile(
    r"(?:\w+ly )?(?P<how>known for|famous for|responsible for|named after|named for|used for|made of|made up of|composed of|"
    r"part of|derived from|based on|divided into|surrounded by|opposed to|caused by)\b"
)
_CHARTER = re.compile(r"\b(?:Charter|Act|Acts|Treaty|Law|Decree|Resolution|Constitution|Bill|Edict)\b")
_GENERIC = frozenset(
    "Council Committee Parliament Assembly Board Commission University Army Government President Company Church Court State "
    "Act Treaty Union Society Museum House Senate School College Party Agency Department Center Centre Institute Mission "
    "Song Band Doctor Minister Secretary Emperor King Queen Bill Convention".split()
)
_DIRECTIONS = frozenset("North South East West Northern Southern Eastern Western Among Within Near".split())
_BARE = re.compile(r"\bthe ([a-z]{4,})(?=\?| (?:in|at|on|by|for|to|from|of|with|[a-z]+ed|take|take|held|open|begin)\b)")
_NATIONAL = frozenset("army armies government governments parliament president navy king queen empire constitution".split())
_ORDINAL = re.compile(r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))$")
_VAGUE = re.compile(
    r"\b(?:things?|ways?|others?|respects?|times|years|months|days|weeks|hours|minutes|percent|types?|kinds?)$"
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """Subject, verb and the rest of a main clause, its full stop and what stood in parentheses left out."""

    subject: str
    verb: str
    rest: str


class Phrasing:
    """Makes the questions of one article's sentences."""

    def __init__(self, title: str, text: str) -> None:
        """``text``: the article's, which tells by its small letters what is no name though it begins a sentence."""
        self._small = frozenset(re.findall(r"(?<![\w'’])[a-z][\w-]*", text))
        self._named = frozenset(re.findall(r"(?<=[a-z,] )[A-Z][\w-]*", text))
        self._text = text
        self._title_text = title
        self._title = _key(title)

    def questions(self, sentence: str, position: int) -> Iterator[Phrased]:
        """Yield the questions that a sentence answers. ``position``: of the sentence in its article, from 0."""
        clause = self._clause(sentence)
        for phrased in chain(self._aside(sentence), self._forms(clause, sentence, position) if clause else ()):
            question = _tidy(self._resolved(phrased.question))
            if self._stands_alone(question):
                yield Phrased(question, phrased.kind)

    def _forms(self, clause: _Clause, sentence: str, position: int) -> Iterator[Phrased]:
        yield from self._definition(clause, sentence, position)
        yield from self._superlative(clause)
        yield from self._set_phrase(clause)
        yield from self._present(clause)
        yield from self._why(clause)
        yield from self._agent(clause)
        yield from self._place(clause)
        yield from self._took_place(clause)
        yield from self._number(clause)
        yield from self._date(clause, first=bool(_DATE_FIRST.match(sentence)))

    # The sentence

    def _clause(self, sentence: str) -> _Clause | None:
        text = _BESIDE.sub("", " ".join(sentence.split())).replace("\u2019", "'").strip()
        text = _DATELINE.sub("", text)
        text, _, rest = (_CUT.sub("\0", text, count=1)).partition("\0")
        if not (rest or text.endswith(".")) or len(text.split()) > 60 or _UNFIT.search(text):
            return None
        text = _OPENER.sub("", _DATE_FIRST.sub("", text, count=1), count=1).strip()
        text = _APPOSITION.sub(r"\1 ", text[:1].upper() + text[1:]).removesuffix(".")
        if counted := _COUNTED_FIRST.fullmatch(text):
            if counted["does"] in PASTS and not counted["about"]:
                return _Clause("", counted["does"], f"{counted['what']}\0{counted['rest']}")
            return None
        if there := _THERE.match(text):
            counted = _COUNTED.match(text, there.end())
            after = text[counted.end() :] if counted else ""
            told = _STOPS.split(after, maxsplit=1)[0]
            if counted and re.match(r" (?:in|on|at|within) (?:the )?[A-Z]", told):
                return _Clause("", f"{there['are']} there", f"{counted['what']}\0{told.strip()}")
            return None
        words = _ADVERB.sub("", text).split(" ")
        for at, word in enumerate(words[:12]):
            if at and (word in _BE or word in PASTS or word in _DOES or word in PRESENT):
                found = _Clause(" ".join(words[:at]), word, " ".join(words[at + 1 :]))
                return found if self._is_subject(words[:at]) else None
        return None

    def _is_subject(self, words: Sequence[str]) -> bool:
        low = [word.lower() for word in words]
        if len(words) > 10 or "," in " ".join(words) or _LEANING & set(low):
            return False
        if words[0] == "The" and (len(words) == 1 or _ORDINAL.match(low[1]) or (len(words) == 2 and words[1] in _GENERIC)):
            return False
        if self._is_short_for_another(words[0]) and (len(words) == 1 or words[0].endswith("'s")):
            return False
        inside = low[1:] if low[0] in ("the", "a", "an") else low
        if not inside or inside[0] in NO_NAMES or inside[-1] in _INSIDE or "by" in low or "with" in low:
            return False
        return not any(word.endswith(("ing", "ly")) and word not in self._title for word in inside if word.islower())

    # The questions

    def _took_place(self, clause: _Clause) -> Iterator[Phrased]:
        if clause.verb != "took" or not (held := re.match(r"place (?:at|in) (?:the )?[A-Z]", clause.rest)) or not held:
            return
        yield Phrased(f"Where did {self._inside(clause.subject)} take place?", "where")

    def _aside(self, sentence: str) -> Iterator[Phrased]:
        """Yield what an aside between commas answers: "Okoye, a director, ...", "the bank, founded in 1997, ..."."""
        told = _BESIDE.sub("", " ".join(sentence.split()))
        if (described := _DESCRIBED.match(told)) and _PERSON.search(described["what"]) and self._is_name(described["who"]):
            if len(described["who"].split()) in (2, 3, 4):
                yield Phrased(f"Who is {described['who']}?", "who")
        if made := _MADE.match(told):
            yield Phrased(f"When was {self._inside(made['what'])} {made['how']}?", "when")

    def _definition(self, clause: _Clause, sentence: str, position: int) -> Iterator[Phrased]:
        if clause.verb not in _BE or not re.match(r"(?:an?|the|one of)\b", clause.rest) or not clause.subject:
            return
        titled = position <= 1 and (_key(clause.subject) <= self._title or self._title <= _key(clause.subject))
        if not titled and clause.rest.startswith("the ") and not _PERSON.search(clause.rest):
            return
        if TITLED.match(clause.subject) or (not titled and " of " in clause.subject):
            return
        if not titled and not (self._is_name(clause.subject) and self._is_known(clause.subject)):
            return
        if clause.verb in ("are", "were") and not clause.subject.endswith("s"):
            return
        described = _STOPS.split(clause.rest, maxsplit=1)[0]
        if re.match(r"(?:the )?(?:same|result|case|reason|subject|site|location|home|place|source|cause)\b", described):
            return
        born = re.search(r"\([^()]*\d{1,2} \w+ \d{3,4}\s?[–-][^()]*\)|\(born\b", sentence)
        person = not clause.subject.startswith("The ") and self._is_name(clause.subject) and len(clause.subject.split()) < 5
        person = person and bool(born or _PERSON.search(described)) and clause.verb in ("is", "was")
        yield Phrased(
            f"{'Who' if person else 'What'} {clause.verb} {self._inside(clause.subject)}?", "who" if person else "what"
        )

    def _superlative(self, clause: _Clause) -> Iterator[Phrased]:
        told = _STOPS.split(clause.rest, maxsplit=1)[0]
        if clause.verb not in ("is", "was") or not _SUPERLATIVE.match(told) or _PERSON.search(told) or " and " in told:
            return
        if self._is_name(clause.subject):
            yield Phrased(f"What {clause.verb} {told}?", "what")

    def _set_phrase(self, clause: _Clause) -> Iterator[Phrased]:
        if (
            clause.subject
            and self._is_subject_named(clause.subject)
            and clause.verb in _BE
            and (known := _KNOWN.match(clause.rest))
        ):
            yield Phrased(f"What {clause.verb} {self._inside(clause.subject)} {known['how']}?", "what")

    def _present(self, clause: _Clause) -> Iterator[Phrased]:
        preposition = PRESENT.get(clause.verb)
        if preposition is None or not self._is_subject_named(clause.subject):
            return
        if preposition and not clause.rest.startswith(f"{preposition} "):
            return
        plural = not clause.verb.endswith("s")
        if plural != clause.subject.split()[-1].endswith("s") or re.match(r"(?:that|to|how|why|a lot)\b", clause.rest):
            return
        asked = (
            f"{'do' if plural else 'does'} {self._inside(clause.subject)} {clause.verb.removesuffix('' if plural else 's')}"
        )
        yield Phrased(f"What {asked} {preposition}?", "what")

    def _why(self, clause: _Clause) -> Iterator[Phrased]:
        parts = re.split(r" (?:because(?: of)?|due to) ", clause.rest, maxsplit=1)
        before, because = parts[0], parts[1:]
        if not because or not clause.subject or _STOPS.search(before) or not 1 <= len(before.split()) <= 9:
            return
        yield from (Phrased(f"Why {asked}?", "why") for asked in self._inverted(clause, before))

    def _agent(self, clause: _Clause) -> Iterator[Phrased]:
        if clause.verb in ("was", "were"):
            made = _AGENT.match(clause.rest)
            if (
                made
                and not _CHARTER.search(made["agent"])
                and made["how"] in PARTICIPLES
                and PARTICIPLES[made["how"]] in ACTING
            ):
                yield Phrased(f"Who {PARTICIPLES[made['how']]} {self._inside(clause.subject)}?", "who")
        elif clause.verb in ACTING and self._is_name(clause.subject) and len(clause.subject.split()) in (2, 3, 4):
            told = _STOPS.split(clause.rest, maxsplit=1)[0]
            dated = _AT_DATE.fullmatch(told)
            told = dated["middle"] if dated and not dated["after"] else told
            if _is_object(told) and len(told.split()) >= 2 and " and " not in clause.subject:
                yield Phrased(f"Who {clause.verb} {told}?", "who")

    def _place(self, clause: _Clause) -> Iterator[Phrased]:
        placed = _PLACED.match(clause.rest) if clause.verb in _BE else None
        if placed and placed["place"].lower() not in NO_NAMES:
            yield Phrased(f"Where {clause.verb} {self._inside(clause.subject)} {placed['how']}?", "where")

    def _number(self, clause: _Clause) -> Iterator[Phrased]:
        if not clause.subject:
            what, _, rest = clause.rest.partition("\0")
            told = _STOPS.split(rest, maxsplit=1)[0]
            if not _VAGUE.search(what):
                yield Phrased(f"How many {what} {clause.verb} {told}?", "how many")
        elif clause.verb in BASES and (counted := _COUNTED.match(clause.rest)) and not _VAGUE.search(counted["what"]):
            told = _STOPS.split(clause.rest[counted.end() :], maxsplit=1)[0]
            if not re.search(r"\d", told) and len(told.split()) < 7:
                subject, base = self._inside(clause.subject), BASES[clause.verb]
                yield Phrased(f"How many {counted['what']} did {subject} {base}{told}?", "how many")
        elif clause.verb in _DOES and (counted := _COUNTED.match(clause.rest)) and not _VAGUE.search(counted["what"]):
            after = clause.rest[counted.end() :]
            if re.match(r"[,.]|$| (?:in|and|as|with|from|on)\b", after):
                does = _DOES[clause.verb]
                yield Phrased(f"How many {counted['what']} {does} {self._inside(clause.subject)} have?", "how many")

    def _date(self, clause: _Clause, *, first: bool) -> Iterator[Phrased]:
        dated = _AT_DATE.match(clause.rest)
        if first:
            told = _STOPS.split(clause.rest, maxsplit=1)[0]
            if re.search(r"\d{3}", told):
                return
        elif dated and (not dated["after"] or _STOPS.match(dated["after"]) or _GOES_ON.match(dated["after"])):
            told = dated["middle"]
        else:
            return
        if _STOPS.search(f" {told}") or len(told.split()) > 9 or told.startswith("and "):
            return
        if first and re.search(r"\b(?:an?) [a-z]+(?: [a-z]+)?$", told) and told != clause.rest:
            return  # "an expedition", when what it did is left out
        yield from (Phrased(f"When {asked}?", "when") for asked in self._inverted(clause, told))

    def _inverted(self, clause: _Clause, told: str) -> Iterator[str]:
        """Yield verb, subject and rest as a question has them: "was the bridge built", "did Okoye join the board"."""
        if not clause.subject:
            return
        subject = self._inside(clause.subject)
        first = told.partition(" ")[0]
        if clause.verb in _BE and (
            first in PARTICIPLES or (clause.rest.find(" because ") > 0 and first not in ("the", "a"))
        ):
            yield f"{clause.verb} {subject} {told}"
        elif clause.verb in BASES and (_is_object(told) or (clause.verb in ALONE and (not told or first in _INSIDE))):
            yield f"did {subject} {BASES[clause.verb]} {told}"

    # Names

    def _resolved(self, question: str) -> str:
        """Return the question with the full name of what it calls by its last word alone: "the Delhi Declaration"."""
        return _BARE.sub(lambda match: f"the {self._full_name(match[1])}", question)

    def _full_name(self, noun: str) -> str:
        """Return the only name in the article that ends with a noun; the noun itself without one."""
        titled = re.search(rf"(?:\b[A-Z][\w-]+ ){{1,3}}{noun}$|\b{noun} of [A-Z].*", self._title_text, re.I)
        if titled:
            return titled[0].removeprefix("The ")
        capital = noun.capitalize()
        named = {match[0] for match in re.finditer(rf"(?:\b[A-Z][\w-]+ ){{1,4}}{capital}\b", self._text)}
        named = {name.removeprefix("The ") for name in named} - {capital}
        titled = re.search(rf"(?:\b[A-Z][\w-]+ ){{1,3}}{noun}\b", self._title_text)
        if len(named) == 1:
            return named.pop()
        return titled[0].removeprefix("The ") if titled and not named else noun

    def _inside(self, subject: str) -> str:
        """Return a subject as it is written within a sentence."""
        first, _, rest = subject.partition(" ")
        small = first in ("The", "A", "An") or (first.lower() in self._small and not rest[:1].isupper())
        return f"{first.lower()} {rest}".strip() if small else subject

    def _is_name(self, words: str) -> bool:
        own = [word for word in words.split() if word not in ("the", "The", "of", "de", "van", "von")]
        return bool(own) and all(word[0].isupper() for word in own) and self._inside(words)[0].isupper()

    def _is_subject_named(self, subject: str) -> bool:
        titled = bool(_key(subject)) and _key(subject) <= self._title
        return titled or (self._is_name(subject) and self._is_known(subject))

    def _is_short_for_another(self, word: str) -> bool:
        """Whether the article calls the same by a longer name: "Okoye" where it also says "Amara Okoye"."""
        name = re.escape(word.removesuffix("'s"))
        before = rf"\b(?!The )[A-Z][a-z]+ {name}\b|" if name == word else ""  # "New Zealand's", but "Zealand"
        longer = re.search(rf"{before}\b{name} (?:the|of) [A-Z]", self._text)
        return longer is not None and longer[0].split()[0].lower() not in NO_NAMES

    def _is_known(self, name: str) -> bool:
        """Whether a name of one word stands inside of sentences, too, where only names have a capital."""
        words = name.removeprefix("The ").split()
        return words[0] not in _DIRECTIONS and (len(words) > 1 or words[0] in self._named)

    def _stands_alone(self, question: str) -> bool:
        """Whether a question names what it is about, and every "the" is followed by a name or by what it belongs to."""
        words = re.findall(r"[\w'’-]+", question)
        if _HEDGED.search(question):
            return False
        if re.search(r"\b(?:is|are|was|were|had|has|have|did|does)\b.*\b(?:is|are|was|were|had|has)\b", question):
            return False  # a verb of another clause came along
        if len(question) > MAX_QUESTION or not 3 <= len(words) <= 16:
            return False
        rest = words[1:]
        if _LEANING & {word.lower() for word in rest[1:]} - _COUNTING - (_OWNING if rest[0] == "did" else set()):
            return False
        known = [word for word in rest if word[0].isupper()]
        if not known and not (self._title and self._title <= _key(question)):
            return False
        return all(self._is_definite(question[match.end() :]) for match in re.finditer(r"\bthe ", question))

    def _is_definite(self, after: str) -> bool:
        phrase = re.match(r"((?:[\w'’.-]+ ?)+)", after)
        words = phrase[1].split() if phrase else []
        for at, word in enumerate(words[:5]):
            if word[0].isupper() and not DESCRIBES.search(word) and (at or word not in _GENERIC):
                return True
            if at and DESCRIBES.search(words[0]) and word in _NATIONAL:
                return True
            if word in ("of", "in", "at", "for", "on", "to", "between", "from"):
                return at > 0 and any(w[0].isupper() for w in words[at + 1 : at + 4])
            if word in NO_NAMES or word in PARTICIPLES:
                break
        return bool(self._title) and self._title <= _key(" ".join(words[:5]))


def _is_object(told: str) -> bool:
    """Whether words begin with an object of a verb and hold no further verb."""
    words = told.split()
    begins = bool(words) and (words[0] in {"the", "a", "an", *_OWNING} or words[0][0].isupper())
    begins = begins and not re.search(r"\b[A-Z]$|\w+ing\b", told)
    return begins and not any(word in PASTS or word in _BE or word in _DOES for word in words) and len(words) <= 11


def _key(text: str) -> frozenset[str]:
    words: Collection[str] = re.findall(r"\w+", text.lower())
    return frozenset(word.removesuffix("s") for word in words if word not in ("the", "a", "an", "of", "and", "in"))


def _tidy(question: str) -> str:
    return re.sub(r"\s+", " ", question).replace(" ?", "?").replace(",?", "?")
