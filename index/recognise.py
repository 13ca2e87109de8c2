"""Is this line, or this sentence, page furniture? It is told from its words and its shape alone."""

import re
from typing import NamedTuple

from index import dates
from index.furniture import (
    HEADINGS,
    LABELS,
    LINES,
    MENU,
    SENTENCES,
    SETS,
    SUBJECTS,
    WEAK_HEADINGS,
    WEAK_LABELS,
)
from index.interface import is_certain_control, is_control, is_plea
from index.speaking import SPEAKING

LONGEST_LINE = 200
"""Characters. A line of furniture is short; only runs of headlines and notes to the reader are longer."""
LONGEST_SENTENCE = 50
"""Words. A longer one has something of the article glued to it."""


class Found(NamedTuple):
    """What was recognised. ``weak``: an author may have written it, so it needs company; ``heads``: headlines follow it."""

    kind: str
    weak: bool = False
    heads: bool = False


def _compile(notation: str, then: str = "") -> re.Pattern[str]:
    source = "|".join(notation.strip().splitlines())
    for name, members in (SETS | {"policy": SETS["policy"]}).items():
        source = source.replace(f"<{name}>", f"({members})")
    source = re.sub(r"(?<!\\)\((?!\?)", "(?:", source).replace(" … ", "…").replace("…", ".{0,120}?")
    return re.compile(f"(?:{source}){then}", re.I)


