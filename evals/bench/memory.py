"""How much memory the running app holds at each stage of its life, its children included."""

from evals.bench.figures import Figure, Measured, once
from evals.bench.material import MadeUp, sentences, write_articles
from evals.bench.processes import resident
from evals.bench.served import App, Visitor, app
from evals.bench.setting import Setting
from index.catalog import Catalog
from index.config import IndexConfig
from index.embed import find_embedder
from index.sync import sync
from rag.model_file import find_local_model

_QUOTED, _READ = 20, 5
_EACH = 5
"""Passages of a large article, about: 25 sentences."""


def measure(setting: Setting) -> Measured:
    """Return the MB that are resident once a stage is reached: a single app for each kind of answers."""
    setting.indexed()
    notes = [f"vectors of the {setting.passages:,} passages are made up; what is mapped from the model's file counts"]
    large, found = _large(setting)
    notes.append(f"the index of many passages holds {found:,}")
    figures = _stages(setting, setting.index, "extractive", "")
    figures += _stages(setting, large, "extractive", ", many passages")
    if find_local_model(setting.rag) is None:
        notes.append("left out: the local model, which is not on disk")
    else:
        figures += _stages(setting, large, "local", ", many passages")
    return Measured(tuple(figures), tuple(notes))


def _stages(setting: Setting, index: IndexConfig, engine: str, with_what: str) -> list[Figure]:
    """The app with this engine: when its page is up, after the first answer, and after some more."""
    count = _READ if engine == "local" else _QUOTED
    questions = [case.question for case in setting.drawn(count)]
    articles = setting.articles if index == setting.index else index.data.with_name("large")
    with app(articles, index.data, engine) as running:
        figures = [_now(running, f"{engine}{with_what}: page up")]
        visitor = Visitor(running.url)
        visitor.ask(questions[0])
        figures.append(_now(running, f"{engine}{with_what}: first answer"))
        for number in range(1, count):
            visitor.ask(questions[number % len(questions)])
        figures.append(_now(running, f"{engine}{with_what}: {count} answers"))
        visitor.close()
    return figures


def _now(running: App, name: str) -> Figure:
    return once(name, resident(running.process.pid), "MB")


def _large(setting: Setting) -> tuple[IndexConfig, int]:
    """The index of many passages, and how many it came to hold; made once."""
    folder, data = setting.index.data.with_name("large"), setting.index.data.with_name("large-index")
    index = IndexConfig(data, setting.index.models, setting.index.embedder)
    write_articles(folder, sentences(setting.articles), setting.passages // _EACH, (25, 25), 2)
    embedder = find_embedder(index)
    sync(folder, index, embedder and MadeUp(embedder.folder))
    with Catalog(data) as catalog:
        return index, catalog.counts()[1]
