"""Fit the support weights: ``python -m evals.fit_support CASES.jsonl --articles DIR [--paraphrases FILE]``.

Pairs of a sentence and a text are made from the cases' own articles. Backed: the evidence sentence with clauses left
out, and sentences that the local model wrote about it or its paragraph (``--paraphrases``, made by
``python -m evals.paraphrase``). Not backed: the same sentences against the paragraph without the evidence, against the
paragraph of the article that is most like it, and what the model says from its own head. Changed numbers, names and
negations need no weights; they are counted to see that the rules catch them. Pairs about the validation articles are
left out of the fit, and every figure is given on them too.
"""

# ruff: noqa: T201  a command line prints

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from evals.attribution import macro_f1
from evals.cases import Case, load_cases
from evals.fit import VALIDATION
from evals.scorers.words import holds
from index.errors import FootnoteError
from rag import support
from rag.compare import Overlap
from rag.support import examine
from rag.wording import plain

_ONLY_COUNTED = frozenset(
    ("shortened", "shortened, evidence taken away", "name changed", "number changed", "negation added")
)
"""Kinds made by rule: they keep the article's words, as people and models do not, so their overlap is no guide."""
_PARTLY_OF_BACKED = 0.02
"""Share of backed pairs that may be called unsupported instead of partly supported."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and a text that backs it or does not. ``kind``: how the pair was made. ``about``: its article."""

    kind: str
    about: str
    sentence: str
    quote: str
    backed: bool


def _paragraphs(articles: Path, name: str) -> list[str]:
    return [p for p in (articles / name).read_text(encoding="utf-8").split("\n\n") if len(p.split()) > 20]


def _most_alike(paragraph: str, others: list[str]) -> str | None:
    rest = [other for other in others if other != paragraph]
    return max(rest, key=lambda other: support.coverage(paragraph, other)) if rest else None


def _shortened(sentence: str) -> str | None:
    """The sentence without the clauses between its commas, None when too little is left or nothing goes."""
    parts = re.split(r"\s*\([^()]*\)|,\s+(?:which|who|where|including|such as|and)\b[^,]*", sentence)
    short = " ".join("".join(parts).split())
    return short if 6 <= len(short.split()) < len(sentence.split()) else None


