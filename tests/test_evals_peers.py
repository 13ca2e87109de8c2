"""Other systems beside Footnote: their replies are read generously and scored alike; a stopped run asks nothing twice."""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Indexed, check_invariants
from test_rag_answer import ScriptedModel, _gate_for_hashed_words  # noqa: F401  the gate is a fixture

from evals.__main__ import main
from evals.cases import Case, load_cases
from evals.peering.reply import as_answer, refuses
from evals.peering.stock_llama_index import engines
from evals.peering.system import PeerAnswer, PeerCitation, Setting
from evals.peering.table import FOOTNOTE, measure, summarise, to_markdown
from evals.peers import Run, choose
from index.config import from_environment
from index.errors import BadInputError
from rag.answer import Assistant
from rag.config import RagConfig
from rag.llm import EngineError

MODELS = from_environment(os.environ).models  # read here: the fixtures of every test clear our settings

CABLES = "Engineers replaced 312 steel cables and repainted the northern tower."
QUESTION = "How many steel cables did engineers replace on the bridge?"
FOREIGN = "Which zeppelin quarantined penguins?"
CASES = [
    {
        "id": "cables",
        "question": QUESTION,
        "answerable": True,
        "required": [["312"]],
        "evidence": [{"article": "bridge.txt", "quote": CABLES}],
        "tags": ["fact"],
    },
    {"id": "foreign", "question": FOREIGN, "answerable": False, "required": [], "evidence": [], "tags": ["out-of-corpus"]},
]


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in CASES))
    return load_cases(path)


class Completes:
    """A model that knows the replies to some queries, whatever stands before them in llama-index's prompts."""

    name = "completes"

    def __init__(self, replies: dict[str, str]) -> None:
        self.replies = replies
        self.prompts: list[str] = []

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        self.prompts.append(user)
        yield self.replies[user.rpartition("Query: ")[2].removesuffix("\nAnswer: ")]


def setting(corpus: Indexed) -> Setting:
    with corpus.catalog() as catalog:
        articles = {a.id: catalog.text(a.id) for a in catalog.articles() if a.status == "indexed"}
    return Setting(articles, corpus.embedder, Path("no model"))


def reply(corpus: Indexed, text: str, **changes: object) -> PeerAnswer:
    """A reply with two sources: the sentence about cables, and the whole of another article."""
    with corpus.catalog() as catalog:
        start = catalog.text("bridge.txt").find(CABLES)
        end = len(catalog.text("karn.md"))
    sources = (PeerCitation(1, "bridge.txt", start, start + len(CABLES)), PeerCitation(2, "karn.md", 0, end))
    return PeerAnswer(text, **{"citations": sources} | changes)


@pytest.mark.parametrize(
    "text",
    [
        "The provided sources do not mention any penguins.",
        "The text doesn\u2019t explicitly state how many there were.",
        "It is not specified in the context.",
        "There is no specific information about zeppelins in the passages.",
        "There are no zeppelins.",
        "None of the provided sources are helpful.",
        "I'm sorry, but this cannot be answered.",
        "Empty Response",
        "  ",
    ],
)
def test_a_refusal_is_recognised_in_many_words(text):
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Velm bridge reopened in 2021 [1].",
        "She did not accept the military contract [2].",
        "No bridge is longer than that one.",
        "It can hold 4,200 people and is known for its cables.",
    ],
)
def test_an_answer_with_a_negation_in_it_is_no_refusal(text):
    assert not refuses(text)


@pytest.mark.parametrize(
    ("text", "sentences", "articles"),
    [
        ("They replaced 312 [1].", [("They replaced 312.", [1])], ["bridge.txt"]),
        ("They replaced 312. [1]", [("They replaced 312.", [1])], ["bridge.txt"]),
        (
            "It is high [2]. They replaced 312 [1].",
            [("It is high.", [1]), ("They replaced 312.", [2])],
            ["karn.md", "bridge.txt"],
        ),
        ("They replaced 312 [1][2].", [("They replaced 312.", [1, 2])], ["bridge.txt", "karn.md"]),
        ("They replaced 312 (Source 1).", [("They replaced 312.", [1])], ["bridge.txt"]),
        ("They replaced 312 [Source 2, Source 1].", [("They replaced 312.", [1, 2])], ["karn.md", "bridge.txt"]),
        ("According to Source 1, 312 were new.", [("According to Source 1, 312 were new.", [1])], ["bridge.txt"]),
        ("They replaced 312 (2021) [7].", [("They replaced 312 (2021).", [])], []),
        ("```\nThey replaced 312 [1]\n```", [("They replaced 312", [1])], ["bridge.txt"]),
    ],
)
def test_markers_are_read_however_they_are_written(corpus, text, sentences, articles):
    with corpus.catalog() as catalog:
        answer = as_answer(QUESTION, "peer", reply(corpus, text), 1.5, catalog)
        assert [(s["text"], list(s["citations"])) for s in answer["sentences"]] == sentences
        assert [c["article"] for c in answer["citations"]] == articles
        assert all(catalog.text(c["article"])[c["start"] : c["end"]] == c["quote"] for c in answer["citations"])
    assert answer["timings_ms"]["total"] == 1500


