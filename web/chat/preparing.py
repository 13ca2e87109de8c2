"""Reading ahead for the question that will perhaps be asked next."""

import threading
from collections.abc import Sequence

from index.errors import FootnoteError
from rag.answer import Assistant
from rag.scope import Scope
from rag.types import Turn


class Preparing:
    """One question at a time is read ahead for; the newest one ends what came before."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._reading = threading.Lock()
        self._changing = threading.Lock()
        self._newest = threading.Event()

    def prepare(self, question: str, history: Sequence[Turn], scope: Scope) -> None:
        """Read ahead, until it is done, another question is more likely, or somebody asks one."""
        with self._changing:
            self._newest.set()
            stop = self._newest = threading.Event()
        with self._reading:
            if stop.is_set():
                return
            try:
                self._assistant.prepare(question, history, scope=scope, stop=stop)
            except FootnoteError:
                return  # nobody asked for this; who asks the question is told