def _changed(sentence: str, paragraph: str, draw: random.Random) -> Iterator[tuple[str, str]]:
    """The sentence with one thing changed, and which: a number, a name, a negation, the direction."""
    numbers = sorted(set(re.findall(r"\b\d[\d,.]*\d\b|\b\d\b", sentence)))
    others = sorted(set(re.findall(r"\b\d[\d,.]*\d\b", paragraph)) - set(numbers))
    if numbers:
        old = draw.choice(numbers)
        new = draw.choice(others) if others else str(int(re.sub(r"\D", "", old)) + 1)
        yield "number changed", re.sub(rf"(?<![\d.,]){re.escape(old)}(?![\d])", new, sentence)
    names = sorted(set(re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}\b", sentence)))
    strange = sorted(set(re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}\b", paragraph)) - set(re.findall(r"\w+", sentence)))
    if names and strange:
        yield "name changed", re.sub(rf"\b{draw.choice(names)}\b", draw.choice(strange), sentence, count=1)
    if found := re.search(r"\b(?:is|was|are|were|has|had|can|will)\b(?! not)", sentence):
        yield "negation added", f"{sentence[: found.end()]} not{sentence[found.end() :]}"


def pairs_of(cases: Sequence[Case], articles: Path, paraphrases: Sequence[dict[str, str]]) -> list[Pair]:
    """Make the pairs. ``paraphrases``: objects with ``id`` (of a case), ``kind`` (sent, para, know) and ``claim``."""
    draw = random.Random(0)
    by_id = {case.id: case for case in cases if case.evidence and case.about}
    paragraphs = {name: _paragraphs(articles, name) for name in sorted({case.about or "" for case in by_id.values()})}
    made: list[Pair] = []
    for case in by_id.values():
        name, quote = case.about or "", case.evidence[0].quote
        paragraph = next((p for p in paragraphs[name] if quote in p), None)
        if paragraph is None:
            continue
        if (short := _shortened(quote)) and draw.random() < 0.25:
            made.append(Pair("shortened", name, short, paragraph, backed=True))
            if (rest := paragraph.replace(quote, " ")).split():
                made.append(Pair("shortened, evidence taken away", name, short, rest, backed=False))
        if draw.random() < 0.25:
            for kind, changed in _changed(quote, paragraph, draw):
                if changed != quote:
                    made.append(Pair(kind, name, changed, quote, backed=False))
    for row in paraphrases:
        case = by_id.get(row["id"])  # type: ignore[assignment]
        paragraph = next((p for p in paragraphs[case.about or ""] if case.evidence[0].quote in p), None) if case else None
        if case is None or paragraph is None:
            continue
        name, quote, claim = case.about or "", case.evidence[0].quote, row["claim"]
        if row["kind"] == "know":
            if not any(holds(claim, value) for group in case.required for value in group):
                made.append(Pair("from the model's head", name, claim, paragraph, backed=False))
            continue
        made.append(Pair(f"written about the {row['kind']}", name, claim, paragraph, backed=True))
        if row["kind"] == "sent":
            made.append(Pair("written about the sent, alone", name, claim, quote, backed=True))
        if len((rest := paragraph.replace(quote, " ")).split()) > 15:
            made.append(Pair("evidence taken away", name, claim, rest, backed=False))
        if other := _most_alike(paragraph, paragraphs[name]):
            made.append(Pair("another paragraph", name, claim, other, backed=False))
    return made


Matrix = npt.NDArray[np.float64]


def _fit(x: Matrix, y: npt.NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=1.0, class_weight="balanced").fit(x, y)


def _report(name: str, pairs: list[Pair], verdict: npt.NDArray[np.bool_]) -> None:
    truth = [pair.backed for pair in pairs]
    print(f"{name}: macro-F1 {macro_f1(truth, list(verdict)):.3f} over {len(pairs)}")
    for kind in sorted({pair.kind for pair in pairs}):
        here = np.array([pair.kind == kind for pair in pairs])
        backed = next(pair.backed for pair in pairs if pair.kind == kind)
        right = (verdict[here] == backed).mean()
        print(f"  {kind:32} {'backed' if backed else 'not   '} n {here.sum():4} right {right:.3f}")


def fit(pairs: list[Pair]) -> dict[str, object]:
    """Fit on the pairs that are not for validation and that no rule refuses; print the figures; return the weights."""
    found = [examine(p.sentence, p.quote, Path(p.about).stem.replace("_", " ")) for p in pairs]
    clean = np.array([not (f.wrong or f.doubtful) for f in found])
    x = np.array([astuple(f.overlap) for f in found])
    y = np.array([p.backed for p in pairs])
    held = np.array([p.about in VALIDATION for p in pairs])
    fitting = np.array([p.kind not in _ONLY_COUNTED for p in pairs])
    used = clean & fitting & ~held
    names = sorted({p.about for p in pairs})
    groups = np.array([names.index(p.about) for p in pairs])
    likely = np.zeros(len(pairs))
    for rest, fold in GroupKFold(5).split(x[~held], y[~held], groups[~held]):
        at, fit_at = np.flatnonzero(~held)[fold], np.flatnonzero(~held)[rest]
        fit_at = fit_at[used[fit_at]]
        likely[at] = _fit(x[fit_at], y[fit_at]).predict_proba(x[at])[:, 1]
    model = _fit(x[used], y[used])
    likely[held] = model.predict_proba(x[held])[:, 1]
    for use, threshold in (("check", support.SUPPORTED_FROM), ("backs", support.EVEN)):
        supported = (likely >= threshold) & clean
        for name, part in (("cross-validated by article", ~held), ("validation articles", held)):
            _report(f"{use}, {name}", [p for p, here in zip(pairs, part, strict=True) if here], supported[part])
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        "coefficients": {f.name: round(float(c), 4) for f, c in zip(fields(Overlap), model.coef_[0], strict=True)},
        "partly_from": round(float(np.quantile(likely[used & y], _PARTLY_OF_BACKED)), 4),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print the figures, write ``rag/support.json``."""
    parser = argparse.ArgumentParser(prog="python -m evals.fit_support")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--paraphrases", type=Path, help="file written by python -m evals.paraphrase")
    arguments = parser.parse_args(argv)
    try:
        rows = json.loads(arguments.paraphrases.read_text()) if arguments.paraphrases else []
        weights = fit(pairs_of(load_cases(arguments.cases), arguments.articles, rows))
    except (FootnoteError, OSError, ValueError) as error:
        print(f"footnote: {plain(str(error))}", file=sys.stderr)
        return 2
    support.WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n")
    print(f"written to {support.WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
