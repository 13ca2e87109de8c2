"""What happens when a reader chooses which articles questions use. The choice is a `Scope` in the state of the session."""

from typing import Any

import gradio as gr

from index.errors import BadInputError
from rag.scope import Scope
from web.library import scope_form
from web.library.adding import Adding
from web.library.scoping import checked, scope_of

EVERYTHING = Scope()
"""No filter."""
Updates = tuple[Any, ...]
"""New values for the filter, the form, its count, the line in the panel and the line above the question, in this order."""


class Choosing:
    """Turns the form into a filter. Holds nothing of any session."""

    def __init__(self, adding: Adding) -> None:
        self._adding = adding

    def summary(self) -> str:
        """Return the line in the panel before anything is chosen."""
        return scope_form.summary(EVERYTHING, self._adding.articles())

    def open(self, scope: Scope) -> tuple[str, str]:
        """Return the form with the choice as it is, and how many articles that leaves."""
        articles = self._adding.articles()
        return scope_form.form(scope, articles), scope_form.counted(scope, articles)

    def shut(self) -> tuple[str, str]:
        """Close the form; what was changed in it is forgotten."""
        return "", ""

    def count(self, event: gr.EventData) -> str:
        """Return how many articles the fields as they are would leave, or what is wrong with them."""
        articles = self._adding.articles()
        try:
            return scope_form.counted(checked(scope_of(event), articles), articles)
        except BadInputError as error:
            return scope_form.refused(str(error))

    def apply(self, event: gr.EventData) -> Updates:
        """Take the fields as the filter. One that leaves nothing is refused: the form stays open, the one before holds."""
        try:
            scope = checked(scope_of(event), self._adding.articles())
        except BadInputError as error:
            return gr.skip(), gr.skip(), scope_form.refused(str(error)), gr.skip(), gr.skip()
        return scope, "", "", *self.told(scope)

    def clear(self) -> Updates:
        """Use all articles again."""
        return EVERYTHING, "", "", *self.told(EVERYTHING)

    def told(self, scope: Scope) -> Updates:
        """Return the line in the panel and the line above the question, with the articles there are now."""
        articles = self._adding.articles()
        line = scope_form.line(scope, articles)
        return scope_form.summary(scope, articles), gr.update(value=line, visible=bool(line))
