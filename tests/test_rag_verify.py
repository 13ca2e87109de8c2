"""Are the citations of a stored answer still true?"""

import hashlib

import pytest
from conftest import BRIDGE, CORPUS, OBSERVATORY, Indexed

from index.errors import BadInputError
from rag.verify import Checked, verify

QUOTE = "Engineers replaced 312 steel cables and repainted the northern tower."


def stored(article: str, quote: str, text: str = BRIDGE) -> dict[str, object]:
    start = text.index(quote)
    citation = {"number": 1, "article": article, "quote": quote, "start": start, "end": start + len(quote)}
    return {"citations": [citation | {"article_hash": hashlib.sha256(text.encode()).hexdigest()}]}


def checked(indexed: Indexed, answer: dict[str, object]) -> Checked:
    indexed.sync()
    with indexed.catalog() as catalog:
        (row,) = verify(answer, catalog)
        if row.verdict == "moved":
            found = catalog.text(row.found_in)[row.found_at :].split()
            words = answer["citations"][0]["quote"].split()
            assert found[: len(words)] == words
    return row


def test_a_citation_is_there_moved_changed_or_gone(indexed):
    indexed.write({"bridge.txt": BRIDGE, "karn.md": OBSERVATORY})
    answer = stored("bridge.txt", QUOTE)
    assert checked(indexed, answer) == Checked(1, "bridge.txt", "there")
    indexed.write({"bridge.txt": f"A correction was added.\n\n{BRIDGE}"})
    row = checked(indexed, answer)
    assert (row.verdict, row.found_in) == ("moved", "bridge.txt")
    indexed.write({"bridge.txt": BRIDGE.replace("312", "213")})
    difference = "Engineers replaced [-312-]{+213+} steel cables and repainted the northern tower."
    assert checked(indexed, answer) == Checked(1, "bridge.txt", "changed", difference=difference)
    indexed.write({"bridge.txt": b"\0\0"})
    assert checked(indexed, answer) == Checked(1, "bridge.txt", "gone")
    assert checked(indexed, stored("never.txt", QUOTE)) == Checked(1, "never.txt", "gone")


def test_other_line_breaks_are_no_other_words(indexed):
    indexed.write({"bridge.txt": BRIDGE.replace("312 steel", "312\nsteel")})
    assert checked(indexed, stored("bridge.txt", QUOTE)).verdict == "moved"


def test_an_article_under_another_name_is_found_by_its_text(indexed):
    indexed.write({"new/name.txt": BRIDGE, "bridge.txt": OBSERVATORY})
    row = checked(indexed, stored("bridge.txt", QUOTE))
    assert (row.verdict, row.found_in, row.found_at) == ("moved", "new/name.txt", BRIDGE.index(QUOTE))


def test_words_that_only_one_other_text_holds_moved_there(indexed):
    edited = BRIDGE.replace("Friday", "Monday")
    indexed.write({"b.txt": edited, "copy.txt": edited, "karn.md": OBSERVATORY})
    row = checked(indexed, stored("bridge.txt", QUOTE))
    assert (row.verdict, row.found_in) == ("moved", "b.txt")


def test_words_that_several_texts_hold_are_gone_with_their_article(indexed):
    indexed.write({"b.txt": BRIDGE.replace("Friday", "Monday"), "c.txt": BRIDGE.replace("Friday", "Tuesday")})
    assert checked(indexed, stored("bridge.txt", QUOTE)) == Checked(1, "bridge.txt", "gone")


def test_a_changed_sentence_stays_with_its_article_though_another_holds_the_words(indexed):
    indexed.write({"bridge.txt": BRIDGE.replace("312", "213"), "quoting.txt": f"They wrote it so. {QUOTE}"})
    assert checked(indexed, stored("bridge.txt", QUOTE)).verdict == "changed"


def test_an_article_that_says_nothing_like_it_any_more_shows_no_difference(indexed):
    indexed.write({"bridge.txt": OBSERVATORY})
    assert checked(indexed, stored("bridge.txt", QUOTE)) == Checked(1, "bridge.txt", "changed")


def test_a_changed_title_is_compared_with_the_lines_at_the_top(indexed):
    indexed.write({"bridge.txt": BRIDGE.replace("reopens", "closes")})
    difference = checked(indexed, stored("bridge.txt", "The Velm bridge reopens")).difference
    assert difference == "The Velm bridge [-reopens-]{+closes+}"


def test_a_difference_is_one_line_and_leaves_out_what_is_far_from_the_quote(indexed):
    before = "As the mayor of Velm, who had waited for it a long while, told them all:"
    indexed.write({"bridge.txt": f"{before} engineers replaced 312 steel\ncables and repainted the southern tower."})
    quote = "engineers replaced 312 steel cables and repainted the northern tower."
    difference = checked(indexed, stored("bridge.txt", quote, quote)).difference
    assert difference == (
        "{+\u2026 for it a long while, told them all:+} engineers replaced 312 steel cables and repainted the "
        "[-northern-]{+southern+} tower."
    )


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