def test_a_copy_that_was_cited_counts_as_its_original(corpus, cases):
    with corpus.catalog() as catalog:
        start = catalog.text("copies/bridge-again.txt").find(CABLES)
        cited = PeerCitation(1, "copies/bridge-again.txt", start, start + len(CABLES))
        answer = as_answer(QUESTION, "peer", PeerAnswer("They replaced 312 [1].", (cited,)), 1, catalog)
        assert measure(cases[0], answer, catalog)["correct_and_cited"] == 1


def test_a_whole_chunk_counts_only_where_the_limit_of_length_is_waived(indexed, tmp_path, cases):
    long = "Some more was written about the works. " * 20
    indexed.write({"bridge.txt": f"The bridge\n\n{long}{CABLES} {long}"})
    indexed.sync()
    with indexed.catalog() as catalog:
        cited = PeerCitation(1, "bridge.txt", 0, len(catalog.text("bridge.txt")))
        answer = as_answer(QUESTION, "peer", PeerAnswer("They replaced 312 [1].", (cited,)), 1, catalog)
        found = measure(cases[0], answer, catalog)
        other = as_answer(QUESTION, "peer", PeerAnswer("312 [1].", (PeerCitation(1, "bridge.txt", 0, 500),)), 1, catalog)
        missed = measure(cases[0], other, catalog)
    assert (found["right"], found["correct_and_cited"], found["cited_any_length"], found["citation_precision"]) == (
        1,
        0,
        1,
        1,
    )
    assert (missed["right"], missed["cited_any_length"], missed["citation_precision"]) == (1, 0, 0)


def test_a_right_reply_that_cites_nothing_is_right_and_not_cited(corpus, cases):
    with corpus.catalog() as catalog:
        answer = as_answer(QUESTION, "peer", reply(corpus, "They replaced 312.", citations=()), 1, catalog)
        found = measure(cases[0], answer, catalog)
    assert (found["right"], found["cited_any_length"], found["citation_precision"]) == (1, 0, None)


def test_a_refusal_is_a_false_abstention_and_no_false_answer(corpus, cases):
    with corpus.catalog() as catalog:
        answer = as_answer(QUESTION, "peer", reply(corpus, "The sources do not mention it."), 1, catalog)
        assert measure(cases[0], answer, catalog)["false_abstention"] == 1
        assert measure(cases[1], answer, catalog)["false_answer"] == 0


def test_the_citing_engine_is_given_whole_sources_and_its_markers_point_to_their_exact_words(corpus):
    model = Completes({QUESTION: "They replaced 312 steel cables [1]."})
    citing, _ = engines(setting(corpus), model)
    said = citing.answer(QUESTION, ())
    with corpus.catalog() as catalog:
        answer = as_answer(QUESTION, citing.name, said, 1, catalog)
        words = [catalog.text(c.article)[c.start : c.end] for c in said.citations]
        assert (
            catalog.text(answer["citations"][0]["article"])[slice(said.citations[0].start, said.citations[0].end)]
            == words[0]
        )
    assert all(f"Source {n}:\n{text}" in model.prompts[0] for n, text in enumerate(words, 1))
    assert CABLES in words[0]
    assert [(c.article, c.start, c.end) for c in said.citations] == [(g.article, g.start, g.end) for g in said.given]


def test_the_default_engine_cites_nothing_and_names_what_it_was_given(corpus):
    model = Completes({QUESTION: "They replaced 312 steel cables [1]."})
    _, plain = engines(setting(corpus), model)
    said = plain.answer(QUESTION, ())
    with corpus.catalog() as catalog:
        answer = as_answer(QUESTION, plain.name, said, 1, catalog)
        given = [catalog.text(g.article)[g.start : g.end] for g in said.given]
    assert not answer["citations"]
    assert answer["answer"] == "They replaced 312 steel cables."
    assert all(text in model.prompts[0] for text in given)
    assert [hit["rank"] for hit in answer["hits"]] == [1, 2]


def test_the_librarys_global_settings_stay_as_they_were(corpus):
    from llama_index.core import Settings

    engines(setting(corpus), Completes({}))
    assert (Settings._llm, Settings._embed_model, Settings._node_parser) == (None, None, None)


def drawn(tags: str, counts: dict[str, int]) -> list[Case]:
    return [
        Case(f"{tag}{i}", "Why?", False, (), (), (tag,), (), None, {}) for tag, count in counts.items() for i in range(count)
    ]


def test_so_many_cases_of_each_tag_are_drawn_as_the_evaluation_draws_them():
    cases = drawn("", {"fact": 50, "foreign": 40, "other": 9})
    found = choose(cases, "fact:5,foreign:3", None, 7)
    facts = random.Random(7).sample([case for case in cases if case.tags == ("fact",)], 5)
    assert {case.id for case in found if case.tags == ("fact",)} == {case.id for case in facts}
    assert sorted(case.tags for case in found) == [("fact",)] * 5 + [("foreign",)] * 3
    assert len(choose(cases, "fact,other", None, 7)) == 59
    assert choose(cases, None, 6, 7) == random.Random(7).sample(cases, 6)


