"""Copies: what is found, what only looks like a copy, which one is the original, and what a copy adds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.copies import Candidate, groups, repeated, signature, spoken
from index.split import split

HARBOUR = [
    "The harbour of Brenholt will get a new lighthouse after the old one was struck by lightning on 4 March.",
    'Its lamp, said harbour master Signe Thorsen, had been "tired for years".',
    "The tower is to be 31 metres high and built of concrete, with a staircase of 160 steps.",
    "Work begins in September and will cost 2.4 million crowns, of which the state pays half.",
    "Until then a lightship borrowed from Osterby marks the reef.",
    "Fishermen complain that its light is too weak in fog and have asked for a horn.",
    "The keeper's house will not be torn down; a family from Tarn wants to open a café in it.",
    "Nine boats have run aground off Brenholt since the spring, though nobody was hurt.",
]
TEXT = " ".join(HARBOUR)
SCHOOL = (
    "Pupils at Weldon grammar school may keep bees on the roof. The caretaker was against it at first, but he has become "
    "the keenest of them all. Last year they sold forty jars of honey and gave the money to a home for dogs. The hives "
    "stand behind the chimney, where the wind cannot reach them, and a camera shows them in the biology room."
)


def candidate(name: str, text: str, date: str | None = None) -> Candidate:
    return Candidate(name, signature(text), str(hash(text)), date, len(text))


def grouped(texts: dict[str, str], dates: dict[str, str] | None = None) -> dict[str, str]:
    dates = dates or {}
    return groups([candidate(name, text, dates.get(name)) for name, text in texts.items()], texts.__getitem__)


def is_copy(left: str, right: str) -> bool:
    return bool(grouped({"left": left, "right": right}))


def test_a_signature_is_the_same_everywhere_and_short_texts_have_none():
    assert len(signature(TEXT)) == 512
    assert signature(SCHOOL)[:8].hex() == "fbde3e0027444403"
    assert signature("The ferry is late again today.") == b""
    assert signature("") == b""


@pytest.mark.parametrize(
    "text",
    [
        " ".join(HARBOUR[:4]),
        " ".join(HARBOUR[:3]),
        " ".join(HARBOUR[:2] + HARBOUR[5:]),
        " ".join(reversed(HARBOUR)),
        "\n\n".join(HARBOUR),
        "BRENHOLT, March 9 (Agency) - " + TEXT,
        TEXT.replace('"', "\u201d").replace("'", "\u2019").replace(" ", "\n", 40),
        TEXT.upper(),
        "What a town needs at night\n\nBy Ada Finch\n\n" + TEXT,
        "We bring a report that a partner paper ran last week.\n\n" + TEXT + "\n\nCopyright Lenne Media. Sign up for more.",
        TEXT + " On Friday the council of Osterby said that it wanted its lightship back by May.",
        TEXT.replace("4 March", "March 4th").replace("2.4 million crowns", "2.4m crowns").replace("Nine", "9"),
        TEXT.replace("begins", "starts").replace("have asked for", "are requesting").replace("nobody", "no one"),
        TEXT.replace("complain", "grumble").replace("weak", "faint").replace("marks", "guards").replace("open", "run"),
        TEXT.replace("had been", "has been").replace("borrowed", "borowed"),
    ],
)
def test_trimmed_framed_restyled_and_edited_articles_are_copies(text):
    assert is_copy(TEXT, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("31 metres", "37 metres"),
        ("2.4 million", "2.4 billion"),
        ("crowns", "euros"),
        ("Nine", "Six"),
        ("4 March", "9 March"),
        ("4 March", "4 May"),
        ("September", "October"),
        ("since the spring", "since the autumn"),
        ("Signe Thorsen", "Maren Holt"),
        ("a family from Tarn", "a family from Osterby"),
        ("Osterby", "Kallvik"),
        ("Brenholt", "Sandnes"),
        ("will not be torn down", "will be torn down"),
        ("too weak", "too strong"),
        ("concrete", "timber"),
        ("fog", "summer"),
    ],
)
def test_the_same_words_with_another_fact_are_no_copy(old, new):
    other = TEXT.replace(old, new)
    edited = other.replace("begins", "starts").replace("complain", "grumble").replace("marks", "guards")
    assert not is_copy(TEXT, other)
    assert not is_copy(TEXT, f"A partner paper sent us this report about the coast. {other}")
    if old[0].isupper() or old[-1].isdigit() or any(character.isdigit() for character in old):
        assert not is_copy(TEXT, edited)


def test_who_did_what_to_whom_is_a_fact():
    text = f"Tarnow beat Hexley 2-1 on Saturday. {SCHOOL}"
    assert not is_copy(text, text.replace("Tarnow beat Hexley", "Hexley beat Tarnow"))
    assert not is_copy(text, text.replace("2-1", "1-2"))


def test_a_name_that_only_begins_sentences_is_a_name():
    text = (
        "Corwen sold 310 boats in the first half of the year. Its yard is full until spring, and the staff works on Sundays."
    )
    assert not is_copy(text, text.replace("Corwen", "Marlow"))


def test_an_article_that_quotes_two_sentences_is_no_copy():
    comment = f'My aunt lived by the reef. "{HARBOUR[2]}" so the paper says. I doubt it. "{HARBOUR[5]}" That I believe. '
    comment += (
        "She knew every horn between here and the cape by its pitch, and she would open the window to hear them better."
    )
    assert not is_copy(TEXT, comment)


def test_two_reports_of_one_form_are_no_copies():
    form = (
        "{} reported its results on Thursday. Sales came to {} million dollars and profit to {} million. The figures have "
        "not been audited. A recording of the call can be heard on the website for thirty days. Statements about the future "
        "may turn out to be wrong, and the company does not undertake to correct them."
    )
    chance = random.Random(1)
    texts = {
        f"{number:02}": form.format(name, chance.randint(20, 900), chance.randint(1, 90))
        for number, name in enumerate(["Helix", "Orban", "Brightwell"] * 12)
    }
    assert grouped(texts) == {}


def test_texts_without_spaces_are_compared_by_characters():
    text = "布伦霍尔特港的旧灯塔在三月四日被雷击中之后,港口将得到一座新的灯塔。新塔高三十一米,由混凝土建成。"
    text += "工程将于九月开始,国家承担一半的费用。"
    assert is_copy(text, text[: len(text) // 2])
    assert is_copy(text, "以下报道来自我们的伙伴报纸。" + text)
    assert not is_copy(text, text.replace("九月", "五月"))
    assert not is_copy(
        text,
        "学校的学生可以在屋顶上养蜜蜂。管理员起初反对,但现在他成了最热心的人。去年他们卖出了四十罐蜂蜜,把钱捐给了动物之家。",
    )


def test_the_same_text_is_a_copy_even_when_short():
    assert grouped({"b": "Late again.", "a": "Late again.", "c": "On time."}) == {"b": "a"}


def test_every_version_of_a_much_printed_article_finds_the_same_original():
    places = [f"Printed in the {name} Gazette." for name in "Aber Bryn Clun Dale Esk Fell Glen Holm Isle Kirk".split()]
    texts = {f"{n:02}": f"{place}\n\n{TEXT}\n\n{'More news inside. ' * n}" for n, place in enumerate(places)}
    assert set(grouped({"full": TEXT + " " + SCHOOL, **texts}).values()) == {"full"}


def test_of_full_texts_the_earliest_is_the_original():
    update = TEXT + " The lightship left Osterby on Friday."
    teaser = " ".join(HARBOUR[:3])
    texts = {"update": update, "first": TEXT, "teaser": teaser, "undated": TEXT + " That is all."}
    dates = {"update": "2024-03-10", "first": "2024-03-09", "teaser": "2024-03-08"}
    assert grouped(texts, dates) == dict.fromkeys(["update", "teaser", "undated"], "first")
    assert set(grouped(texts).values()) == {"update"}
    assert grouped({"b": TEXT, "a": TEXT}, {"b": "2024", "a": "2024-12-31"}) == {"b": "a"}


def test_a_chain_does_not_make_the_ends_copies():
    """A digest holds two articles, which have nothing in common with each other, and is the original of both."""
    digest = {"digest": TEXT + "\n\n" + SCHOOL, "harbour": TEXT, "school": SCHOOL}
    assert grouped(digest) == {"harbour": "digest", "school": "digest"}
    assert grouped(digest, {"harbour": "2024-01-01", "digest": "2024-01-02"}) in (
        {"digest": "harbour"},  # then the school is its own
        {"harbour": "digest", "school": "digest"},
    )
    assert grouped({"harbour": TEXT, "school": SCHOOL}) == {}


@given(st.permutations(range(6)))
def test_the_order_of_the_articles_does_not_matter(order):
    texts = {
        "a": TEXT,
        "b": " ".join(HARBOUR[:5]),
        "c": TEXT.replace("31", "37"),
        "d": SCHOOL,
        "e": TEXT,
        "f": SCHOOL + " So.",
    }
    names = [list(texts)[place] for place in order]
    assert grouped({name: texts[name] for name in names}) == grouped(texts)


def test_nothing_to_compare():
    assert groups([], lambda _: "") == {}
    assert grouped({"a": TEXT}) == {}


def test_only_what_a_copy_adds_is_not_repeated():
    original = spoken(TEXT)
    copy = (
        "BRENHOLT (Agency) \u2014 "
        + TEXT.replace('"', "\u201c")
        + "\n\nThe council of Osterby wants its lightship back. " * 9
    )
    new = [
        chunk.span.of(copy) for chunk in split(copy) if not repeated([span.of(copy) for span in chunk.sentences], original)
    ]
    assert new
    assert all("wants its lightship back" in passage for passage in new)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("UNTIL then, a lightship \u2014 borrowed from Osterby \u2014 marks the reef.", True),
        ("Until then a lightship borrowed from Osterby marks the reef!", True),
        ("Until then a lightship borrowed from Kallvik marks the reef.", False),
        ("A lightship borrowed from Osterby marks the reef.", False),
        ("Work begins in September and will cost 2.4 million euros, of which the state pays half.", False),
        ("* * *", True),
    ],
)
def test_a_sentence_is_repeated_when_the_original_says_it_as_a_whole(sentence, expected):
    assert repeated([sentence], spoken(TEXT)) is expected


def test_signs_of_money_and_minus_are_words():
    assert not repeated(["It costs $5."], spoken("It costs \u20ac5. It costs 5."))
    assert not repeated(["It was -5 degrees."], spoken("It was 5 degrees."))
    assert repeated(["It was \u22125 degrees."], spoken("It was -5 degrees."))
    assert repeated(["They sold 1,200 of them in the U.S."], spoken("They sold 1200 of them in the US."))
