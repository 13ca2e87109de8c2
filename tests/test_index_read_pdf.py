"""Reading PDF: paragraphs from lines, what is left out of the pages, and files that cannot be read."""

import hashlib
import tracemalloc

import pytest
from documents import document, paragraph, pdf, reason

from index.layout import FURNITURE

FERRY = (
    "The ferry sails at dawn and carries forty people across the long strait to the northern isles. "
    "It returns at dusk with a cargo of herring, which is sold on the quay before the shops close."
)
CAPTAIN = (
    "Its captain was born in the year of the great storm and has never once been late. "
    "She learned her trade on the lake boats of the interior and came to the coast at thirty."
)


def story(number: int) -> str:
    """Sentences that no other number has, long enough for seven lines."""
    words = [hashlib.sha256(f"{number} {n}".encode()).hexdigest().strip("0123456789")[:9] for n in range(48)]
    return f"Ferry {' '.join(words)}."


def test_wrapped_lines_become_paragraphs_and_pages_are_places(tmp_path):
    pages = [paragraph(FERRY) + paragraph(CAPTAIN, top=600), paragraph("A last page. It says little.")]
    found = document(tmp_path, "a.pdf", pdf(pages))
    assert found.text == f"{FERRY}\n\n{CAPTAIN}\n\nA last page. It says little."
    assert [(place.label, found.text[place.start :][:6]) for place in found.places] == [
        ("page 1", "The fe"),
        ("page 2", "A last"),
    ]
    assert found.note is None


def test_indented_paragraphs_without_a_gap_are_told_apart(tmp_path):
    first, second = paragraph(FERRY), paragraph(CAPTAIN)
    lines = [words for _, _, _, words in first + second]
    runs = [(84.0 if n in (0, len(first)) else 72.0, 700 - 13.0 * n, 11.0, words) for n, words in enumerate(lines)]
    assert document(tmp_path, "a.pdf", pdf([runs])).text == f"{FERRY}\n\n{CAPTAIN}"


def test_a_paragraph_that_goes_on_over_the_page_is_one(tmp_path):
    lines = paragraph(FERRY)
    pages = [lines[:2], [(72.0, 700.0, 11.0, words) for _, _, _, words in lines[2:3]] + paragraph("New.", top=650)]
    found = document(tmp_path, "a.pdf", pdf(pages))
    assert found.text == " ".join(words for *_, words in lines[:3]) + "\n\nNew."
    assert found.text[found.places[1].start :].startswith(lines[2][3])


def test_two_columns_are_read_one_after_the_other(tmp_path):
    left, right = paragraph(FERRY, width=30), paragraph(CAPTAIN, left=330, width=30)
    assert document(tmp_path, "a.pdf", pdf([left + right])).text == f"{FERRY}\n\n{CAPTAIN}"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The interna-", "tional ferry sails."], "The international ferry sails."),
        (["A well-known ferry. It is a well-", "known one."], "A well-known ferry. It is a well-known one."),
        (["The Anglo-", "Saxon ferry sails."], "The Anglo-Saxon ferry sails."),
    ],
)
def test_words_cut_at_a_line_end_are_made_whole(tmp_path, lines, text):
    runs = [(72.0, 700 - 13.0 * n, 11.0, words) for n, words in enumerate(lines)]
    assert document(tmp_path, "a.pdf", pdf([runs])).text == text


def test_running_heads_and_page_numbers_are_left_out_and_recorded(tmp_path):
    head, foot = (72.0, 760.0, 9.0, "Tide Review"), 30.0
    pages = [
        [(72.0, 740.0, 9.0, "Vol. 7"), head, *paragraph(story(n)), (300.0, foot, 9.0, f"Page {n} of 6")] for n in range(1, 7)
    ]
    found = document(tmp_path, "a.pdf", pdf(pages))
    assert found.text == "\n\n".join(map(story, range(1, 7)))
    assert [gone.text for gone in found.removed] == [
        words for n in range(1, 7) for words in ("Vol. 7", "Tide Review", f"Page {n} of 6")
    ]
    assert {gone.kind for gone in found.removed} == {FURNITURE}
    assert found.text[found.removed[3].at :].startswith(story(2))


