"""The measures on tiny input: each says what it must, adds up, and leaves the product as it was."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from answered import CASE, FOREIGN
from test_rag_answer import ScriptedModel, _gate_for_hashed_words  # noqa: F401  the gate is a fixture

import rag.asked
from evals.__main__ import main
from evals.bench import answer, askers, embedding, machine, material, peer, sync
from evals.bench.figures import Figure, Measured, median, once, percentiles, share
from evals.bench.processes import resident, run
from evals.bench.served import Visitor, app
from evals.bench.setting import Setting
from evals.bench.table import of_ceilings, row, table
from evals.cases import load_cases
from index.config import IndexConfig
from index.errors import BadInputError
from rag.answer import Assistant
from rag.config import RagConfig
from web.words import ABSTAINED

REPLY = "Engineers replaced 312 steel cables"


@pytest.fixture(autouse=True)
def _no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_MODELS", str(tmp_path / "no-models"))


@pytest.fixture
def setting(corpus, tmp_path: Path) -> Setting:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f"{json.dumps(CASE)}\n{json.dumps(FOREIGN)}\n")
    index = IndexConfig(tmp_path / "out" / "index", tmp_path / "no-models")
    how = {"repeats": 1, "questions": 2, "passages": 10, "small_articles": 3, "askers": 3}
    return Setting(cases, corpus.folder, index, RagConfig(models=tmp_path / "no-models", engine="local"), **how)


def named(figures) -> dict[tuple[str, str], Figure]:
    return {(figure.name, figure.kind): figure for figure in figures}


class Accounted(ScriptedModel):
    """A scripted model that calls a server, which gives an account of every call as llama.cpp does."""

    def __init__(self, replies):
        super().__init__(replies)
        self._server = self

    def handle_completions(self, request, receive=None):
        said = {"timings": {"cache_n": 60, "prompt_n": 40, "prompt_ms": 0.2, "predicted_n": 11, "predicted_ms": 0.1}}
        return receive(said) if receive else said

    def stream(self, system, user, max_tokens):
        self._server.handle_completions({}, lambda chunk: False)
        yield from super().stream(system, user, max_tokens)


def test_few_values_have_no_p95_and_every_figure_has_an_interval():
    assert {f.kind for f in percentiles("x", [1.0] * 19, "s")} == {"p50"}
    assert {f.kind for f in percentiles("x", [1.0] * 20, "s")} == {"p50", "p95"}
    assert {f.kind for f in percentiles("x", [1.0] * 100, "s")} == {"p50", "p95", "p99"}
    assert median("x", [], "s") == []
    [found] = median("x", [1.0, 2.0, 9.0], "s")
    assert (found.value, found.low, found.high, found.n) == (2.0, 1.0, 9.0, 3)
    part = share("x", [1.0, 3.0], [2.0, 8.0])
    assert part.value == 40.0
    assert (round(part.low, 6), part.high) == (37.5, 50.0)


def test_a_figure_stands_beside_its_aim_in_the_table_and_in_json():
    slow, quick = (Figure("extractive: whole answer", "p95", "ms", value, value, value, 20) for value in (250.0, 50.0))
    assert (row("answer", slow)["aim"], row("answer", slow)["met"]) == ("at most 200", False)
    assert row("answer", quick)["met"] is True
    assert row("answer", once("something else", 1.0, "ms"))["aim"] is None
    told = table("answer", Measured((slow, once("one", 12345.0, "MB")), ("made up",)), 3.2)
    assert told.splitlines()[0] == "answer (3 s)"
    assert "250 ms" in told
    assert "aim at most 200: NOT MET" in told
    assert "12,345 MB" in told
    assert told.endswith("note: made up")


def test_the_ceilings_follow_from_what_the_cores_can_do(setting):
    found = machine.measure(setting, side=64, megabytes=1)
    figures = named(found.figures)
    read = figures["memory, read", "median"].value
    assert figures[machine.DECODE, "median"].value == pytest.approx(read * 1e9 / 1_117_320_768, rel=0.01)
    products = [f.value for f in found.figures if f.name.startswith("matrix product")]
    assert len(products) == 4
    assert figures[machine.PREFILL, "median"].value * 2 * machine.PARAMETERS / 1e9 <= max(products) * 1.01
    speed = share(answer.READS, [1.0], [1.0], scale=1.0, unit="tokens/s")
    [of] = of_ceilings({"machine": found, "answer": Measured((speed,))})
    assert of.value == pytest.approx(100 / figures[machine.PREFILL, "median"].value)
    assert of_ceilings({"machine": found}) == []


def test_the_stages_of_an_answer_add_up_and_the_product_is_as_before(corpus, setting):
    library = corpus.library()
    model = Accounted({CASE["question"]: REPLY})
    assistant = Assistant(setting.rag, library, {"local": model})
    before = rag.asked.find
    figures = named(answer.of_engine(assistant, [load_cases(setting.cases)[0]], "local"))
    library.close()
    assert rag.asked.find is before
    assert "stream" not in vars(model)
    stages = [f.value for (name, _), f in figures.items() if name.startswith("local: time in:")]
    assert 99 < sum(stages) < 101
    assert figures["local: whole answer", "p50"].value >= figures["local: first checked text", "p50"].value > 0
    assert figures[answer.READS, "share"].value == pytest.approx(40 / 0.0002)
    assert figures[answer.WRITES, "share"].value == pytest.approx(10 / 0.0001)  # the first token came with the prompt
    assert figures["local: prompt found in the cache", "share"].value == 60.0


def test_everybody_who_asks_at_once_is_served(corpus, setting):
    library = corpus.library()
    found = named(askers.at_once(Assistant(setting.rag, library), setting, "extractive"))
    library.close()
    assert found["extractive, 3 at once: served", "once"].value == 3
    assert found["extractive, 3 at once: whole answer", "p50"].n == 3


def test_a_visitor_is_answered_by_the_running_app_and_its_memory_is_read(setting):
    with app(setting.articles, setting.index.data, "extractive") as running:
        assert running.up > running.started
        visitor = Visitor(running.url)
        seen = visitor.ask(CASE["question"])
        again = visitor.ask(FOREIGN["question"])
        visitor.close()
        assert resident(running.process.pid) > 50
    assert seen.sentence is not None
    assert seen.sentence <= seen.whole
    assert "312 steel cables" in seen.text
    assert ABSTAINED in again.text


def test_the_memory_of_a_child_counts():
    alone = resident(os.getpid())
    with subprocess.Popen([sys.executable, "-c", "print(1, flush=True); input()"], stdin=-1, stdout=-1) as child:
        assert child.stdout
        child.stdout.readline()
        assert resident(os.getpid()) >= alone + resident(child.pid) - 1
        child.communicate(b"\n")
    with pytest.raises(BadInputError, match="cannot be read; it has ended"):
        resident(child.pid)


def test_a_command_that_fails_is_told_with_its_last_words():
    with pytest.raises(BadInputError, match="failed: footnote: /nowhere"):
        run([sys.executable, "-m", "index", "sync", "/nowhere"])


def test_a_sync_is_measured_without_the_other_library_and_says_so(setting, tmp_path):
    folder = tmp_path / "source"
    with pytest.raises(BadInputError, match="too few sentences"):
        material.sentences(setting.articles)
    folder.mkdir()
    said = [f"Sentence number {n} speaks of a thing that happened in the town of Velm" for n in range(300)]
    (folder / "source.txt").write_text(". ".join(said))
    words = Setting(setting.cases, folder, setting.index, setting.rag, 1, 1, 10, 3, 1)
    found = sync.measure(words)
    figures = named(found.figures)
    assert figures["ours, 3 articles", "once"].value > 0
    assert figures["ours, memory at most", "once"].value > 20
    assert found.notes[0].startswith("left out: llama-index")


def test_the_other_engine_is_compared_question_by_question():
    figures = named(peer.compared([1.0, 2.0], [20.0, 20.0], "stock"))
    assert figures["stock over Footnote", "median"].value == 15.0


def test_a_part_that_is_measured_is_not_measured_again_unless_something_changed(setting, capsys, monkeypatch):
    out = setting.index.data.parent
    command = ["bench", str(setting.cases), "--articles", str(setting.articles), "--out", str(out), "--askers", "2"]
    command += ["--only", "askers"]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert "extractive, 2 at once: served" in first
    assert "note: left out: the local model, which is not on disk" in first
    kept = json.loads((out / "bench.json").read_text())
    assert {"name", "kind", "unit", "value", "low", "high", "n", "aim", "met"} == set(kept["parts"]["askers"]["figures"][0])
    monkeypatch.setattr("evals.bench.command.ProcessPoolExecutor", None)  # nothing is started any more
    assert main(command) == 0
    assert capsys.readouterr().out == first
    with pytest.raises(TypeError, match="not callable"):
        main([*command, "--fresh"])


def test_a_part_that_cannot_be_measured_costs_no_other_part(setting, capsys, monkeypatch):
    def run_part(name, of):
        if name == "machine":
            raise BadInputError("the cores are away")
        return Measured((once("one", 1.0, "s"),))

    class Here:
        """Runs a part in this process."""

        def __init__(self, *_, **__):
            pass

        __enter__ = lambda self: self  # noqa: E731
        __exit__ = lambda self, *_: None  # noqa: E731

        def submit(self, work, *given):
            self.given = given
            return self

        def result(self):
            return run_part(*self.given)

    monkeypatch.setattr("evals.bench.command.ProcessPoolExecutor", Here)
    command = ["bench", str(setting.cases), "--articles", str(setting.articles), "--out", str(setting.index.data.parent)]
    assert main([*command, "--only", "machine,cold"]) == 1
    told = capsys.readouterr().out
    assert "machine: not measured: the cores are away" in told
    assert "cold (0 s)\n  one" in told


def test_what_cannot_be_measured_is_one_line(setting, capsys, tmp_path):
    assert main(["bench", "--only", "speed", "--out", str(tmp_path)]) == 2
    assert "--only speed: there is no such part; there are machine, cold" in capsys.readouterr().err
    assert main(["bench", "--articles", str(tmp_path / "none"), "--out", str(tmp_path)]) == 2
    assert "is not a folder" in capsys.readouterr().err
    (tmp_path / "bench.json").write_text("[]")
    command = ["bench", str(setting.cases), "--articles", str(setting.articles), "--out", str(tmp_path), "--only", "askers"]
    assert main(command) == 2
    assert "delete it, or add --fresh" in capsys.readouterr().err


@pytest.mark.model
def test_the_embedder_finds_what_the_library_finds(setting, monkeypatch):
    monkeypatch.undo()
    from index.config import from_environment

    models = from_environment(os.environ, str(setting.index.data))
    real = Setting(setting.cases, setting.articles, models, setting.rag, 1, 1, 1, 1, 1)
    found = named(embedding.measure(real, block=2).figures)
    assert found["least cosine of ours to fp32", "once"].value > 0.95
    assert found["overlap of the ten nearest", "share"].value > 90
