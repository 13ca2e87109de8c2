"""Many who ask at the same moment: how long each waits, and whether each is served."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter

from evals.bench.figures import Figure, Measured, once, percentiles
from evals.bench.setting import Setting
from evals.cases import Case
from rag.answer import Assistant, final
from rag.model_file import find_local_model
from rag.types import Answer, Engine


def measure(setting: Setting) -> Measured:
    """Return the seconds that people wait who all ask at once, each something else."""
    assistant = setting.assistant()
    figures = at_once(assistant, setting, "extractive")
    if find_local_model(setting.rag) is None:
        return Measured(tuple(figures), ("left out: the local model, which is not on disk",))
    assistant.choose("local", wait=True)
    return Measured((*figures, *at_once(assistant, setting, "local")))


def at_once(assistant: Assistant, setting: Setting, engine: Engine) -> list[Figure]:
    """Ask with every asker in a thread of its own, let go together."""
    cases = setting.drawn(setting.askers)
    gate = Barrier(setting.askers)

    def ask(case: Case) -> tuple[Answer, float]:
        gate.wait()
        start = perf_counter()
        answer = final(assistant.ask(case.question, case.history, engine=engine))
        return answer, perf_counter() - start

    final(assistant.ask(cases[0].question, engine=engine))  # what is loaded once is not waited for here
    with ThreadPoolExecutor(setting.askers) as pool:
        found = list(pool.map(ask, [cases[n % len(cases)] for n in range(setting.askers)]))
    name = f"{engine}, {setting.askers} at once"
    served = sum(not answer.error for answer, _ in found)
    first = [a.timings_ms.first_evidence / 1e3 for a, _ in found if a.timings_ms.first_evidence]
    return [
        once(f"{name}: served", served, "answers"),
        *percentiles(f"{name}: first evidence", first, "s"),
        *percentiles(f"{name}: whole answer", [seconds for _, seconds in found], "s"),
        once(f"{name}: the last one", max(seconds for _, seconds in found), "s"),
    ]
