"""What settles a verdict at once: the answer says a gold answer outright, or contradicts it."""

import re

from evals.matching.words import asks_who, content, is_number, numbers, own, share, stemmed, words
from rag.values import Day, amounts, dates
from rag.wording import find_numbers, is_month, plain

_NAME_WORDS = 4
"""A longer run from a first to a last name is not one name."""
_ABOUT = re.compile(r"\b(?:about|around|approximately|roughly|nearly|almost|some|over|circa|ca|estimated)\b|~", re.I)
_ROUNDED = 0.05
"""Share by which an amount may differ from one that is itself said to be about so much."""
_CONVERTED = 0.03
"""What a conversion into another unit may round off."""
_DENIES = frozenset(
    "not never neither nor isnt wasnt arent werent didnt doesnt dont cant cannot couldnt wont wouldnt hasnt hadnt "
    "havent".split()
)
_DENIAL_REACHES = 3
"""Words: "not won by Rosa Lind" denies her, "could not bear the noise of the mill and left for Lund" does not deny Lund."""
_CLAUSE = re.compile(r"[,;:.!?](?=\s|$)|\b(?:but|because|so|although|until|only|who|which|that)\b", re.I)
"""Where a denial ends: "not until 1968" and "did not stay, so Lind won" deny nothing that follows."""


def says(question: str, answer: str, gold: str) -> bool:
    """Say whether an answer says a gold answer outright.

    It does with its content words whole and in order, or with its date, amount or name in another form.
    """
    held, wanted = stemmed(content(words(answer))), stemmed(content(words(gold)))
    if _places(held, wanted) and numbers(gold) <= numbers(answer):
        return True
    if _says_date(answer, gold) or _says_amount(question, answer, gold):
        return True
    return asks_who(question) and _says_name(words(answer), content(words(gold)))


def _says_date(answer: str, gold: str) -> bool:
    """The gold answer is a date and nothing else, and the answer has it at least as exactly."""
    wanted = dates(plain(gold))
    if len(wanted) != 1 or not all(word.isdigit() or is_month(word) for word in content(words(gold))):
        return False
    return any(_at_least(day, wanted[0]) for day in dates(plain(answer)))


def _at_least(said: Day, wanted: Day) -> bool:
    pairs = ((said.year, wanted.year), (said.month, wanted.month), (said.day, wanted.day))
    return all(b is None or a == b for a, b in pairs)


def _says_amount(question: str, answer: str, gold: str) -> bool:
    """The gold answer is an amount that the answer has in other digits, in another unit, or, where it is "about", nearly."""
    if not find_numbers(plain(gold)) or dates(plain(gold)):  # a year or the numeral of a king is no amount
        return False
    about = _ROUNDED if _ABOUT.search(gold) else 0.0
    if all(any(_near(a, b, about) for a in numbers(answer)) for b in numbers(gold)):
        named = tuple(word for word in own(words(gold), words(question)) if not is_number(word))
        return not named or share(named, words(answer)) == 1
    return any(
        dimension and dimension == other and abs(value - said) <= (about or _CONVERTED) * max(value, said)
        for value, dimension in amounts(gold)[:1]
        for said, other in amounts(answer)
    )


def _near(left: str, right: str, of_larger: float) -> bool:
    """Whether two numbers are one, or differ by at most that share of the larger; a decade is only itself."""
    try:
        a, b = float(left), float(right)
    except ValueError:
        return left == right
    return abs(a - b) <= of_larger * max(a, b)


def _says_name(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """A name with or without the names in the middle, with initials, or with a first name cut short."""
    if len(name) < 2 or any(word[0].isdigit() for word in name):
        return False
    for last in (at for at, word in enumerate(said) if word == name[-1]):
        before = said[max(0, last - _NAME_WORDS + 1) : last]
        if any(_same_first_name(word, name[0]) for word in before):
            return True
    return False


def _same_first_name(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= 3)


def contradicts(question: str, answer: str, gold: str) -> bool:
    """Say whether an answer says yes for no or no for yes, or names the gold answer only to deny it."""
    said, wanted = words(answer), words(gold)
    ours, theirs = _yes_or_no(said), _yes_or_no(wanted)
    if ours and theirs and ours != theirs:
        return True
    if not wanted or _DENIES & {*wanted, *words(question)}:
        return False
    clauses = [words(clause) for clause in _CLAUSE.split(plain(answer))]
    naming = [(clause, place) for clause in clauses for place in _places(clause, wanted)]
    return bool(naming) and all(_DENIES & set(clause[max(0, place - _DENIAL_REACHES) : place]) for clause, place in naming)


def _yes_or_no(found: tuple[str, ...]) -> str | None:
    """Only the first word of a long text counts: there is a "no" in many."""
    looked_at = found[:1] if len(found) > 3 else found
    return next((word for word in looked_at if word in ("yes", "no")), None)


def _places(text: tuple[str, ...], part: tuple[str, ...]) -> list[int]:
    return [i for i in range(len(text) - len(part) + 1) if part and text[i : i + len(part)] == part]
