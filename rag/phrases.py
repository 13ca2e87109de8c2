"""What an answer says in words of our own, in one place: what is missing, what was counted, what can be asked."""

from collections.abc import Sequence

WHAT_I_AM = "Footnote answers questions from your articles and shows the exact words behind every sentence."
WELCOME = "You are welcome. Ask on whenever you like."
HELLO = "Hello!"
NO_ARTICLES = "There are no articles in the index yet."
WHICH_ARTICLE = "Which article do you mean? Name it by its title: {titles}."
NEVER_MENTIONED = "The articles never mention {names}."
DO_NOT_SAY = "The articles do not say: {part}"
INSTEAD = "The articles do not say exactly this. What they do say of it is quoted."
NO_MENTION = "No article mentions {subject}."
NOTHING_ABOUT = "The articles say nothing about {subject}."
NONE_FROM = "No article is {source}."
NONE_CHOSEN = "No article is among those that were chosen: {scope}."
ONLY_CHOSEN = "Searched only {number:,} of {articles}: {scope}."
NO_DATES = "No article has a date, so none is the newest or the oldest."
FOREIGN = "The question seems to be in {language}; questions in English work best."
QUOTED_FROM = "The central sentences of {title}, in its own words."
QUOTED_ABOUT = "What the articles say about {subject}, in their own words."
BOTH_SIDES = "First what the articles say about {first}, then about {second}."
NEWEST_FIRST = "The newest comes first."


def quoted(text: str) -> str:
    """Return text in quotation marks."""
    return f"\u201c{text}\u201d"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Return "A", "A and B", "A, B and C"."""
    return f" {word} ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def articles(number: int) -> str:
    """Return "1 article", "12 articles"."""
    return f"{number:,} article" + ("" if number == 1 else "s")


def can_be_asked(titles: Sequence[str]) -> str:
    """Return what can be asked, with two questions made from titles at hand."""
    if not titles:
        return NO_ARTICLES
    asks = [f"\u201cSummarise: {titles[0]}\u201d", f"\u201cWhat does the article \u2018{titles[-1]}\u2019 say?\u201d"]
    return f"Ask about anything in the articles, for example {listed(asks[: len(set(titles))], 'or')}."


def counted(number: int, shown: int, what: str, copies: int = 0) -> str:
    """Return "12 articles mention “X”; 8 of them are quoted." ``what``: the words after the number, for one or many."""
    told = f"{articles(number)} {what}"
    if shown < number:
        told += f"; {shown} of them are quoted"
    if copies:
        told += f"; {copies:,} {'copy is' if copies == 1 else 'copies are'} not counted"
    return told + "."


def undated(number: int) -> str:
    """Return what to say of articles that have no date; "" when all have one."""
    return f"{articles(number)} without a date {'is' if number == 1 else 'are'} left out." if number else ""


def by_age(kind: str, date: str, number: int) -> str:
    """Return "The newest article is of 2022-10-30." or, for many of that date, how many there are."""
    return f"The {kind} article is of {date}." if number == 1 else f"The {kind} {articles(number)} are of {date}."
