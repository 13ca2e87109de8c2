"""Does a quote back a sentence? One row for each way of being wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.support import check, coverage, numbers, words

CABLES = "Engineers replaced 312 steel cables of the Velm bridge and repainted the northern tower in March 2021."
COST = "The work cost 48 million crowns, half of it paid by the province, said Mayor Ilse Brandt."
DECLINED = "Dr. Amara Okoye did not accept the military contract that was offered in 2018."
VOTE = "Thirteen members voted for the 3rd draft; 2,593 people watched."


@pytest.mark.parametrize(
    ("sentence", "quote", "verdict"),
    [
        pytest.param(CABLES, CABLES, "supported", id="verbatim"),
        pytest.param("the northern tower", CABLES, "supported", id="a part of the quote"),
        pytest.param("Engineers replaced 312 cables of the Velm bridge.", CABLES, "supported", id="shortened"),
        pytest.param("In March 2021 engineers replaced the steel cables.", CABLES, "supported", id="reordered"),
        pytest.param("Engineers replaced 313 steel cables of the Velm bridge.", CABLES, "unsupported", id="number changed"),
        pytest.param("12 steel cables of the Velm bridge", CABLES, "unsupported", id="digits cut off in front"),
        pytest.param("Engineers replaced 31 steel cables.", CABLES, "unsupported", id="digits cut off behind"),
        pytest.param("Engineers replaced cables in March 2012.", CABLES, "unsupported", id="year changed"),
        pytest.param("Engineers replaced 312 cables in April.", CABLES, "unsupported", id="month changed"),
        pytest.param("Engineers replaced 312 steel cables of the Karn bridge.", CABLES, "unsupported", id="name swapped"),
        pytest.param("Mayor Ilse Brunner said the work cost 48 million crowns.", COST, "unsupported", id="surname swapped"),
        pytest.param("Engineers did not replace 312 steel cables.", CABLES, "unsupported", id="negation added"),
        pytest.param("Engineers never replaced the steel cables.", CABLES, "unsupported", id="never added"),
        pytest.param(
            "Amara Okoye accepted the military contract offered in 2018.", DECLINED, "unsupported", id="negation lost"
        ),
        pytest.param(
            "Amara Okoye didn't accept the military contract.", DECLINED, "supported", id="negation said otherwise"
        ),
        pytest.param("All of it was paid by the province.", COST, "unsupported", id="half became all"),
        pytest.param("The work cost more than 48 million crowns.", COST, "unsupported", id="comparison added"),
        pytest.param("13 members voted for the draft.", VOTE, "supported", id="digits for a number word"),
        pytest.param("Fourteen members voted for the draft.", VOTE, "unsupported", id="number word changed"),
        pytest.param("2593 people watched.", VOTE, "supported", id="thousands separator left out"),
        pytest.param("Members voted for the third draft.", VOTE, "supported", id="ordinal word for an ordinal number"),
        pytest.param("Members voted for the fourth draft.", VOTE, "unsupported", id="ordinal changed"),
        pytest.param("Engineers replaced steel cables with copper wires.", CABLES, "partly", id="partly"),
        pytest.param("The observatory opened its doors to visitors.", CABLES, "unsupported", id="unrelated"),
        pytest.param("NATO replaced 312 steel cables.", CABLES, "unsupported", id="a name in capitals in front"),
        pytest.param("ARC", "The search party arrived.", "unsupported", id="letters inside a word"),
    ],
)
def test_a_sentence_is_judged_by_what_its_quote_says(sentence, quote, verdict):
    assert check(sentence, quote) == verdict


def test_a_name_swapped_at_the_beginning_is_not_supported():
    assert check("Kumar met Premier Li in Beijing.", "Singh met Premier Li in Beijing.") != "supported"


@pytest.mark.xfail(strict=True, reason="known hole: words are compared as a set, so who did what to whom is not seen")
def test_roles_swapped_are_not_supported():
    assert check("The province paid the mayor.", "The mayor paid the province.") != "supported"


@given(st.text(max_size=80))
def test_every_text_backs_itself(text):
    assert check(text, text) == "supported"
    assert check(text, f"Before. {text} After.") == "supported" or not words(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_coverage_is_a_share(sentence, quote):
    assert 0.0 <= coverage(sentence, quote) <= 1.0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2,500 people", {"2500"}),
        ("twelve of 30", {"12", "30"}),
        ("the Third round", {"3"}),
        ("in 2015.", {"2015"}),
        ("3.5 hectares", {"3.5"}),
        ("no number", set()),
    ],
)
def test_numbers_are_found_in_digits_and_in_words(text, found):
    assert numbers(text) == found


def test_words_are_lower_case_with_straight_apostrophes():
    assert words("Don\u2019t pay 1,000 to U.S. troops") == ["don't", "pay", "1000", "to", "u", "s", "troops"]
