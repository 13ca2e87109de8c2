"""The form of the settings, as HTML. A key never stands in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.config import FEWEST_SOURCES, MOST_SOURCES
from web import words
from web.markup import attribute, text


@dataclass(frozen=True, slots=True)
class Shown:
    """What the form shows. ``fixed``: field -> what sets it from outside. ``revision`` changes with every saving."""

    engine: str
    base_url: str
    model: str
    key_kept: bool
    sources: int
    local_here: bool
    fixed: Mapping[str, str]
    revision: int = 0


def form(shown: Shown) -> str:
    """Return the form."""
    endpoint = f"<legend>{words.ENDPOINT}</legend>{_address(shown)}{_model(shown)}{_key(shown)}"
    return (
        f'<form data-revision="{shown.revision}" novalidate autocomplete="off"><p class="small">{words.SETTINGS_PURPOSE}</p>'
        f'{_engines(shown)}<fieldset class="endpoint">{endpoint}</fieldset>'
        f'{_sources(shown)}<div class="acts"><button type="button" data-act="test">{words.TEST}</button>'
        f'<button type="submit">{words.SAVE_SETTINGS}</button></div></form>'
    )


def news(told: str, *, worked: bool = True, models: tuple[str, ...] = ()) -> str:
    """Return what became of a test or of saving; models that were told of are offered where one is typed."""
    names = "".join(f'<option value="{attribute(name)}"></option>' for name in models)
    offer = f'<datalist id="settings-models">{names}</datalist>' if models else ""
    return f'<p class="words{"" if worked else " wrong"}">{text(words.sentence(told))}</p>{offer}'


def _engines(shown: Shown) -> str:
    fixed = shown.fixed.get("engine")
    rows = "".join(
        f'<label class="engine"><input type="radio" name="engine" value="{name}"{_if(name == shown.engine, "checked")}'
        f'{_if(bool(fixed), "disabled")}><span>{title}<span class="small">{words.ENGINE_ABOUT[name]}</span>'
        f'<span class="small here">{_here(name, shown)}</span></span></label>'
        for name, title in words.ENGINE_NAMES.items()
    )
    return f"<fieldset><legend>{words.ENGINE}</legend>{_fixed(fixed)}{rows}</fieldset>"


def _here(engine: str, shown: Shown) -> str:
    given = bool(shown.base_url and shown.model)
    return {
        "local": words.HERE_LOCAL if shown.local_here else words.NOT_HERE_LOCAL,
        "openai": words.HERE_ENDPOINT if given else words.NOT_HERE_ENDPOINT,
        "extractive": words.HERE_QUOTES,
    }.get(engine, "")


def _address(shown: Shown) -> str:
    hint = words.ADDRESS_HINT.format(example=words.ADDRESS_EXAMPLE)
    return _text("base_url", "url", shown.base_url, hint, shown)


def _model(shown: Shown) -> str:
    return _text("model", "text", shown.model, words.MODEL_HINT, shown, ' list="settings-models"')


def _key(shown: Shown) -> str:
    hint = words.KEY_KEPT if shown.key_kept else words.KEY_HINT
    forget = f'<label><input type="checkbox" name="forget"> {words.FORGET_KEY}</label>' if shown.key_kept else ""
    return _text("key", "password", "", hint, shown, ' autocomplete="new-password"') + forget


def _text(name: str, kind: str, value: str, hint: str, shown: Shown, more: str = "") -> str:
    fixed = shown.fixed.get(name)
    return (
        f'<label class="field">{words.FIELDS[name]}<input type="{kind}" name="{name}" value="{attribute(value)}" '
        f'aria-describedby="settings-{name}" spellcheck="false" maxlength="2000"{_if(bool(fixed), "disabled")}{more}>'
        f"</label>"
        f'<p class="small" id="settings-{name}">{text(words.FIXED.format(name=fixed) if fixed else hint)}</p>'
    )


def _sources(shown: Shown) -> str:
    hint = words.SOURCES_HINT.format(least=FEWEST_SOURCES, most=MOST_SOURCES)
    return (
        f'<div><label class="field">{words.FIELDS["sources"]}<input type="number" name="sources" value="{shown.sources}" '
        f'min="{FEWEST_SOURCES}" max="{MOST_SOURCES}" aria-describedby="settings-sources"></label>'
        f'<p class="small" id="settings-sources">{hint}</p></div>'
    )


def _fixed(name: str | None) -> str:
    return f'<p class="small">{text(words.FIXED.format(name=name))}</p>' if name else ""


def _if(holds: bool, word: str) -> str:
    return f" {word}" if holds else ""
