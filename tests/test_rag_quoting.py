"""Where quoted words stand, and which articles are one source."""

from collections.abc import Iterator

import pytest
from conftest import Indexed

from index.catalog import Catalog
from index.types import Span
from rag import sides
from rag.cite import Draft, Source
from rag.disagree import Group, Reading, Rival, compare
from rag.evidence import EvidenceSentence
from rag.quoting import Quoting, place_of

WIRE = "The Marlow theatre opened on Sunday. In all 640 guests came to the opening. The mayor spoke."
SHORTER = "The Marlow theatre opened on Sunday. In all 640\nguests came to the opening."
EDITED = "The Marlow theatre opened on Sunday. In all 900 guests came to the opening. The mayor spoke."
GUESTS = "In all 640 guests came to the opening."


@pytest.mark.parametrize(
    ("words", "text", "place"),
    [
        ("b c", "a b c", 2),
        ("b c", "a b\n  c", 2),
        ("b  c", "a b c", 2),
        ("c b", "a b c", None),
        ("b c", "a bc", None),
        (" ", "a b", None),
        ("", "a b", None),
        ("(b) c?", "a (b) c?", 2),
    ],
)
def test_words_stand_where_they_stand_whatever_the_white_space(words, text, place):
    assert place_of(words, text) == place


class Grouped(Catalog):
    """A catalog that takes all its articles for near-copies of one another."""

    def copies(self, article: str) -> list[str]:
        return [other.id for other in self.articles() if other.id != article]


@pytest.fixture
def catalog(indexed: Indexed) -> Iterator[Catalog]:
    indexed.write({"a.txt": WIRE, "b.txt": SHORTER, "c.txt": EDITED})
    indexed.sync()
    with Grouped(indexed.config.data) as opened:
        yield opened


def sentence(text: str, article: str, words: str) -> EvidenceSentence:
    start = text.index(words)
    return EvidenceSentence(article, Span(start, start + len(words)), words, 1, 1.0, 0.5, 0.5)


def test_a_near_copy_is_named_only_where_it_holds_the_quoted_words(catalog):
    source = Quoting(catalog).source(sentence(WIRE, "a.txt", GUESTS), 0, len(GUESTS))
    assert source.also_in == ("b.txt",)


def test_a_near_copy_is_no_second_source_of_a_value(catalog):
    quoting = Quoting(catalog)
    own = sentence(WIRE, "a.txt", GUESTS)
    other = sentence(EDITED, "c.txt", "The Marlow theatre opened on Sunday.")
    first = quoting.source(own, 0, len(GUESTS))
    drafts = [Draft(GUESTS, "supported", (first,))]
    told = sides.tell([Group("640", (own, other))], drafts, Reading("640", own), quoting.source, quoting.group)
    assert [s.article for s in told.drafts[0].sources] == ["a.txt"]


def test_after_an_abstention_two_copies_are_not_two_sources(catalog):
    said = {"a.txt": GUESTS, "c.txt": GUESTS.replace("640", "900")}
    found = [Rival(article, (sentence(words, article, words),), 1.0, 1.0, True) for article, words in said.items()]

    def read(text: str) -> str:
        return "640" if "640" in text else "900"

    question = "How many guests came to the opening?"
    assert compare(question, None, found, read, Quoting(catalog).group) == []
    groups = compare(question, None, found, read, lambda article: frozenset((article,)))
    assert [group.value for group in groups] == ["640", "900"]


def test_versions_of_one_text_that_differ_are_shown_and_called_one_source(catalog):
    def source(article: str) -> Source:
        return Source(article, None, None, None, "", Span(0, 1), "x")

    told = sides.Told((), (("640", (source("a.txt"),)), ("900", (source("c.txt"),))))
    notice = sides.one_source(told, Quoting(catalog).group)
    assert notice == "a.txt and c.txt are versions of one text: they differ here, but they are one source."
    assert sides.one_source(told, lambda article: frozenset((article,))) is None


def test_what_a_copy_says_again_in_nearly_the_same_words_is_cited_once(catalog):
    quoting = Quoting(catalog)
    first = sentence(WIRE, "a.txt", GUESTS)
    again = sentence(SHORTER, "b.txt", "In all 640\nguests came to the opening.")
    differs = sentence(EDITED, "c.txt", "In all 900 guests came to the opening.")
    assert quoting.distinct([first, again, differs]) == [first, differs]
