"""What a text names: runs of capitalised words, titles in quotation marks, "the" and a noun. By shape alone, no model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(r"\w+(?:[.'’&-]\w+)*|\S")
PREPOSITIONS = frozenset("in at from to near into on by with for against through under during after before since".split())
NO_NAMES = frozenset(
    "a about above after again all also although am an and another any are as at be because been before besides between "
    "both but by can could despite did do does during each either else even every few first for from had has have he her "
    "here his how however i if in into is it its just last later like many may me meanwhile more most much my neither next "
    "no not now of on once one only or originally other our out over own she since so some soon still such tell than that "
    "the their them then there these they this those though three through to today two under until up upon us very was we "
    "were what when whenever where whether which while who whom whose why will with within without would yes yet you your "
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
_LINKS = frozenset("of the de la le van von der den du di da del el al bin ibn & for".split())
_SHORT_FORMS = frozenset("St Mr Mrs Ms Dr Jr Sr Hon Mt Ft Prof Gen Capt".split())
_SENTENCE_STARTS = frozenset('.?!:;"“(—')
_ADVERBS = frozenset("also then later often never always first again still soon eventually further himself herself".split())
_VERBS = frozenset(
    "is was were has had does did became began went left took made won wrote said told gave met found felt thought came "
    "got led ran saw sang held grew brought bought taught built kept lost sold spent stood chose drew fell knew sent set "
    "put read quit hit and who would could".split()
)
_DETERMINERS = frozenset("the a an his her its their our".split())
_BEFORE_NOUNS = frozenset("the a an his her its their in at on to for".split())
_QUOTED = re.compile(r"[\"“]([^\"“”]{2,60})[\"”]")
_INITIAL_I = re.compile(r"I(['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a text, characters [start, end), without an article before it or an 's after it.

    ``before``: the word before it in lower case ("" when there is none). ``opens``: it begins a sentence. ``owns``: an
    's follows. ``acts``: a verb follows. ``title``: it stands in quotation marks.
    """

    text: str
    start: int
    end: int
    before: str = ""
    opens: bool = False
    owns: bool = False
    acts: bool = False
    title: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case."""
        return tuple(TOKEN.findall(self.text.lower()))


def mentions(text: str) -> list[Mention]:
    """Return the names in a text in their order; none when it is written in capitals only."""
    if not any(letter.islower() for letter in text):
        return []
    titles = [
        Mention(match[1].strip(" ,."), match.start(1), match.end(1), title=True)
        for match in _QUOTED.finditer(text)
        if match[1][0].isupper()
    ]
    plain = [m for m in _runs(text) if not any(t.start <= m.start < t.end for t in titles)]
    return sorted([*titles, *plain], key=lambda mention: mention.start)


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether one name is the other's beginning or end ("Okoye", "Amara Okoye"). Takes `Mention.words`."""
    short, long = sorted((one, other), key=len)
    return long[: len(short)] == short or long[-len(short) :] == short


def noun_phrase(question: str) -> str | None:
    """Return the last "the ..." of a question as it stands there, without the question's verb; None without one."""
    words = list(re.finditer(r"[\w'’-]+", question))
    low = [word[0].lower() for word in words]
    start = max((i for i, word in enumerate(low) if word in _DETERMINERS), default=None)
    if start is None:
        return None
    end = start + 1
    while end < len(low) and low[end] not in NO_NAMES and low[end] not in PREPOSITIONS:
        end += 1
    did = max((i for i in range(start) if low[i] in ("did", "do", "does")), default=None)
    between = low[did + 1 : start] if did is not None else ["verb"]
    if end - start > 2 and all(  # "did | the work on | the bridge cost": the verb is still to come
        word in _DETERMINERS or word in PREPOSITIONS or (i and between[i - 1] in _DETERMINERS)
        for i, word in enumerate(between)
    ):
        end -= 1
    return question[words[start].start() : words[end - 1].end()] if end > start + 1 else None


def _runs(text: str) -> Iterator[Mention]:
    tokens = list(TOKEN.finditer(text))
    at = 0
    while at < len(tokens):
        end = at + 1
        if _capital(tokens[at][0]):
            while step := _joined([token[0] for token in tokens[end - 1 : end + 3]]):
                end += step
            if mention := _mention(text, tokens, at, end):
                yield mention
        at = end


def _joined(words: list[str]) -> int:
    """Return by how many words a name that stands at the first one goes on: "Bay" of | "of" "the" "Kings"."""
    if words[0].endswith(("'s", "’s")):
        return 0
    initial = words[1:2] == ["."] and (len(words[0]) == 1 or words[0] in _SHORT_FORMS)
    for steps, word in enumerate(words[1:], 1):
        if _capital(word) or (steps == 1 and re.fullmatch(r"\d{1,2}", word)):
            return steps
        if word not in _LINKS and not (initial and steps == 1):
            return 0
    return 0


def _capital(word: str) -> bool:
    return word[0].isupper() and not _INITIAL_I.fullmatch(word)


def _mention(text: str, tokens: list[re.Match[str]], start: int, end: int) -> Mention | None:
    """Return the name inside the run of tokens [start, end): words such as "After" at its beginning are none."""
    first = start
    while start < end and (tokens[start][0].lower() in NO_NAMES or not _capital(tokens[start][0])):
        start += 1
    if start == end:
        return None
    stop = tokens[end - 1].end()
    owns = tokens[end - 1][0].endswith(("'s", "’s"))
    name = text[tokens[start].start() : stop - 2 * owns]
    after = [token[0].lower() for token in tokens[end : end + 3]]
    owns = owns or after[:1] in (["'"], ["’"])
    before = tokens[start - 1][0].lower() if start else ""
    if before == "the" and not owns and _is_noun(name, after):
        stop = tokens[end].end()
        name = text[tokens[start].start() : stop]
        end += 1
        after = [token[0].lower() for token in tokens[end : end + 3]]
    while after and after[0] in _ADVERBS:
        after.pop(0)
    return Mention(
        name,
        tokens[start].start(),
        tokens[start].start() + len(name),
        before=before,
        opens=first == 0 or tokens[first - 1][0] in _SENTENCE_STARTS,
        owns=owns,
        acts=_is_verb(after),
    )


def _is_verb(after: list[str]) -> bool:
    """Say whether the first of the words after a name looks like its verb ("was", "opened", "directs the")."""
    if not after:
        return False
    past = after[0].endswith("ed") and len(after[0]) > 4
    return after[0] in _VERBS or past or (after[0].endswith("s") and after[1:2] != [] and after[1] in _BEFORE_NOUNS)


def _is_noun(name: str, after: list[str]) -> bool:
    """Say whether the word after "the NAME" belongs to it: "the Velm bridge reopens", not "the Cubs win"."""
    if name.endswith("s") or name.isupper() or len(after) < 2:
        return False
    verb = after[0] in _VERBS or after[0].endswith(("ed", "ly"))
    return after[0].isalpha() and not (
        verb or after[0] in NO_NAMES or after[0] in _ADVERBS or after[0] in _LINKS or after[0] in PREPOSITIONS
    )
