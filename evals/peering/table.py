"""Systems side by side: the measures of each, what Footnote does better or worse on the same cases, as a Markdown table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from evals.cases import Case
from evals.scorers import Scores, score
from evals.scorers.citations import MAX_CITATION, cites_evidence
from evals.scorers.headline import MAX_ANSWER_WORDS, correct_and_cited
from evals.scorers.words import holds_all
from evals.statistics import estimate, quantile
from index.catalog import Catalog

FOOTNOTE = "Footnote"
_NAMES = {
    "right": "right",
    "correct_and_cited": "correct and cited",
    "cited_any_length": "correct and cited, quote of any length",
    "citation_precision": "citation precision",
    "false_abstention": "false abstentions",
}
_NOTES = f"""\
Means over the same cases with 95 % intervals (bootstrap over articles; over questions for times), and paired differences.
*Right*: the text, of at most {MAX_ANSWER_WORDS} words, holds what is required, cited or not. *Correct and cited*: the
headline of docs/evals.md, where only sentences with a citation count, and no quote of more than {MAX_CITATION} characters. A
stock engine cites whole chunks, so the column after it waives the limit (as does *citation precision*, the share of the
citations that overlap the gold evidence). *False answers*: of the questions that the articles do not answer, the share
answered; *false abstentions*: of the others, the share refused. A peer has no flag for refusing: any phrase that sounds
like it counts. Peers do not check what they cite; it is taken as supported. Seconds are medians, with Footnote's share of
a peer's below. All systems have the same articles, embedder and local model. llama-index has its own settings: two chunks
of 1,024 tokens and a context window of 3,900. The embedder reads the first 256 tokens of a text, so of a chunk."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One case as one system answered it: the answer object, the seconds it took and the measures of the table."""

    system: str
    case: Case
    answer: dict[str, Any]
    seconds: float
    measures: Scores


