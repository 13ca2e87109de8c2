"""The pipeline, from the question to the answer object: every answer here is held against all invariants."""

import dataclasses
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CORPUS, Indexed, check_invariants

from index.errors import BadInputError, IndexMissingError, ModelFileError
from prompts import ABSTAIN
from rag import answer as answer_module
from rag import answerable
from rag.answer import MAX_QUESTION, Assistant, final
from rag.config import Endpoint, RagConfig
from rag.llm import EngineError
from rag.types import Answer, Turn

CABLES = "How many steel cables did engineers replace on the bridge?"
CABLES_SENTENCE = "Engineers replaced 312 steel cables and repainted the northern tower."
DIRECTOR = "Who directs the observatory?"
SEEDS = "How many envelopes of seeds did borrowers return in the first year?"
FOREIGN = "Which zeppelin quarantined penguins?"
ENDPOINT = Endpoint("http://127.0.0.1:9/v1", "some-model", "sk-very-secret", 1.0)


class ScriptedModel:
    """A model that knows the replies to some questions and raises on any other: no reply is ever made up.

    A reply is a text, sent in small pieces, or an error, raised after the pieces before it.
    """

    def __init__(self, replies: dict[str, str | list[str | Exception]]) -> None:
        self.name = "scripted"
        self.unsure: set[str] = set()
        self.replies = replies
        self.prompts: list[tuple[str, str]] = []
        self.stopped = 0

    def stream(self, system: str, user: str, max_tokens: int) -> Iterator[str]:
        question = user.rpartition("Question: ")[2]
        if question not in self.replies:
            raise AssertionError(f"no reply was scripted for {question!r}")
        self.prompts.append((system, user))
        reply = self.replies[question]
        pieces = [reply[i : i + 5] for i in range(0, len(reply), 5)] if isinstance(reply, str) else reply
        try:
            for piece in pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.stopped += 1

    def refusal(self, system: str, user: str, constant: str) -> float:
        return -0.7 if user.rpartition("Question: ")[2] in self.unsure else -9.0

    @property
    def evidence(self) -> str:
        """The evidence in the last prompt."""
        return self.prompts[-1][1].removeprefix("Text:\n").rpartition("\n\nQuestion: ")[0]


def test_the_scripted_model_raises_on_a_question_it_does_not_know():
    with pytest.raises(AssertionError, match="no reply was scripted for 'What\\?'"):
        list(ScriptedModel({}).stream("", "Question: What?", 9))


