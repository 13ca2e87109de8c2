"""What stands above and below the article of a scraped page goes; the article, and texts that are no page, stay."""

import pytest

from index.clean import clean

STORY = (
    "The Velm bridge reopened on Friday after nineteen months of repairs, and Mayor Ilse Brandt cut the ribbon in rain.",
    "Engineers replaced 312 steel cables and repainted the northern tower, which had rusted since the autumn of 1987.",
    "The work cost 48 million crowns, half of it paid by the province, which will also pay for the upkeep from now on.",
    "Cyclists may use the eastern lane from May onwards, and lorries will be weighed at both ends before they may cross.",
)
COMMENTS = [
    "3 replies to “Velm”",
    "marta says:",
    "January 9, 2021 at 7:12 pm",
    "About time, if you ask me.",
    "Leave a Reply",
]


def test_comments_go_with_what_people_wrote():
    assert clean("\n".join([*STORY, *COMMENTS])).text == "\n".join(STORY)


def test_the_menu_above_the_title_goes_and_the_title_stays():
    menu = ["Log in", "Subscribe", "Harbour desk", "Tide tables", "Facebook Twitter WhatsApp", "Share this article"]
    page = "\n".join([*menu, "Velm bridge is open again", "By Jane Doe", *STORY])
    assert clean(page).text == "\n".join(["Velm bridge is open again", "By Jane Doe", *STORY])


def test_a_note_on_the_author_goes_from_a_scraped_page_only():
    note = "Jane Doe covers rivers and bridges."
    assert note not in clean("\n".join([*STORY, note, "Share this article", "Leave a Reply"])).text
    assert note in clean("\n".join([*STORY, note])).text


def test_pleas_and_controls_go_wherever_they_stand_on_a_scraped_page_only():
    lines = ["Liked it? Upgrade to a paid subscription.", "Pin Share Yum", "Contacter - Gestion des cookies - Imprimer"]
    page = [*STORY[:2], *lines, *STORY[2:], "All rights reserved."]
    assert clean("\n".join(page)).text == "\n".join(STORY)


def test_several_articles_in_one_file_stay_whole():
    text = clean("\n".join([*STORY, "Comments (12)"] * 5)).text
    assert all(text.count(line) == 5 for line in STORY)


def test_a_table_without_frame_stays_on_a_scraped_page():
    table = ["Team | Won | Lost", "Velm | three | none", "Orrin | two | one"]
    assert clean("\n".join([*STORY[:2], *table, *STORY[2:], "All rights reserved."])).text == "\n".join(
        [*STORY[:2], *table, *STORY[2:]]
    )


def test_a_bio_goes_with_what_is_glued_to_the_last_paragraph_where_the_byline_names_its_author():
    bio = "Jane Doe is a writer based in Orrin. Her latest book is Rust. Filed under: bridges, rivers"
    last = f"{STORY[2]} {STORY[3]} {STORY[0]}"
    page = "\n".join(["Velm bridge is open again", "By Jane Doe", STORY[1], last])
    assert clean(f"{page} {bio}").text == page
    other = page.replace("By Jane Doe", "By Ilse Brandt")
    assert clean(f"{other} {bio}").text == f"{other} {bio}"


PLEAS = [
    "From the archive: The flood that took the old bridge",
    "(Image: Velm Archive)",
    "Like what you read? Buy me a coffee.",
    "Sign up to get the best of Velm, every Friday.",
    "If you value our work, please consider a donation.",
    "Your gift keeps this paper alive.",
    "This story was made possible by readers like you.",
    "Thank you for reading.",
    "Do you have a tip? Write to the desk.",
    "Contact Jane Doe at jane@velm.example",
    "Have your say in the comments.",
    "Be kind. Keep to the subject.",
    "Available on the App Store and Google Play",
    "This audio is auto-generated.",
    "Last updated 3 hours ago",
    "Filed under Bridges",
    "Some of the links in this story are affiliate links.",
    "Follow us @velmpost",
    "#Velm #Bridges",
]


@pytest.mark.parametrize("line", PLEAS)
def test_a_line_that_speaks_to_the_reader_goes_from_a_scraped_page_only(line):
    page = [*STORY[:2], line, *STORY[2:]]
    assert clean("\n".join([*page, "All rights reserved."])).text == "\n".join(STORY)
    assert clean("\n".join(page)).text == "\n".join(page)
