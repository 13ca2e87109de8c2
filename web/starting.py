"""Imports on the way to the first page, without what they do for others: it is a person who waits for them."""

import gc
import inspect
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quick_imports() -> Iterator[None]:
    """Hold while Gradio and what uses it are imported: it takes half the time.

    Gradio reads and parses the source of each of its components, to write stubs for editors beside them, unless that
    source cannot be found; and nothing that is imported is garbage, so that looking for some is in vain.
    """
    find = inspect.getfile

    def find_unless_gradio(what: object) -> str:
        if isinstance(what, type) and what.__module__.startswith("gradio."):
            raise OSError("not looked for")
        return find(what)  # type: ignore[arg-type]

    inspect.getfile = find_unless_gradio  # type: ignore[assignment]
    gc.disable()
    try:
        yield
    finally:
        inspect.getfile = find
        gc.freeze()
        gc.enable()
