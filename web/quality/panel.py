"""The part of the panel that starts an evaluation and shows how far it is, as HTML. Pure; all text of others is escaped."""

from collections.abc import Mapping, Sequence

from evals.cases import BadCase
from rag.types import Engine
from web import words
from web.markup import text
from web.quality.offers import Offer
from web.quality.running import State

_BAD_SHOWN = 10


def start(offers: Sequence[Offer], engines: Mapping[Engine, str], state: State, command: str) -> str:
    """Return the form that starts an evaluation, or how cases are made; ``command`` does the same in a terminal."""
    told = f'<p class="outcome{" wrong" if state.wrong else ""}">{text(state.told)}</p>' if state.told else ""
    usable = [offer for offer in offers if offer.cases]
    faults = "".join(f'<p class="outcome wrong">{text(words.sentence(o.problem))}</p>' for o in offers if o.problem)
    purpose = f'<p class="small">{words.EVALUATE_PURPOSE}</p>'
    if not usable:
        steps = "".join(f"<li>{step}</li>" for step in words.HOW_TO_CASES)
        return f'{purpose}<p>{words.NO_CASES}</p><ul class="small steps">{steps}</ul>{faults}{told}'
    return (
        f'{purpose}<form class="evaluate">{_cases(usable, state)}{_engines(engines, state)}'
        f'<div class="acts"><button type="submit">{words.EVALUATE_NOW}</button></div></form>{faults}{told}'
        f"<details><summary>{words.IN_THE_TERMINAL}</summary>"
        f'<p class="small">{words.RUN}</p><pre tabindex="0"><code>{text(command)}</code></pre></details>'
    )


def going(state: State) -> str:
    """Return how far the evaluation is, with the button that cancels it."""
    disabled = " disabled" if state.kind == "stopping" else ""
    return (
        f'<div class="going"><label class="told" for="evaluation">{text(state.told)}</label>'
        f'<progress id="evaluation" max="{max(1, state.total)}" value="{state.done}"></progress>'
        f'<div class="acts"><button type="button" data-act="halt"{disabled}>{words.CANCEL}</button></div></div>'
    )


def spoilt(offer: Offer, engine: Engine) -> str:
    """Return the lines of a case file that are no cases, with the offer to run the rest."""
    lines = "".join(_line(bad) for bad in offer.bad[:_BAD_SHOWN])
    if more := len(offer.bad) - _BAD_SHOWN:
        lines += f"<li>{words.MORE_BAD_CASES.format(lines=words.count(more, 'line'))}</li>" if more > 0 else ""
    told = words.BAD_CASES.format(lines=words.count(len(offer.bad), "line"))
    rest = words.RUN_REST.format(cases=words.count(len(offer.cases), "case"))
    return (
        f'<div class="card"><p>{told}</p><p class="small words">{text(str(offer.path))}</p>'
        f'<ul class="small steps">{lines}</ul><form class="evaluate" data-rest="true">'
        f'<input type="hidden" name="cases" value="{offer.kind}"><input type="hidden" name="engine" value="{engine}">'
        f'<div class="acts"><button type="submit">{rest}</button>'
        f'<button type="button" data-act="back">{words.CANCEL}</button></div></form></div>'
    )


def _line(bad: BadCase) -> str:
    return f'<li class="words">{text(words.LINE.format(line=bad.line, reason=bad.reason))}</li>'


def _cases(offers: Sequence[Offer], state: State) -> str:
    named = {o.kind: words.CASES_OF[o.kind].format(cases=words.count(len(o.cases), "case")) for o in offers}
    return _choice(words.WHICH_CASES, "cases", named, state.chosen[0])


def _engines(engines: Mapping[Engine, str], state: State) -> str:
    first, *others = engines
    named: dict[str, str] = {first: words.IN_USE.format(engine=engines[first])}
    return _choice(words.WHO_ANSWERS, "engine", named | {name: engines[name] for name in others}, state.chosen[1])


def _choice(title: str, name: str, options: Mapping[str, str], before: str) -> str:
    """Return radio buttons, the one chosen ``before`` or else the first one set; words alone where there is no choice."""
    first = before if before in options else next(iter(options))
    if len(options) == 1:
        hidden = f'<input type="hidden" name="{name}" value="{first}">'
        return f'<p class="chosen"><span class="small">{title}</span> {text(options[first])}{hidden}</p>'
    rows = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" if value == first else ""}>'
        f"<span>{text(told)}</span></label>"
        for value, told in options.items()
    )
    return f"<fieldset><legend>{title}</legend>{rows}</fieldset>"
