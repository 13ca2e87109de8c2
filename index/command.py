"""What the command lines share: a user's mistake is one line on standard error and exit status 2, never a traceback."""

import os
import sys
from collections.abc import Callable

from index.errors import FootnoteError


def run_command(work: Callable[[], int], when_stopped: str) -> int:
    """Run a command and return its exit status; ``when_stopped`` says what Ctrl-C leaves behind."""
    try:
        return work()
    except FootnoteError as error:
        print(f"footnote: {_visible(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `| head` has read enough; what is left must not be flushed at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(f"footnote: {when_stopped}", file=sys.stderr)
        return 2


def _visible(message: str) -> str:
    """Spell out control and direction characters: names of files and words of articles may hold them."""
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in message)
