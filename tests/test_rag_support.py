"""Does a quote back a sentence? One row for each way of being wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.support import Overlap, backs, check, coverage, numbers, probability, words

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


FERRY = "The ferry line was opened on 12 May 2013 by the mayor; 13 guests came."
ROWS = {
    "dates": [
        ("The ferry line opened on May 12, 2013.", FERRY, "supported", "month first"),
        ("The ferry line opened in 2013.", FERRY, "supported", "the year alone"),
        ("The ferry line opened in May 2013.", "The ferry line was opened on 2013-05-12.", "supported", "an ISO date"),
        ("The ferry line opened on 13 May 2013.", FERRY, "unsupported", "a day that counts something else"),
        ("The line opened in June 2013.", "The line opened in May 2013 and closed in June 2015.", "unsupported", "mixed"),
        ("The bridge reopened in the 1980s.", "The bridge reopened in 1994.", "unsupported", "another decade"),
    ],
    "numbers": [
        ("The dam cost 1.5 million crowns.", "The dam cost 1,500,000 crowns.", "supported", "million in words"),
        ("The dam cost 1.5 billion crowns.", "The dam cost 1.5 million crowns.", "unsupported", "another scale"),
        ("The dam cost 15 crowns.", "The dam cost 15 million crowns.", "unsupported", "the scale left out"),
        ("About 40% of the cables were cut.", "About 40 per cent of the cables were cut.", "supported", "percent"),
        ("About 40 miles of cable were cut.", "About 40 km of cable were cut.", "unsupported", "another unit"),
        ("Twenty-one boats sank.", "21 boats sank in the storm.", "supported", "a number of two words"),
        ("One hundred and twenty boats sank.", "120 boats sank in the storm.", "supported", "a number of four words"),
        ("The 21st draft passed.", "The twenty-first draft passed.", "supported", "an ordinal number of two words"),
        ("Twelve boats and three rafts sank.", "Three boats and twelve rafts sank.", "unsupported", "counts swapped"),
        ("The plant employs 50 people.", "The plant employs fewer than 50 people.", "partly", "a bound left out"),
        ("The plant employs more than 50 people.", "The plant employs fewer than 50 people.", "unsupported", "turned round"),
        ("The plant employs more than 50 people.", "The plant employs no more than 50 people.", "unsupported", "no more"),
    ],
    "names": [
        ("The UN opened an office in Velm.", "The United Nations opened an office in Velm.", "supported", "initials"),
        (
            "The United Nations opened an office.",
            "The United Nations (UN) met. It opened an office.",
            "supported",
            "defined",
        ),
        ("J. Brandt opened the office.", "Johanna Brandt opened the office.", "supported", "an initial"),
        ("K. Brandt opened the office.", "Johanna Brandt opened the office.", "unsupported", "another initial"),
        (
            "German engineers built the dam.",
            "Engineers from Germany built the dam.",
            "supported",
            "a people for its country",
        ),
        ("Okoye's telescope found water.", "The telescope of Okoye found water.", "supported", "a possessive"),
        ("They sailed to Nova France.", "They sailed from France to Nova Scotia.", "partly", "a name put together from two"),
    ],
    "other words": [
        ("The observatory was constructed in 1998.", "The observatory was built in 1998.", "supported", "a synonym"),
        ("The observatory began work in 1998.", "In 1998 work begins at the observatory.", "supported", "an irregular verb"),
        ("The council accepted the plan.", "The council rejected the plan.", "unsupported", "an antonym"),
        (
            "The observatory is closed on Mondays.",
            "The observatory is open on Mondays.",
            "unsupported",
            "an antonym of state",
        ),
        ("Sales rose in March.", "Sales fell in March.", "unsupported", "the other direction"),
        ("The lake is in northern Velm.", "The lake is in southern Velm.", "unsupported", "the other end"),
        ("It was the largest dam in the province.", "It was a large dam in the province.", "unsupported", "a superlative"),
        ("Most members voted for it.", "Some members voted for it.", "unsupported", "some became most"),
        ("The plan was done before 2010.", "The plan was done after 2010.", "unsupported", "after became before"),
        (
            "The co\u00adoperative sold 3\u00a0boats.",
            "The cooperative sold 3 boats.",
            "supported",
            "soft hyphen, hard space",
        ),
        (
            "The mayor \u201copened\u201d it \u2013 twice.",
            'The mayor "opened" it - twice.',
            "supported",
            "quote marks, dashes",
        ),
    ],
    "roles": [
        ("The province paid the mayor.", "The mayor paid the province.", "unsupported", "nouns"),
        ("Velm defeated Karn.", "Karn defeated Velm.", "unsupported", "names"),
        ("Velm was defeated by Karn.", "Karn defeated Velm.", "supported", "passive"),
        ("Karn was defeated by Velm.", "Karn defeated Velm.", "unsupported", "passive, swapped"),
        ("Velm defeated Karn.", "Karn was defeated by Velm in the final.", "supported", "active for passive"),
        ("The bridge is longer than the tunnel.", "The tunnel is longer than the bridge.", "unsupported", "a comparison"),
        ("The train runs from Velm to Karn.", "The train runs from Karn to Velm.", "unsupported", "from and to"),
        ("Brandt is the mother of Okoye.", "Okoye is the mother of Brandt.", "unsupported", "a relation"),
        ("Okoye met Brandt.", "Brandt met Okoye.", "supported", "what is the same both ways"),
    ],
    "what is denied or left open": [
        ("The mayor took bribes.", "He denied that the mayor took bribes from builders.", "unsupported", "denied that"),
        ("the mayor took bribes", "He denied that the mayor took bribes.", "unsupported", "denied that, word for word"),
        ("The mayor took bribes.", "The mayor denied taking bribes.", "unsupported", "denied doing"),
        ("the bridge is unsafe", "It is not true that the bridge is unsafe.", "unsupported", "not true that"),
        ("the bridge is unsafe", "That the bridge is unsafe is a myth.", "unsupported", "a myth, said after"),
        ("The landing was staged.", "Some say the landing was staged. This claim is false.", "unsupported", "next sentence"),
        ("accept the contract", "Okoye did not accept the contract.", "unsupported", "cut off behind not"),
        ("The army took the fort.", "The army failed to take the fort.", "unsupported", "failed to"),
        ("The company sold the data.", "Critics alleged that the company sold the data.", "partly", "alleged"),
        ("The council closes the school.", "The council may close the school.", "partly", "may"),
        ("The match is cancelled.", "The match is cancelled if it rains.", "partly", "a condition"),
        (
            "He denied that the mayor took bribes.",
            "He denied that the mayor took bribes twice.",
            "supported",
            "the denial itself",
        ),
        (
            "Critics alleged that the data were sold.",
            "Critics alleged that the data were sold in May.",
            "supported",
            "the claim",
        ),
        (
            "The council approved the bridge.",
            "He denied it, but the council approved the bridge.",
            "supported",
            "a new clause",
        ),
        ("The work cost 48 million crowns.", COST, "supported", "said by someone who tells"),
        ("It was replaced in 2012.", "It was not replaced in 2010 but was replaced in 2012.", "supported", "both"),
        (
            "The committee did not reach a decision.",
            "The committee reached no decision.",
            "supported",
            "another place for no",
        ),
        ("She has no children.", "She has two children.", "unsupported", "no for a number"),
        ("Done.", CABLES, "unsupported", "nothing but function words"),
    ],
}


@pytest.mark.parametrize(
    ("sentence", "quote", "verdict"),
    [pytest.param(*row[:3], id=f"{group}: {row[3]}") for group, rows in ROWS.items() for row in rows],
)
def test_what_says_the_same_is_supported_and_what_does_not_is_not(sentence, quote, verdict):
    assert check(sentence, quote) == verdict


LONG = (
    "The observatory on Mount Karn was founded in 1998. Its first telescope came from Velm. Amara Okoye directs the "
    "observatory. The town below has a market. Farmers sell apples there in autumn. The road was closed in March 2021."
)


def test_a_long_quote_is_judged_by_the_sentences_that_say_it():
    assert check("Amara Okoye directs the observatory.", LONG) == "supported"
    assert check("The telescope of the market was sold below the town in autumn.", LONG) != "supported"


def test_the_title_may_say_who_is_meant_where_the_quote_has_a_pronoun():
    assert check("Okoye opened it in 1998.", "In 1998 she opened it.", context="Amara Okoye") == "supported"
    assert check("Okoye opened it in 1998.", "In 1998 she opened it.") != "supported"
    assert check("Okoye opened it in 1998.", "In 1998 Brandt opened it.", context="Amara Okoye") != "supported"


@pytest.mark.parametrize(
    ("answer", "quote", "verdict"),
    [
        ("Amara Okoye", LONG, "supported"),
        ("Ilse Brandt", LONG, "unsupported"),
        ("Amara Okoye", "Amara Okoye likes apples.", "partly"),
        ("Amara Okoye directs the observatory of the town.", LONG, "supported"),
    ],
)
def test_a_bare_answer_is_judged_with_its_question(answer, quote, verdict):
    assert backs(answer, quote, "Who directs the observatory?") == verdict


def test_weights_grow_with_what_is_held():
    some, more = Overlap(0.5, 0.5, 0.4, 0.3), Overlap(0.9, 0.9, 0.9, 0.1)
    assert 0.0 < probability(some) < probability(more) < 1.0


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
        ("1.50 million and 2 thousand", {"1500000", "2000"}),
        ("a hundred and five, twenty-one", {"105", "21"}),
        ("the 21st of the 1990s", {"21", "1990s"}),
        ("one of them, no one", set()),
        ("1.2.3", {"1.2.3"}),
        ("no number", set()),
    ],
)
def test_numbers_are_found_in_digits_and_in_words(text, found):
    assert numbers(text) == found


def test_words_are_lower_case_with_straight_apostrophes():
    assert words("Don\u2019t pay 1,000 to U.S. troops") == ["don't", "pay", "1000", "to", "u", "s", "troops"]