@pytest.mark.parametrize(
    ("tags", "limit", "told"), [("facts:3", None, "no case"), ("fact:x", None, "fact:30"), (None, 0, "at least 1")]
)
def test_a_draw_that_cannot_be_made_is_told(tags, limit, told):
    with pytest.raises(BadInputError, match=told):
        choose(drawn("", {"fact": 5}), tags, limit, 0)


class Counting:
    """A peer that always says the same and remembers what it was asked."""

    def __init__(self, name: str, said: PeerAnswer | EngineError) -> None:
        self.name, self.said, self.asked = name, said, []

    def answer(self, question, history):
        self.asked.append(question)
        if isinstance(self.said, EngineError):
            raise self.said
        return self.said


@pytest.fixture
def assistant(corpus: Indexed, tmp_path: Path) -> Assistant:
    file = tmp_path / "model.gguf"
    file.touch()
    made = Assistant(RagConfig(models=corpus.config.models, model=file, engine="local"), corpus.library())
    made._models["local"] = ScriptedModel({QUESTION: "312"})
    return made


def test_systems_take_turns_and_a_stopped_run_asks_nothing_twice(corpus, assistant, cases, tmp_path):
    peer = Counting("peer", reply(corpus, "They replaced 312 [1]."))
    run = Run(assistant, [peer], tmp_path, fresh=False)
    assert run.missing(cases) == 4
    order = [(one.case.id, one.system) for one, _ in run.asked(cases)]
    assert order == [("cables", FOOTNOTE), ("cables", "peer"), ("foreign", "peer"), ("foreign", FOOTNOTE)]
    log = tmp_path / "peers.jsonl"
    log.write_text(log.read_text()[:-20])  # stopped while the last line was written
    run = Run(assistant, [peer], tmp_path, fresh=False)
    assert run.missing(cases) == 1
    assert [new for _, new in run.asked(cases)] == [False, False, False, True]
    assert Run(assistant, [peer], tmp_path, fresh=False).missing(cases) == 0
    assert len(peer.asked) == 2
    assert Run(assistant, [peer], tmp_path, fresh=True).missing(cases) == 4


def test_a_failure_is_counted_as_one_and_asked_again(assistant, cases, tmp_path):
    peer = Counting("peer", EngineError("the engine stopped; start it again"))
    asked = [one for one, _ in Run(assistant, [peer], tmp_path, fresh=False).asked(cases)]
    assert Run(assistant, [peer], tmp_path, fresh=False).missing(cases) == 2
    summary = summarise(asked)
    assert summary["errors"] == {FOOTNOTE: 0, "peer": 2}
    assert summary["systems"]["peer"]["right"]["mean"] == 0
    assert "peer failed on 2 of the questions" in to_markdown(summary)


def test_the_table_shows_each_system_and_what_footnote_does_better(corpus, assistant, cases, tmp_path):
    peer = Counting("peer", reply(corpus, "They replaced 313 [2]."))
    asked = [one for one, _ in Run(assistant, [peer], tmp_path, fresh=False).asked(cases)]
    with corpus.catalog() as catalog:
        check_invariants(next(one for one in asked if one.system == FOOTNOTE).answer, catalog)
    summary = summarise(asked)
    assert summary["differences"]["peer"]["correct and cited"] == {"mean": 1, "low": -0.9, "high": 1, "n": 1}
    assert summary["differences"]["peer"]["false answers: out-of-corpus"]["mean"] == -1
    table = to_markdown(summary).split("\n\n")[0].split("\n")
    assert [line.split(" | ")[0] for line in table[2:]] == ["| Footnote", "| peer", "| Footnote \u2212 peer"]
    assert "right (n 1)" in table[0]
    assert len({line.count("|") for line in table}) == 1
    assert "+1.00 [-0.90, +1.00]" in table[4]  # one case shows nothing


def test_without_the_models_the_command_says_how_to_fetch_them(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "none"))
    (tmp_path / "articles").mkdir()
    (tmp_path / "cases.jsonl").write_text(json.dumps(CASES[0]))
    words = [
        "peers",
        str(tmp_path / "cases.jsonl"),
        "--articles",
        str(tmp_path / "articles"),
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(words) == 2
    assert "python -m rag fetch" in capsys.readouterr().err


@pytest.mark.model
def test_the_whole_command_with_both_real_models(corpus, cases, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FOOTNOTE_MODELS", str(MODELS))
    words = ["peers", str(tmp_path / "cases.jsonl"), "--articles", str(corpus.folder), "--out", str(tmp_path / "out")]
    assert main(words) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out == (tmp_path / "out" / "peers.md").read_text()
    summary = json.loads((tmp_path / "out" / "peers.json").read_text())
    assert summary["systems"][FOOTNOTE]["correct and cited"]["mean"] == 1
    assert summary["errors"] == dict.fromkeys(summary["systems"], 0)
    assert [row["system"] for row in map(json.loads, (tmp_path / "out" / "peers.jsonl").read_text().splitlines())].count(
        FOOTNOTE
    ) == 2
