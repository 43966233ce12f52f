"""Runs the project on a machine that has Python 3.10 or newer with pip, and nothing else.

    python3 run.py demo                     a local service, an example model, its SDK, data in and out
    python3 run.py test                     every check of the project, in the order of STEPS
    python3 run.py test --only lint mypy    some of them

Both commands set up what they need: uv (pinned below) under `.cache/`, the locked packages in `.venv`, and for the
checks node and deno, which come as Python packages. This file uses the standard library only.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from machine import BYTECODE, StepFailedError, install, output_of, run
from steps import ON_DEMAND, STAGES, STEPS


def demo(arguments: Sequence[str]) -> int:
    """`pygen demo` in the caller's folder, and its exit code. Development tools are neither installed nor removed."""
    install("--no-dev", "--inexact")
    return run("pygen", "demo", *arguments, cwd=Path.cwd())


def test(names: Sequence[str]) -> None:
    """Run the named steps, all but those on demand if none is named. The first that fails ends the run and is named."""
    # What tests wrote to temporary folders is there no more.
    shutil.rmtree(BYTECODE.joinpath(*Path(tempfile.gettempdir()).parts[1:]), ignore_errors=True)
    install("--all-extras", "--all-groups")
    names = names or [name for name in STEPS if name not in ON_DEMAND]
    times: list[str] = []
    for stage in STAGES:
        wanted = [[step.__name__ for step in row if step.__name__ in names] for row in stage]
        rows = [row for row in wanted if row]
        if len(rows) > 1:
            print(f"\n== side by side: {', '.join(rows[0])}; {', '.join(rows[1])}", flush=True)
        failed = threading.Event()
        with ThreadPoolExecutor(max(1, len(rows))) as pool:
            running = [pool.submit(run_row, row, failed, whole=len(rows) > 1) for row in rows]
        for row_times in running:
            times += row_times.result()
    print(f"\nAll steps passed: {', '.join(times)}.", flush=True)


def run_row(names: Sequence[str], failed: threading.Event, *, whole: bool) -> list[str]:
    """Run steps one after the other until one fails, here or beside them, and give their times."""
    times: list[str] = []
    for name in names:
        if failed.is_set():
            break
        begin = time.monotonic()
        try:
            with output_of(name, whole=whole):
                STEPS[name]()
        except StepFailedError as error:
            failed.set()
            again = f"python3 run.py test --only {name}"
            raise StepFailedError(f"\nFAILED in step {name}: {error}.\nThis step alone: {again}") from error
        times.append(f"{name} {time.monotonic() - begin:.0f} s")
    return times


def main() -> None:
    """Read the command line and run the command."""
    if sys.version_info < (3, 10):  # noqa: UP036 - whoever starts this file may well have an older Python
        sys.exit(f"Pygen needs Python 3.10 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    parser = argparse.ArgumentParser(description="Run the project: set up what is missing, then demo or test.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="run `pygen demo`; more arguments go to it", add_help=False)
    tests = commands.add_parser("test", help="run every check, Python and TypeScript")
    tests.add_argument("--only", nargs="+", choices=STEPS, default=[], metavar="STEP", help=", ".join(STEPS))
    arguments, more = parser.parse_known_args()
    if arguments.command == "test" and more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    try:
        if arguments.command == "demo":
            sys.exit(demo(more))
        test(arguments.only)
    except StepFailedError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)  # what shells answer for a program stopped with Ctrl+C


if __name__ == "__main__":
    main()
