"""The same question otherwise: what is asked stays the same, and the same in every run."""

import pytest
from answered import CASE, answer_with

import prompts
from evals.cases import parse
from evals.result import Result
from evals.variants import ORDER, TYPO, WORDING, Reordered, mistyped, reworded, robustness, variant


def test_a_word_is_mistyped_names_and_numbers_are_not():
    question = "How many steel cables did Halvorsen replace in 1999?"
    found = mistyped(question, "c1")
    assert found == mistyped(question, "c1")
    assert found != question
    assert sorted(found) == sorted(question)
    assert "Halvorsen" in found
    assert "1999" in found
    assert mistyped("Who is Ilse?", "c1") is None


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Who was the mayor of Velm?", "please tell me which person was the mayor of Velm"),
        ("How many cables were replaced?", "please tell me what number of cables were replaced"),
        ("In what year did it open?", "please tell me in which year did it open"),
        ("Is the bridge open?", None),
    ],
)
def test_the_opening_is_reworded(question, other):
    assert reworded(question) == other


class Echo:
    """A reader whose reply is its prompt."""

    name = "echo"

    def stream(self, _system, user, _max_tokens):
        yield user

    def refusal(self, _system, user, _constant):
        return -float(len(user))


def test_the_evidence_is_reversed_and_nothing_else():
    prompt = prompts.load("read")
    system, user = prompt.fill(evidence="First piece.\n\nQuestion: second?", question="Which piece?")
    _, other = prompt.fill(evidence="Question: second?\n\nFirst piece.", question="Which piece?")
    assert "".join(Reordered(Echo()).stream(system, user, 9)) == other


def test_a_variant_has_its_own_id_and_the_same_gold():
    found = variant(parse(CASE), WORDING)
    assert found.id == "c1~wording"
    assert found.raw["question"] == found.question != CASE["question"]
    assert found.required == parse(CASE).required


def test_robustness_is_the_share_of_the_variants_that_go_well(corpus):
    case = parse(CASE)
    good, bad = {"correct_and_cited": 1.0}, {"correct_and_cited": 0.0}
    others = {
        f"c1~{kind}": Result(variant(case, kind), answer_with(corpus), scores)
        for kind, scores in ((TYPO, good), (WORDING, bad))
    }
    found = robustness(case, others)
    assert (found["robustness"], found["robustness_typo"], found["robustness_wording"]) == (0.5, 1.0, 0.0)
    assert found[f"robustness_{ORDER}"] is None
    assert robustness(case, {})["robustness"] is None
