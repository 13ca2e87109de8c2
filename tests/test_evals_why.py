"""Why a case went as it did: the outcome, and the step of the pipeline that lost the gold quote."""

import pytest
from conftest import CORPUS, Indexed

from evals.cases import parse
from evals.result import Result
from evals.scorers import score
from evals.why import explain, failure_matrix, found, outcome

CABLES = "Engineers replaced 312 steel cables and repainted the northern tower."
LANE = "Cyclists may use the eastern lane from May onwards."
MIRROR = "Its mirror has a diameter of four metres and was polished in Lund."
CASE = {
    "id": "c1",
    "question": "How many steel cables were replaced?",
    "answerable": True,
    "required": [["312", "three hundred and twelve"]],
    "evidence": [{"article": "bridge.txt", "quote": CABLES}],
    "tags": ["fact"],
}


def answer(
    corpus: Indexed, quote: str = CABLES, *, text: str | None = None, hits=(CABLES,), evidence=(CABLES, LANE), **changes
):
    """An answer that quotes one sentence; ``hits`` and ``evidence`` are spans of the sentences named."""

    def span(words):
        name = "karn.md" if words in CORPUS["karn.md"] else "bridge.txt"
        start = catalog.text(name).index(words)
        return {"article": name, "start": start, "end": start + len(words)}

    with corpus.catalog() as catalog:
        return {
            "question": CASE["question"],
            "query": CASE["question"],
            "answer": f"{text or quote} [1]",
            "short_answer": None,
            "abstained": False,
            "sentences": [{"text": text or quote, "support": "supported", "citations": [1]}],
            "citations": [{"number": 1, "quote": quote, "also_in": [], "title": None, "date": None} | span(quote)],
            "missing": None,
            "conflicts": [],
            "hits": [span(words) | {"score": 1.0, "rank": rank} for rank, words in enumerate(hits, 1)],
            "evidence": [span(words) for words in evidence],
            "notices": [],
            "error": None,
            "engine": "local",
            "prompt_ids": {},
            "timings_ms": {"retrieve": 1.0, "first_evidence": 2.0, "first_token": 3.0, "total": 4.0},
        } | changes


def result(corpus: Indexed, given, **case) -> Result:
    parsed = parse(CASE | case)
    with corpus.catalog() as catalog:
        return Result(parsed, given, score(parsed, given, catalog))


def why(corpus: Indexed, given, **case):
    with corpus.catalog() as catalog:
        return explain(result(corpus, given, **case), catalog)


REFUSED = {"abstained": True, "sentences": [], "citations": [], "answer": "", "missing": "The articles do not say."}
FOREIGN = {"answerable": False, "required": [], "evidence": []}


def test_a_right_answer_needs_no_reason(corpus):
    told = why(corpus, answer(corpus))
    assert (told.outcome, told.step, told.reasons) == ("right and cited", None, ())
    (gold,) = told.gold
    assert (gold.rank, gold.given, gold.cited) == (1, "whole", (1,))


@pytest.mark.parametrize(
    ("hits", "evidence", "changes", "step", "told"),
    [
        ((MIRROR,), (), REFUSED, "search", "in none of the 1 passages found, and none of them is from bridge.txt"),
        ((MIRROR, LANE), (), REFUSED, "search", "the nearest that is from bridge.txt is passage 2, another part of it"),
        ((MIRROR, CABLES[:30]), (), REFUSED, "search", "a part of it is in passage 2"),
        ((), (), REFUSED, "search", "nothing was searched for"),
        ((MIRROR, CABLES), (), REFUSED, "choice", "in passage 2, but the question was refused before anything was read"),
        ((LANE, CABLES), (LANE,), {}, "choice", "The gold quote is in passage 2, but was not given to the model."),
        ((LANE, CABLES), (LANE,), {"engine": "extractive"}, "choice", "not among the sentences chosen to quote"),
        ((CABLES,), (CABLES,), REFUSED, "reading", "(passage 1), and the question was refused all the same"),
        ((LANE, CABLES), (LANE, CABLES), {}, "reading", "but the answer was taken from passage 1 (bridge.txt)"),
        ((CABLES,), (LANE, CABLES[:30]), {}, "reading", "Only a part of the gold quote was given to the model"),
    ],
)  # fmt: skip
def test_the_step_that_lost_the_gold_quote_is_named(corpus, hits, evidence, changes, step, told):
    explained = why(corpus, answer(corpus, LANE, hits=hits, evidence=evidence, **changes))
    assert explained.step == step
    assert told in explained.reasons[-1]
    assert explained.outcome == ("refused" if changes is REFUSED else "wrong")


def test_a_wrong_answer_says_which_words_it_lacks(corpus):
    explained = why(corpus, answer(corpus, LANE))
    assert explained.reasons[0] == "The answer does not say \u201c312\u201d or \u201cthree hundred and twelve\u201d."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sentences": [{"text": CABLES + " word" * 80, "support": "supported", "citations": [1]}]}, "has 90 words"),
        ({"sentences": [{"text": CABLES, "support": "partly", "citations": [1]}]}, "back only partly"),
        ({"sentences": [{"text": CABLES, "support": "unsupported", "citations": []}]}, "do not back"),
        ({"sentences": [{"text": CABLES, "support": "supported", "citations": []}]}, "without a footnote"),
        ({"sentences": [], "short_answer": "312"}, "only in the short answer"),
        ({"sentences": [], "conflicts": [{"about": "", "sides": [{"value": "312", "citations": []}]}]}, "one side"),
    ],
)
def test_words_that_are_there_and_do_not_count(corpus, changes, told):
    explained = why(corpus, answer(corpus, **changes))
    assert (explained.outcome, explained.step) == ("wrong", "showing")
    assert told in explained.reasons[0]


