"""The names of a text, and which of them another text does not hold."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rag.assertion import is_content, sentence_spans
from rag.inflection import alike, stems
from rag.wording import NUMBER_WORDS, ORDINALS, Word, find_dates, is_month, tokens

_LINKING = frozenset(
    """according additionally also although another as because besides both consequently conversely currently
    despite due during each every finally first firstly for from furthermore generally given hence here however
    if importantly in indeed instead last lastly later many meanwhile more moreover most nevertheless next
    nonetheless notably now often on once one originally others overall particularly people previously rather
    recently research second secondly several similarly since so some sometimes soon specifically still studies
    subsequently such that the then there therefore these they this those though thus to today typically
    ultimately under unlike until usually various what when where whereas whether which while who why with
    within yes yet""".split()
)
"""Words that begin a sentence in capitals without being names."""
_PEOPLES = """
france french frenchman frenchmen|spain spanish spaniard spaniards|netherlands dutch holland|england english englishman
englishmen|britain british briton britons|uk british|wales welsh|greece greek greeks|switzerland swiss|denmark danish dane
danes|poland polish pole poles|turkey turkish turk turks|scotland scottish scots scot|ireland irish|sweden swedish swede
swedes|finland finnish finn finns|germany german germans|norway norwegian norwegians|china chinese|japan japanese|
portugal portuguese|us american americans
"""
_SAME_PEOPLE = [frozenset(group.split()) for group in _PEOPLES.replace("\n", " ").split("|")]
_DEMONYM = re.compile(r"(?:ian|ean|an|n|ese|ish|i|ic)s?\Z")
_DEFINED = re.compile(r"((?:[A-Z][\w'-]*(?:\s+(?:of|the|and|for|on|in))*\s+){1,7}[A-Z][\w'-]*)\s+\(([A-Z][A-Z.]{1,7})\)")


@dataclass(frozen=True, slots=True)
class Missing:
    """Names that the other text lacks. ``sure``: names beyond doubt. ``perhaps``: sentence beginnings, mixed names."""

    sure: tuple[str, ...]
    perhaps: tuple[str, ...]


def missing_names(text: str, held: str) -> Missing:
    """Return the names of a plain text that stand in another plain text in no form."""
    words = tokens(text)
    first = {next((i for i, w in enumerate(words) if a <= w.start < b), 0) for a, b in sentence_spans(text)}
    first |= {i for i, w in enumerate(words) if i and re.search(r"[:\"(\n]\s*\Z", text[words[i - 1].end : w.start])}
    held_words = tokens(held)
    lows = {w.low for w in held_words} | {w.low.removesuffix("'s") for w in held_words}
    roots = set(stems([w.low for w in held_words]))
    spelled = _acronyms(held)
    spelled_out = {low for full in spelled.values() for low in full} if any(a in text for a in spelled) else set()
    expanded = _expanded(text, lows)
    sure: list[str] = []
    perhaps: list[str] = []
    months = bool(find_dates(text))
    for i, word in enumerate(words):
        low = word.low.removesuffix("'s")
        if not word.text[0].isupper() or low in lows or low in expanded or low in spelled_out:
            continue
        if _holds_another_form(word, low, lows, spelled, held_words, words[i + 1] if i + 1 < len(words) else None):
            continue
        if (is_month(low) and months) or low in ORDINALS or low in NUMBER_WORDS:
            continue  # dates and numbers are compared as such
        if i not in first:
            if is_content(low):
                sure.append(word.text)
        elif word.text.isupper() and (len(word.text) > 1 or (text[word.end : word.end + 1] == "." and is_content(low))):
            sure.append(word.text)
        elif _could_be_a_name(low) and not any(alike(root, stems([low])[0]) for root in roots):
            perhaps.append(word.text)
    return Missing(tuple(sure), (*perhaps, *_joined_otherwise(text, words, held, held_words)))


def _joined_otherwise(text: str, words: list[Word], held: str, held_words: list[Word]) -> list[str]:
    """Names put together from parts of two: "Nova France" where the other text has Nova Scotia and France."""
    after: dict[str, set[str]] = {}
    for i, word in enumerate(held_words):
        following = [w for w in held_words[i + 1 : i + 4] if w.text[0].isupper()]
        close = (
            i + 1 < len(held_words) and held_words[i + 1].text[0].isupper() and _side_by_side(held, word, held_words[i + 1])
        )
        if word.text[0].isupper():
            after.setdefault(word.low, set()).update(w.low for w in following if close)
            if not close:
                after[word.low].add("")
    return [
        f"{a.text} {b.text}"
        for a, b in pairwise(words)
        if a.text[0].isupper() and b.text[0].isupper() and len(a.text) > 1 and _side_by_side(text, a, b)
        if after.get(a.low) and not after[a.low] & {b.low, ""} and b.low in after and is_content(a.low)
    ]


def _side_by_side(text: str, left: Word, right: Word) -> bool:
    return text[left.end : right.start] in (" ", "-")


def _could_be_a_name(low: str) -> bool:
    return is_content(low) and low not in _LINKING and not low.endswith(("ing", "ly", "ed", "s"))


def _holds_another_form(
    word: Word, low: str, lows: set[str], spelled: dict[str, tuple[str, ...]], held: list[Word], after: Word | None
) -> bool:
    if word.text.replace("s", "").isupper() and word.text.rstrip("s") in spelled:
        return True
    if len(low) == 1:  # an initial: "J. Smith" for "John Smith"
        follows = after.low if after else ""
        return any(a.text[0] == word.text and b.low == follows for a, b in pairwise(held))
    if any(low in people and people & lows for people in _SAME_PEOPLE):
        return True
    root = _DEMONYM.sub("", low).rstrip("aeiouy")
    if len(root) >= 4 and any(_DEMONYM.sub("", o).rstrip("aeiouy") == root for o in lows if o.startswith(root)):
        return True
    return low.removesuffix("s") in lows or f"{low}s" in lows


def _acronyms(text: str) -> dict[str, tuple[str, ...]]:
    """Return what short forms in capitals a text's runs of names spell: {"UN": ("united", "nations")}."""
    found: dict[str, tuple[str, ...]] = {}
    runs = re.findall(r"[A-Z][\w'-]*(?:\s+(?:of\s+|the\s+|and\s+|for\s+)*[A-Z][\w'-]*)+", text)
    for run in runs:
        names = [w for w in tokens(run) if w.text[0].isupper()]
        for start in range(len(names) - 1):
            for end in range(start + 2, min(len(names), start + 6) + 1):
                part = names[start:end]
                found["".join(w.text[0] for w in part)] = tuple(w.low for w in part)
    for full, short in _DEFINED.findall(text):
        found[short.replace(".", "")] = tuple(w.low for w in tokens(full))
    return found


def _expanded(text: str, lows: set[str]) -> set[str]:
    """Return the words of full names in a text whose short form the other text holds ("United Nations" for "UN")."""
    return {low for short, full in _acronyms(text).items() if short.lower() in lows and len(short) > 1 for low in full}
