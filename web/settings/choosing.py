"""What happens in the panel of settings: they are shown, tried, and kept."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from index.errors import BadInputError, FootnoteError
from rag.config import Endpoint, RagConfig
from rag.model_file import find_local_model
from web import words
from web.background import Upkeep
from web.settings import form
from web.settings.given import Given
from web.settings.stored import FILE, Chosen, checked, load, origin, save
from web.settings.trial import attempt

_FIELDS = ("engine", "base_url", "model", "key", "sources")


class Choosing:
    """Shows, tries and keeps settings. Holds nothing of any session."""

    def __init__(self, upkeep: Upkeep, given: Given) -> None:
        self._upkeep = upkeep
        self._given = given
        self._data = upkeep.assistant.library.config.data
        self._saving = threading.Lock()

    def show(self) -> tuple[str, str]:
        """Return the form with the settings in force, and no news."""
        try:
            return self._form(load(self._data)), ""
        except FootnoteError as error:
            return self._form(Chosen()), form.news(str(error), worked=False)

    def save(self, event: gr.EventData) -> tuple[Any, str]:
        """Keep what was typed and answer by it from the next question on; a wrong value leaves the form as it is."""
        try:
            with self._saving:
                before = load(self._data)
                chosen, dropped = self._typed(event, before)
                config = self._complete(chosen)
                save(self._data, chosen)
                self._upkeep.reconfigure(config)
        except FootnoteError as error:
            return gr.skip(), form.news(str(error), worked=False)
        by = "openai" if config.endpoint and config.engine == "auto" else config.engine
        model = config.endpoint.model if config.endpoint else ""
        told = words.SAVED_NEWS.format(engine=words.BY[by].format(model=model))
        return self._form(chosen), form.news(f"{told} {words.KEY_DROPPED}" if dropped else told)

    def test(self, event: gr.EventData) -> Iterator[str]:
        """Try what was typed, without keeping it."""
        yield form.news(words.TESTING)
        try:
            chosen, _ = self._typed(event, load(self._data))
            outcome = attempt(self._tried(chosen), self._upkeep.assistant)
        except FootnoteError as error:
            yield form.news(str(error), worked=False)
            return
        yield form.news(outcome.told, worked=outcome.worked, models=outcome.models)

    def _typed(self, event: gr.EventData, before: Chosen) -> tuple[Chosen, bool]:
        """What was typed, with what was kept for fields that cannot be changed here; and whether its key was dropped."""
        said: Mapping[str, Any] = {name: getattr(event, name, None) for name in _FIELDS}
        fixed = self._given.fixed()
        kept = {name: getattr(before, name) for name in _FIELDS if name in fixed or said[name] is None}
        chosen = checked({**said, **kept})
        if "key" in fixed or chosen.key or not before.key or getattr(event, "forget", False) is True:
            return chosen, False
        same = origin(chosen.base_url) == origin(before.base_url)
        return replace(chosen, key=before.key if same else ""), not same and bool(chosen.base_url)

    def _complete(self, chosen: Chosen) -> RagConfig:
        """The settings that follow. Raises `BadInputError` naming the field that is missing."""
        base_url, model = (self._in_force(name, chosen) for name in ("base_url", "model"))
        if base_url and not model:
            raise BadInputError(words.MODEL_MISSING)
        engine = self._in_force("engine", chosen)
        if not base_url and (model or engine == "openai"):
            raise BadInputError(words.ADDRESS_MISSING)
        return self._given.config(chosen)

    def _tried(self, chosen: Chosen) -> RagConfig:
        """The settings to try: an address alone can be asked for its models."""
        base_url = self._in_force("base_url", chosen)
        if not base_url or self._in_force("model", chosen):
            return self._complete(chosen) if base_url else self._given.config(replace(chosen, model=""))
        config = self._given.config(replace(chosen, model="?"))
        return replace(config, endpoint=replace(config.endpoint, model="")) if config.endpoint else config

    def _in_force(self, name: str, chosen: Chosen) -> str:
        set_by = self._given.fixed().get(name, "")
        if set_by.startswith("--"):
            return self._given.engine or ""
        return self._given.variables.get(set_by) or str(getattr(chosen, name) or "")

    def _form(self, chosen: Chosen) -> str:
        config, fixed = self._upkeep.assistant.config, self._given.fixed()
        endpoint = config.endpoint or Endpoint("", "", "")
        try:
            local_here = find_local_model(config) is not None
        except FootnoteError:  # it is there and damaged; the status line says so
            local_here = False
        try:
            revision = (self._data / FILE).stat().st_mtime_ns
        except OSError:
            revision = 0
        shown = form.Shown(
            engine=config.engine,
            base_url=endpoint.place if "base_url" in fixed else endpoint.base_url,
            model=endpoint.model,
            key_kept=bool(chosen.key) and "key" not in fixed,
            sources=config.sources,
            local_here=local_here,
            fixed=fixed,
            revision=revision,
        )
        return form.form(shown)
