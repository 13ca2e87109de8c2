"""What became of added files in the index, in words. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from index.types import Article
from web import words


def outcomes(wanted: Iterable[str], articles: Sequence[Article]) -> Mapping[str, tuple[str, str]]:
    """Return (status, words) for each of the wanted ids that the index knows, an archive's members taken together."""
    parts: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        parts[article.id.partition("!/")[0]].append(article)
    return {name: _outcome(parts[name]) for name in wanted if name in parts}


def _outcome(parts: Sequence[Article]) -> tuple[str, str]:
    read = [part for part in parts if part.status == "indexed"]
    unread = [part for part in parts if part.status != "indexed"]
    if not read:
        first = min(unread, key=lambda part: (part.status != "failed", part.id))
        return first.status, words.sentence(f"{words.STATE_NAMES[first.status]}: {first.reason}")
    told = words.INDEXED_WITH.format(passages=words.count(sum(part.passages for part in read), "passage"))
    if len(parts) > 1:
        told += words.INDEXED_AS.format(articles=words.count(len(read), "article"))
    elif read[0].copies_of:
        told += "; " + words.COPY_OF.format(article=read[0].copies_of)
    if unread:
        told += words.PARTS_UNREAD.format(parts=words.count(len(unread), "part"), reason=unread[0].reason)
    return "indexed", f"{told}."
