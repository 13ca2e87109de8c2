"""What the tests of evals/ share: two cases about the small corpus, and an answer object to score."""

from conftest import Indexed

CABLES = "Engineers replaced 312 steel cables and repainted the northern tower."
CASE = {
    "id": "c1",
    "question": "How many steel cables did engineers replace on the northern tower?",
    "answerable": True,
    "required": [["312", "three hundred and twelve"]],
    "evidence": [{"article": "bridge.txt", "quote": CABLES}],
    "tags": ["fact"],
}
FOREIGN = {
    "id": "c2",
    "question": "Which penguin species march in Antarctica?",
    "answerable": False,
    "required": [],
    "evidence": [],
    "tags": ["out-of-corpus"],
}


def answer_with(corpus: Indexed, quote: str = CABLES, **changes: object) -> dict:
    with corpus.catalog() as catalog:
        start = catalog.text("bridge.txt").find(quote)
    citation = {
        "number": 1,
        "article": "bridge.txt",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "also_in": [],
    }
    span = {"article": "bridge.txt", "start": 0, "end": 10_000}
    return {
        "question": CASE["question"],
        "query": CASE["question"],
        "short_answer": None,
        "conflicts": [],
        "answer": f"{quote} [1]",
        "abstained": False,
        "sentences": [{"text": quote, "support": "supported", "citations": [1]}],
        "citations": [citation],
        "evidence": [span],
        "hits": [{**span, "score": 1.0, "rank": 2}],
        "missing": None,
        "notices": [],
        "error": None,
        "timings_ms": {"retrieve": 1.0, "first_evidence": 2.0, "first_token": 3.0, "total": 4.0},
    } | changes
