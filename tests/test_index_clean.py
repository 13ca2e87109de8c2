"""Page furniture goes, every word of an article stays."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import Cleaned, clean
from index.extract import normalise
from index.header import parse_header

STORY = (
    "The Velm bridge reopened on Friday after nineteen months of repairs, and Mayor Ilse Brandt cut the ribbon.",
    "Engineers replaced 312 steel cables and repainted the northern tower, which had rusted since 1987.",
    '"We are proud of this work," Brandt said. Cyclists may use the eastern lane from May onwards.',
    "The work cost 48 million crowns, half of it paid by the province.",
)
GLUED_HEADLINES = (
    "Storm Warning Issued As Cyclone Nears Eastern Coast Star Striker Signs For Rivals In Record Deal How To Save On Your "
    "Electricity Bill This Winter Actor Opens Up About Life After Injury Stocks Fall As Central Bank Holds Rates"
)


def restored(cleaned: Cleaned) -> str:
    text = cleaned.text
    for piece in reversed(cleaned.removed):
        text = text[: piece.at] + piece.text + text[piece.at :]
    return text


def check(page: str, furniture: list[str], article: list[str]) -> Cleaned:
    cleaned = clean(page, parse_header(page, markdown=False)[0])
    assert restored(cleaned) == page
    assert [line for line in furniture if line in cleaned.text] == []
    assert [line for line in article if line not in cleaned.text] == []
    return cleaned


FURNITURE = [
    "Also Read: Ferry service to resume before the holidays",
    "(Also see: Why the tunnel was never built)",
    "[READ MORE: Ferry service to resume before the holidays]",
    "Also read - Why onion prices are rising again",
    "WATCH | Drone footage of the flooded valley",
    "Watch: Hundreds Queue For First Ride Over The New Bridge",
    "Lesen Sie auch: Warum der Tunnel nie gebaut wurde",
    "Read More",
    "Home > Region > Velm",
    "Home | News | Sports | Contact",
    "Advertisement",
    "- ADVERTISEMENT - CONTINUE READING BELOW -",
    "Story continues below this advertisement",
    "We use cookies to improve your experience. By continuing to browse, you agree to our Cookie Policy.",
    "Accept All | Reject All | Manage preferences",
    "Sign up for our daily newsletter and get the top stories in your inbox every morning.",
    "Don\u2019t miss a story. Subscribe to our free newsletter.",
    "Facebook Twitter LinkedIn WhatsApp",
    "Share | Tweet | Email | Print",
    "Share this article:",
    "Follow us on Twitter and Facebook",
    "Join our WhatsApp channel for the latest updates.",
    "Download the Tidewater News app now from Google Play.",
    "Comments (12)",
    "Be the first to comment",
    "Your email address will not be published. Required fields are marked *",
    "\u00a9 2015 Tidewater Media Ltd. All rights reserved.",
    "This material may not be published, broadcast, rewritten or redistributed.",
    "Search this site",
    "Photo: Jane Doe/Reuters",
    "Image credit: AFP",
    "Representative image",
    "1 2 3 4 Next »",
    "« Previous | Next »",
    "Back to top",
    "Skip to main content",
    "Subscribe to continue reading",
    "Already a subscriber? Log in",
    "You have 2 free articles remaining this month.",
    "Privacy Policy | Terms of Use | Contact Us",
    "Track Latest News Live on our site and get news updates from around the world.",
    "For more news and updates, follow us on Twitter.",
    "Get breaking news, live coverage, and latest headlines from around the region.",
    "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)",
    "What do you think? Let us know in the comments below.",
    "3 min read",
    "A- A A+ Listen Print Save",
    "Printer-friendly version | E-mail this article to a friend",
    "Embed this video </>",
    "Comments: 14",
    "This comment was removed by a moderator.",
    "(Ad break)",
    "A word from our sponsors",
    "This episode is brought to you by Orrin Tea, which is hot.",
    "Rain boots: 20% off at Orrin & Daughters with the code RAIN20",
    "This is a carousel. Use the arrow keys to move",
    "Welcome, guest! Log in or join",
    "Create a free account or log in to save this story",
    "Velm Extra: bonus episodes every Friday",
    "Did you like this article?",
    "Listen on Airwave or wherever you get your podcasts",
    "Watch every race live on Tide TV and in the app",
    "Get our quarterly in print, delivered to your door",
    "Staff photo by Jane Doe",
    "Portrait by Ilse de Velm",
    "If someone forwarded this to you, sign up here.",
    "This letter comes to you because you gave us your address.",
    "Join 12,000 readers who get our Monday note.",
    "You're reading this for free because readers like you pay.",
    "Reporting like this takes months.",
    "Become a member and get our yearbook.",
    "Support us with a gift of any size",
    "Rate us five stars!",
    "What others are reading",
    "Joined: May 2011 Location: Velm Posts: 2,310",
    "Reply With Quote",
    "Last edited by cable_jane; 04-05-2011 at 08:10.",
    "You may not post new threads You may not edit your posts",
    "All times are GMT +2. Powered by ForumKit 3.1",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_goes_from_the_middle_and_from_the_end(line):
    check("\n\n".join([*STORY[:2], line, *STORY[2:]]) + "\n", [line], [*STORY])
    end = check("\n".join([*STORY, line]), [line], [*STORY])
    assert end.text == "\n".join(STORY)


@pytest.mark.parametrize(
    "glued",
    [
        "Also Read: Ferry service to resume before the holidays",
        "(Also read: Why the tunnel was never built)",
        "Read More",
        "Photo: Jane Doe/Reuters",
        "Follow us on Twitter for more.",
        "Sign up for our newsletter to get the best of Velm in your inbox.",
        "\u00a9 2015 Tidewater Media Ltd. All rights reserved.",
        f"Watch: {GLUED_HEADLINES}",
        GLUED_HEADLINES,
        f"{GLUED_HEADLINES} Track Latest News Live on our site and get updates from all over the region.",
    ],
)
def test_what_is_glued_to_the_end_of_a_paragraph_goes_alone(glued):
    cleaned = check(f"{STORY[0]}\n{STORY[1]}\n{STORY[3]} {glued}", [glued], [*STORY[:2], STORY[3]])
    assert cleaned.text.endswith(STORY[3])


def test_a_page_on_one_line_loses_its_menu_and_the_headlines_under_a_label():
    story = " ".join(STORY)
    menu = "We use cookies to make this site better. Accept Decline Home World Sports Health Videos Sign In / Sign Up "
    after = "You May Also Like Ten Bridges That Fell Why Rivers Bend Follow us on Facebook Instagram"
    assert clean(f"{menu}{story} {after}").text.strip() == story


def test_a_label_is_found_where_even_the_full_stop_was_lost():
    page = (
        f"{STORY[0]}\n{STORY[1]}\nThe province will decide in May Also Read: Why onion prices are rising again\n{STORY[3]}"
    )
    check(page, ["Also Read", "onion"], [STORY[0], "The province will decide in May", STORY[3]])


def test_a_page_with_menu_title_byline_and_tail_keeps_the_article():
    head = ["Skip to content", "Menu", "Home", "Region", "Sports", "Search", "Login"]
    title = ["Velm bridge reopens after repairs", "By Jane Doe | Updated: Nov 24, 2015, 10:15 IST | 5 min read"]
    middle = ["Also Read", "Ferry service to resume before the holidays", "Tunnel plans shelved again, says minister"]
    tail = [
        "Share", "Tweet", "Comments (4)", "Top Stories", "Rain lashes the coast, trains delayed", "Who is the new coach?",
        "1. Ten recipes for a cold evening", "Gold prices at a new high", "About Us", "Contact Us", "Privacy Policy",
        "Copyright 2015 Tidewater Media",
    ]  # fmt: skip
    page = "\n".join([*head, *title, *STORY[:2], *middle, *STORY[2:], *tail])
    cleaned = check(page, ["Skip", "Login", *middle, *tail], [*title, *STORY])
    assert cleaned.text == "\n".join([*title, *STORY])


def test_headlines_between_furniture_go_when_they_have_nothing_to_do_with_the_article():
    page = "\n\n".join(
        [
            *STORY,
            "Share this article",
            "Gold prices at a new high",
            "Brandt wins second term as Velm mayor",
            "All rights reserved.",
        ]
    )
    cleaned = check(page, ["Gold prices"], [*STORY])
    assert {piece.kind for piece in cleaned.removed} == {"share", "headlines", "copyright"}


def test_a_subheading_after_a_list_of_other_articles_stays():
    page = "\n\n".join(
        [*STORY[:2], "Related stories", "Gold prices at a new high", "Rain lashes the coast", "What comes next", *STORY[2:]]
    )
    check(page, ["Gold", "Rain"], ["What comes next", *STORY])


def test_the_header_is_never_touched():
    page = "Title: Read More\nSource: Home | News | Sports\n\n" + "\n".join(STORY)
    assert clean(page, parse_header(page, markdown=False)[0]) == Cleaned(page, ())


def test_a_paragraph_broken_into_short_lines_is_judged_as_a_whole():
    page = (
        f"{STORY[0]}\n\nSign up for our newsletter and get the best stories of the\nweek delivered to your "
        f"inbox.\n\n{STORY[1]}"
    )
    assert clean(page).text == f"{STORY[0]}\n\n{STORY[1]}"


ARTICLES = {
    "a story that quotes a page": 'The site is plain. "Also read: nothing," it says at the top. Below stands "Sign '
    'up for our newsletter!" '
    "in red. Also read by many was his second book. Read more than one chapter and you will see why.",
    "an article about newsletters": "Newsletters are back\n\nA newsletter costs little. Readers subscribe to a "
    "newsletter by leaving an address.\n"
    "Sign up for our newsletter, say the banners on every page, and few do.\nThe newsletter pays for itself.",
    "an article about cookies": "What a consent note must say\n\nThe law speaks of cookies without naming them. Most "
    "cookies need consent.\n"
    "We use cookies to improve your experience is not enough, the court held.\nA cookie that counts visits is not "
    "essential.",
    "an article about slogans": "Subscribe now, said the card in the dentist's room, and save half of it.\n"
    "Cancel anytime, the advertisements promise.\nAll rights reserved: so it says on the bottom of the box that she sold.\n"
    "Become a member of the board, they told him. Support us with arms, the rebels wrote to the king.\n"
    "Join 300 workers at a gate in winter and you will hear of it.",
    "an article whose sentences begin like notes": "The post was deleted within an hour by the ministry.\n"
    "A production of the opera was staged in Velm in 1924.\nThis is a carousel that Orrin built by hand.\n"
    "You can edit the file later on.\nAll times are GMT and the races are held in rain.\nPosts: 250\nJoined: 5 May 2005\n"
    "If someone sent you this note, burn it before you read it.\nMore trouble: the river rises\nDrawings by Jane Doe\n"
    "What people are saying\nA portrait by Ilse Brandt hangs in the hall of the old bridge house.",
    "a law on copyright": "Copyright subsists in original works. The term of copyright is seventy years.\n"
    "No part of this work may be reproduced without permission.\n(a) Copyright in a film expires after fifty years.",
    "a licence of a service": "The subscription is for one year. A subscriber may cancel the subscription in writing.\n"
    "To continue reading, subscribe. This is the offer the court looked at.",
    "a poem": "The poem he read was short.\n\nI will arise and go now\nAnd after that the morning\nThe kettle sings "
    "of rivers\nOf Home and News and Weather\n",
    "a list of films": "Her films were shown again last year in the old theatre.\n\nThe Long Way Home\nAfter The "
    "Storm Was Over\n"
    "What We Did In The War\nYou Are Not Here\n",
    "a table of results": "The finals were held in rain.\n\nTeam | Won | Lost\nVelm | 3 | 0\nOrrin | 2 | 1\n\nRank "
    "Name Time\n1 Ilse Brandt 10.21\n2 Jane Doe 10.40\n",
    "questions and answers": "Q: Do you follow us on Twitter?\nA: I do not. I read.\nQ: What do you read?\nA: "
    "Everything that comes.\n",
    "steps": "How to leave a mailing list:\n1. Log in.\n2. Subscribe now\n3. Click here to unsubscribe\n4. Sign up "
    "for our newsletter again if you like it.\n",
    "references": "The bridge was opened in 1901 and is still in use.\n\nSee also\nList of bridges\nVelm "
    "Valley\n\nReferences\n"
    'Brandt, Ilse (2011). "How To Build A Bridge". The Tide. Retrieved 4 May 2015.\nDoe, Jane. Watch The River. '
    'London: Orrin.\n'
    "Further reading\nMore About Cables\nExternal links\nHome page of the bridge\n",
    "notes": "# Notes\n\n- Read: chapter 4 of Smith\n- Tags: physics, exam\n- Home\n- Food\n- Travel\n\nSee: the "
    "lecture on entropy.\nMore\n",
    "a report": "Annual report\n\nPage 1 of 3\n\nThe board met twice. Sales rose by 4 per "
    "cent.\n\nContents\nMarkets\nJobs\nEvents\nContact: J. Doe, 12 Main Street\n",
    "names": "The winners are known.\n\nOther artists with works in the collection include Bernardino Fungai, Marcus "
    "Gheeraerts the Younger, Domenico "
    "Beccafumi, Jan Brueghel the Elder, Anthony van Dyck, Ludovico Carracci, Antonio Verrio, Domenico Tiepolo and "
    "Francis Hayman.",
    "a telegram": "VELM BRIDGE OPENED AT NOON STOP MAYOR WAS THERE STOP WATCH THE RIVER IN THE MORNING AND AFTER THE "
    "STORM HAS GONE OUT TO SEA STOP\n"
    "ALL IS WELL WITH THE TEAM.",
    "wrapped lines": "He told us to go home and to search for the boat that\nwas lost in the\nstorm. He wanted "
    "to\nshare\nthe news.\n",
    "code": "Call it so.\n\n```\nsubscribe now\nfollow us on twitter\n```\n\n    Home > File > Open\n",
}  # fmt: skip


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)
def test_an_article_stays_as_it_is(text):
    start = parse_header(text, markdown=False)[0]
    assert clean(text, start) == Cleaned(text, ())
    assert clean(text, 0).text == text


def test_a_text_that_is_furniture_alone_is_left_alone():
    assert clean("Home\nLogin\nSearch\nFollow us on Twitter\n").removed == ()


PIECES = st.sampled_from(
    [*STORY, *FURNITURE, GLUED_HEADLINES, "Share", "Home", "Top Stories", "Short line", "", "  ", "| a | b |", "e\u0301"]
)
PAGES = st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n", " ", "\n\t", "\r\n"])), max_size=12)


@given(PAGES.map(lambda parts: "".join(a + b for a, b in parts)), st.integers(0, 200))
def test_putting_the_removed_pieces_back_gives_the_page(page, start):
    text = normalise(page)
    start = min(start, len(text))
    cleaned = clean(text, start)
    assert restored(cleaned) == text
    assert cleaned.text[:start] == text[:start]
    assert all(piece.text for piece in cleaned.removed)
    assert all(a.at <= b.at for a, b in pairwise(cleaned.removed))


@given(PAGES.map(lambda parts: "\n".join(line for line, _ in parts)))
def test_most_of_the_story_is_kept_whatever_furniture_stands_around_it(page):
    cleaned = clean(normalise(page))
    whole = sum(len(line) * normalise(page).count(line) for line in STORY)
    assert sum(len(line) * cleaned.text.count(line) for line in STORY) >= 0.5 * whole


@given(
    st.lists(st.sampled_from(FURNITURE), max_size=6),
    st.sampled_from(FURNITURE),
    st.lists(st.sampled_from(FURNITURE), max_size=6),
)
def test_a_story_is_kept_whole_between_any_furniture(above, inside, below):
    cleaned = clean("\n".join([*above, *STORY[:2], inside, *STORY[2:], *below]))
    assert [line for line in STORY if line not in cleaned.text] == []
