"""What a text asserts, what it denies, and what it only reports or considers: each word with its polarity.

"He denied that the bridge fell" holds every word of "the bridge fell" and does not say it.
"""

import re
from bisect import bisect_left
from itertools import pairwise
from typing import Literal

from rag.wording import Word, tokens

Polarity = Literal["said", "not", "denied", "perhaps", "reported"]
"""How a word stands in its text: asserted; the very word that "not" or "might" stands before ("not", "perhaps"); or
somewhere in a clause that is denied as a whole, or only claimed, planned or supposed ("denied", "reported")."""
NEGATIVE = frozenset(("not", "denied"))

_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<=[.!?])[\"')\]]*\s+|\n+")
_FUNCTION = frozenset(
    """a an the and or but nor if in on at by to of for from with into onto upon as than then there here that this these
    those it its he she they them his her their him we us our you your i my me is are was were be been being am do does
    did done has have had having will shall would should can could may might must not no so such also too very just who
    whom whose which what when where why how while during about between among against through over under again further
    own same both each other another any some all because until since after before above below up down out off only
    s t re ve ll d m however therefore thus moreover furthermore additionally meanwhile although though
    yet either neither per via within without across along amid despite""".split()
)
_NOT = frozenset("not never cannot n't neither nor hardly scarcely".split())
_NO = frozenset("no none nobody nothing nowhere without".split())
_MODAL = frozenset("may might could".split())
_NEGATIVE_WORD = re.compile(
    r"(?:forb[ia]d|bann?|prohibit|refus|fail|declin|reject|den[iy]|lack|prevent|stop|avoid|absent|absence|unable|impossib|"
    r"neglect|oppos|abandon|cancel|exclud|reluctan|unwilling|barred|cease|except|rare|few\b|little\b|instead)",
    re.I,
)
_NEGATED_VERB = re.compile(r"\w+n't\Z|cannot\Z")
# What a complement runs to: a new main clause.
_BOUNDARY = re.compile(
    r"[;:]|,\s+(?:and|but|while|whereas|who|which|although|though|yet|so)\b|\b(?:but|whereas|although)\b", re.I
)
_DENIES = re.compile(
    r"""\b(?: den(?:y|ies|ied|ying)\b
      | (?:disput|doubt|reject|refut|disprov|debunk|dismiss)\w*\b(?:\s+[\w'-]+){0,5}?\s+that\b
      | (?:false|untrue|incorrect|wrong|unlikely|myth|hoax|rumou?rs?|lie)\s+(?:that|to\s+say)\b
      | (?:not|never|n't)\s+(?:\w+\s+)?(?:true|the\s+case|correct|proven|shown|certain|mean)\s+that\b
      | no\s+(?:\w+\s+)?(?:evidence|proof|sign|indication|reason\s+to\s+believe)\s+(?:that|for|of)\b
      | (?:fail|refus|declin|neglect)\w*\s+to\b
      | unable\s+to\b | (?:prevent|stop|dissuad|discourag|bann|prohibit)\w*\s+(?:[\w'-]+\s+){1,5}?from\b )""",
    re.I | re.X,
)
_LEAVES_OPEN = re.compile(
    r"""\b(?: (?:claim|alleg|believ|think|thought|suspect|speculat|argu|predict|hop|expect|assum|suppos|propos|fear|
         hypothesi[sz]|imagin|insinuat)\w*\s+(?:[\w'-]+\s+)?that\b
      | (?:plan|hop|expect|intend|attempt|try|tri|threaten|promis|want|wish|propos|believ|alleg|suppos|claim|rumou?r)
         (?:s|ed|es|ning|ned|ing|e)?\s+to\b
      | accus\w+\s+(?:[\w'-]+\s+){1,5}?of\b
      | (?:allegedly|supposedly|purportedly|possibly|perhaps|maybe|presumably)\b
      | whether\b | unless\b | (?<!as\s)(?<!even\s)if\b )""",
    re.I | re.X,
)
_FALSE_AFTER = re.compile(
    r"""\b(?:(?:is|are|was|were|be|been|being)(?:\s+(?:later|since|simply|clearly|entirely|completely|widely))*
        |prov(?:ed|en)|turned\s+out|found)\s*(?:to\s+be\s+)?
      (?: (?:n't|not|never)\s+(?:\w+\s+)?(?:true|correct|accurate|the\s+case|right)
        | (?:entirely\s+|later\s+)?(?:false|untrue|incorrect|wrong|an?\s+(?:\w+\s+)?(?:myth|lie|hoax|fabrication)|
           disproved|disproven|
           debunked|denied|refuted|fabricated|unfounded))\b
    | \bis(?:n't|\s+not)\s+(?:true|correct|accurate|the\s+case)\b | \bwasn't\s+(?:true|correct|accurate|the\s+case)\b""",
    re.I | re.X,
)
_CONDITION = re.compile(r"(?<=\w)\s(?:only\s+)?(?<!as\s)(?<!even\s)(?:if|unless)\s", re.I)
_OPEN_AFTER = re.compile(r",\s*(?:(?:he|she|they|it|[A-Z]\w+)\s+)?(?:falsely\s+)?(?:claim|alleg|speculat)\w*\b", re.I)
_REFERS_BACK = re.compile(
    r"(?:this|that|it|these|those|the\s+(?:claim|report|story|rumou?r|statement|theory|idea|charge)s?)\b", re.I
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a plain text stand, as (start, end); roughly: only to keep scopes apart."""
    cuts = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def is_content(low: str) -> bool:
    """Say whether a lower-case word carries meaning of its own (it is no function word)."""
    return low not in _FUNCTION and low not in _NOT and low not in _NO and not _NEGATED_VERB.match(low)


def negates(text: str) -> bool:
    """Say whether a plain text holds a word that denies something, "refused" and "banned" among them."""
    return any(
        w.low in _NOT or w.low in _NO or _NEGATED_VERB.match(w.low) or _NEGATIVE_WORD.match(w.low) for w in tokens(text)
    ) or bool(_FALSE_AFTER.search(text))


def polarities(text: str) -> list[Polarity]:
    """Return the polarity of every word of a plain text, in the order of `rag.wording.tokens`."""
    words = tokens(text)
    starts = [word.start for word in words]
    found: list[Polarity] = ["said"] * len(words)
    spans = sentence_spans(text)
    for n, (start, end) in enumerate(spans):
        sentence = text[start:end]
        for pattern, value in ((_LEAVES_OPEN, "reported"), (_DENIES, "denied")):
            for operator in pattern.finditer(sentence):
                boundary = _end_of_scope(sentence, operator)
                _mark(found, starts, start + operator.end(), start + boundary, value)  # type: ignore[arg-type]
        for condition in _CONDITION.finditer(sentence):
            begin = max((m.end() for m in _BOUNDARY.finditer(sentence[: condition.start()])), default=0)
            _mark(found, starts, start + begin, start + condition.start(), "reported")
        _single_words(words, found, bisect_left(starts, start), bisect_left(starts, end))
        for after, value in ((_OPEN_AFTER, "reported"), (_FALSE_AFTER, "denied")):
            if verdict := after.search(sentence):
                begin = max((m.end() for m in _BOUNDARY.finditer(sentence[: verdict.start()])), default=0)
                back = n and after is _FALSE_AFTER and _REFERS_BACK.match(sentence)
                about = spans[n - 1] if back else (start + begin, start + verdict.start())
                _mark(found, starts, *about, value)  # type: ignore[arg-type]
    return found


def _end_of_scope(sentence: str, operator: re.Match[str]) -> int:
    boundary = _BOUNDARY.search(sentence, operator.end())
    ends = [boundary.start()] if boundary else []
    if operator[0].lower() in ("if", "unless", "whether"):  # "If it rains, …": the condition ends at the comma
        comma = sentence.find(",", operator.end())
        ends += [comma] if comma >= 0 else []
    return min(ends, default=len(sentence))


def _mark(found: list[Polarity], starts: list[int], start: int, end: int, value: Polarity) -> None:
    for i in range(bisect_left(starts, start), bisect_left(starts, end)):
        found[i] = "said" if value == "denied" and found[i] in NEGATIVE else value


def _single_words(words: list[Word], found: list[Polarity], first: int, last: int) -> None:
    """Mark what "not", "no" or "might" stands before: the next word of content, adverbs passed over."""
    for i in range(first, last):
        low = words[i].low
        negated = low in _NOT or low in _NO or bool(_NEGATED_VERB.match(low))
        follows = words[i + 1].low if i + 1 < last else ""
        if not negated and low not in _MODAL:
            continue
        if (low, follows) in (("not", "only"), ("not", "just"), ("no", "doubt"), ("nothing", "but")) or words[
            i
        ].text == "May":
            continue
        heads = [j for j in range(i + 1, min(last, i + 7)) if is_content(words[j].low) and not words[j].low.endswith("ly")]
        for j in heads[: 2 if low in ("no", "none", "nobody", "nothing", "neither") else 1]:
            if not negated:
                found[j] = "perhaps" if found[j] == "said" else found[j]
            elif words[j].low != "longer":
                found[j] = "said" if found[j] in NEGATIVE else "not"
