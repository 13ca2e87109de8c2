"""What is said when the articles do not answer."""

import pytest

from rag.missing import missing_text, never_mentioned


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who governs Zorbland?", ["Zorbland"]),
        ("Did Amara Okoye visit Zorbland's coast?", ["Zorbland"]),
        ("When did Amara Ragbrand direct the observatory?", ["Amara Ragbrand"]),
        ("Zorb Ragbrand did what?", ["Zorb Ragbrand"]),
        ("Who opened the bridge in 1937?", ["1937"]),
        ("Did 4200 people come in 2021?", []),
        ("Does it stand at 2870 metres?", []),
        ("Who directs the observatory on Mount Karn?", []),
        ("What does Sky Letter write?", []),
        ("What does Åmara Okoyé direct?", []),
        ("who purchased the frobnicator?", []),
    ],
)
def test_names_and_numbers_that_no_article_mentions(corpus, question, names):
    with corpus.catalog() as catalog:
        assert never_mentioned(question, corpus.generation(), catalog) == names


def test_what_is_missing_is_said_in_plain_words():
    question = "Who governs Zorbland and when was the bridge built?"
    both = ["Who governs Zorbland?", "When was the bridge built?"]
    assert missing_text("Who sang?", ["Who sang?"]) == "The articles do not say: Who sang?"
    assert missing_text(question, both[:1], ["Zorbland"]) == "The articles never mention \u201cZorbland\u201d."
    assert missing_text(question, both, ["Zorbland"]) == (
        "The articles never mention \u201cZorbland\u201d. The articles do not say: When was the bridge built?"
    )
    assert missing_text(question, both[1:], ["Zorbland"]) == "The articles do not say: When was the bridge built?"
    german = "Wer hat die Brücke gebaut und wann?"
    assert missing_text(german, [german]).endswith("in German; questions in English work best.")
