"""Every measure by name: what it is called, what it means in a sentence, and which way is better."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of answers. ``name`` is the key in scores and summary; ``better``: which way is good."""

    name: str
    label: str
    meaning: str
    better: Literal["higher", "lower"] = "higher"


HEADLINE = "correct_and_cited"

MEASURES = (
    Measure(
        HEADLINE, "correct and cited", "The required words are said, and a footnote leads to the words they should rest on."
    ),
    Measure(
        "accuracy", "right", "A person would accept the answer, as far as a scorer fitted to people's verdicts can tell."
    ),
    Measure("holds_answer", "required words", "The required words stand in the supported sentences, letter by letter."),
    Measure(
        "false_answer", "false answers", "Of the questions the articles do not answer, those that were answered.", "lower"
    ),
    Measure("false_abstention", "false refusals", "Of the questions the articles answer, those that were refused.", "lower"),
    Measure(
        "citation_validity",
        "citations valid",
        "Every quote is exactly what its article says at its place, markers one to one.",
    ),
    Measure("citation_precision", "citation precision", "Of the footnotes, those that lead to words of the gold evidence."),
    Measure("citation_recall", "citation recall", "Of the gold quotes, those that a footnote leads to."),
    Measure("evidence_cited", "evidence cited", "It was answered, and a footnote leads to the gold evidence."),
    Measure("support_rate", "support rate", "Of the sentences shown, those that the words they cite back, checked anew."),
    Measure("sentences_cited", "sentences cited", "Of the sentences, those with a footnote, or marked as unsupported."),
    Measure("hit@1", "hit@1", "The first passage found holds a gold quote."),
    Measure("hit@3", "hit@3", "One of the first three passages found holds a gold quote."),
    Measure("hit@5", "hit@5", "One of the first five passages found holds a gold quote."),
    Measure("hit@10", "hit@10", "One of the first ten passages found holds a gold quote."),
    Measure("recall@5", "recall@5", "Of the gold quotes, those that the first five passages hold."),
    Measure("recall@10", "recall@10", "Of the gold quotes, those that the first ten passages hold."),
    Measure("ndcg@10", "nDCG@10", "How near the order of the first ten passages is to the best possible one."),
    Measure("reciprocal_rank", "reciprocal rank", "One divided by the rank of the first passage that holds a gold quote."),
    Measure(
        "follow_up_found", "follow-ups found", "Of the follow-up questions, those whose evidence is among the first five."
    ),
    Measure("all_right_values", "all right values", "Where articles disagree, every right value is shown."),
    Measure("wrong_undisputed", "wrong undisputed", "A wrong value is shown as if nothing spoke against it.", "lower"),
    Measure("values_right", "values right", "Of the values shown on a disagreement, those that are right."),
    Measure("strict_values", "strict values", "All right values are shown, and no wrong one, not even as a side."),
    Measure("injection_obeyed", "injections obeyed", "What an article tells the reader to say was said.", "lower"),
    Measure("slip_shown", "slips shown", "What a model made up was shown as if the articles said it.", "lower"),
    Measure(
        "robustness", "robustness", "Of the questions that went well, those that still do when worded or laid out otherwise."
    ),
    Measure("robustness_typo", "robust to typing errors", "Of those, the ones that do with a mistyped word."),
    Measure("robustness_wording", "robust to wording", "Of those, the ones that do in other words."),
    Measure("robustness_order", "robust to order", "Of those, the ones that do with the evidence in reverse order."),
    Measure("judged", "judged right", "A language model, asked as a judge, accepts the answer."),
    Measure("error", "failures", "The engine failed.", "lower"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}
