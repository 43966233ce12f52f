"""What starting the command line costs: processor time of `pygen --help`, and of version 1's where that is installed.

    python benchmarks/start_up.py
    python benchmarks/start_up.py --v1 .cache/v1/bin/pygen      (`python3 run.py test --only v1` installs it there)

Goal: at least ten times faster than version 1. Processor time, because it is the same on a busy machine. Exits with 1
if the goal is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 7
GOAL = 10


def processor_seconds(command: list[str]) -> float:
    """Median seconds of processor time, in user and system mode, of a command."""
    seconds = []
    for _ in range(RUNS):
        before = os.times()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = os.times()
        seconds.append(after.children_user - before.children_user + after.children_system - before.children_system)
    return statistics.median(seconds)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--v1", type=Path, help="the command of version 1 to compare with")
    v1 = parser.parse_args().v1
    ours = processor_seconds([sys.executable, "-c", "from pygen_cli.main import main; main()", "--help"])
    print(f"pygen --help: {ours:.2f} s")
    if v1 is None:
        return 0
    # Without all of its extras it stops with an error after it has loaded the library, which is most of the work.
    theirs = processor_seconds([str(v1), "--help"])
    print(f"version 1:    {theirs:.2f} s, {theirs / ours:.0f} times as long (goal: {GOAL})")
    return 0 if theirs >= GOAL * ours else 1


if __name__ == "__main__":
    sys.exit(main())
