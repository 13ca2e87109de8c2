"""When two values are one, and when they are not."""

import pytest

from rag.values import Day, amounts, dates, fits, kind_of, same, typed, whole


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("15 May 1885", "May 15, 1885", "date"),
        ("1856", "April 1856", "date"),
        ("4 March", "4 March 1933", "date"),
        ("2 July 1829 to 3 November 1913", "1829", "date"),
        ("3,559", "3,559 people", None),
        ("eight", "8", "amount"),
        ("4.2 million", "4,200,000", "amount"),
        ("10 km", "6.2 miles", "amount"),
        ("48%", "48 percent", None),
        ("about 100 guests", "104 guests", "amount"),
        ("J. Smith", "John Smith", None),
        ("Smith", "Dr. John Smith", "name"),
        ("France", "Paris, France", None),
        ("football", "a former footballer", None),
        ("Ana Ruiz and Ben Oak", "Ben Oak", "name"),
        ("tin and zinc", "zinc and lead", None),
    ],
)
def test_one_value_in_other_words(left, right, kind):
    assert same(left, right, kind)
    assert same(right, left, kind)


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("1885", "1900", "date"),
        ("15 May 1885", "15 June 1885", "date"),
        ("3,559 people", "10,000 people", None),
        ("312 cables", "12 cables", "amount"),
        ("4 million", "4 billion", "amount"),
        ("10 km", "10 miles", "amount"),
        ("football", "basketball", None),
        ("University of Texas", "University of Kansas", None),
        ("John Smith", "John Brown", "name"),
        ("J. Smith", "Karl Smith", "name"),
    ],
)
def test_values_that_differ(left, right, kind):
    assert not same(left, right, kind)
    assert not same(right, left, kind)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many cables were replaced?", "amount"),
        ("What is the population of Orrin?", "amount"),
        ("When was the bridge built?", "date"),
        ("In which year did it reopen?", "date"),
        ("Who cut the ribbon?", "name"),
        ("What is the genre of the song?", None),
    ],
)
def test_what_a_question_asks_for(question, kind):
    assert kind_of(question) == kind


def test_a_value_fits_what_is_asked():
    assert fits("in 1902", "date")
    assert not fits("long ago", "date")
    assert fits("nineteen months", "amount")
    assert not fits("many", "amount")
    assert not fits("the mayor", "name")
    assert fits("anything", None)


def test_dates_and_amounts_are_read_once_and_in_order():
    assert dates("From May 1, 1902 to 1904-06") == [Day(1902, 5, 1), Day(1904, 6, None)]
    assert amounts("1.5 km and 20 people") == [(1500.0, "length"), (20.0, "")]


def test_typed_values_leave_out_what_the_question_names_and_what_it_does_not_count():
    assert typed("How many soldiers took part in 2013?", "In 2013, 1,440 soldiers and 12 cooks came.", "amount") == [
        "1,440 soldiers"
    ]
    assert typed("When did the drill of 2013 begin?", "The drill of 2013 began on 5 March 2012.", "date") == ["5 March 2012"]
    assert typed("Who came?", "In 2013, 12 came.", "name") == []


def test_a_date_is_given_as_fully_as_its_text_has_it():
    assert whole("1902", "(Built 1902.) It rose from 1899 on and opened on 4 May 1902.") == "4 May 1902"
    assert whole("1902", "It rose in 1902.") == "1902"
    assert whole("in 1902", "On 4 May 1902") == "in 1902"
    assert whole("Finch", "Finch, 4 May 1902") == "Finch"
