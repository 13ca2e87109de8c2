"""Articles that disagree, from their files to the sides of the answer; nothing is compared where one article answers."""

from pathlib import Path

import pytest
from conftest import Indexed
from test_rag_answer import ScriptedModel, _gate_for_hashed_words, ask  # noqa: F401  the gate is a fixture

from index.types import Span
from rag.answer import Assistant
from rag.config import RagConfig
from rag.disagree import Reading, Rival, grounded, merge
from rag.evidence import EvidenceSentence

GUESTS = "How many guests attended the opening of the Marlow theatre?"
ARCHITECT = "Who designed the Marlow theatre?"


def article(publisher: str, date: str, body: str) -> str:
    return f"---\ntitle: The Marlow theatre\npublisher: {publisher}\ndate: {date}\n---\n\n{body}\n"


MORNING = article(
    "Morning Post",
    "2020-05-02",
    "At the opening of the Marlow theatre 640 guests attended. Ada Finch designed the Marlow theatre.",
)
EVENING = article(
    "Evening Star",
    "2021-01-09",
    "At the grand opening of the Marlow theatre 900 guests attended. Boris Kettle designed the Marlow theatre.",
)
AGREEING = article("Herald", "2020-05-03", "In all, 640 guests attended the opening of the Marlow theatre, the mayor said.")
OTHER = article("Gazette", "2019", "Oranges are sold on the market square on Sundays.").replace(
    "The Marlow theatre", "Fruit"
)


class PerText(ScriptedModel):
    """Replies by what the text holds, and counts how often it is asked."""

    def __init__(self, by_text: dict[str, str]) -> None:
        super().__init__({})
        self.by_text = by_text

    def stream(self, system: str, user: str, max_tokens: int):
        self.prompts.append((system, user))
        yield next(reply for held, reply in self.by_text.items() if held in user)


def asked(tmp_path: Path, indexed: Indexed, articles: dict[str, str], question: str, model: ScriptedModel | None):
    indexed.write(articles)
    indexed.sync()
    engine = "local" if model else "extractive"
    (tmp_path / "model.gguf").touch()
    config = RagConfig(models=tmp_path / "models", model=tmp_path / "model.gguf", engine=engine)
    assistant = Assistant(config, indexed.library())
    if model:
        assistant._models["local"] = model
    return ask(assistant, question)


def test_both_values_are_shown_with_their_sources_and_neither_is_picked(tmp_path, indexed):
    model = PerText({"640 guests": "640", "900 guests": "900"})
    answer = asked(tmp_path, indexed, {"a.md": MORNING, "b.md": EVENING, "c.md": OTHER}, GUESTS, model)
    (conflict,) = answer.conflicts
    assert {side.value for side in conflict.sides} == {"640", "900"}
    quotes = {c.number: (c.publisher, c.quote) for c in answer.citations}
    for side in conflict.sides:
        ((publisher, quote),) = [quotes[n] for n in side.citations]
        assert side.value in quote
        assert publisher == ("Morning Post" if side.value == "640" else "Evening Star")
    assert answer.short_answer is None
    assert not answer.abstained


def test_a_source_that_says_the_same_is_cited_and_not_read(tmp_path, indexed):
    model = PerText({"640": "640"})
    answer = asked(tmp_path, indexed, {"a.md": MORNING, "c.md": AGREEING}, GUESTS, model)
    assert answer.conflicts == ()
    assert answer.short_answer == "640"
    assert len(model.prompts) == 1


def test_a_copy_is_no_second_source(tmp_path, indexed):
    again = MORNING.replace("Morning Post", "Wire Service")
    model = PerText({"640": "640"})
    answer = asked(tmp_path, indexed, {"a.md": MORNING, "b.md": again}, GUESTS, model)
    assert answer.conflicts == ()
    assert [c.also_in for c in answer.citations] in ([("b.md",)], [("a.md",)])


def test_quotes_alone_disagree_where_the_counted_thing_is_the_same(tmp_path, indexed):
    answer = asked(tmp_path, indexed, {"a.md": MORNING, "b.md": EVENING, "c.md": OTHER}, GUESTS, None)
    assert [{side.value for side in conflict.sides} for conflict in answer.conflicts] == [{"640 guests", "900 guests"}]


def test_quotes_alone_never_disagree_on_names(tmp_path, indexed):
    answer = asked(tmp_path, indexed, {"a.md": MORNING, "b.md": EVENING}, ARCHITECT, None)
    assert answer.conflicts == ()


def test_one_article_that_answers_is_read_once(tmp_path, indexed):
    model = PerText({"640": "640"})
    answer = asked(tmp_path, indexed, {"a.md": MORNING, "c.md": OTHER}, GUESTS, model)
    assert answer.short_answer == "640"
    assert len(model.prompts) == 1


def sentence(text: str, article: str = "a.md") -> EvidenceSentence:
    return EvidenceSentence(article, Span(0, len(text)), text, 1, 1.0, 0.5, 0.5)


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("Ada Finch.", "Ada Finch"),
        ("NOT STATED", None),
        ("Boris Kettle", None),  # the text does not say it
        ("the theatre", None),  # no name
        ("Marlow", None),  # only repeats the question
    ],
)
def test_a_reply_counts_when_its_source_says_it(reply, value):
    rival = Rival("a.md", (sentence("Ada Finch designed the Marlow theatre."),), 1.0, 1.0, True)
    reading = grounded(ARCHITECT, reply, rival)
    assert (reading.value if reading else None) == value


def test_readings_are_merged_by_what_they_say():
    texts = ["It was built in 1856.", "It rose in April 1856 on the hill.", "It dates from 1900.", "It was built in 1856!"]
    values = ["1856", "April 1856", "1900", "1856"]
    readings = [Reading(v, sentence(t, f"{n}.md")) for n, (v, t) in enumerate(zip(values, texts, strict=True))]
    groups = merge("When was it built?", readings)
    assert [(g.value, [s.article for s in g.sentences]) for g in groups] == [("1856", ["0.md", "1.md"]), ("1900", ["2.md"])]


def test_what_the_question_says_is_not_what_values_share():
    question = "What sport is the Vestri club known for?"
    readings = [Reading(v, sentence(v)) for v in ("the Vestri football club", "the Vestri chess club")]
    assert len(merge(question, readings)) == 2