def test_a_right_answer_that_is_cited_elsewhere(corpus):
    told = why(corpus, answer(corpus, LANE, text=CABLES, hits=(LANE, CABLES)))
    assert (told.outcome, told.step) == ("right, cited elsewhere", "citing")
    assert told.reasons == (
        "The footnotes lead to other words, in passage 1 (bridge.txt).",
        "The gold quote was given to the model (passage 2) too.",
    )
    short = why(corpus, answer(corpus, "steel cables", text=CABLES))
    assert short.reasons == ("Footnote 1 leads to the gold quote with fewer than 3 words, too few to count.",)
    given = answer(corpus, text=CABLES)
    given["citations"][0]["quote"] = CABLES * 6
    assert f"is {len(CABLES) * 6} characters long; at most 400 count" in why(corpus, given).reasons[0]
    assert why(corpus, answer(corpus), evidence=[]).reasons[0].startswith("The case names no gold quote")


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ({"article": "gone.txt", "quote": CABLES}, "is in gone.txt, which is not in the index"),
        ({"article": "bridge.txt", "quote": "Engineers replaced 312 cables."}, "does not stand in bridge.txt word for word"),
    ],
)
def test_a_case_that_does_not_fit_the_articles_is_to_be_mended(corpus, evidence, told):
    refused = answer(corpus, **REFUSED)
    parsed = parse(CASE | {"evidence": [evidence]})
    with corpus.catalog() as catalog:
        explained = explain(Result(parsed, refused, {"false_abstention": 1.0}), catalog)
    assert explained.step == "case"
    assert told in explained.reasons[0]


def test_of_two_things_asked_the_one_that_was_lost_first_is_the_reason(corpus):
    case = {
        "required": [["312"], ["four metres"]],
        "evidence": [*CASE["evidence"], {"article": "karn.md", "quote": MIRROR}],
    }
    told = why(corpus, answer(corpus, LANE, hits=(CABLES,), evidence=(CABLES, LANE)), **case)
    assert told.step == "search"
    assert told.reasons[1].startswith("Gold quote 1 of 2 was given to the model")
    assert told.reasons[2].startswith("Gold quote 2 of 2 is in none")
    half = why(corpus, answer(corpus, hits=(CABLES, MIRROR), evidence=(CABLES,)), **case)
    assert half.step == "choice"
    assert half.reasons == (
        "The answer does not say \u201cfour metres\u201d.",
        "Gold quote 2 of 2 is in passage 2, but was not given to the model.",
    )


def test_a_copy_of_the_article_counts_as_the_article(corpus):
    case = {"evidence": [{"article": "copies/bridge-again.txt", "quote": CABLES}]}
    (gold,) = why(corpus, answer(corpus), **case).gold
    assert (gold.rank, gold.given, gold.cited) == (1, "whole", (1,))


def test_an_article_that_is_all_that_is_known_is_found_by_any_passage(corpus):
    (gold,) = why(corpus, answer(corpus, hits=(MIRROR, LANE)), evidence=[{"article": "bridge.txt", "quote": ""}]).gold
    assert (gold.rank, gold.given) == (2, "whole")


def test_what_the_articles_do_not_answer(corpus):
    told = why(corpus, answer(corpus), **FOREIGN)
    assert (told.outcome, told.step) == ("answered all the same", "refusing")
    assert told.reasons == ("The answer rests on passage 1 (bridge.txt); the articles do not answer the question.",)
    assert why(corpus, answer(corpus, **REFUSED), **FOREIGN).outcome == "rightly refused"


def test_a_failure_is_neither_answer_nor_refusal(corpus):
    failed = answer(corpus, sentences=[], citations=[], error={"code": "engine", "message": "gone"})
    for case in ({}, FOREIGN):
        told = why(corpus, failed, **case)
        assert (told.outcome, told.step, told.reasons) == ("failed", "engine", ("The engine failed: gone",))


def test_a_broken_footnote_is_told_of_a_right_answer_too(corpus):
    told = why(corpus, answer(corpus, answer=f"{CABLES} [1] [2]"))
    assert told.outcome == "right and cited"
    assert "footnote is broken" in told.reasons[0]


def test_an_answer_in_other_words_that_a_person_would_accept_says_so(corpus):
    wrong = result(corpus, answer(corpus, LANE))
    wrong.scores["accuracy"] = 1.0
    with corpus.catalog() as catalog:
        assert explain(wrong, catalog).reasons[-1] == "By its meaning the answer would be accepted, though not by its words."


def test_no_required_words_is_not_scored_rather_than_wrong(corpus):
    assert why(corpus, answer(corpus), required=[]).outcome == "not scored"


def test_the_matrix_counts_what_was_found_against_what_was_made_of_it(corpus):
    results = [
        result(corpus, answer(corpus)),
        result(corpus, answer(corpus, LANE, hits=(LANE, CABLES))),
        result(corpus, answer(corpus, hits=(LANE,), **REFUSED)),
        result(corpus, answer(corpus), evidence=[]),
        result(corpus, answer(corpus), **FOREIGN),
    ]
    matrix = failure_matrix(results)
    assert {place: n for place, n in matrix.answerable.items() if n} == {
        ("found first", "right and cited"): 1,
        ("in the first five", "wrong"): 1,
        ("not found", "refused"): 1,
        ("no gold quote", "right, cited elsewhere"): 1,
    }
    assert matrix.unanswerable == {"rightly refused": 0, "answered all the same": 1, "failed": 0}
    assert found(results[1]) == "in the first five"
    assert outcome(results[1]) == "wrong"
