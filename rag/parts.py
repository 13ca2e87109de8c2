"""A question that asks two things -> the questions it is made of, each standing alone. By rules; in doubt it is one."""

import re

_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"
_BE = r"(?:is|are|was|were)"
_PREPOSITION = (
    r"(?:in|on|at|by|to|from|with|for|of|into|under|during|after|before|about|through|against|between|as|near|over)"
)
_QUESTION_WORD = r"(?:who|whom|whose|what|which|when|where|why|how)"
_ASKS = re.compile(rf"(?:{_PREPOSITION} )?{_QUESTION_WORD}\b", re.I)

_BOTH_WORDS = re.compile(
    rf"(?P<one>when|where|why|how),? and (?P<two>(?:when|where|why|how|(?:by|with|for|to) whom|in (?:which"
    rf"|what) \w+)) (?P<rest>{_AUX}\b.+)",
    re.I,
)
_FRAGMENT = re.compile(
    rf"(?P<first>(?:{_PREPOSITION} )?{_QUESTION_WORD}\b.+?),? and (?P<asks>when|where|why|how|(?:by|with|for|to"
    rf"|from) whom|how often"
    rf"|how long ago|for what (?:purpose|reason)|(?:in|on|at|from) (?:which|what) (?:year|month|day|date|city"
    rf"|country|place|town))",
    re.I,
)
_WHOLE = re.compile(
    rf"(?P<first>.+?),? and (?P<second>(?:{_PREPOSITION} )?(?:"
    rf"{_QUESTION_WORD} {_AUX}\b.+|how \w+(?: \w+){{0,3}} {_AUX}\b.+|(?:which|what"
    rf"|whose) \w+(?: \w+){{0,3}} {_AUX}\b.+|how (?:many|much) \w+ .+"
    rf"|who (?!and\b|or\b|{_PREPOSITION}\b)[a-z]+ .+)|{_BE} (?:it|he|she|they|there) .+|(?:did|does|do|has"
    rf"|have) (?:it|he|she|they) .+)",
    re.I,
)
_AGAIN = re.compile(
    rf"(?P<first>(?P<same>(?P<word>{_QUESTION_WORD})\b.+ (?P<how>{_PREPOSITION})) \S+(?: \S+)?),? and (?P=word)"
    rf" (?P=how) (?P<last>\S+(?: \S+)?)",
    re.I,
)
_INNER = re.compile(rf"\s(?:{_QUESTION_WORD}|that|if|whether)\b", re.I)
_OWN_NAME = re.compile(r"(?<=\s)[A-Z][\w'\u2019-]+")
_PRONOUN = re.compile(
    r"\b(?P<it>it|he|she|they|him|them|this|that)\b|\b(?P<its>its|his|their)\b|\b(?P<her>her)\b|\b(?P<there>there)\b", re.I
)
_PARTICIPLE = re.compile(
    r"(?!united|hundred|sacred)\w*[^\We]ed|born|built|held|made|found|won|lost|written|given|taken|known|called"
    r"|led|sold|bought|sent|set|put|shot|begun|drawn|"
    r"driven|chosen|spoken|broken|grown|thrown|seen|done|spent|paid|told|taught|caught|brought|fought|cut|hit"
    r"|hurt|laid|struck",
    re.I,
)
_DETERMINER = r"(?:the|a|an|this|that|these|those|its|his|her|their)"
_VALUE = re.compile(
    r"(?:the )?(?:name|function|purpose|role|meaning|definition|population|capital|size|height|length|cause|origin|aim|"
    r"goal|title|age|cost|price|number|date|colou?r|nickname|motto) of (?P<of>.+)",
    re.I,
)
_LONGEST_SUBJECT = 8


def parts(question: str) -> list[str]:
    """Return the questions that a question is made of, in order, each a standalone question; [question] for most.

    A pronoun of the second part is replaced by what the first is about. Where no rule finds that, nothing is split.
    """
    asked = " ".join(question.split())
    several = [part for part in re.split(r"(?<=\?)\s+", asked) if part.strip("?! .")]
    if len(several) == 2 and all(_opens(part) for part in several):
        return _carried(several[0], several[1]) or [question]
    if len(several) > 1:
        return [question]
    bare = asked.rstrip("?!. ")
    if both := _BOTH_WORDS.fullmatch(bare):
        return [_question(f"{both['one']} {both['rest']}"), _question(f"{both['two']} {both['rest']}")]
    if found := _FRAGMENT.fullmatch(bare):
        second = _completed(found["first"], found["asks"])
        return [_question(found["first"]), _question(second)] if second else [question]
    if again := _AGAIN.fullmatch(bare):
        return [_question(again["first"]), _question(f"{again['same']} {again['last']}")]
    for found in _WHOLE.finditer(bare):
        if (
            found.end() == len(bare)
            and _ASKS.match(found["first"])
            and _opens(found["first"])
            and not _INNER.search(_after_asking(found["first"]))
        ):
            return _carried(found["first"], found["second"]) or [question]
    return [question]


