"""The judge's score: asked about what was said, beside its agreement with people."""

from collections.abc import Iterator

import pytest
from answered import CASE, FOREIGN, answer_with

from evals.cases import parse
from evals.judge import Judge
from evals.result import Result
from evals.scorers.judged import judged


class Scripted:
    """A model that gives one reply and remembers its prompts."""

    name = "scripted"

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.prompts: list[str] = []

    def stream(self, _system: str, user: str, _max_tokens: int) -> Iterator[str]:
        self.prompts.append(user)
        yield self.reply


@pytest.mark.parametrize(("reply", "score"), [("Yes.", 1.0), ("no", 0.0), ("Perhaps", None)])
def test_the_judge_is_asked_about_the_sentences(corpus, tmp_path, reply, score):
    model = Scripted(reply)
    assert judged(Result(parse(CASE), answer_with(corpus), {}), Judge(model, tmp_path / "replies.jsonl")) == score
    assert "312 steel cables" in model.prompts[0]


def test_refusals_and_cases_without_gold_are_not_shown_to_the_judge(corpus, tmp_path):
    model = Scripted("yes")
    judge = Judge(model, tmp_path / "replies.jsonl")
    assert judged(Result(parse(CASE), answer_with(corpus, abstained=True), {}), judge) == 0.0
    assert judged(Result(parse(FOREIGN), answer_with(corpus), {}), judge) is None
    assert model.prompts == []


def test_a_long_reference_is_enough(corpus, tmp_path):
    model = Scripted("yes")
    case = parse(CASE | {"required": [], "reference": "They replaced all 312 of them."})
    assert judged(Result(case, answer_with(corpus), {}), Judge(model, tmp_path / "replies.jsonl")) == 1.0
    assert "all 312 of them" in model.prompts[0]
