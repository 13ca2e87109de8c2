"""Dates as they are written in headers, datelines and file names."""

import pytest

from index.dates import date_in_name, find_dateline, parse_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2015", "2015"),
        ("2015-11", "2015-11"),
        ("2015-11-24", "2015-11-24"),
        ("2015/11/24", "2015-11-24"),
        ("2015.11.24", "2015-11-24"),
        ("2015-11-24T10:30:00Z", "2015-11-24"),
        ("2015-11-24T10:30:00.123+05:30", "2015-11-24"),
        ("2015-11-24 10:30", "2015-11-24"),
        ("24 November 2015", "2015-11-24"),
        ("24 Nov 2015", "2015-11-24"),
        ("24-Nov-2015", "2015-11-24"),
        ("24th of November 2015", "2015-11-24"),
        ("Tuesday, 24 November 2015", "2015-11-24"),
        ("24th Nov. 2015", "2015-11-24"),
        ("3 sept 2015", "2015-09-03"),
        ("November 24, 2015", "2015-11-24"),
        ("Nov. 24, 2015", "2015-11-24"),
        ("NOV 2, 2015", "2015-11-02"),
        ("Tuesday, November 24, 2015 10:15 PM IST", "2015-11-24"),
        ("Tue, 24 Nov 2015 10:15:00 +0530", "2015-11-24"),
        ("Tue, 24 Nov 2015 10:15:00 GMT", "2015-11-24"),
        ("Updated: Nov 24, 2015, 10:15 IST", "2015-11-24"),
        ("Last updated on 24 November 2015 at 10:15 am", "2015-11-24"),
        ("Published: 2015-11-24", "2015-11-24"),
        ("10:15 IST, 24 Nov 2015", "2015-11-24"),
        ("November 2015", "2015-11"),
        ("MAY 2015", "2015-05"),
        ("24.11.2015", "2015-11-24"),
        ("3.4.2015", "2015-04-03"),  # with dots the day is first
        ("24/11/2015", "2015-11-24"),
        ("11/24/2015", "2015-11-24"),
        ("03/04/2015", "2015"),  # March or April: the year alone is known
        ("04/04/2015", "2015-04-04"),
        ("2015-13", None),
        ("2015-02-31", None),
        ("13/14/2015", None),
        ("32 November 2015", None),
        ("24 Novembre d'or 2015", None),
        ("Marks 2015", None),
        ("Decisions 2015", None),
        ("Junk 12, 2015", None),
        ("yesterday", None),
        ("on Tuesday", None),
        ("2015 was a good year", None),
        ("", None),
    ],
)
def test_a_date_is_iso_to_the_precision_that_was_written(written, date):
    assert parse_date(written) == date


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ("PARIS, Nov. 16, 2021 (AP) \u2014 India and France met.", "2021-11-16"),
        ("NEW DELHI: 24 November 2015\nThe two sides met.", "2015-11-24"),
        ("NEW DELHI, November 24, 2015: The two sides met.", "2015-11-24"),
        ("Geneva, Switzerland \u2013 24 November 2015 \u2013 The two sides met.", "2015-11-24"),
        ("By Jane Doe | Updated: Nov 24, 2015, 10:15 IST | 5 min read\n\nThe two sides met.", "2015-11-24"),
        ("By Jane Doe, 24 November 2015\n\nThe two sides met.", "2015-11-24"),
        ("Updated: Nov 26, 2015\nPublished: Nov 24, 2015\nThe two sides met.", "2015-11-24"),
        ("The two sides met.\nThey parted.\n\nFirst Published: Nov 24, 2015, 10:15 IST", "2015-11-24"),
        ("On Tuesday the two sides met, as they had on 24 November 2015.", None),
        ("The war of 1914 began. On 24 November 2015 it was remembered.", None),
        ("1914\n\nThe war began.", None),
        ("May 1914\n\nThe war began.", None),
        ("Yesterday the two sides met.", None),
        ("", None),
    ],
)
def test_a_dateline_dates_the_article_and_a_date_in_the_story_does_not(body, date):
    assert find_dateline(body, 0) == date


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2015-11-24-talks.txt", "2015-11-24"),
        ("20151124_talks.md", "2015-11-24"),
        ("news_2015.11.24.html", "2015-11-24"),
        ("talks_24-11-2015.txt", "2015-11-24"),
        ("talks_03-04-2015.txt", "2015"),
        ("2015-11-talks.txt", "2015-11"),
        ("20151399_talks.md", None),
        ("12345678.txt", None),
        ("a20151124b.txt", None),
        ("320151124.txt", None),
        ("talks-2015.txt", None),
        ("004_492018fa2e8714e9.txt", None),
    ],
)
def test_a_file_name_dates_its_article_only_when_it_holds_a_date(name, date):
    assert date_in_name(name) == date
