"""From nothing to the first answer: fresh processes, again and again. The files they read are in memory already."""

import json
import sys
from collections.abc import Sequence
from time import perf_counter

from evals.bench.figures import Figure, Measured, median
from evals.bench.processes import run
from evals.bench.served import Visitor, app
from evals.bench.setting import Setting
from rag.model_file import find_local_model


def measure(setting: Setting) -> Measured:
    """Return seconds from the start of a process to each first thing that its user sees."""
    setting.indexed()
    questions = [case.question for case in setting.drawn(setting.repeats + 1, answerable=True)]
    figures = [*_command(setting, "extractive", questions), *_app(setting, "auto", questions)]
    if find_local_model(setting.rag) is None:
        return Measured(tuple(figures), ("left out: the local model, which is not on disk",))
    return Measured((*figures, *_command(setting, "local", questions), *_app(setting, "local", questions)))


def _command(setting: Setting, engine: str, questions: Sequence[str]) -> list[Figure]:
    """``python -m rag``: until its end, and until the first checked text, which it could have shown."""
    whole, first = [], []
    for turn in range(setting.repeats + 1):
        question = questions[turn % len(questions)]
        seconds, told = run(
            [sys.executable, "-m", "rag", question, "--json", "--engine", engine, "--data", str(setting.index.data)]
        )
        times = json.loads(told)["timings_ms"]
        if turn:  # the first one reads the files from the disk
            whole.append(seconds)
            first += [seconds - (times["total"] - times["first_token"]) / 1e3] if times["first_token"] else []
    name = f"python -m rag --engine {engine}"
    return [*median(f"{name}: first checked text", first, "s"), *median(f"{name}: ended", whole, "s")]


def _app(setting: Setting, engine: str, questions: Sequence[str]) -> list[Figure]:
    """``python app.py`` on an index that is there: until its page is up, and until a question asked then is answered."""
    up, first, whole = [], [], []
    for turn in range(setting.repeats):
        with app(setting.articles, setting.index.data, engine) as running:
            up.append(running.up - running.started)
            visitor = Visitor(running.url)
            asked = perf_counter() - running.started
            seen = visitor.ask(questions[turn % len(questions)])
            visitor.close()
        whole.append(asked + seen.whole)
        first += [asked + seen.sentence] if seen.sentence is not None else []
    name = f"python app.py --engine {engine}"
    return [
        *median(f"{name}: page up", up, "s"),
        *median(f"{name}: first checked text", first, "s"),
        *median(f"{name}: first answer", whole, "s"),
    ]
