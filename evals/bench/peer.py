"""Beside llama-index's own citation engine: same articles, questions, model and embedder, case by case in turn."""

from time import perf_counter

from evals.bench.figures import Figure, Measured, median
from evals.bench.setting import Setting
from evals.peering.system import Setting as Common
from evals.peering.system import built_in
from evals.peering.table import FOOTNOTE
from evals.peers import Run
from rag.model_file import find_local_model

QUESTIONS = 5
"""The stock engine takes some twenty seconds for each."""
_SECONDS = 180
"""No further question is begun after so many."""


def measure(setting: Setting) -> Measured:
    """Return the seconds a question of both, and how many times as long the other takes; nothing kept is used."""
    model = find_local_model(setting.rag)
    assistant = setting.assistant()
    embedder = assistant.library.embedder
    if model is None or embedder is None:
        return Measured((), ("left out: the models are not on disk",))
    assistant.choose("local", wait=True)
    with assistant.library.catalog() as catalog:
        articles = {a.id: catalog.text(a.id) for a in catalog.articles() if a.status == "indexed"}
    citing = built_in(Common(articles, embedder, model))[0]
    out = setting.index.data.parent
    asked = Run(assistant, [citing], out, fresh=True).asked(setting.drawn(QUESTIONS))
    seconds: dict[str, list[float]] = {FOOTNOTE: [], citing.name: []}
    until = perf_counter() + _SECONDS
    for one, _ in asked:
        seconds[one.system].append(one.seconds)
        both = len(seconds[FOOTNOTE]) == len(seconds[citing.name])
        if both and perf_counter() > until:
            break
    return Measured(tuple(compared(seconds[FOOTNOTE], seconds[citing.name], citing.name)))


def compared(ours: list[float], theirs: list[float], name: str) -> list[Figure]:
    """Return both, and theirs over ours, question by question."""
    ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
    return [
        *median("Footnote", ours, "s a question"),
        *median(name, theirs, "s a question"),
        *median(f"{name} over Footnote", ratios, "times"),
    ]