def measure(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> Scores:
    """Return the measures of one answer; None where a measure does not apply."""
    scores = score(case, answer, catalog)
    return {
        "right": _right(case, answer),
        "correct_and_cited": scores["correct_and_cited"],
        "cited_any_length": correct_and_cited(case, _cut(answer, answer["citations"]), catalog),
        "citation_precision": _precision(case, answer, catalog),
        "false_abstention": scores.get("false_abstention"),
        "false_answer": scores.get("false_answer"),
        "error": scores["error"],
    }


def _right(case: Case, answer: Mapping[str, Any]) -> float | None:
    if not case.answerable or not case.required:
        return None
    said = " ".join(sentence["text"] for sentence in answer["sentences"])
    return float(len(said.split()) <= MAX_ANSWER_WORDS and holds_all(said, case.required))


def _precision(case: Case, answer: Mapping[str, Any], catalog: Catalog) -> float | None:
    if answer["error"] or not case.answerable or not case.evidence or answer["abstained"] or not answer["citations"]:
        return None
    on = [cites_evidence(case, _cut(answer, [citation]), catalog) for citation in answer["citations"]]
    return sum(on) / len(on)


def _cut(answer: Mapping[str, Any], citations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the answer with only these citations, long ones cut into even pieces that the limit of length lets pass."""
    pieces = []
    for citation in citations:
        start, length = citation["start"], len(citation["quote"])
        edges = np.linspace(0, length, -(-length // MAX_CITATION) + 1, dtype=int).tolist()
        for a, b in pairwise(edges):
            pieces.append({**citation, "quote": citation["quote"][a:b], "start": start + a, "end": start + b})
    return {**answer, "citations": pieces}


@dataclass(frozen=True, slots=True)
class _Column:
    """A measure, its heading, and the tag of the cases it is taken over (None: all)."""

    measure: str
    heading: str
    tag: str | None = None

    def of(self, asked: Mapping[str, Asked]) -> dict[str, float]:
        """Return the values by case id, of the cases the measure applies to."""
        of = (a for a in asked.values() if self.tag is None or self.tag in a.case.tags)
        return {a.case.id: value for a in of if (value := a.measures[self.measure]) is not None}


def _columns(cases: Sequence[Case]) -> list[_Column]:
    tags = sorted({tag for case in cases if not case.answerable for tag in case.tags})
    false = [_Column("false_answer", f"false answers: {tag}", tag) for tag in tags] or [
        _Column("false_answer", "false answers")
    ]
    return [*(_Column(name, heading) for name, heading in _NAMES.items()), *false]


def summarise(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the measures of every system, and Footnote minus each peer over the cases of both, all with intervals.

    Times depend on the run: they lie under ``run``, in seconds a question and as Footnote's share of the peer's time.
    """
    systems: dict[str, dict[str, Asked]] = {}
    for one in asked:
        systems.setdefault(one.system, {})[one.case.id] = one
    ours, groups = systems[FOOTNOTE], {a.case.id: a.case.about or a.case.id for a in asked}
    columns = _columns([a.case for a in ours.values()])
    peers = {name: of for name, of in systems.items() if name != FOOTNOTE}
    shares = {name: [ours[i].seconds / of[i].seconds for i in of if i in ours] for name, of in peers.items()}
    return {
        "cases": len(ours),
        "systems": {
            name: {column.heading: _estimate(column.of(asked_of), groups) for column in columns}
            for name, asked_of in systems.items()
        },
        "differences": {
            name: {
                column.heading: _estimate(_minus(column.of(ours), column.of(of)), groups, lowest=-1.0) for column in columns
            }
            for name, of in peers.items()
        },
        "errors": {name: sum(bool(a.answer["error"]) for a in of.values()) for name, of in systems.items()},
        "run": {
            "seconds": {name: asdict(quantile([a.seconds for a in of.values()], 0.5)) for name, of in systems.items()},
            "share_of_time": {name: asdict(quantile(found, 0.5)) for name, found in shares.items()},
        },
    }


def _minus(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    return {case: value - theirs[case] for case, value in ours.items() if case in theirs}


def _estimate(values: Mapping[str, float], groups: Mapping[str, str], lowest: float = 0.0) -> dict[str, Any] | None:
    """Return a mean with its interval; None without values. ``lowest``: the least a value can be."""
    if not values:
        return None
    return asdict(estimate(list(values.values()), [groups[case] for case in values], lowest=lowest))


def to_markdown(summary: Mapping[str, Any]) -> str:
    """Return the table (a row a system, then a row a difference) and what must be known to read it."""
    ours = summary["systems"][FOOTNOTE]
    counts = {heading: found["n"] if found else 0 for heading, found in ours.items()}
    rows = [["", *(f"{heading} (n {n})" for heading, n in counts.items()), "seconds a question"]]
    rows.append(["---"] * len(rows[0]))
    for name, measures in summary["systems"].items():
        rows.append([name, *(_cell(measures[h], n) for h, n in counts.items()), _plain(summary["run"]["seconds"][name])])
    for name, measures in summary["differences"].items():
        cells = [_cell(measures[h], n, sign="+") for h, n in counts.items()]
        rows.append([f"{FOOTNOTE} \u2212 {name}", *cells, "\u00d7 " + _plain(summary["run"]["share_of_time"][name])])
    failures = [f"{name} failed on {count} of the questions." for name, count in summary["errors"].items() if count]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join([table, _NOTES, *failures]) + "\n"


def _cell(found: Mapping[str, float] | None, usual: int, sign: str = "") -> str:
    """A mean with its interval, and over how many cases when these are others than the ``usual`` ones of the column."""
    if found is None:
        return "\u2013"
    count = "" if found["n"] == usual else f" (n {found['n']})"
    return f"{found['mean']:{sign}.2f} [{found['low']:{sign}.2f}, {found['high']:{sign}.2f}]{count}"


def _plain(found: Mapping[str, float]) -> str:
    return f"{found['mean']:.3g} [{found['low']:.3g}, {found['high']:.3g}]"
