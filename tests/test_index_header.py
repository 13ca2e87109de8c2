"""What the head of a text says about it."""

import pytest

from index.header import date_of, language_code, parse_header

BODY = "The ferry sails at dawn. It carries forty people.\n"


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            "---\ntitle: Ferries\nauthor: Jane Doe\nurl: https://tide.example/ferries\nlang: en-GB\n---\n",
            {"title": "Ferries", "author": "Jane Doe", "address": "https://tide.example/ferries", "language": "en"},
        ),
        ("---\ntitle: Ferries\nauthors: [Jane Doe, John Roe]\n---\n", {"title": "Ferries", "author": "Jane Doe, John Roe"}),
        (
            "Title: Ferries\nBy: Jane Doe\nSource: https://tide.example/ferries\nLanguage: English\n\n",
            {"title": "Ferries", "author": "Jane Doe", "address": "https://tide.example/ferries", "language": "en"},
        ),
        (
            "Title: Ferries\nSource: Tide\nLink: <https://tide.example/1>\n\n",
            {"title": "Ferries", "publisher": "Tide", "address": "https://tide.example/1"},
        ),
        (
            "Ferries sail again\nBy Jane Doe\n1 May 2020\n\n",
            {"title": "Ferries sail again", "author": "Jane Doe", "date": "1 May 2020"},
        ),
        (
            "Ferries sail again\n\nBy Jane Doe and John van Roe\n\n",
            {"title": "Ferries sail again", "author": "Jane Doe and John van Roe"},
        ),
        (
            "Ferries sail again\n\nBy Jane Doe | Updated: May 1, 2020, 10:15 IST | 5 min read\n\n",
            {"title": "Ferries sail again", "author": "Jane Doe", "date": "Updated: May 1, 2020, 10:15 IST"},
        ),
        ("Title: Ferries\nPublished: 1 May 2020\nUpdated: 3 May 2020\n\n", {"title": "Ferries", "date": "1 May 2020"}),
    ],
)
def test_fields_are_read_from_front_matter_and_from_header_lines(header, fields):
    start, found = parse_header(header + BODY, markdown=False)
    assert found == fields
    assert (header + BODY)[start:].strip() == BODY.strip()


@pytest.mark.parametrize(
    "line",
    [
        "Address: 12 Main Street",
        "Link: see below",
        "Language: a gift of the gods",
        "By dawn the ferry was full",
    ],
)
def test_a_line_that_only_looks_like_a_header_is_left_to_the_body(line):
    start, fields = parse_header(f"{line}\n\n{BODY}", markdown=False)
    assert fields in ({}, {"title": line})  # a line alone above an empty one may be the title
    assert start <= len(line) + 2


@pytest.mark.parametrize("line", ["Home > Region > Velm", "Home | News | Sports | Contact", "Advertisement"])
def test_a_menu_is_no_title(line):
    assert parse_header(f"{line}\n\n{BODY}", markdown=False) == (0, {})


@pytest.mark.parametrize(
    ("fields", "text", "name", "date"),
    [
        ({"date": "1 May 2020"}, "PARIS, Nov. 16, 2021 (AP) - They met.", "2015-11-24.txt", "2020-05-01"),
        ({"date": "not known"}, "PARIS, Nov. 16, 2021 (AP) - They met.", "2015-11-24.txt", "2021-11-16"),
        ({}, "They met on Tuesday.", "2015-11-24.txt", "2015-11-24"),
        ({}, "They met on Tuesday.", "talks.txt", None),
    ],
)
def test_the_date_comes_from_the_header_then_the_dateline_then_the_file_name(fields, text, name, date):
    assert date_of(fields, text, 0, name) == date


@pytest.mark.parametrize(
    ("named", "code"), [("en", "en"), ("en_US", "en"), ("Hindi", "hi"), ("DE-ch", "de"), ("", None), ("xyz", None)]
)
def test_a_language_is_told_by_its_code_or_name(named, code):
    assert language_code(named) == code
