"""Run all browser tests many times, stop at nothing, and say which test failed in how many runs: `make soak`."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def failed_in(lines: list[str]) -> set[str]:
    """Return the tests that the short summary of a run names."""
    return {line.split(" ")[1] for line in lines if line.startswith(("FAILED ", "ERROR "))}


def main(runs: int) -> int:
    """Run them; return 0 when none failed in any run."""
    command = [sys.executable, "-m", "pytest", "-m", "browser", "-p", "no:cacheprovider", "--tb=short"]
    failed: Counter[str] = Counter()
    for run in range(1, runs + 1):
        done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        named = failed_in(done.stdout.splitlines())
        if done.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or (done.returncode and not named):
            named.add(f"the run as a whole, status {done.returncode}")
        failed.update(named)
        print(f"run {run} of {runs}: {', '.join(sorted(named)) or 'all passed'}", flush=True)
        if named:
            print(done.stdout, flush=True)
    for test, times in failed.most_common():
        print(f"failed in {times} of {runs} runs: {test}")
    if not failed:
        print(f"no failure in {runs} runs")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
