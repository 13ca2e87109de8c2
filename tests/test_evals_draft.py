"""Drafts from articles: what is proposed is exact, stands on its own, and counts for nothing until a person says so."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import BRIDGE, Indexed

from evals.__main__ import main
from evals.cases import load_cases
from evals.drafting.answers import answers_in
from evals.drafting.check import problem
from evals.drafting.facts import Fact, plan
from evals.drafting.form import asks_for
from evals.drafting.near_miss import NearMisses
from evals.drafting.required import required
from evals.drafting.statements import Statements
from index.errors import BadInputError
from rag.llm import EngineError

MILL = """The Sarn mill

The Sarn mill was built by Tova Lindqvist in 1871. It ground 640 tonnes of rye in its first year.

Mayor Ilse Brandt closed the Sarn mill on 4 May 1902. The owner moved to Velmstad, where he opened a bakery.

Between 1880 and 1890 the mill also sawed wood.
"""
FERRY = """The Orrin ferry

Captain Rolf Hagen ran the Orrin ferry from Lund. The Orrin ferry carried 48,000 travellers over the lake in 1911.

In Karnsund the people built a pier of 90 metres for the Orrin ferry. Heavy storms broke the pier of the Orrin ferry in 1934.

Tova Lindqvist wrote a song about the pier in Karnsund, and Rolf Hagen sang it.
"""
ARTICLES = {"mill.txt": MILL, "copies/mill.txt": MILL, "ferry.txt": FERRY, "bridge.txt": BRIDGE}
QUESTIONS = {
    ("Tova Lindqvist", "mill"): "Who built the Sarn mill?",
    ("1871", "mill"): "When did Tova Lindqvist build the Sarn mill?",
    ("640 tonnes", "mill"): "How much rye did the Sarn mill grind in its first year?",
    ("4 May 1902", "mill"): "When did Mayor Ilse Brandt close the Sarn mill?",
    ("48,000", "ferry"): "How many travellers did the Orrin ferry carry over the lake in 1911?",
    ("1934", "ferry"): "When did heavy storms break the pier of the Orrin ferry?",
    ("312", "bridge"): "How many steel cables did engineers replace on the Velm bridge?",
}


class Writer:
    """A model that knows a question for some answers, reads it back rightly, and replies with chatter to anything else."""

    name = "scripted"

    def __init__(self, *, wrong: frozenset[str] = frozenset(), stop_after: int = 10_000) -> None:
        self.wrong = wrong
        self.left = stop_after
        self.stop: BaseException = EngineError("the model is gone; start again")

    def warm(self, _system: str) -> None:
        """Nothing to load."""

    def stream(self, _system: str, user: str, _max_tokens: int) -> Iterator[str]:
        if user.startswith("Text:"):
            question = user.rpartition("Question: ")[2]
            answer = next(answer for (answer, _), known in QUESTIONS.items() if known == question)
            yield "another value" if question in self.wrong else f"{answer}."
            return
        self.left -= 1
        if self.left < 0:
            raise self.stop
        answer = user.rpartition("Answer: ")[2].strip()
        for (known, subject), question in QUESTIONS.items():
            if known == answer and subject in user:
                yield f"{question}\nIt is about the mill."
                return
        yield "I cannot say."


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Writer:
    """The local engine, there at once, with a scripted model."""
    made = Writer()
    model = tmp_path / "model.gguf"
    model.touch()
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    monkeypatch.setenv("FOOTNOTE_MODEL", str(model))
    monkeypatch.setattr("rag.answer.LocalModel", lambda _path: made)
    return made


@pytest.fixture
def statements(indexed: Indexed) -> Statements:
    indexed.write(ARTICLES)
    indexed.sync(vectors=False)
    with indexed.catalog() as catalog:
        return Statements(catalog)


def drafted(indexed: Indexed, out: Path, *more: str) -> tuple[int, list[dict]]:
    indexed.write(ARTICLES)
    status = main(["draft", str(indexed.folder), "--out", str(out), *more])
    return status, [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []


@pytest.mark.parametrize(
    ("sentence", "answers"),
    [
        ("The mill was built in 1871 for the town.", ["1871"]),
        ("She opened it on 4 May 1902 with a speech.", ["4 May 1902"]),
        ("It stood empty from 1880 to 1890, they say.", []),
        ("Between 10 and 20 boats brought 312 riders.", ["312"]),
        ("Raiders from Denmark, Iceland and Norway came to Lund.", ["Lund"]),
        ("In 1901 there were two fires and in 1901 a flood.", ["two"]),
        ("Mayor Ilse Brandt spoke of 48 million crowns.", ["Ilse Brandt", "48 million"]),
        ("The French troops of the Paris attacks left.", []),
        ("The price rose by 25% to $40 in a year.", ["25%"]),
        ("It cost $48 million.", ["$48 million"]),
        ("The first of them came ten years later.", []),
        ("It is the Resolution 2593 (2021) of the council.", []),
        ("A 20th century builder made it.", []),
        ("In fact, the Orrin Church uses grape juice.", []),
    ],
)
def test_what_can_be_asked_for_is_a_whole_answer(sentence, answers):
    assert [found.words for found in answers_in(sentence, "")] == answers


def test_facts_come_from_each_article_in_turn_and_from_no_copy(statements):
    facts = plan(statements.all, 3)
    articles = [fact.article for fact in facts]
    assert set(articles) == set(articles[:3]) == {"copies/mill.txt", "ferry.txt", "bridge.txt"}
    assert facts == plan(statements.all, 3)
    assert facts != plan(statements.all, 4)
    assert all(fact.quote.count(fact.answer) == 1 for fact in facts)
    leaning = next(fact for fact in facts if fact.answer == "640 tonnes")
    assert leaning.leans
    assert leaning.before.startswith("The Sarn mill was built")


BUILT = Fact("mill.txt", "The Sarn mill", "", "The Sarn mill was built by Tova Lindqvist in 1871.", "1871", "date")
BUILDER = Fact("mill.txt", "The Sarn mill", "", BUILT.quote, "Tova Lindqvist", "name")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("When was the Sarn mill built by Tova Lindqvist?", None),
        ("When was the Sarn mill built by Tova Lindqvist", "not one question"),
        ("The Sarn mill is old. When was the Sarn mill built?", "not one question"),
        ("When was Sarn built?", "too short or too long"),
        ("When in 1871 was the Sarn mill built?", "gives the answer away"),
        ("When was it built by the owner?", "not clear without the text"),
        ("When was the mill in the text built by Lindqvist?", "not clear without the text"),
        ("When was this mill built by Tova Lindqvist?", "not clear without the text"),
        ("Who built the Sarn mill in the end?", "asks for something else"),
        ("In which century was the Sarn mill built?", "asks for something else"),
        ("When was the Sarn mill built in Denmark by Lindqvist?", "says what the sentence does not"),
        ("When was the Sarn mill sold to rich Tova Lindqvist?", "says what the sentence does not"),
    ],
)
def test_what_is_wrong_with_a_question_is_said(statements, question, reason):
    assert problem(question, BUILT, statements) == reason


def test_a_date_that_belongs_to_another_verb_is_not_asked_for(statements):
    quote = "The Orrin market replaced an earlier hall in Lund that was built in 1808 for fishermen."
    fact = Fact("ferry.txt", "The Orrin market", "", quote, "1808", "date")
    assert problem("When did the Orrin market replace an earlier hall in Lund?", fact, statements) == (
        "says what the sentence does not"
    )
    assert problem("When was the earlier hall in Lund built for fishermen?", fact, statements) is None


def test_a_question_that_another_sentence_answers_otherwise_is_none(indexed):
    fact = Fact("ferry.txt", "The Orrin ferry", "", "Storms broke the pier in 1934.", "1934", "date")
    question = "When did storms break the pier of the Orrin ferry?"
    for more, reason in (("", None), ("Storms broke the pier again in 1951.", "another sentence may answer it, too")):
        indexed.write({"ferry.txt": f"{FERRY}\n{more}\n"})
        indexed.sync(vectors=False)
        with indexed.catalog() as catalog:
            assert problem(question, fact, Statements(catalog)) == reason


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was it built?", "date"),
        ("In what year did it close?", "date"),
        ("How many came?", "number"),
        ("What was the population of Lund?", "number"),
        ("Who built it?", "person"),
        ("By whom was it built?", "person"),
        ("In which country is Lund?", "place"),
        ("What is the title of the song that says where they met?", "name"),
    ],
)
def test_what_a_question_asks_for(question, kind):
    assert asks_for(question) == kind


@pytest.mark.parametrize(
    ("answer", "shape", "forms"),
    [
        ("4 May 1902", "date", {"4 May 1902", "May 4, 1902", "1902-05-04"}),
        ("May 1902", "date", {"May 1902", "1902-05"}),
        ("1902", "date", {"1902"}),
        ("10th century", "date", {"10th century", "tenth century"}),
        ("4,200", "number", {"4,200", "4200"}),
        ("five", "number", {"five", "5"}),
        ("25 percent", "number", {"25 percent", "25%", "25 per cent"}),
        ("48 million", "number", {"48 million", "48000000", "48,000,000"}),
        ("$40", "number", {"$40", "40", "$forty"}),
        ("Ilse Brandt", "name", {"Ilse Brandt"}),
    ],
)
def test_a_right_answer_may_be_said_in_other_forms(answer, shape, forms):
    assert set(required(answer, shape)) >= forms - {"$forty"}
    assert required(answer, shape)[0] == answer


def test_a_near_miss_is_stated_nowhere(statements):
    misses = NearMisses(statements)
    found = misses.of("When did Ilse Brandt close the Sarn mill?", BUILT, random.Random(0))
    assert found is not None
    assert found.instead_of == "Ilse Brandt"
    assert found.question == f"When did {found.put} close the Sarn mill?"
    for seed in range(20):  # Tova Lindqvist did write a song about the pier in Karnsund
        other = misses.of("Who wrote a song about the pier in Velmstad?", BUILDER, random.Random(seed))
        assert other is None or other.put != "Karnsund"


def test_drafts_are_cases_with_exact_quotes_once_they_are_accepted(indexed, writer, tmp_path, capsys):
    out = tmp_path / "new" / "drafts.jsonl"
    status, drafts = drafted(indexed, out)
    assert status == 0
    answerable = {draft["question"]: draft for draft in drafts if draft["answerable"]}
    assert "When did Mayor Ilse Brandt close the Sarn mill?" in answerable
    closed = answerable["When did Mayor Ilse Brandt close the Sarn mill?"]
    assert closed["required"] == [["4 May 1902", "May 4, 1902", "1902-05-04"]]
    assert closed["tags"] == ["fact", "date"]
    assert all(draft["draft"]["status"] == "open" and draft["draft"]["source"] == "articles" for draft in drafts)
    indexed.sync(vectors=False)
    with indexed.catalog() as catalog:
        for draft in answerable.values():
            (gold,) = draft["evidence"]
            assert gold["quote"] in catalog.text(gold["article"])
            assert draft["required"][0][0] in gold["quote"]
    with pytest.raises(BadInputError, match="draft that nobody has accepted"):
        load_cases(out)
    accepted = [draft | {"draft": draft["draft"] | {"status": "accepted"}} for draft in drafts]
    out.write_text("\n".join(map(json.dumps, accepted)))
    cases = tmp_path / "cases.jsonl"
    assert main(["accept", str(out), "--into", str(cases), "--data", str(out.parent / "index")]) == 0
    assert len(load_cases(cases)) == len(drafts)
    printed = capsys.readouterr().out
    assert f"{len(drafts)} drafts proposed" in printed
    assert "not one question" in printed
    assert "nothing more could be asked of these articles" in printed
    assert f"python -m evals accept {out} --into CASES.jsonl --data {out.parent / 'index'}" in printed


def test_about_one_in_four_is_not_answerable_and_says_how_it_was_made(indexed, writer, tmp_path):
    _, drafts = drafted(indexed, tmp_path / "drafts.jsonl")
    missed = [draft for draft in drafts if not draft["answerable"]]
    assert 1 <= len(missed) <= len(drafts) // 3
    for draft in missed:
        assert (draft["required"], draft["evidence"], draft["tags"]) == ([], [], ["adversarial"])
        assert "by putting" in draft["draft"]["note"]


def test_a_question_that_reads_back_as_something_else_is_dropped(indexed, writer, tmp_path, capsys):
    writer.wrong = frozenset(QUESTIONS.values())
    status, drafts = drafted(indexed, tmp_path / "drafts.jsonl")
    assert (status, drafts) == (0, [])
    assert "read back, it has another answer" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("stop", "told"),
    [
        (EngineError("the model is gone; start again"), "the model is gone"),
        (KeyboardInterrupt(), "the drafts so far are kept, the same command goes on from there"),
    ],
)
def test_a_run_that_was_stopped_goes_on_and_repeats_nothing(indexed, writer, tmp_path, capsys, stop, told):
    whole = drafted(indexed, tmp_path / "whole.jsonl")[1]
    out = tmp_path / "drafts.jsonl"
    assert drafted(indexed, out, "--count", "2") == (0, whole[:2])
    writer.left, writer.stop = 0, stop
    assert drafted(indexed, out) == (2, whole[:2])
    assert told in capsys.readouterr().err
    writer.left = 100
    assert {draft["id"] for draft in drafted(indexed, out)[1]} == {draft["id"] for draft in whole}
    assert len(out.read_text().splitlines()) == len(whole)


def test_what_is_enough_is_said(indexed, writer, tmp_path, capsys):
    out = tmp_path / "drafts.jsonl"
    drafted(indexed, out, "--count", "2")
    assert drafted(indexed, out, "--count", "2")[0] == 2
    assert "holds 2 drafts from articles; raise --count" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--engine", "local"), "python -m rag fetch"),
        (("--engine", "auto"), "python -m rag fetch"),
        (("--engine", "extractive"), "needs a language model"),
        (("--engine", "oracle"), "there is no engine 'oracle'"),
        (("--count", "0"), "--count must be at least 1"),
    ],
)
def test_without_a_model_there_is_one_line_with_the_next_step(indexed, tmp_path, monkeypatch, capsys, more, told):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))
    status, drafts = drafted(indexed, tmp_path / "drafts.jsonl", *more)
    error = capsys.readouterr().err
    assert (status, drafts, error.count("\n")) == (2, [], 1)
    assert told in error
