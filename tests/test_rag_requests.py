"""Which questions are no look-ups, and, more important, which are."""

import pytest

from rag.language import foreign, without_common
from rag.requests import Request, recognise

R = Request


@pytest.mark.parametrize(
    ("question", "request_"),
    [
        ("hello", R("hello")),
        ("Good morning! How are you?", R("hello")),
        ("Thank you very much.", R("thanks")),
        ("Who are you?", R("help")),
        ("What can you do?", R("help")),
        ("What are these articles about?", R("everything")),
        ("Give me an overview", R("everything")),
        ("Can you please summarise all articles?", R("everything")),
        ("List the articles", R("list")),
        ("What articles do you have?", R("list")),
        ("Show me all articles from 2019", R("list", relation="from", source="2019")),
        ("How many articles are there?", R("count")),
        ("How many articles mention steel cables?", R("count", "steel cables")),
        ("How many of the articles are about seeds?", R("count", "seeds")),
        ("How many articles are by the Village Post?", R("count", relation="from", source="the Village Post")),
        ("How many articles since 2020 do you have?", R("count", relation="since", source="2020")),
        ("Which articles mention the Velm bridge?", R("mentions", "the Velm bridge")),
        ("Which article talks about mirrors?", R("mentions", "mirrors")),
        ("Do any of the articles mention penguins?", R("mentions", "penguins")),
        ("Are there any articles about penguins?", R("mentions", "penguins")),
        ("What do you have on seeds?", R("mentions", "seeds")),
        ("Is Lund mentioned in any of the articles?", R("mentions", "Lund")),
        ("What is the latest article?", R("newest")),
        ("Which article is the oldest?", R("oldest")),
        ("What's the most recent article about seeds?", R("newest", "seeds")),
        ("Summarise this article", R("summary", "")),
        ("summarize the bridge article, please", R("summary", "the bridge")),
        ("Give me a short summary of the article about seeds", R("summary", "seeds")),
        ("What is the article about Mount Karn about?", R("summary", "Mount Karn")),
        ("What does \u201cThe Velm bridge reopens\u201d say?", R("summary", "The Velm bridge reopens", sure=False)),
        ("Tell me about the observatory", R("topic", "the observatory")),
        ("What do the articles say about seeds?", R("topic", "seeds")),
        ("Compare the bridge and the observatory", R("compare", "the bridge", "the observatory")),
        ("compare the bridge with bed and breakfasts", R("compare", "the bridge", "bed and breakfasts")),
    ],
)
def test_what_is_recognised(question, request_):
    assert recognise(question) == request_


@pytest.mark.parametrize(
    "question",
    [
        "How many articles does the Brexit treaty have?",
        "How many articles are in the constitution?",
        "How many articles are there in the treaty?",
        "How many articles mention taxation in the constitution?",
        "How many documents were leaked?",
        "How many articles did Okoye publish?",
        "What did the article 50 say?",
        "What does article 12 say about seeds?",
        "Which article of the constitution protects speech?",
        "Which articles of the Velm declaration mention drones?",
        "What article was published in 1937?",
        "What document formed the parliament?",
        "What is the latest epoch?",
        "What is the newest bridge?",
        "What is the film about?",
        "What does the mayor say?",
        "What is the difference between a bridge and a tunnel?",
        "Who mentions the bridge?",
        "Who directs the observatory?",
        "Who wrote the article about Pappy Boyington?",
        "Tell me about it",
        "Summarise it",
        "Which articles mention them?",
        "Who said hello to the mayor?",
        "Who wrote Das Boot?",
        "What does la vie en rose mean?",
    ],
)
def test_an_ordinary_question_is_never_taken_for_one(question):
    assert recognise(question) is None


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wer hat die Brücke gebaut und wann?", "German"),
        ("Quelle est la hauteur de la tour ?", "French"),
        ("¿Quién construyó el puente y cuándo?", "Spanish"),
        ("Chi ha costruito il ponte e quando?", "Italian"),
        ("Quem construiu a ponte e quando foi?", "Portuguese"),
        ("Wie heeft de brug gebouwd en wanneer?", "Dutch"),
        ("Кто построил мост?", "Cyrillic script"),
        ("谁建造了这座桥?", "Cjk script"),
        ("Who built the bridge?", None),
        ("velm bridge height", None),
        ("El Niño", None),
        ("What is the meaning of l'état c'est moi?", None),
        ("12 + 7?", None),
    ],
)
def test_the_language_of_a_question(question, language):
    assert foreign(question) == language


def test_what_a_foreign_question_could_share_with_articles():
    assert without_common("Wer ist die Direktorin von Mount Karn?", "German") == "die Direktorin Mount Karn"
