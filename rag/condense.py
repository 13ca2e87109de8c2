"""A follow-up question and its history -> a query that stands alone, by rules; the reader sees it and can edit it."""

import re
from collections.abc import Sequence

from index.lexical import terms
from rag.mentions import mentions, noun_phrase, same
from rag.topic import PERSON, Talk, plain
from rag.types import Turn

_PREPOSITIONS = "in|at|on|for|from|to|by|with|during|after|before|under|about|of|since"
_AUXILIARY = re.compile(r"\b(?:did|do|does|is|was|are|were|has|have|had|can|could|will|would|should|may|might)\b", re.I)
_ASKS = re.compile(r"(?:who|whom|whose|what|when|where|why|how|which)\b", re.I)
_BARE = re.compile(r"\W*(?:(?:and|but|so|or|also)\W+)?(why|how|when|where|how come|why not|since when)\W*", re.I)
_GOES_ON = re.compile(r"\W*(?:(?:and|but|or|so)\s+)?(?:what|how)\s+about\s+(.+?)\W*|\W*(?:and|or)\s+(.+?)\W*", re.I)
_THEY = re.compile(r"\b(they|them|their|theirs)\b", re.I)
_IT = re.compile(r"\b(it|its)\b", re.I)
_NO_IT = re.compile(
    r"\b(?:does|did|do) it (?:say|mention|tell)\b|\b(?:is|was) it (?:true|said|known|possible|legal|worth)\b", re.I
)
_THIS = re.compile(
    r"(?<!true )(?<!say )(?<!says )(?<!said )(?<!think )(?<!know )\b"
    r"((?i:this|these|those)|(?i:that)(?=\s[a-z]+(?:\W*$|\s(?:in|at|on|for|to|by|with|is|was|are|were|has|have|had)\b)))"
    r"\s+(?![a-z]+ed\b)([a-z]+)\b"
)
_THIS_ALONE = re.compile(r"(?<=[a-z] )(?:this|that)(?=\W*$)", re.I)
_NO_NOUN = frozenset(
    "is was were are did does do has had have the a an he she they it his her their i you we happen happened get true in on "
    "at to for of by article passage text".split()
)
_TIMES = frozenset("time times year years season period decade era month week point moment".split())
_YEAR = re.compile(r"\b(?:1[0-9]\d\d|20\d\d)(?:[-–]\d{2,4})?\b")
_VAGUE = re.compile(
    r"\b(?:interesting|important|significant|notable|noteworthy|known|know)\b|\b(?:this|the) (?:article|text)\b", re.I
)
_ABOUT = re.compile(r"\babout (?:this|the) (?:article|text|passage|page|story)\b", re.I)
_MORE = re.compile(r"\b(?:else|other|others|another|more|additional)\b", re.I)
_POINTS = re.compile(r"\b(?:this|these|those|then|there|one|ones|former|latter|same|else|other|others|another)\b", re.I)
_EXISTS = re.compile(r"\b(?:is|are|was|were) there\b", re.I)
_DEFINES = re.compile(r"\W*(?:what|who) (?:is|are|was|were) (?:an? )?(?!the\b)[\w-]+(?: [\w-]+)?\W*", re.I)
_GENERAL = re.compile(r"\W*(?:how|why|where|when) (?:do|does|are|is|can) (?:an? )?[a-z]+\b.*", re.I)
_PART = re.compile(r"\b(?:any|there|the(?! (?:most|least|best|worst|\w+est)\b))\b|^\W*(?:what|which) \w+\W*$", re.I)
_FEW_WORDS = 2
_ANSWER_WORDS = 15
_BESIDES = 2


def condense(question: str, history: Sequence[Turn]) -> str:
    """Return the query to search for: the question itself, or a follow-up with what it leaves out put in.

    Only words of the conversation are added. A question that names what it asks about, or shares nothing with what was
    said, comes back as it is. Takes about a millisecond.
    """
    if not history:
        return question
    completed = _completed(question, history)
    follow_up = _FollowUp(completed, history)
    query = follow_up.with_names()
    return follow_up.with_what_is_known(query) if completed == question else query


