"""The list of articles as HTML: what is indexed, what is not and why. Pure; all text of others is escaped here."""

from collections import Counter
from collections.abc import Sequence

from index.sync import ADDED
from index.types import Article
from web import words
from web.background import Status
from web.markup import about, attribute, text

SHOWN = 200
"""Most articles listed at once; the others are found by a part of their title."""


def summary(articles: Sequence[Article], status: Status) -> str:
    """Return how many articles there are in each state, and how far a running sync is."""
    counted = Counter(article.status for article in articles)
    told = words.COUNTS.format(**{state: f"{counted[state]:,}" for state in ("indexed", "skipped", "failed")})
    running = f'<p class="wait">{text(status.text)}</p>' if status.kind == "busy" else ""
    return f'<p class="counts">{told if articles else words.NO_ARTICLES}</p>{running}'


def listing(articles: Sequence[Article], wanted: str = "") -> str:
    """Return the articles whose title, publisher, date or id holds ``wanted``.

    What is not indexed comes first, folded away; then what was added here, then the rest by title.
    """
    copies = Counter(article.copies_of for article in articles if article.copies_of)
    found = [article for article in articles if _fits(article, wanted)]
    unread = sorted((a for a in found if a.status != "indexed"), key=lambda a: (a.status != "failed", a.id))
    read = sorted((a for a in found if a.status == "indexed"), key=lambda a: (not _was_added(a), named(a).casefold(), a.id))
    rows = "".join(_row(article, copies[article.id]) for article in read[:SHOWN])
    parts = [_unread(unread, opened=bool(wanted) or any(a.status == "failed" for a in unread)) if unread else ""]
    parts.append(f'<ul class="articles">{rows}</ul>' if rows else "")
    if len(read) > SHOWN:
        more = words.MORE.format(articles=words.count(len(read) - SHOWN, "article"))
        parts.append(f'<p class="small">{more}</p>')
    if wanted and not found:
        parts.append(f'<p class="small">{words.NONE_FOUND}</p>')
    return "".join(parts)


def news(lines: Sequence[str], *, wrong: Sequence[str] = ()) -> str:
    """Return what became of an upload, an address or a removal: a line each, mistakes marked."""
    told = [f"<p>{text(line)}</p>" for line in lines]
    told += [f'<p class="wrong">{text(line.rstrip("."))}.</p>' for line in wrong]  # many begin with a name
    return "".join(told)


def named(article: Article) -> str:
    """Return what a reader knows an article by: its title, or the file's name."""
    return article.title or article.id.removeprefix(f"{ADDED}/")


def _fits(article: Article, wanted: str) -> bool:
    held = " ".join((*about(article.title, article.publisher, article.date, article.id), article.id)).casefold()
    return all(part in held for part in wanted.casefold().split())


def _unread(articles: Sequence[Article], *, opened: bool) -> str:
    rows = "".join(_row(article, 0) for article in articles[:SHOWN])
    title = words.NOT_INDEXED.format(files=words.count(len(articles), "file"))
    state = " open" if opened else ""
    return f'<details class="unread"{state}><summary>{title}</summary><ul class="articles">{rows}</ul></details>'


def _row(article: Article, copies: int) -> str:
    told = about(named(article), article.publisher, article.date, article.id)[1:]
    if article.title:
        told.append(article.id)
    if article.copies_of:
        told.append(words.COPY_OF.format(article=article.copies_of))
    if copies:
        told.append(words.COPIES.format(copies=words.count(copies, "copy", "copies")))
    reason = words.STATES[article.status] + article.reason if article.reason else ""
    line = " \u00b7 ".join(told)
    lines = f'<span class="words">{text(named(article))}</span>'
    lines += f'<div class="small"><span class="words">{text(line)}</span></div>' if line else ""
    lines += f'<div class="small reason">{text(words.sentence(reason))}</div>' if reason else ""
    return f'<li class="{article.status}"><div>{lines}</div>{_remove_button(article)}</li>'


def _was_added(article: Article) -> bool:
    return article.id.startswith(f"{ADDED}/")


def _remove_button(article: Article) -> str:
    """Return a button for what was added here; members of an archive go with their archive."""
    if not _was_added(article) or "!/" in article.id:
        return ""
    label = attribute(words.REMOVE_LABEL.format(title=named(article)))
    return (
        f'<button type="button" data-article="{text(article.id)}" data-surely="{words.REMOVE_SURELY}" '
        f'aria-label="{label}">{words.REMOVE}</button>'
    )
