"""What happens when a reader chooses which articles questions use. The choice is a `Scope` in the state of the session."""

from typing import Any

import gradio as gr

from rag.scope import Scope
from web.library import scope_form
from web.library.adding import Adding
from web.library.scoping import scope_of, wrong

EVERYTHING = Scope()
"""No filter."""


class Choosing:
    """Turns the form into a filter. Holds nothing of any session."""

    def __init__(self, adding: Adding) -> None:
        self._adding = adding

    def chooser(self, scope: Scope = EVERYTHING) -> str:
        """Return the line that says which articles questions use, and the closed form."""
        return scope_form.chooser(scope, self._adding.articles())

    def refreshed(self, scope: Scope) -> tuple[str, Any]:
        """Return line and closed form, and the line above the question, with the articles there are now."""
        return self.chooser(scope), self._line(scope)

    def open(self, scope: Scope) -> tuple[str, str]:
        """Return the open form with the choice as it is, and how many articles it leaves."""
        articles = self._adding.articles()
        return scope_form.chooser(scope, articles, opened=True), scope_form.counted(scope, articles)

    def shut(self, scope: Scope) -> tuple[str, str]:
        """Return the closed form, what was changed in it forgotten."""
        return self.chooser(scope), ""

    def count(self, event: gr.EventData) -> str:
        """Return how many articles the fields as they are would leave."""
        return scope_form.counted(scope_of(event), self._adding.articles())

    def apply(self, scope: Scope, event: gr.EventData) -> tuple[Any, Any, str, Any]:
        """Take the fields as the filter; values for filter, form, number and the line above the question.

        A filter that leaves nothing is refused: the one before holds, and the form stays open.
        """
        articles, wanted = self._adding.articles(), scope_of(event)
        if wrong(wanted, articles):
            return gr.skip(), gr.skip(), scope_form.counted(wanted, articles), gr.skip()
        return wanted, scope_form.chooser(wanted, articles), "", self._line(wanted)

    def clear(self) -> tuple[Scope, str, str, Any]:
        """Use all articles again; values as `apply` gives them."""
        return EVERYTHING, self.chooser(), "", self._line(EVERYTHING)

    def _line(self, scope: Scope) -> Any:
        shown = scope_form.line(scope, self._adding.articles())
        return gr.update(value=shown, visible=bool(shown))