def _completed(question: str, history: Sequence[Turn]) -> str:
    """Return a question without a verb of its own ("Why?", "And in France?") completed by the last one."""
    last = history[-1]
    if bare := _BARE.fullmatch(question):
        return _asked_again(bare[1].capitalize(), last)
    match = _GOES_ON.fullmatch(question)
    rest = (match[1] or match[2]) if match else ""
    if not rest or _ASKS.match(rest) or _AUXILIARY.match(rest):
        return question
    before = _completed(last.question, history[:-1]) if len(history) > 1 else last.question
    swapped = _swapped(rest, before.strip().rstrip("?.! "))
    return f"{swapped}?" if swapped else question


def _asked_again(word: str, turn: Turn) -> str:
    """Ask why, how, when or where of the last question; of its answer when the question says too little."""
    last = turn.question.strip().rstrip("?.! ")
    verb = _AUXILIARY.search(last)
    if (
        word != "Why not"
        and verb
        and len(terms([last[verb.end() :]])[0]) >= _FEW_WORDS
        and not re.match(r"\W*(?:who|what|which)\b", last, re.I)
    ):
        return f"{word} {verb[0].lower()}{last[verb.end() :]}?"
    said = " ".join(plain(turn.answer).split()[:_ANSWER_WORDS]).rstrip(".,;: ")
    return f"{word}: {said or last}?"  # "Why not" takes up what was denied


def _swapped(rest: str, last: str) -> str | None:
    """Put what a question goes on to ("in France", "the Orrin library", "1990") in the place of its like in the last one.

    None when it has no like there ("cyclists").
    """
    if lead := re.match(rf"({_PREPOSITIONS})\s", rest, re.I):
        alike = re.search(rf"\b{lead[1]}\s+(?:the\s+)?(?:[A-Z0-9][\w'’.-]*(?:\s+[A-Z][\w'’.-]*)*|\w+)", last, re.I)
        return f"{last[: alike.start()]}{rest}{last[alike.end() :]}" if alike else f"{last} {rest}"
    if _YEAR.fullmatch(rest) and (year := _YEAR.search(last)):
        return f"{last[: year.start()]}{rest}{last[year.end() :]}"
    old = mentions(last)
    if mentions(rest) and old:
        start = last.lower().rindex("the", 0, old[0].start) if old[0].before == "the" else old[0].start
        return f"{last[:start]}{rest}{last[old[0].end :]}"
    if (noun := noun_phrase(last)) and re.match(r"(?:the|a|an|his|her|its|their)\b", rest, re.I):
        return rest.join(last.rsplit(noun, 1))
    if mentions(rest) and (pronoun := PERSON.search(last) or _IT.search(last) or _THEY.search(last)):
        return _put(last, pronoun, rest)
    return None


