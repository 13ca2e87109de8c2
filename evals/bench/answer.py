"""Answers of a process that has everything loaded: how soon something is shown, when all is, and where the time goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from evals.bench.figures import Figure, Measured, percentiles, share
from evals.bench.setting import Setting
from evals.bench.trace import Trace, traced
from evals.cases import Case
from rag.answer import Assistant, final
from rag.model_file import find_local_model
from rag.types import Engine, Timings

READS, WRITES = "local: the model reads", "local: the model writes"
_WARM_UPS = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """One answer: the product's own times, the seconds of each stage, and llama.cpp's account of each call."""

    times: Timings
    seconds: float
    stages: dict[str, float]
    calls: tuple[dict[str, float], ...]


def measure(setting: Setting) -> Measured:
    """Return the times of answers by quotes and of the local model, over the same questions."""
    assistant = setting.assistant()
    cases = setting.drawn(setting.questions + _WARM_UPS)
    figures = of_engine(assistant, cases, "extractive")
    if find_local_model(setting.rag) is None:
        return Measured(tuple(figures), ("left out: the local model, which is not on disk",))
    return Measured((*figures, *of_engine(assistant, cases, "local")))


def of_engine(assistant: Assistant, cases: Sequence[Case], engine: Engine) -> list[Figure]:
    """Return the figures of one engine. The first cases only warm up, where there are enough."""
    warm_ups = _WARM_UPS if len(cases) > _WARM_UPS else 0
    model = assistant.choose(engine, wait=True).model
    with traced(model) as trace:
        asked = [_ask(assistant, case, engine, trace) for case in cases][warm_ups:]
    milliseconds = {
        "first evidence": [a.times.first_evidence for a in asked if a.times.first_evidence],
        "first checked text": [a.times.first_token for a in asked if a.times.first_token],
        "whole answer": [a.times.total for a in asked],
    }
    figures = [f for name, values in milliseconds.items() for f in percentiles(f"{engine}: {name}", values, "ms")]
    names = sorted({name for a in asked for name in a.stages}, key=lambda name: -sum(a.stages.get(name, 0.0) for a in asked))
    wholes = [a.seconds for a in asked]
    stages = [share(f"{engine}: time in: {name}", [a.stages.get(name, 0.0) for a in asked], wholes) for name in names]
    return [*figures, *_rates(asked), *(stage for stage in stages if stage.value >= 0.05)]


def _ask(assistant: Assistant, case: Case, engine: Engine, trace: Trace) -> _Asked:
    trace.start()
    start = perf_counter()
    answer = final(assistant.ask(case.question, case.history, engine=engine))
    seconds = perf_counter() - start
    return _Asked(answer.timings_ms, seconds, trace.stages(seconds), tuple(timings for _, timings in trace.calls))


def _rates(asked: Sequence[_Asked]) -> list[Figure]:
    """Tokens a second that the model reads and writes, over the answers it was needed for, and how many those are."""
    per_answer = [a.calls for a in asked if a.calls]
    if not per_answer:
        return []
    figures = []
    # The first token of a reply comes out of reading the prompt; what takes the time of writing are the others.
    for name, tokens, milliseconds, own in ((READS, "prompt_n", "prompt_ms", 0), (WRITES, "predicted_n", "predicted_ms", 1)):
        counts = [sum(max(call[tokens] - own, 0) for call in calls) for calls in per_answer]
        spent = [sum(call[milliseconds] for call in calls) / 1e3 for calls in per_answer]
        figures += [
            share(name, counts, spent, scale=1.0, unit="tokens/s"),
            *percentiles(f"{name}, an answer", counts, "tokens"),
        ]
    kept = [sum(call["cache_n"] for call in calls) for calls in per_answer]
    read = [sum(call["cache_n"] + call["prompt_n"] for call in calls) for calls in per_answer]
    calls = percentiles("local: calls of the model, an answer", [float(len(calls)) for calls in per_answer], "calls")
    return [*figures, share("local: prompt found in the cache", kept, read), *calls]