_END = r"[ .:!…»›>→]*"
_LINES = [(kind, _compile(phrases, _END)) for kind, phrases in LINES.items()]
_SENTENCES = [(kind, _compile(phrases)) for kind, phrases in SENTENCES.items()]
_SUBJECTS = {kind: _compile(words) for kind, words in SUBJECTS.items()}
_LABEL = _compile(LABELS, r"(?: ?[:：|»›>–—]+| -) ?(?P<headline>.+)")
_WEAK_LABEL = _compile(WEAK_LABELS, r" ?[:：|»›>]+ ?(?P<headline>.+)")
_HEADING = _compile(LABELS + HEADINGS, _END)
_WEAK_HEADING = _compile(WEAK_HEADINGS, _END)
_MENU_WORD = _compile(MENU, r"\W*")
_MENU_RUN = re.compile(rf"(?:{_compile(MENU).pattern}(?:\s*[|·•>»›/,]\s*|\s+|$)){{4,}}", re.I)
_ANCHOR = _compile(
    "home|menu|search.*|log ?in|sign (in|up)|subscribe|share|tweet|print|e-?paper|(contact|about)( us)?|<policy>|<network>|"
    "<abroad>"
)
_ADDRESS = re.compile(r"\(? ?<?https?://[^\s)>]+>? ?\)?")
_SHOUTED = _compile(LABELS + HEADINGS + WEAK_HEADINGS, r"(?= [\"'‘“]?[A-Z])")
_BIO = re.compile(
    r"(?:About the author:? )?(?P<name>(?:[^\W\d_][\w.'’-]+ ){2,3})(?:is (?:a|an|the|our) .*\b(?:reporter|journalist|writer"
    r"|correspondent|editor|author|columnist|contributor|fellow|professor|freelancer?|lecturer|producer|photographer|novelist"
    r"|critic|blogger|historian|poet)|has (?:covered|written|reported|edited)\b"
    r"|(?:\w+ )?(?:edits|writes|covers|reports|teaches|blogs|tweets|contributes)\b)"
)
# "Subscribe now, said the card", "Cancel anytime, the posters promise": the article tells of such words.
_REPORTED = re.compile(
    r"^[^,:;]{3,60}[,:] (?:(?:said|says|reads?|promise[sd]?|urge[sd]?|wrote|begs?) (?:the|a|an|my|his|her|one)\b"
    r"|(?:the|one) [\w ]{2,30} (?:says?|said|reads?|promise[sd]?|urge[sd]?|wrote|beg)\b"
    r"|so (?:it|he|she|they) (?:says?|said)\b)",
    re.I,
)
_SPEAKING = _compile(SPEAKING, _END)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_SEARCH = re.compile(r"search [\w.-]{2,30}")
_SEPARATOR = re.compile(r"\s+[|·•»›>/→]\s+|\s*[»›|]\s*")
_METADATA = re.compile(
    r"(?:(?:[Ww]ritten|[Rr]eported|[Ee]dited|[Tt]ext|[Ss]tory) )?(?:[Bb]y|BY):? [A-Z]"
    r"|(?:[Aa]uthor|[Ss]ource|[Rr]eporter|[Ee]ditor)s?:"
)
# Capitals and a colon or bar keep a label in the middle of a line from being prose.
_LOST_BREAK = re.compile(
    r"\b(?:(?:Also|ALSO|Must|MUST)[ -](?:Read|READ|See|SEE|Watch|WATCH|read|see)"
    r"|(?:Read|READ) (?:More|MORE|Also|ALSO|Next|NEXT|more|also)"
    r"|Watch|WATCH|Related|RELATED|Trending|TRENDING|Recommended) ?[:|](?= ?['\"‘“]?[A-Z])"
    r"|[|(\[]? ?\b(?:Photo|PHOTO|Image|IMAGE|Picture) ?(?:[Cc]redits?|CREDITS?|[Cc]ourtesy|Source|by) ?[:|–-]"
    r"|[(\[](?:Photo|Image|File photo)s?:"
)
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]{1,2}|[^\W\d_][\w'’-]*")
"""A word; of scripts that put no space between words, two characters."""
_HEADLINES = 0.75  # share of capitals
_SMALL_WORD = re.compile(
    "after|before|with|from|over|into|amid|against|about|as|is|are|in|on|at|to|for|of|by|and|the|his|her|its|their|out|up|says"
    "|gets|how|why|what|who|when|where|this|that|will|can|be|has|have|not|you|your",
    re.I,
)
_NEWS_WORD = re.compile(
    "(?:Say|Get|Take|Win|Lose|Lead|Open|Begin|Face|Hit|Hold|Fall|Rise|Sign|Reveal|Share|Make|Seek|Urge|Call|Announce|Launch|Die"
    "|Beat|Slam|Warn|Issue|Discus|Gift|Contest|Show|Join|Visit|Meet|Give|Set|Return|Reach|Claim|Deny|Denie|Ask|Tell|Kill|Arrest"
    "|Injure|Ban|Vow|Pick|Turn|Return|React|Respond)(?:s|es|ed|d)|(?:How|Why|Here|Live|LIVE|Here's|Live|Updates|Watch|Amid|Over)"
)
_QUOTES = "\"'“‘«„"


def recognise_line(line: str) -> Found | None:
    """Return what kind of furniture ``line`` is, white space made single, None when it may belong to the article."""
    bare = line.replace("’", "'")
    if not line or is_metadata(line) or _REPORTED.search(bare):
        return None
    found = _labelled(bare)
    if found and not found.weak:
        return found
    if len(line) <= LONGEST_LINE and (label := _SHOUTED.match(bare)) and label[0].isupper() and len(label[0]) > 8:
        return Found("related")
    if len(line) > LONGEST_LINE:
        return None
    if _HEADING.fullmatch(bare) or _WEAK_HEADING.fullmatch(bare):
        return Found("related", weak=not _HEADING.fullmatch(bare), heads=True)
    for kind, phrases in _LINES:
        if phrases.fullmatch(bare):
            return Found(kind)
    if found or _MENU_WORD.fullmatch(bare):
        return found or Found("navigation", weak=True)
    return Found("navigation") if is_certain_control(bare) else _menu(bare)


def speaks_of_page(line: str) -> str | None:
    """Return the kind of a line that no phrase of the list fits, but that holds interface words or pleads with the reader.

    An author may have written it; it counts on pages that are known to be scraped. None when it may be the article's.
    """
    bare = _ADDRESS.sub("", line.replace("’", "'")).strip()
    if bare[:1] in _QUOTES or len(bare) > LONGEST_LINE or is_metadata(line) or _REPORTED.search(bare):
        return None
    if _SPEAKING.fullmatch(bare) or is_control(bare) or is_plea(_SENTENCE_END.split(bare)):
        return next((kind for kind, words in _SUBJECTS.items() if words.search(line)), "page")
    return None


def author_told_of(line: str) -> str | None:
    """Return the name in a note on the author ("Jane Doe is a writer who ...", "Jane Doe covers ..."), else None."""
    found = _BIO.match(line)
    return found["name"].strip() if found and found["name"].istitle() else None


def recognise_sentence(sentence: str) -> Found | None:
    """Return what kind of furniture a sentence is that speaks to the reader about the page, None if it does not."""
    bare = sentence.replace("’", "'").lstrip("*_•-–—> ")
    if bare[:1] in _QUOTES:
        return None
    if bare[:1] in "([" and bare[-1:] in ")].":
        return _labelled(bare) or _reader_is_told(bare[1:])
    return _reader_is_told(bare)


def _reader_is_told(sentence: str) -> Found | None:
    if len(words_of(sentence)) > LONGEST_SENTENCE or _REPORTED.search(sentence):
        return None
    return next((Found(kind) for kind, phrases in _SENTENCES if phrases.match(sentence)), None)


def is_metadata(line: str) -> bool:
    """Tell a byline or a date line, which stays in the stored text."""
    parts = [part for part in re.split(r" ?[|·•] ?", line) if part]
    return bool(_METADATA.match(line)) or any(dates.parse_date(part) and len(part) > 4 for part in parts)


def is_about(kind: str, text: str) -> bool:
    """Tell whether an article's sentence speaks of the thing that furniture of this kind is made of (cookies, say)."""
    return kind in _SUBJECTS and _SUBJECTS[kind].search(text) is not None


def is_anchor(line: str) -> bool:
    """Tell a menu word that hardly any article would have as a line of its own ("Login")."""
    return _ANCHOR.fullmatch(line.strip(" :|.")) is not None


def menu_prefix(line: str) -> int:
    """Return the length of a menu that runs into the text ("Home News Sports Login Title ..."), 0 when there is none."""
    found = _MENU_RUN.match(line)
    return (
        found.end()
        if found and len(re.findall(r"\b(?:home|menu|login|log in|search|subscribe|sign in)\b", found[0], re.I))
        else 0
    )


def lost_break(line: str) -> int | None:
    """Return where a label such as "Also Read:" stands in the middle of a line whose breaks were lost, None if nowhere."""
    found = _LOST_BREAK.search(line, 1)
    return found.start() if found and line[found.start() - 1] not in "([" else None


def capitals(text: str) -> float:
    """Share of the words of ``text`` that begin with a capital; 0 when there are none."""
    words = words_of(text)
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def is_run_of_headlines(text: str) -> bool:
    """Tell headlines of several articles that were glued together: "... Counting Begins In Wayanad India Gets New ...".

    Headlines write small words with a capital ("In", "After") and say what happens ("Gets", "Begins"). A list of names or
    of songs, a table or a bibliography does not, and neither does a sentence with many names.
    """
    words = words_of(text)
    small = [word for word in words[1:] if _SMALL_WORD.fullmatch(word)]
    raised = sum(word[0].isupper() for word in small)
    news = {word.lower() for word in words if _NEWS_WORD.fullmatch(word)}
    lists = text.count(",") > len(words) / 8 or len(re.findall(r"\d{4}", text)) > 2 or '"' in text
    return len(words) >= 20 and capitals(text) >= 0.75 and raised >= max(3, len(small) / 2) and len(news) >= 2 and not lists


def opens_with_label(text: str) -> bool:
    """Tell headlines under a label that lost its line break: "You May Also Like Ten Ways To Fold A Map"."""
    label = _SHOUTED.match(text.replace("’", "'"))
    return label is not None and len(label[0].split()) > 1 and label[0][0].isupper() and capitals(text) >= _HEADLINES


def words_of(text: str) -> list[str]:
    """Return the words of ``text``; numbers are none."""
    return _WORD.findall(text)


def _labelled(line: str) -> Found | None:
    """'Also read: <headline>'. A weak label ("Read:", "Watch:") counts as strong when a title-case headline follows it."""
    inner = line[1:].rstrip(".").rstrip(")]") if line[:1] in "([" else line
    strong, weak = _LABEL.fullmatch(inner), _WEAK_LABEL.fullmatch(inner)
    found = strong or weak
    if not found or found["headline"].endswith((";", ",")) or len(words_of(found["headline"])) < 2:
        return None
    headline = found["headline"]
    if headline.endswith(".") and (weak or len(words_of(headline)) > 18):
        return None  # a sentence of the article, perhaps after a headline
    if strong and len(inner) <= LONGEST_LINE:
        return Found("related")
    if "|" in line[: len(line) - len(headline)] and len(words_of(headline)) >= 4:
        return Found("related")
    shouts = capitals(headline) >= 0.75 and len(words_of(headline)) >= 5
    return Found("related", weak=not shouts) if shouts or len(inner) <= LONGEST_LINE else None


def _menu(line: str) -> Found | None:
    """A line of menu words, or short parts between separators that are mostly menu words; breadcrumbs begin with Home."""
    if _MENU_RUN.fullmatch(line):
        return Found("navigation")
    parts = [part.strip() for part in _SEPARATOR.split(line) if part.strip()]
    if 2 <= len(parts) <= 30 and line[:1] != "|" and all(recognise_line(part) for part in parts):
        return Found("navigation")
    if len(parts) >= 2 and all(len(part.split()) <= 5 for part in parts) and line[:1] != "|":
        known = sum(_MENU_WORD.fullmatch(part) is not None for part in parts)
        trail = re.search(r"[>›»]", line) is not None
        if (trail and parts[0].lower() in ("home", "homepage", "front page")) or (
            len(parts) >= 3 and known * 2 >= len(parts)
        ):
            return Found("navigation")
        if trail and len(parts) >= 3 and all(part[0].isupper() for part in parts):
            return Found("navigation", weak=True)
    return Found("navigation", weak=True) if _SEARCH.fullmatch(line) else None
