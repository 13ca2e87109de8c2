"""What code can say against a drafted question, as a reason; None where it finds nothing."""

import re
from itertools import pairwise

from evals.drafting.facts import Fact
from evals.drafting.form import form_problem
from evals.drafting.statements import GENERAL, Statements, key_terms
from rag.inflection import alike
from rag.mentions import mentions
from rag.names import missing_names
from rag.quantities import missing_numbers
from rag.support import EVEN, examine, numbers, probability, says
from rag.values import dates
from rag.wording import plain

_INVENTED = 0.25
"""Share of a question's words from which on too many stand neither in the sentence nor in the title."""
_ANOTHER = 0.8
"""Share of a question's terms from which on another sentence that holds them may answer it, too."""
_OWN_CLAUSE = 0.5
"""Share of the terms that question and sentence have in common which the answer's own clause must hold."""

_ONE_OF_MANY = re.compile(r"(?:who|what|which \w+) (?:is|was|are|were) (?:also )?(?:an?|one of|some)\b", re.I)
_CLAUSE = re.compile(r";|,? (?:but|while|whereas|although|though)\b|, and\b")
_OPENING = re.compile(
    r"(?:After|Although|As|Because|Before|Despite|During|Following|Once|Since|Though|Upon|When|While|With|[A-Z]\w+ed|"
    r"[A-Z]\w+ing)\b(?: [^ ,]+){3,},"
)
"""A clause of at least four words that the main clause follows; "Since 1983," is none."""
_ASKING_WORDS = re.compile(r"\b(?:what|which|who|whom|whose|where|when|how|many|much|did|does|do)\b", re.I)


def problem(question: str, fact: Fact, statements: Statements) -> str | None:
    """Return why a question cannot be a case about a fact, None when no check finds anything."""
    if reason := form_problem(question, fact):
        return reason
    if _gives_away(question, fact):
        return "gives the answer away"
    if _invents(question, fact) or not _backed(question, fact):
        return "says what the sentence does not"
    if _ONE_OF_MANY.match(question) or _another_answer(question, fact, statements):
        return "another sentence may answer it, too"
    return None


def _gives_away(question: str, fact: Fact) -> bool:
    if says(question, fact.answer) or numbers(question) & numbers(fact.answer):
        return True
    if fact.shape == "date":
        return any(day.agrees(other) for day in dates(question) for other in dates(fact.answer))
    own = {word for word in re.findall(r"\w+", fact.answer) if word[0].isupper()}
    return len(own & set(re.findall(r"\w+", question))) * 2 >= max(len(own), 1)


def _invents(question: str, fact: Fact) -> bool:
    """Whether a question names what neither sentence nor title do, or uses too many words of its own."""
    said = plain(f"{fact.quote} {fact.before if fact.leans else ''}")
    known = plain(f"{fact.title}. {fact.quote}")
    names = missing_names(plain(question), f"{known} {plain(fact.before)}")
    if names.sure or any(" " in name for name in names.perhaps) or missing_numbers(plain(question), known):
        return True
    common, named = (key_terms(" ".join(re.findall(rf"\b[{case}]\w+", question))) for case in ("a-z", "A-Z"))
    about = key_terms(fact.title) - key_terms(said) - GENERAL
    if about & common and not about & named:
        return True  # "in the private school", for a title that is no name
    own = key_terms(question) - GENERAL
    held = key_terms(f"{fact.title}. {said}")
    invented = [term for term in own if not any(alike(term, other) for other in held)]
    return len(invented) > _INVENTED * len(own)


def _backed(question: str, fact: Fact) -> bool:
    """Whether the sentence says what question and answer say together, and the answer's own clause most of it."""
    leaning = f"{fact.before} " if fact.leans else ""
    claim = f"{_ASKING_WORDS.sub(' ', question).strip(' ?')} {fact.answer}"
    found = examine(claim, f"{fact.title}. {leaning}{fact.quote}")
    wrong = {*found.wrong, *found.doubtful} - {"roles"}  # a question turns the order of words round
    if wrong or probability(found.overlap) < EVEN:
        return False
    for owner in re.findall(r"(\w+)['\u2019]s\b", question):
        if not fact.leans and not re.search(rf"\b{owner}['\u2019]s|\bof (?:the )?(?:\w+ )*{owner}\b", fact.quote):
            return False
    dated = re.search(rf"\b([a-z]+)(?: (?:in|on|since))? {re.escape(fact.answer)}", fact.quote)
    if (
        fact.shape == "date"
        and dated
        and not all(any(alike(term, other) for other in key_terms(question)) for term in key_terms(dated[1]))
    ):
        return False  # "replaced a market built in 1808" does not say when it was replaced
    shared = key_terms(question) & key_terms(fact.quote) - GENERAL
    return len(shared & key_terms(_own_clause(fact))) >= _OWN_CLAUSE * len(shared)


def _own_clause(fact: Fact) -> str:
    """Return the clause that the answer stands in; the whole sentence when it stands in none alone."""
    cuts = {0, len(fact.quote), *(match.start() for match in _CLAUSE.finditer(fact.quote))}
    if opening := _OPENING.match(fact.quote):
        cuts.add(opening.end())
    clauses = [fact.quote[a:b] for a, b in pairwise(sorted(cuts))]
    return next((clause for clause in clauses if fact.answer in clause), fact.quote)


def _another_answer(question: str, fact: Fact, statements: Statements) -> bool:
    """Whether a sentence without the answer holds what is asked about, and something of the answer's shape.

    In the fact's own article the subject goes without saying; elsewhere it must be named.
    """
    asked = key_terms(question) - GENERAL
    here = asked - key_terms(fact.title)
    if not here:
        return True  # it names the article's subject and nothing else
    own = [other for other in statements.holding(here, _ANOTHER) if other.article == fact.article]
    foreign = [other for other in statements.holding(asked, _ANOTHER) if other.article != fact.article]
    return any(not says(other.text, fact.answer) and _has_shape(other.text, fact) for other in (*own, *foreign))


def _has_shape(text: str, fact: Fact) -> bool:
    if fact.shape == "date":
        return bool(dates(text))
    return bool(numbers(text)) if fact.shape == "number" else bool(mentions(text))
