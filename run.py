"""Runs the project on a machine that has Python 3.10 or newer with pip, and nothing else.

    python3 run.py demo                     a local service, an example model, its SDK, data in and out
    python3 run.py test                     every check of the project, in the order of STEPS
    python3 run.py test --only lint mypy    some of them
    python3 run.py --help                   the other commands: set-up, generated files, documentation, releases

All commands set up what they need: uv (pinned in machine.py) under `.cache/`, the locked packages in `.venv`, and for
the checks node and deno, which come as Python packages. This file uses the standard library only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from machine import BYTECODE, ROOT, VENV, StepFailedError, call, install, output_of, run
from steps import ON_DEMAND, STAGES, STEPS

CHECKS = ("lock", "lint", "mypy", "pyright")
"""Steps of `check`: what is quick, and finds most."""
GENERATORS = (
    "tests/scenarios/regenerate.py",
    "packages/pygen-emulator/evidence.py",
    "docs/pictures.py",
    "materials.py",
)
"""Programs that write files which the repository holds; a test of each says whether they are current."""


def demo(arguments: Sequence[str]) -> int:
    """`pygen demo` in the caller's folder, and its exit code. Development tools are neither installed nor removed.

    What `pygen build` needs is part of it: whoever goes on from the demo may want a wheel.
    """
    install("--no-dev", "--inexact", "--extra", "build")
    exit_code = run("pygen", "demo", *arguments, cwd=Path.cwd())
    if exit_code == 0 and shutil.which("pygen") is None and "--json" not in arguments:
        scripts = VENV / ("Scripts" if os.name == "nt" else "bin")
        print(f"To call `pygen` and its Python by name: {'' if os.name == 'nt' else 'source '}{scripts / 'activate'}")
    return exit_code


def setup() -> None:
    """Everything that the checks need, as they need it."""
    install("--all-extras", "--all-groups")
    # npm removes all that is there before it installs, so it is called where the lock is newer than that.
    installed, lock = ROOT / "node_modules" / ".package-lock.json", ROOT / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        call("npm", "ci", "--no-progress", "--loglevel=error")


def generate() -> None:
    """What programs write and the repository holds."""
    setup()
    for program in GENERATORS:
        call("python", program)


def bench(arguments: Sequence[str]) -> int:
    """The benchmarks, which take their own options."""
    return pass_on("benchmarks", arguments)


def release(arguments: Sequence[str]) -> int:
    """Releases, which have commands of their own."""
    return pass_on("release.py", arguments)


def pass_on(program: str, arguments: Sequence[str]) -> int:
    """Run a program of the project that takes its own arguments, and give its exit code. Help needs no set-up."""
    if {"-h", "--help"} & set(arguments):
        return run(sys.executable, program, *arguments)
    setup()
    return run("python", program, *arguments)


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


PASSED_ON = {"demo": demo, "bench": bench, "release": release}
"""Commands whose arguments belong to another program."""


def main() -> None:
    """Read the command line and run the command."""
    if sys.version_info < (3, 10):  # noqa: UP036 - whoever starts this file may well have an older Python
        sys.exit(f"Pygen needs Python 3.10 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    parser = argparse.ArgumentParser(description="Run the project: each command sets up what is missing.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="install everything that the checks need")
    commands.add_parser("demo", help="run `pygen demo`; more arguments go to it", add_help=False)
    commands.add_parser("generate", help="write anew what programs write and the repository holds")
    commands.add_parser("check", help=f"run what is quick: {', '.join(CHECKS)}")
    tests = commands.add_parser("test", help="run every check, Python and TypeScript")
    tests.add_argument("--only", nargs="+", choices=STEPS, default=[], metavar="STEP", help=", ".join(STEPS))
    commands.add_parser("bench", help="run the benchmarks; more arguments go to them", add_help=False)
    commands.add_parser("docs", help="build the documentation in .cache/site and test all that it says")
    commands.add_parser("release", help="release packages; more arguments go to release.py", add_help=False)
    arguments, more = parser.parse_known_args()
    if arguments.command not in PASSED_ON and more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    try:
        match arguments.command:
            case "setup":
                setup()
            case "generate":
                generate()
            case "check":
                test(CHECKS)
            case "docs":
                test(["docs"])
            case "test":
                test(arguments.only)
            case passed_on:
                sys.exit(PASSED_ON[passed_on](more))
    except StepFailedError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)  # what shells answer for a program stopped with Ctrl+C


if __name__ == "__main__":
    main()