@pytest.fixture(autouse=True)
def _gate_for_hashed_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The weights that ship are fitted to the real embedder; these suit the hashed words, and do not move in a refit."""
    signals = {"sentence": 0.0, "passage": 0.0, "covered": 0.0, "covered_by_sentence": 10.0}
    weights = {"intercept": -1.5, "coefficients": signals, "quote_from": 0.5, "read_from": 0.5}
    (tmp_path / "weights.json").write_text(json.dumps({"with_vectors": weights, "keywords_only": weights}))
    monkeypatch.setattr(answerable, "WEIGHTS", tmp_path / "weights.json")
    read = dict.fromkeys(("similarity", "best", "margin", "contradicted", "unnamed"), 0.0) | {"refusal": -1.0, "denied": -20}
    (tmp_path / "read.json").write_text(json.dumps({"intercept": -1.0, "coefficients": read, "show_from": 0.5}))
    monkeypatch.setattr(answerable, "READ_WEIGHTS", tmp_path / "read.json")
    answerable._weights.cache_clear()
    answerable._read_weights.cache_clear()
    yield
    answerable._weights.cache_clear()
    answerable._read_weights.cache_clear()


@pytest.fixture
def config(tmp_path: Path) -> RagConfig:
    """Settings with an (empty) model file, so that the local engine is there as soon as a model was put in."""
    model = tmp_path / "model.gguf"
    model.touch()
    return RagConfig(models=tmp_path / "models", model=model, endpoint=ENDPOINT)


def local(config: RagConfig, corpus: Indexed, replies: dict, *, vectors: bool = True) -> tuple[Assistant, ScriptedModel]:
    model = ScriptedModel(replies)
    assistant = Assistant(dataclasses.replace(config, engine="local", endpoint=None), corpus.library(vectors=vectors))
    assistant._models["local"] = model
    return assistant, model


def remote(
    config: RagConfig, corpus: Indexed, replies: dict, monkeypatch: pytest.MonkeyPatch
) -> tuple[Assistant, ScriptedModel]:
    model = ScriptedModel(replies)
    monkeypatch.setattr(answer_module, "EndpointModel", lambda _endpoint: model)
    return Assistant(dataclasses.replace(config, engine="openai"), corpus.library()), model


def extractive(config: RagConfig, corpus: Indexed, *, vectors: bool = True) -> Assistant:
    return Assistant(dataclasses.replace(config, engine="extractive", endpoint=None), corpus.library(vectors=vectors))


def ask(assistant: Assistant, question: str, **more: object) -> Answer:
    """Ask, and hold the answer (and every answer on the way to it) against the invariants."""
    with assistant.library.catalog() as catalog:
        answer = None
        for event in assistant.ask(question, **more):
            answer = event.answer
            if event.kind == "sentence":
                done = dataclasses.replace(answer.timings_ms, total=1e9)
                check_invariants(dataclasses.replace(answer, timings_ms=done).to_json(), catalog)
        assert answer is not None
        assert event.kind == "done"
        check_invariants(answer.to_json(), catalog)
    return answer


# Quotes alone


@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
@pytest.mark.parametrize(
    ("question", "article", "quote"),
    [
        (CABLES, "bridge.txt", CABLES_SENTENCE),
        (DIRECTOR, "karn.md", "Dr. Amara Okoye directs the observatory."),
        (SEEDS, "orrin.txt", "Borrowers returned 640 envelopes of seeds in the first year."),
    ],
)  # fmt: skip
def test_quotes_answer_without_any_model(corpus, config, question, article, quote, vectors):
    answer = ask(extractive(config, corpus, vectors=vectors), question)
    assert (answer.engine, answer.abstained, answer.error) == ("extractive", False, None)
    assert (answer.citations[0].article, answer.citations[0].quote) == (article, quote)
    assert answer.prompt_ids == {}
    assert any("Searched by keywords only" in notice for notice in answer.notices) != vectors


def test_copies_are_one_source(corpus, config):
    answer = ask(extractive(config, corpus), CABLES)
    assert answer.citations[0].also_in == ("copies/bridge-again.txt",)
    assert {citation.article for citation in answer.citations} == {"bridge.txt"}


def test_a_literal_marker_in_an_article_is_no_marker_of_the_answer(corpus, config):
    question = "What does the footnote in the catalogue of the Orrin library read, see which shelf?"
    answer = ask(extractive(config, corpus), question)
    assert r'"see shelf \[1\] and shelf \[12\]"' in answer.answer
    assert "see shelf [1] and shelf [12]" in answer.citations[0].quote


@pytest.mark.parametrize("vectors", [True, False], ids=["with vectors", "keywords only"])
def test_a_question_about_something_else_is_not_answered(corpus, config, vectors):
    answer = ask(extractive(config, corpus, vectors=vectors), FOREIGN)
    assert answer.abstained
    assert answer.missing == f"The articles do not say: {FOREIGN}"
    assert answer.citations == ()
    assert answer.answer == ""


def test_the_closest_passages_of_an_abstention_are_hits_and_not_citations(corpus, config):
    answer = ask(extractive(config, corpus), "Which zeppelin quarantined the bridge penguins of Mars?")
    assert answer.abstained
    assert answer.hits
    assert answer.citations == ()


# A small local model


@pytest.mark.parametrize(
    ("question", "reply", "short", "quote"),
    [
        (CABLES, "312", "312", CABLES_SENTENCE),
        (CABLES, "312 steel cables.", "312 steel cables", CABLES_SENTENCE),
        (DIRECTOR, '"Amara Okoye"', "Amara Okoye", "Dr. Amara Okoye directs the observatory."),
    ],
)
def test_the_model_chooses_and_the_article_speaks(corpus, config, question, reply, short, quote):
    assistant, model = local(config, corpus, {question: reply})
    answer = ask(assistant, question)
    assert (answer.engine, answer.short_answer) == ("local", short)
    assert [sentence.text for sentence in answer.sentences] == [quote]
    assert list(answer.prompt_ids) == ["read"]
    assert model.stopped == 1


@pytest.mark.parametrize("question", [CABLES, DIRECTOR])
def test_evidence_is_exactly_what_the_model_was_given(corpus, config, question):
    assistant, model = local(config, corpus, {question: "312, Okoye"})
    answer = ask(assistant, question)
    assert answer.evidence
    assert model.evidence == "\n\n".join(CORPUS[e.article][e.start : e.end] for e in answer.evidence)


@pytest.mark.parametrize("reply", [ABSTAIN, f"**{ABSTAIN.lower()}**.", "", "A zeppelin over Paris", "999"])
def test_an_abstention_and_a_made_up_reply_show_nothing(corpus, config, reply):
    assistant, _ = local(config, corpus, {CABLES: reply})
    answer = ask(assistant, CABLES)
    assert answer.abstained
    assert (answer.engine, answer.sentences, answer.citations) == ("local", (), ())
    assert answer.evidence


def test_the_model_is_not_asked_about_something_else(corpus, config):
    assistant, model = local(config, corpus, {})
    assert ask(assistant, FOREIGN).abstained
    assert model.prompts == []


def test_the_same_question_gets_the_same_answer_but_for_the_times(corpus, config):
    assistant, _ = local(config, corpus, {CABLES: "312 steel cables"})
    first, second = (ask(assistant, CABLES).to_json() for _ in range(2))
    assert first.pop("timings_ms").keys() == second.pop("timings_ms").keys()
    assert first == second


# A larger model behind an endpoint


def test_prose_is_checked_sentence_by_sentence(corpus, config, monkeypatch):
    question = "What did engineers replace on the Velm bridge?"
    reply = "Engineers replaced 312 cables [1]. The mayor resigned [1]. Zeppelins fly [1]."
    assistant, model = remote(config, corpus, {question: reply}, monkeypatch)
    answer = ask(assistant, question)
    assert (answer.engine, list(answer.prompt_ids), answer.short_answer) == ("openai", ["write"], None)
    assert "resigned" not in answer.answer
    assert answer.missing == "Not shown, because the articles do not back it: \u201cZeppelins fly.\u201d"
    assert answer.sentences[0].text in ("Engineers replaced 312 cables.", CABLES_SENTENCE)
    given = re.sub(r"^\[\d+\] \(.*?\) ", "", model.evidence, flags=re.M)
    assert given.split() == " ".join(CORPUS[e.article][e.start : e.end] for e in answer.evidence).split()


def test_a_reply_that_the_model_nearly_refused_is_not_shown(corpus, config):
    assistant, model = local(config, corpus, {CABLES: "312"})
    assert not ask(assistant, CABLES).abstained
    model.unsure.add(CABLES)
    answer = ask(assistant, CABLES)
    assert answer.abstained
    assert [s.text for s in answer.sentences] == [CABLES_SENTENCE]  # what the articles say of it instead
    assert answer.missing == "The articles do not say exactly this. What they do say of it is quoted."
    assert answer.short_answer is None


def test_a_question_that_the_sentence_denies_is_not_answered_by_it(corpus, config):
    question = "Which contract did Dr. Amara Okoye accept in 2018?"
    answer = ask(local(config, corpus, {question: "the military contract"})[0], question)
    assert answer.abstained
    assert "did not accept" in answer.answer


def test_of_two_questions_the_answered_part_is_answered_and_the_other_named(corpus, config, monkeypatch):
    replies = {
        "How many steel cables did engineers replace?": "312",
        "Who painted the western tower?": "NOT STATED",
    }
    question = "How many steel cables did engineers replace, and who painted the western tower?"
    answer = ask(local(config, corpus, replies)[0], question)
    assert not answer.abstained
    assert [s.text for s in answer.sentences] == [CABLES_SENTENCE]
    assert answer.missing == "The articles do not say: Who painted the western tower?"
    assert answer.short_answer is None


def test_two_answered_parts_share_one_numbering(corpus, config, monkeypatch):
    replies = {
        "How many steel cables did engineers replace?": "312",
        "Who directs the observatory on Mount Karn?": "Dr. Amara Okoye",
    }
    answer = ask(local(config, corpus, replies)[0], " ".join(replies))
    assert [s.citations for s in answer.sentences] == [(1,), (2,)]
    assert [c.article for c in answer.citations] == ["bridge.txt", "karn.md"]
    assert answer.missing is None


def test_prose_that_nothing_backs_is_an_abstention(corpus, config, monkeypatch):
    assistant, _ = remote(config, corpus, {CABLES: "Penguins march [1]. Zeppelins fly [2][9]."}, monkeypatch)
    assert ask(assistant, CABLES).abstained


def test_each_checked_sentence_is_an_event_of_its_own(corpus, config, monkeypatch):
    reply = "Engineers replaced 312 steel cables. Cyclists may use the eastern lane from May onwards. Done."
    assistant, _ = remote(config, corpus, {CABLES: reply}, monkeypatch)
    kinds = [(event.kind, len(event.answer.sentences)) for event in assistant.ask(CABLES)]
    assert kinds == [("evidence", 0), ("sentence", 1), ("sentence", 2), ("done", 2)]


def test_closing_the_answer_stops_the_model(corpus, config, monkeypatch):
    reply = ["Engineers replaced 312 steel cables. ", "Cyclists ", *["word "] * 1000]
    assistant, model = remote(config, corpus, {CABLES: reply}, monkeypatch)
    events = assistant.ask(CABLES)
    while next(events).kind != "sentence":
        pass
    assert model.stopped == 0
    events.close()
    assert model.stopped == 1


# Engines that fail


@pytest.mark.parametrize("error", [EngineError("it broke", code="endpoint"), ModelFileError("the file is damaged")])
def test_auto_falls_back_to_quotes_and_says_so(corpus, config, error):
    assistant, _ = local(config, corpus, {CABLES: [error]})
    answer = ask(assistant, CABLES, engine="auto")
    assert (answer.engine, answer.error, answer.abstained) == ("extractive", None, False)
    assert any(str(error) in notice and "quotes the articles" in notice for notice in answer.notices)
    assert answer.citations[0].quote == CABLES_SENTENCE
    assert answer.prompt_ids == {}


def test_auto_takes_back_what_a_broken_stream_had_said(corpus, config, monkeypatch):
    reply = ["Engineers replaced 312 cables. ", "Cyclists ", EngineError("it broke")]
    assistant, _ = remote(config, corpus, {CABLES: reply}, monkeypatch)
    answer = ask(assistant, CABLES, engine="auto")
    assert answer.engine == "extractive"
    assert answer.sentences[0].text == CABLES_SENTENCE


@pytest.mark.parametrize("error", [EngineError("it broke", code="endpoint_key"), ModelFileError("the file is damaged")])
@pytest.mark.parametrize("pieces", [[], ["Engineers replaced 312 steel cables. Then "]])
def test_an_engine_that_was_asked_for_fails_as_an_error(corpus, config, monkeypatch, error, pieces):
    assistant, _ = remote(config, corpus, {CABLES: [*pieces, error]}, monkeypatch)
    answer = ask(assistant, CABLES)
    assert answer.error is not None
    assert (answer.error.code, answer.error.message) == (error.code, str(error))
    assert (answer.engine, answer.abstained, answer.sentences) == ("openai", False, ())
    assert answer.hits


def test_a_damaged_model_file_does_not_stop_auto(corpus, tmp_path, monkeypatch):
    def damaged(_config: RagConfig) -> Path:
        raise ModelFileError("model.gguf is not the expected model file; delete it and run: python -m rag fetch")

    monkeypatch.setattr(answer_module, "find_local_model", damaged)
    assistant = Assistant(RagConfig(models=tmp_path), corpus.library())
    answer = ask(assistant, CABLES)
    assert answer.engine == "extractive"
    assert any("delete it and run: python -m rag fetch" in notice for notice in answer.notices)
    assert ask(assistant, CABLES, engine="local").error.code == "model_file"


def test_without_a_model_file_auto_quotes_and_local_says_what_to_run(corpus, tmp_path):
    assistant = Assistant(RagConfig(models=tmp_path), corpus.library())
    answer = ask(assistant, CABLES)
    assert answer.engine == "extractive"
    assert any("There is no local model on disk" in notice for notice in answer.notices)
    failed = ask(assistant, CABLES, engine="local")
    assert failed.error is not None
    assert (failed.error.code, failed.abstained) == ("no_model", False)
    assert "python -m rag fetch" in failed.error.message


def test_openai_without_an_endpoint_says_what_to_set(corpus, tmp_path):
    answer = ask(Assistant(RagConfig(models=tmp_path), corpus.library()), CABLES, engine="openai")
    assert answer.error is not None
    assert "FOOTNOTE_OPENAI_BASE_URL" in answer.error.message


def test_an_endpoint_that_is_not_there_fails_without_the_key(corpus, config):
    answer = ask(Assistant(dataclasses.replace(config, engine="openai"), corpus.library()), CABLES)
    assert answer.error is not None
    assert answer.error.code == "endpoint_unreachable"
    assert "sk-very-secret" not in str(answer.to_json())


def test_auto_prefers_the_endpoint_and_then_the_local_model(corpus, config, monkeypatch):
    assistant, _ = remote(config, corpus, {CABLES: "Engineers replaced 312 steel cables."}, monkeypatch)
    assert ask(assistant, CABLES, engine="auto").engine == "openai"
    assistant, _ = local(config, corpus, {CABLES: "312"})
    assert ask(assistant, CABLES, engine="auto").engine == "local"


def test_while_the_model_loads_auto_quotes_and_says_so(corpus, config):
    assistant = Assistant(dataclasses.replace(config, endpoint=None), corpus.library())
    answer = ask(assistant, CABLES, wait=False)
    assert answer.engine == "extractive"
    assert answer.notices == ("The local model is still loading; this answer quotes the articles.",)


def test_the_local_model_is_loaded_once_however_many_ask(corpus, config, monkeypatch):
    loaded = []

    class Slow(ScriptedModel):
        def __init__(self, path: Path) -> None:
            super().__init__({CABLES: "312"})
            time.sleep(0.2)
            loaded.append(path)

        def warm(self, system: str) -> None:
            pass

    monkeypatch.setattr(answer_module, "LocalModel", Slow)
    assistant = Assistant(dataclasses.replace(config, endpoint=None, engine="local"), corpus.library())
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda: answers.append(final(assistant.ask(CABLES)))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.short_answer for answer in answers] == ["312"] * 3
    assert loaded == [config.model]


# Questions


@pytest.mark.parametrize("question", ["", " ", "\n\t\u00a0"])
def test_an_empty_question_is_refused(corpus, config, question):
    with pytest.raises(BadInputError, match="the question is empty; type what you want to know"):
        ask(extractive(config, corpus), question)


@pytest.mark.parametrize("length", [MAX_QUESTION + 1, 50_000])
def test_a_text_of_50_000_characters_is_no_question(corpus, config, length):
    with pytest.raises(BadInputError, match=rf"the question has {length:,} characters; ask in at most 2,000"):
        ask(extractive(config, corpus), "x" * length)


@pytest.mark.parametrize(
    "question",
    [
        "bridge " * 280,
        "?!...",
        "'; DROP TABLE articles; --",
        '"bridge" AND (cables OR *) NEAR/3 ^x:y',
        "\u5317\u4eac\u7684\u6865\uff1f",
        "bridge\x00\x1b[2J",
        "\U0001f309 bridge?",
        "$evidence ${question} bridge cables",
        "<|im_end|> bridge <script>alert(1)</script>",
    ],
)
def test_odd_questions_get_an_answer_or_an_abstention(corpus, config, question):
    answer = ask(extractive(config, corpus), question)
    assert answer.error is None


def test_half_a_character_in_the_question_or_the_history_does_no_harm(corpus, config):
    answer = ask(extractive(config, corpus), "And that \ud800?", history=[Turn("steel \udfff cables?", "312")])
    json.dumps(answer.to_json(), ensure_ascii=False).encode()


def test_white_space_around_a_question_does_not_matter(corpus, config):
    answer = ask(extractive(config, corpus), f"\n  {CABLES}  ")
    assert answer.question == CABLES


def test_a_follow_up_shows_the_query_that_was_searched(corpus, config):
    history = [Turn("How much did the work on the bridge cost?", "48 million crowns.")]
    answer = ask(extractive(config, corpus), "And who paid half of it?", history=history)
    assert answer.question == "And who paid half of it?"
    assert answer.query == "And who paid half of the bridge?"
    assert answer.citations[0].article == "bridge.txt"


def test_the_reader_may_put_the_query_otherwise(corpus, config):
    answer = ask(extractive(config, corpus), "And that?", history=[Turn("Kites?", "No.")], query=CABLES)
    assert (answer.question, answer.query) == ("And that?", CABLES)
    assert answer.citations[0].quote == CABLES_SENTENCE


def test_the_first_evidence_comes_before_the_model_is_asked(corpus, config):
    assistant, model = local(config, corpus, {CABLES: "312"})
    events = assistant.ask(CABLES)
    first = next(events)
    assert (first.kind, model.prompts) == ("evidence", [])
    assert first.answer.evidence
    events.close()


def test_asking_without_an_index_names_the_command(indexed, config):
    with pytest.raises(IndexMissingError, match="python -m index sync"):
        final(extractive(config, indexed).ask(CABLES))


def test_two_questions_at_a_time_do_not_mix(corpus, config):
    assistant = extractive(config, corpus)
    found: dict[str, list[Answer]] = {CABLES: [], DIRECTOR: []}
    threads = [
        threading.Thread(target=lambda q=question: found[q].append(final(assistant.ask(q))))
        for question in [CABLES, DIRECTOR] * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.citations[0].article for a in found[CABLES]} == {"bridge.txt"}
    assert {a.citations[0].article for a in found[DIRECTOR]} == {"karn.md"}
