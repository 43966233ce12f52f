"""All benchmarks, one after the other, and one page of their results: docs/benchmarks.md.

    python benchmarks            some minutes on a quiet machine; installs what it compares with on first use
    python benchmarks --quick    a smoke test: little data, no comparisons, no verdicts, and no page

What is measured shows as it comes. A part that fails or takes too long is named on the page, and the others go on.
Exits with 1 if a goal is missed, with 2 if something could not be measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from threading import Timer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "benchmarks.md"
SECONDS = 20 * 60
"""The most that one part may take."""


@dataclass(frozen=True)
class Part:
    """One program, and how to read what it prints."""

    title: str
    program: str
    options: tuple[str, ...]
    quick: tuple[str, ...]
    about: str


PARTS = (
    Part(
        "Generating, importing, starting the command line",
        "generation/compare.py",
        ("--runs", "3"),
        ("--quick",),
        "Whole programs are timed with the start of Python; an import without it, and without the libraries that both "
        "sides stand on.",
    ),
    Part(
        "Reading and writing in Python",
        "against_v1/reading_and_writing.py",
        ("--runs", "3"),
        ("--quick",),
        "`pygen` is a generated SDK, `v1` that of version 1, `sdk` the official `cognite-sdk`, `i-model` "
        "`industrial-model`. `growth` is how much memory a process needs beyond what it had. `ratio` is how many times "
        "as long version 1 takes, `cpu` the same of time that was computed. In the three lines with a comma in their "
        "name a limit stands in place of version 1: nobody who reads through httpx is faster than its fetching, and "
        "nobody who makes typed objects with pydantic than its core. A ratio of 0.5 there means twice the time of that "
        "limit.",
    ),
    Part(
        "Decoding a page in Python",
        "read_page.py",
        (),
        (),
        "From the bytes of a page to objects, without any transport.",
    ),
    Part(
        "What has to be installed",
        "installed_size.py",
        (),
        ("--quick",),
        "The distributions that a generated SDK needs at run time, with all that these need.",
    ),
    Part(
        "Reading in TypeScript",
        "against_cognite_sdk.py",
        ("--turns", "3"),
        ("--quick",),
        "`pygen` is a generated SDK, with typed objects and dates; `sdk` is `@cognite/sdk`, which hands out the "
        "answers as they are. `ratio` is how many times as long `sdk` takes.",
    ),
    Part(
        "Checking types in TypeScript",
        "type_check_typescript.py",
        ("--runs", "3"),
        ("--quick",),
        "What `tsc` needs for an SDK of 150 views, alone and with a program that includes three levels of relations "
        "from every view.",
    ),
    Part(
        "The emulator",
        "emulator_scale.py",
        ("--instances", "100000", "--check"),
        ("--instances", "10000"),
        "A local service with 100,000 instances in a file, beside plain SQLite with the same rows.",
    ),
)


@dataclass(frozen=True)
class Measured:
    """What came of a part."""

    part: Part
    printed: str
    exit_code: int
    """Negative if it was ended."""

    @property
    def missed(self) -> list[str]:
        """The lines that say so, by what they are about."""
        lines = [line for line in self.printed.splitlines() if "MISSED" in line]
        return [re.split(r"\s{2,}", line.strip())[0] for line in lines]

    @property
    def is_whole(self) -> bool:
        """Whether all of it was measured; a goal that is missed ends a program with 1."""
        return self.exit_code == 0 or (self.exit_code == 1 and bool(self.missed))


def measure(part: Part, options: Sequence[str]) -> Measured:
    """Run a part, and show what it prints."""
    command = [sys.executable, "-u", str(HERE / part.program), *options]
    printed: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        timer = Timer(SECONDS, process.kill)
        timer.start()
        assert process.stdout is not None  # noqa: S101 - piped above
        for line in process.stdout:
            print(f"  {line}", end="", flush=True)
            printed.append(line.rstrip())
        timer.cancel()
    return Measured(part, "\n".join(printed).strip("\n"), process.returncode)


def page(results: Sequence[Measured], minutes: float, load: str) -> str:
    """The text of the page."""
    missed = [f"* {result.part.title}: {name}" for result in results for name in result.missed]
    failed = [f"* {result.part.title} could not be measured to its end." for result in results if not result.is_whole]
    goals = "\n".join([*missed, *failed]) or "None."
    parts = "\n\n".join(
        f"## {result.part.title}\n\n{result.part.about}\n\n```text\n{result.printed}\n```" for result in results
    )
    return f"""\
# Benchmarks

How fast is it, beside what?

One command measures all of this and writes this page:

```console
# Needs some minutes on a quiet machine.
$ python benchmarks
```

Everything runs on one machine: a server on the loopback answers from memory, so what is timed is the client. Each run
is a process of its own, in turn ours and theirs, so that both meet the machine at the same speed; figures are medians,
and ratios hold on other machines where seconds do not. Lines `at 50 ms` delay every answer, as a service far away does.
Goals are what the project set itself before it was built.

| | |
| --- | --- |
| date | {date.today().isoformat()}, in {minutes:.0f} minutes |
{chr(10).join(f"| {name} | {value} |" for name, value in machine(load))}

**Goals that are missed:**

{goals}

{parts}
"""


def machine(load: str) -> Iterator[tuple[str, str]]:
    """What it ran on, and against what."""
    information = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.+)", information.read_text()) if information.is_file() else None
    yield "processor", f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores"
    yield "load before", load
    yield "system", f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    yield "ours", ", ".join(f"{name} {version(name)}" for name in ("cognite-pygen-runtime", "pydantic", "httpx"))
    pinned = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests/conformance-v1/requirements.txt", HERE / "against_v1/industrial_model.txt")
    )
    names = ("cognite-pygen", "cognite-sdk", "industrial-model")
    theirs = [f"{name} {found[1]}" for name in names if (found := re.search(rf"^{name}==(\S+)", pinned, re.MULTILINE))]
    packages = (ROOT / "tests/conformance-js/package.json").read_text(encoding="utf-8")
    theirs += [f"@cognite/sdk {found[1]}" for found in re.finditer(r'"@cognite/sdk": "([^"]+)"', packages)]
    yield "theirs", ", ".join(theirs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help="programs to run, such as read_page.py; all unless told"
    )
    parser.add_argument("--quick", action="store_true", help="little data, no comparisons, no verdicts, no page")
    parser.add_argument("--output", type=Path, help="where to write the page, also of some parts")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - {part.program for part in PARTS}
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(part.program for part in PARTS)}")
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    begin = time.monotonic()
    results: list[Measured] = []
    for part in PARTS:
        if not arguments.parts or part.program in arguments.parts:
            print(f"{part.title} ({part.program})", flush=True)
            started = time.monotonic()
            results.append(measure(part, part.quick if arguments.quick else part.options))
            print(f"  took {time.monotonic() - started:.0f} s\n", flush=True)
    everything = not arguments.quick and not arguments.parts
    if target := arguments.output or (PAGE if everything else None):
        target.write_text(page(results, (time.monotonic() - begin) / 60, load), encoding="utf-8")
        print(f"{target} is written.")
    if not all(result.is_whole for result in results):
        return 2
    return int(not arguments.quick and any(result.missed for result in results))


if __name__ == "__main__":
    raise SystemExit(main())
