"""The table of articles as HTML: what is indexed, what is not and why. Pure; all text of others is escaped here."""

from collections import Counter
from collections.abc import Sequence

from index.types import Article
from web import words
from web.background import Status
from web.library.finding import COLUMNS, Wanted, count_copies, found, named, source_of, was_added
from web.markup import attribute, text

SHOWN = 200
"""Most articles listed at once; the others are found by a part of their title."""


def summary(articles: Sequence[Article], status: Status) -> str:
    """Return how many articles there are in each state, and how far a running sync is."""
    counted = Counter(article.status for article in articles)
    told = words.COUNTS.format(**{state: f"{counted[state]:,}" for state in ("indexed", "skipped", "failed")})
    running = f'<p class="wait">{text(status.text)}</p>' if status.kind == "busy" else ""
    return f'<p class="counts">{told if articles else words.NO_ARTICLES}</p>{running}'


def listing(articles: Sequence[Article], wanted: Wanted) -> str:
    """Return the table of the articles that fit what is ``wanted``, at most `SHOWN` of them."""
    if not articles:
        return ""
    rows = found(articles, wanted)
    if not rows:
        return f'<p class="small">{words.NONE_FOUND}</p>'
    copies = count_copies(articles)
    columns = COLUMNS if copies else COLUMNS[:-1]
    heads = "".join(_head(column, wanted) for column in columns)
    body = "".join(_row(article, copies[article.id], columns) for article in rows[:SHOWN])
    table = (
        f'<table class="articles" role="table" aria-label="{words.ARTICLES}"><thead role="rowgroup"><tr role="row">{heads}'
        f'<th role="columnheader"><span class="hidden-words">{words.REMOVE}</span></th></tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )
    more = words.MORE.format(articles=words.count(len(rows) - SHOWN, "article"))
    return table + (f'<p class="small">{more}</p>' if len(rows) > SHOWN else "")


def news(lines: Sequence[str], *, wrong: Sequence[str] = ()) -> str:
    """Return what became of a removal or another look at the folder: a line each, mistakes marked."""
    told = [f"<p>{text(line)}</p>" for line in lines]
    told += [f'<p class="wrong">{text(line.rstrip("."))}.</p>' for line in wrong]  # many begin with a name
    return "".join(told)


def _head(column: str, wanted: Wanted) -> str:
    order = "none" if column != wanted.column else "descending" if wanted.descending else "ascending"
    return (
        f'<th role="columnheader" scope="col" aria-sort="{order}">'
        f'<button type="button" data-sort="{column}">{words.COLUMNS[column]}</button></th>'
    )


def _row(article: Article, copies: int, columns: Sequence[str]) -> str:
    """Return a row. On a phone it is a card, whose lines say what they are: the roles keep it a row for screen readers."""
    told = {
        "title": _title(article),
        "status": _state(article),
        "date": text(article.date or ""),
        "publisher": _words(article.publisher or ""),
        "source": _words(source_of(article)),
        "copies": _copies(article, copies),
    }
    cells = "".join(
        f'<td role="cell" data-column="{column}" data-label="{words.COLUMNS[column]}">{told[column]}</td>'
        for column in columns
    )
    cells += f'<td role="cell" data-column="act">{_remove_button(article)}</td>'
    return f'<tr role="row" class="{article.status}">{cells}</tr>'


def _title(article: Article) -> str:
    """Return the title as a button that opens the article, where there is a text to open."""
    if article.text_hash is None:
        return _words(named(article))
    return f'<button type="button" class="title words" data-read="{text(article.id)}">{text(named(article))}</button>'


def _state(article: Article) -> str:
    reason = f": {article.reason}" if article.reason else ""
    return _words(words.STATE_NAMES[article.status] + reason)


def _copies(article: Article, copies: int) -> str:
    told = [words.COPY_OF.format(article=article.copies_of)] if article.copies_of else []
    told += [words.count(copies, "copy", "copies")] if copies else []
    return _words(" \u00b7 ".join(told))


def _words(value: str) -> str:
    return f'<span class="words">{text(value)}</span>' if value else ""


def _remove_button(article: Article) -> str:
    """Return a button for what was added here; members of an archive go with their archive."""
    if not was_added(article) or "!/" in article.id:
        return ""
    label = attribute(words.REMOVE_LABEL.format(title=named(article)))
    return (
        f'<button type="button" data-article="{text(article.id)}" data-surely="{words.REMOVE_SURELY}" '
        f'aria-label="{label}">{words.REMOVE}</button>'
    )
