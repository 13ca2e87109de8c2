"""The real embedder and the real local model, on the sample articles. Slow: run by make test, and by -m model."""

import json
import os
from pathlib import Path

import pytest
from conftest import check_invariants

from index.config import IndexConfig, from_environment
from index.embed import find_embedder, pooled
from index.library import Library
from index.sync import sync
from rag.answer import Assistant, final
from rag.config import RagConfig
from rag.model_file import find_local_model
from rag.types import Answer

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parent.parent / "seeds"
MODELS = from_environment(os.environ).models  # read here: the fixtures of every test clear our settings


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant on seeds/ with both real models. Fails, and never skips, when they have not been fetched."""
    config = IndexConfig(data=tmp_path_factory.mktemp("seeds") / "data", models=MODELS)
    settings = RagConfig(models=MODELS, engine="local")
    embedder = find_embedder(config)
    if embedder is None or find_local_model(settings) is None:
        pytest.fail(f"the models are not in {MODELS}; fetch them once with: python -m rag fetch", pytrace=False)
    report = sync(SEEDS, config, embedder)
    assert report.waiting == 0
    return Assistant(settings, Library(config))


def ask(assistant: Assistant, question: str) -> Answer:
    answer = final(assistant.ask(question))
    with assistant.library.catalog() as catalog:
        check_invariants(answer.to_json(), catalog)
    return answer


FACTS = [
    (
        "In which city is the headquarters of the SCO's Regional Anti-Terrorist Structure?",
        "Tashkent",
        "sco-anti-terrorist-structure.md",
    ),
    (
        "Who led the Indian delegation at the 15th India-France counter-terrorism working group meeting?",
        "Singhvi",
        "india-france-working-group.md",
    ),
    (
        "How many countries voted in favour of Security Council Resolution 2593?",
        "Thirteen",
        "security-council-tools.md",
    ),
]


@pytest.mark.parametrize(("question", "words", "article"), FACTS)
def test_a_plain_fact_is_answered_and_cited(assistant, question, words, article):
    answer = ask(assistant, question)
    assert answer.engine == "local"
    assert words in answer.answer
    assert article in {citation.article for citation in answer.citations}
    assert any(words in citation.quote for citation in answer.citations)


def test_a_question_about_something_else_is_not_answered(assistant):
    answer = ask(assistant, "What is the boiling point of tungsten?")
    assert answer.abstained
    assert answer.citations == ()


def test_the_same_question_gets_the_same_answer(assistant):
    first, second = (ask(assistant, FACTS[0][0]).to_json() for _ in range(2))
    first.pop("timings_ms")
    second.pop("timings_ms")
    assert json.dumps(first) == json.dumps(second)


def test_vectors_are_unit_vectors_and_know_what_is_alike(assistant):
    embedder = assistant.library.embedder
    sentences = ["A ferry crosses the strait.", "Tax law was reformed.", "The boat sails over the sea."]
    near, far, query = (encoding.vector for encoding in embedder.encode(sentences))
    assert abs(float(near @ near) - 1) < 0.02
    assert float(query @ near) > float(query @ far)


def test_a_passage_is_as_near_to_one_of_its_sentences_as_to_the_other(assistant):
    embedder = assistant.library.embedder
    sentences = embedder.encode(["A ferry crosses the strait.", "Tax law was reformed.", "Cats sleep all day."])
    passage = pooled(sentences[:2])
    assert abs(float(passage @ passage) - 1) < 0.02
    ferry, tax, cats = (float(passage @ sentence.vector) for sentence in sentences)
    assert min(ferry, tax) > 0.5 > cats
