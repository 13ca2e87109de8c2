"""Are the citations of a stored answer still true?"""

import pytest
from conftest import BRIDGE, CORPUS

from index.errors import BadInputError
from rag.verify import Checked, verify

QUOTE = "Engineers replaced 312 steel cables and repainted the northern tower."


def stored(article: str, quote: str, text: str = BRIDGE) -> dict[str, object]:
    start = text.index(quote)
    citation = {"number": 1, "article": article, "quote": quote, "start": start, "end": start + len(quote)}
    return {"citations": [citation]}


def test_a_citation_is_there_moved_changed_or_gone(indexed):
    indexed.write(CORPUS)
    indexed.sync()
    answer = stored("bridge.txt", QUOTE)
    with indexed.catalog() as catalog:
        assert verify(answer, catalog) == [Checked(1, "bridge.txt", "there")]
    indexed.write({"bridge.txt": f"A correction was added.\n\n{BRIDGE}"})
    indexed.sync()
    with indexed.catalog() as catalog:
        (checked,) = verify(answer, catalog)
        assert (checked.verdict, catalog.text("bridge.txt")[checked.found_at :][: len(QUOTE)]) == ("moved", QUOTE)
    indexed.write({"bridge.txt": BRIDGE.replace("312", "213")})
    indexed.sync()
    with indexed.catalog() as catalog:
        assert verify(answer, catalog) == [Checked(1, "bridge.txt", "changed")]
    indexed.write({"bridge.txt": b"\0\0"})
    indexed.sync()
    with indexed.catalog() as catalog:
        assert verify(answer, catalog) == [Checked(1, "bridge.txt", "gone")]
        assert verify(stored("never.txt", QUOTE), catalog) == [Checked(1, "never.txt", "gone")]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        None,
        "text",
        {"citations": None},
        {"citations": [1]},
        {"citations": [{"number": 1}]},
        {"citations": [{"number": "one", "article": "a", "quote": "q", "start": 0, "end": 1}]},
    ],
)
def test_what_is_no_answer_object_is_refused(corpus, answer):
    with corpus.catalog() as catalog, pytest.raises(BadInputError, match="this is not an answer object"):
        verify(answer, catalog)


@pytest.mark.parametrize("place", [{"start": -5, "end": -1}, {"start": 9_999, "end": 10_001}, {"start": 3, "end": 2}])
def test_a_place_outside_of_the_text_is_never_there(corpus, place):
    text = CORPUS["karn.md"]
    answer = stored("karn.md", "observatory", text)
    answer["citations"][0] |= place | {"quote": text[place["start"] : place["end"]]}
    with corpus.catalog() as catalog:
        assert verify(answer, catalog)[0].verdict != "there"


def test_an_answer_without_citations_has_nothing_to_check(corpus):
    with corpus.catalog() as catalog:
        assert verify({"citations": []}, catalog) == []
