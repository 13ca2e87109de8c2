"""Run a command and print its seconds and peak memory: ``python -m evals.bench.watched COMMAND …``.

A process of its own, for the peak of a child begins with that of its parent.
"""

import json
import resource
import subprocess
import sys
import time


def main() -> int:
    """Run the command; return its exit status."""
    start = time.monotonic()
    done = subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": megabytes}) + "\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