class _FollowUp:
    """A question on its way to a query, and what was spoken of before it."""

    def __init__(self, question: str, history: Sequence[Turn]) -> None:
        self._question = question
        self._history = history
        self._answer = plain(history[-1].answer)
        self._talk = Talk(history)
        person = self._talk.person()
        self._person = person.said if person else None
        self._named = mentions(question)

    def with_names(self) -> str:
        """Return the question with names for the pronouns that look back; it is unchanged when it has none."""
        for pronoun, meant in ((PERSON, self._who), (_THEY, self._they), (_IT, self._what)):
            match = pronoun.search(self._question)
            if match and not (pronoun is _IT and _NO_IT.search(self._question)):
                name = None if self._named_before(match.start()) else meant()
                return _put(self._question, match, name) if name and not self._names(name) else self._question
        return self._with_this()

    def with_what_is_known(self, query: str) -> str:
        """Add what the question is about where it does not say so, and what it asks for more than."""
        if query == self._question:
            query = self._in_full(query)
        topic = self._talk.topic()
        known = topic.said if topic else None
        if not self._talk.names:
            known = noun_phrase(self._history[-1].question)
        unnamed = query == self._question and not self._named and not PERSON.search(query)
        if unnamed and (known or not self._talk.names) and self._leans():
            if not known:
                query = f"{self._history[-1].question.strip()} {query}"
            elif about := _ABOUT.search(query):
                query = f"{query[: about.start()]}about {known}{query[about.end() :]}"
            else:
                query = f"{query.rstrip('?.! ')} ({known})?"
        if _MORE.search(self._question) and not _VAGUE.search(self._question):
            told = [m for m in mentions(self._answer) if not (topic and same(m.words, topic.words))]
            new = dict.fromkeys(m.text for m in told if m.text.lower() not in query.lower())
            if new:
                query = f"{query.rstrip('?.! ')} besides {' and '.join([*new][:_BESIDES])}?"
        return query

    def _who(self) -> str | None:
        return self._person

    def _they(self) -> str | None:
        """A pair just named, or people of the person ("his parents"), else the topic, when it may be a group."""
        if self._talk.of_person and not any(_THEY.search(turn.question) for turn in self._history):
            name = r"[A-Z][\w.]+(?: [A-Z][\w.]+)*"
            if pair := re.search(rf"\b{name} and {name}", self._answer):
                return pair[0]
            relatives = re.search(r"\b(?:his|her) ((?:[a-z]+ )?[a-z]+s)\b", self._history[-1].question)
            if relatives and self._person:
                return f"{_owner(self._person)} {relatives[1]}"
        topic = self._talk.topic()
        return topic.said if topic else None

    def _what(self) -> str | None:
        person = self._talk.person() if self._talk.of_person else None
        thing = self._talk.thing(besides=person)
        if thing or re.search(r"\bits\b", self._question):
            return thing.said if thing else None
        return noun_phrase(self._history[-1].question)

    def _with_this(self) -> str:
        question, match = self._question, _THIS.search(self._question)
        if match and match[2].lower() in _TIMES:
            years = _YEAR.findall(self._answer) or _YEAR.findall(self._history[-1].question)
            return f"{question[: match.end()]} ({years[-1]}){question[match.end() :]}" if years else question
        thing = self._what()
        if thing is None or self._names(thing):
            return question
        if match and match[2].lower() not in _NO_NOUN:
            known = thing if match[2].lower() in thing.lower().split() else f"the {match[2]} {thing}"
            return f"{question[: match.start()]}{known}{question[match.end() :]}"
        alone = _THIS_ALONE.search(question)
        return _put(question, alone, thing) if alone else question

    def _in_full(self, query: str) -> str:
        """Return the question with its names as they were said in full before ("Okoye": "Amara Okoye")."""
        for mention in reversed(self._named):
            fuller = [n for n in self._talk.names if len(n.words) > len(mention.words) and same(n.words, mention.words)]
            if len(fuller) == 1 and (fuller[0].words[-1] == mention.words[-1] or fuller[0].signs & {"acts", "owns"}):
                query = f"{query[: mention.start]}{fuller[0].text}{query[mention.end :]}"
        return query

    def _leans(self) -> bool:
        """Say whether a question without a name takes up the conversation, rather than begin something new."""
        question = self._question
        if any(word.search(_EXISTS.sub(" ", question)) for word in (_POINTS, _THIS, _THIS_ALONE, _ABOUT)):
            return True
        wanted = set(terms([question])[0])
        said = set(terms([" ".join(f"{turn.question} {turn.answer}" for turn in self._history)])[0]) - _FUNCTION
        if (wanted - _FUNCTION) & said:
            return True
        new = _DEFINES.fullmatch(question) or _GENERAL.fullmatch(question)
        few = len(wanted - _FUNCTION)
        return not new and (few < _FEW_WORDS or (few == _FEW_WORDS and bool(_PART.search(question))))

    def _names(self, name: str) -> bool:
        words = tuple(name.lower().removeprefix("the ").split())
        return any(same(mention.words, words) for mention in self._named)

    def _named_before(self, at: int) -> bool:
        """A name before the pronoun ("Did Rollo keep his word?") is what it looks back to."""
        return any(m.end <= at and m.before not in ("in", "at", "on", "from", "the") for m in self._named)


_FUNCTION = frozenset(
    terms(["who whom whose what when where why how which did do does done have has had can could would should may might he "
           "she his her him its from about any some were you your we me my i more most than so too very also there"])[0]
)  # fmt: skip


def _owner(name: str) -> str:
    return f"{name}'" if name.endswith("s'") else f"{name}'s"


def _put(question: str, pronoun: re.Match[str], name: str) -> str:
    """Put a name in the place of a pronoun; for one that owns ("his"), a name that owns."""
    word, rest = pronoun[0].lower(), question[pronoun.end() :]
    owns = word in ("his", "hers", "its", "their", "theirs")
    if word == "her":  # "her mirror" owns, "met her in May" does not
        owns = bool(re.match(rf"\s+(?!(?:{_PREPOSITIONS}|and|or|the|a|as|when|while|because|that)\b)\w", rest))
    return f"{question[: pronoun.start()]}{_owner(name) if owns else name}{rest}"
