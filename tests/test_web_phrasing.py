"""Questions made from sentences by their form: the good ones, and the traps."""

import pytest

from web.chat.phrasing import Phrasing
from web.chat.phrasing.names import MAX_QUESTION

TEXT = (
    "The archive of the Velm Treaty is in Orrin. After the war the committee and the members met. Amara Okoye came to "
    "Mount Karn, and chloroplasts were seen. The bridge, said Ilse Brandt, is old."
)


def made(sentence, position=5, title="The Velm bridge", text=TEXT):
    return [phrased.question for phrased in Phrasing(title, f"{text} {sentence}").questions(sentence, position)]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Velm Treaty was signed by six states on 4 May 1921.", "When was the Velm Treaty signed?"),
        ("The Orrin Library was founded in 1989 on the initiative of its readers.", "When was the Orrin Library founded?"),
        ("In 1962, the Orrin Library acquired the Karn Papers.", "When did the Orrin Library acquire the Karn Papers?"),
        ("Ilse Brandt visited Mount Karn from 3 to 5 June 2004.", "When did Ilse Brandt visit Mount Karn?"),
        ("The Velm Treaty was written by Ilse Brandt.", "Who wrote the Velm Treaty?"),
        ("Ilse Brandt, a baker, designed the library of Orrin in 1921.", "Who designed the library of Orrin?"),
        ("Amara Okoye, the director of the observatory, was late.", "Who is Amara Okoye?"),
        ("The Orrin Library is located in Velm.", "Where is the Orrin Library located?"),
        ("Orrin has 129 members in three groups.", "How many members does Orrin have?"),
        ("Thirteen members voted for Resolution 2593, while two abstained.", "How many members voted for Resolution 2593?"),
        ("There are 12 libraries in Orrin, all of them old.", "How many libraries are there in Orrin?"),
        ("The Velm Treaty was abandoned because nobody read it.", "Why was the Velm Treaty abandoned?"),
        ("Orrin, founded in 1212, lies on a river.", "When was Orrin founded?"),
    ],
)
def test_a_plain_sentence_gives_a_plain_question(sentence, question):
    assert question in made(sentence)


def test_the_subject_of_an_article_is_asked_for():
    assert made("The Velm bridge is a bridge of steel.", 0) == ["What is the Velm bridge?"]
    assert made("Chloroplasts are organelles of plants.", 0, "Chloroplast") == ["What are chloroplasts?"]
    assert made("Amara Okoye (2 May 1921 \u2013 3 June 1999) was a legend.", 0, "Amara Okoye") == ["Who was Amara Okoye?"]


def test_a_thing_called_by_its_last_word_gets_its_full_name():
    assert made("The treaty was signed in 1921.") == ["When was the Velm Treaty signed?"]
    assert made("The treaty was signed in 1921.", text="The Velm Treaty and the Karn Treaty. The members.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It was founded in 1989.",
        "The committee was founded in 1989.",
        "The members of the committee signed the paper in 1989.",
        "The second meeting of the year was held in 1989.",
        "The Velm Treaty was signed between 1989 and 1991.",
        "The Velm Treaty was not signed in 1989.",
        "The Velm Treaty signed in 1989 was lost.",
        "Ilse Brandt led an expedition that found the river in 1989.",
        "Was the Velm Treaty signed in 1989?",
        "The Velm Treaty was signed in 1989",
        "Okoye signed the Velm Treaty in 1989.",
        "In 1989, Velm grew and Ilse Brandt was made mayor.",
        "The Orrin Library was founded by Royal Charter in an age long gone.",
        "the",
        "",
        ".",
        "- | * _ # 1989.",
    ],
)
def test_in_doubt_there_is_no_question(sentence):
    assert made(sentence) == []


def test_no_question_is_long():
    subject = " ".join(["The Orrin Library of Velm and of Mount Karn and of Kettle Point"] * 2)
    assert all(len(question) <= MAX_QUESTION for question in made(f"{subject} was founded in 1989."))