def test_rows_of_figures_at_the_edge_of_a_page_are_kept(tmp_path):
    pages = [[(72.0, 740 - 14.0 * row, 11.0, f"{n}{row} 4{row} {n}7") for row in range(40)] for n in range(1, 6)]
    found = document(tmp_path, "a.pdf", pdf(pages))
    assert found.removed == ()
    assert len(found.text.split("\n")) >= 200


def test_what_stands_at_the_edge_of_a_page_but_once_is_kept(tmp_path):
    found = document(tmp_path, "a.pdf", pdf(paragraph(story(n), top=760) for n in range(5)))
    assert found.removed == ()
    assert found.text == "\n\n".join(map(story, range(5)))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Ferries of the north", "Ferries of the north"),
        ("Microsoft Word - ferries.doc", None),
        ("ferries_v2.indd", None),
        ("C:\\work\\ferries", None),
        ("untitled", None),
        ("Slide 1", None),
        ("12", None),
    ],
)
def test_the_title_of_the_properties_counts_when_it_looks_like_one(tmp_path, title, shown):
    assert document(tmp_path, "a.pdf", pdf([paragraph(FERRY)], info={"Title": title})).title == shown


def test_the_largest_writing_of_the_first_page_is_the_title_where_the_properties_have_none(tmp_path):
    heading = [(72.0, 740.0, 20.0, "Ferries of the"), (72.0, 716.0, 20.0, "far north")]
    found = document(tmp_path, "a.pdf", pdf([heading + paragraph(FERRY, top=680)], info={"Author": "Ilse Brandt"}))
    assert (found.title, found.author) == ("Ferries of the far north", "Ilse Brandt")
    assert found.text[found.body_start :].strip() == FERRY


@pytest.mark.parametrize("words", ["تبحر العبارة عند الفجر", "渡轮于黎明启航。它载有四十人。"])
def test_writing_from_right_to_left_and_without_spaces_is_kept(tmp_path, words):
    codes = {chr(65 + n): letter for n, letter in enumerate(dict.fromkeys(words))}
    letter_of = {letter: code for code, letter in codes.items()}
    shown = words if words[0] > "\u0fff" else words[::-1]  # the first letter of Arabic stands on the right
    found = document(tmp_path, "a.pdf", pdf([[(72, 700, 11, "".join(letter_of[w] for w in shown))]], letters=codes))
    assert found.text == words


def test_a_thousand_pages_are_read_in_little_memory(tmp_path):
    raw = pdf([*paragraph(story(n)), (300.0, 30.0, 9.0, str(n))] for n in range(1, 1001))
    tracemalloc.start()
    found = document(tmp_path, "a.pdf", raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.places) == 1000
    assert found.text[found.places[699].start :].startswith(story(700))
    assert len(found.removed) == 1000
    assert peak < 50_000_000


def test_an_encrypted_pdf_is_told_from_a_damaged_one(tmp_path):
    assert "needs a password" in reason(tmp_path, "a.pdf", pdf([paragraph(FERRY)], password="sea"))
    assert "damaged" in reason(tmp_path, "a.pdf", b"%PDF-1.4\n" + b"no objects at all\n" * 20)


def test_a_pdf_whose_end_is_missing_is_read_as_far_as_it_goes_or_refused(tmp_path):
    whole = pdf([paragraph(FERRY)])
    found = document(tmp_path, "a.pdf", whole[: whole.index(b"startxref")])
    assert found.text == FERRY
    assert found.note == "the end of the file is missing; pages may be lost"
    assert "damaged" in reason(tmp_path, "b.pdf", whole[:200])


def test_scanned_pages_are_named(tmp_path):
    assert "run OCR first" in reason(tmp_path, "a.pdf", pdf([[], []], picture=True))
    assert "empty" in reason(tmp_path, "b.pdf", pdf([[], []]))
    pages = [paragraph(FERRY), [], paragraph(CAPTAIN), [], []]
    found = document(tmp_path, "c.pdf", pdf(pages, picture=True))
    assert found.note == "page(s) 2, 4-5 are pictures without a text layer; run OCR to have them read"


def test_letters_that_no_one_can_name_are_no_text(tmp_path):
    codes = {letter: chr(0xE000 + n) for n, letter in enumerate("abcdefghijklmnopqrstuvwxyzT.")}
    assert "run OCR" in reason(tmp_path, "a.pdf", pdf([paragraph(FERRY)], letters=codes))