def _opens(part: str) -> bool:
    return bool(_ASKS.match(part) or re.match(rf"{_AUX}\b", part, re.I)) and len(part.split()) > 2


def _after_asking(first: str) -> str:
    found = _ASKS.match(first)
    return first[found.end() :] if found else first


def _question(text: str) -> str:
    text = text.strip().rstrip("?!.,; ")
    return f"{text[0].upper()}{text[1:]}?"


def _completed(first: str, asks: str) -> str | None:
    """Complete a fragment: "When was the wall built" + "by whom" -> "by whom was the wall built"."""
    if _INNER.search(_after_asking(first)):
        return None
    if found := re.fullmatch(
        rf"(?:{_PREPOSITION} )?(?:when|where|why|how|what|who|whom) (?P<rest>{_AUX}\b .+)", first, re.I
    ):
        who_is = re.match(rf"(?:who|what) {_BE}\b", first, re.I)
        return None if who_is else f"{asks} {found['rest']}"
    if found := re.fullmatch(r"who (?P<did>[a-z]+ .+)", first, re.I):
        return f"{asks} was it that someone {found['did']}" if re.match(r"\w+ed\b|[a-z]+[^s] ", found["did"]) else None
    return None


def _carried(first: str, second: str) -> list[str] | None:
    """Both parts, the pronoun of the second replaced; None when it has one that no rule resolves."""
    pronoun = _PRONOUN.search(second)
    if not pronoun or _OWN_NAME.search(second[: pronoun.start()]):
        return [_question(first), _question(second)]
    subject = _subject(first.rstrip("?!. "))
    if not subject:
        return None
    if re.match(rf"who (?!{_AUX}\b)", first, re.I) and re.fullmatch("he|she|him|his|her", pronoun[0], re.I):
        subject = re.sub(r"^who", "the one who", first.rstrip("?!. "), flags=re.I)
    value = _VALUE.fullmatch(subject)
    plain = value["of"] if value and not pronoun["there"] else subject
    return [_question(first), _question(_PRONOUN.sub(lambda found: _instead(found, plain, second), second))]


def _instead(found: re.Match[str], subject: str, text: str) -> str:
    follows = text[found.end() :]
    if found["it"]:
        return subject if found["it"].lower() not in ("this", "that") or not re.match(r" [a-z]", follows) else found[0]
    if found["there"]:
        return f"in {subject}" if re.match(r"\W*$", follows) else found[0]
    possessive = found["its"] or re.match(rf" (?!{_PREPOSITION}\b)[a-z]", follows, re.I)
    return f"{subject}'{'' if subject.endswith('s') else 's'}" if possessive else subject


def _subject(first: str) -> str | None:
    """What a question is about: the noun phrase after its question word and verb, None when its end is unclear."""
    if found := re.fullmatch(rf"(?:{_PREPOSITION} )?{_QUESTION_WORD}\b.*?\b{_BE} (?P<rest>.+)", first, re.I):
        phrase = _until_participle(found["rest"])
    elif found := re.fullmatch(
        rf"(?:{_PREPOSITION} )?{_QUESTION_WORD}\b.*?\b(?:do|does|did|can|could|will|would) (?P<rest>.+)", first, re.I
    ):
        phrase = _until_verb(found["rest"])
    elif found := re.fullmatch(r"who [a-z]+ (?P<rest>.+)", first, re.I):
        phrase = _until_preposition(found["rest"].split())
    else:
        return None
    words = " ".join(phrase).strip(" ,")
    unclear = (
        not words or len(phrase) > _LONGEST_SUBJECT or _PRONOUN.fullmatch(words) or re.fullmatch(_DETERMINER, words, re.I)
    )
    return None if unclear else words


def _until_participle(rest: str) -> list[str]:
    words = rest.split()
    for i, word in enumerate(words[1:], 1):
        ends = i + 1 == len(words) or re.fullmatch(_PREPOSITION, words[i + 1], re.I)  # "the most used models" goes on
        if ends and _PARTICIPLE.fullmatch(word) and not re.fullmatch(_DETERMINER, words[i - 1], re.I):
            return words[:i]
    return _until_preposition(words)


def _until_verb(rest: str) -> list[str]:
    """Cut at the verb: "the pilgrims come from" -> "the pilgrims": the verb is the last word before an object."""
    words = re.sub(r"\btake place\b", "happen", rest).split()
    if named := re.match(
        r"(?:the )?[A-Z][\w'\u2019.-]*(?: (?:(?:of|the|de|van|von) )*[A-Z][\w'\u2019.-]*)*(?= [a-z])", rest
    ):
        return named[0].split()
    head = _until_preposition(words)
    for i, word in enumerate(head[1:], 1):
        if re.fullmatch(_DETERMINER, word, re.I) and head[i - 1].lower() != "of":
            head = head[:i]
            break
    return head[:-1]


def _until_preposition(words: list[str]) -> list[str]:
    for i, word in enumerate(words[1:], 1):
        if word.lower() != "of" and re.fullmatch(_PREPOSITION, word, re.I):
            return words[:i]
    return words
