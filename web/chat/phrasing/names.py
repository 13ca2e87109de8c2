"""What an article calls its things: is a word a name, which full name is meant, is a question clear by itself."""

import re
from collections.abc import Collection, Sequence

from evals.drafting.answers import DESCRIBES
from rag.mentions import NO_NAMES
from web.chat.phrasing.verbs import PARTICIPLES

MAX_QUESTION = 89
"""Characters of a question that is offered."""
OWNING = frozenset("its his her their".split())
"""What can go back to the subject of the question itself: "did the group hold its 15th meeting"."""
INSIDE = frozenset("of for in on at to and the a an by from with".split())

_HEDGED = re.compile(
    r"\b(?:not|no|never|nor|neither|if|whether|might|may|perhaps|would|could|should|I|we|you|my|our|your|although|though|"
    r"however|therefore|allegedly|reportedly|former|latter|respectively|following|below|above|aforementioned|today|"
    r"yesterday|currently|recently|ago|Figure|Table)\b"
)
_LEANING = frozenset(
    "it its he she him his her hers they them their theirs this that these those such there here another other others "
    "some many most both all each one two three several few much more same latter former who which what".split()
)
_COUNTING = frozenset("many one two three there".split())
_GENERIC = frozenset(
    "Council Committee Parliament Assembly Board Commission University Army Government President Company Church Court State "
    "Act Treaty Union Society Museum House Senate School College Party Agency Department Center Centre Institute Mission "
    "Song Band Doctor Minister Secretary Emperor King Queen Bill Convention".split()
)
_DIRECTIONS = frozenset("North South East West Northern Southern Eastern Western Among Within Near".split())
_BARE = re.compile(r"\bthe ([a-z]{4,})(?=\?| (?:in|at|on|by|for|to|from|of|with|[a-z]+ed|take|held|open|begin)\b)")
_NATIONAL = frozenset("army armies government governments parliament president navy king queen empire constitution".split())
_ORDINAL = re.compile(r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))$")


class Names:
    """What one article says by its title, its capitals and its small letters."""

    def __init__(self, title: str, text: str) -> None:
        """``text``: the article's; its small letters tell what is no name though it begins a sentence."""
        self._small = frozenset(re.findall(r"(?<![\w'’])[a-z][\w-]*", text))
        self._named = frozenset(re.findall(r"(?<=[a-z,] )[A-Z][\w-]*", text))
        self._text = text
        self._title_text = title
        self._title = key(title)

    def is_title(self, words: str) -> bool:
        """Whether words are the title, or what it begins or ends with."""
        own = key(words)
        return bool(own) and (own <= self._title or self._title <= own)

    def inside(self, subject: str) -> str:
        """Return a subject as it is written within a sentence."""
        first, _, rest = subject.partition(" ")
        small = first in ("The", "A", "An") or (first.lower() in self._small and not rest[:1].isupper())
        return f"{first.lower()} {rest}".strip() if small else subject

    def is_name(self, words: str) -> bool:
        """Whether each word has a capital, and the first not only because it begins a sentence."""
        own = [word for word in words.split() if word not in ("the", "The", "of", "de", "van", "von")]
        return bool(own) and all(word[0].isupper() for word in own) and self.inside(words)[0].isupper()

    def is_named(self, subject: str) -> bool:
        """Whether a subject is what the article is about, or a known name."""
        own = key(subject)
        return (bool(own) and own <= self._title) or self.is_known_name(subject)

    def is_known_name(self, name: str) -> bool:
        """Whether words are a name; one of one word stands inside of sentences, too, where only names have a capital."""
        if not self.is_name(name):
            return False
        words = name.removeprefix("The ").split()
        return words[0] not in _DIRECTIONS and (len(words) > 1 or words[0] in self._named)

    def _is_short_for_another(self, word: str) -> bool:
        """Whether the article calls the same by a longer name: "Okoye" where it also says "Amara Okoye"."""
        name = re.escape(word.removesuffix("'s"))
        before = rf"\b(?!The )[A-Z][a-z]+ {name}\b|" if name == word else ""  # "New Zealand's", but "Zealand"
        longer = re.search(rf"{before}\b{name} (?:the|of) [A-Z]", self._text)
        return longer is not None and longer[0].split()[0].lower() not in NO_NAMES

    def is_subject(self, words: Sequence[str]) -> bool:
        """Whether words are one plain subject that is clear by itself."""
        low = [word.lower() for word in words]
        if len(words) > 10 or "," in " ".join(words) or _LEANING & set(low):
            return False
        if words[0] == "The" and (len(words) == 1 or _ORDINAL.match(low[1]) or (len(words) == 2 and words[1] in _GENERIC)):
            return False
        if (len(words) == 1 or words[0].endswith("'s")) and self._is_short_for_another(words[0]):
            return False
        if any(b == "and" and a.islower() and c[0].isupper() for a, b, c in zip(words, words[1:], words[2:], strict=False)):
            return False  # two clauses
        inside = low[1:] if low[0] in ("the", "a", "an") else low
        if not inside or inside[0] in NO_NAMES or inside[-1] in INSIDE or "by" in low or "with" in low:
            return False
        return not any(word.endswith(("ing", "ly")) and word not in self._title for word in inside if word.islower())

    def resolved(self, question: str) -> str:
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

    def stands_alone(self, question: str) -> bool:
        """Whether a question names what it is about, and every "the" is followed by a name or by what it belongs to."""
        words = re.findall(r"[\w'’-]+", question)
        if _HEDGED.search(question):
            return False
        if re.search(r"\b(?:is|are|was|were|had|has|have|did|does)\b.*\b(?:is|are|was|were|had|has)\b", question):
            return False  # a verb of another clause came along
        if len(question) > MAX_QUESTION or not 3 <= len(words) <= 16:
            return False
        rest = words[1:]
        if _LEANING & {word.lower() for word in rest[1:]} - _COUNTING - (OWNING if rest[0] == "did" else set()):
            return False
        known = [word for word in rest if word[0].isupper()]
        if not known and not (self._title and self._title <= key(question)):
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
        return bool(self._title) and self._title <= key(" ".join(words[:5]))


def key(text: str) -> frozenset[str]:
    """Return the words of a name that tell it from others, without plural s."""
    words: Collection[str] = re.findall(r"\w+", text.lower())
    return frozenset(word.removesuffix("s") for word in words if word not in ("the", "a", "an", "of", "and", "in"))
