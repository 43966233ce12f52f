"""How fast SDKs are generated and imported, beside version 1 of Pygen: one command, one table.

    python benchmarks/generation/compare.py            takes some minutes, and installs version 1 on first use
    python benchmarks/generation/compare.py --quick    a smoke test: small models, without version 1; no verdicts

Every run is a process of its own, in turn ours and theirs, so that both meet the machine at the same speed. Figures
are medians, ratios the median of the ratios of each pair. CogniteCore needs the shared models beside the checkout.
Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

import wide_model  # noqa: E402 - beside this file

from steps import python_of_v1  # noqa: E402 - found beside the benchmarks

CORE = ROOT.parent / "shared" / "models" / "responses" / "CogniteCore.json"
FEW, MANY = 10, 250
PYGEN = "from pygen_cli.main import main; main()"
USE = f"from sdk import {wide_model.name_of(1)}"
USE_V1 = f"from sdk.data_classes import {wide_model.name_of(1)}"
LOADED = "import sys; print(sum(name.startswith('sdk.') for name in sys.modules))"


@dataclass(frozen=True)
class Row:
    """A line of the table: ours, theirs where there is one, and whether a goal is met."""

    name: str
    ours: str
    theirs: str = ""
    ratio: str = ""
    goal: str = ""
    missed: bool = False

    def __str__(self) -> str:
        verdict = self.goal and f"{self.goal}{': MISSED' if self.missed else ''}"
        return f"{self.name:<34}{self.ours:>11}{self.theirs:>12}{self.ratio:>9}  {verdict}".rstrip()


class ProgramFailedError(Exception):
    """A program that is measured did not end well. An SDK of version 1 with many views does not even begin."""


class Bench:
    """Runs programs of both sides in processes of their own."""

    def __init__(self, runs: int, v1: Path | None, folder: Path) -> None:
        self._runs, self._v1, self._folder = runs, v1, folder

    def call(self, python: Path | str, *arguments: str | Path, cwd: Path | None = None) -> tuple[float, str]:
        """Seconds that passed, and what was printed."""
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        begin = time.perf_counter()
        done = subprocess.run(
            [python, *arguments], cwd=cwd or self._folder, env=environment, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - begin
        if done.returncode:
            raise ProgramFailedError(f"{' '.join(map(str, arguments))} failed:\n{done.stderr[-2000:]}")
        return seconds, done.stdout

    def generated(self, model: Path) -> tuple[dict[str, float], dict[str, float] | None]:
        """The figures of one generation by each side."""
        arguments = (model, "-", str(self._runs))
        ours = json.loads(self.call(sys.executable, HERE / "with_pygen.py", *arguments)[1])
        theirs = json.loads(self.call(self._v1, HERE / "with_v1.py", *arguments)[1]) if self._v1 else None
        return ours, theirs

    def seconds(
        self, name: str, ours: Callable[[], float], theirs: Callable[[Path], float], goal: float | None = None
    ) -> Row:
        """A row of seconds; ``goal`` is how many times as long theirs has to take."""

        def of_v1(python: Path) -> float | None:
            try:
                return theirs(python)
            except ProgramFailedError:
                return None

        pairs = [(ours(), of_v1(self._v1) if self._v1 else None) for _ in range(self._runs)]
        mine = f"{statistics.median(one for one, _ in pairs):.3f} s"
        both = [(one, other) for one, other in pairs if other is not None]
        if not both:
            return Row(name, mine, "fails" if self._v1 else "")
        ratio = statistics.median(other / one for one, other in both)
        goal_text = f"goal: {goal:g} times" if goal else ""
        their = f"{statistics.median(other for _, other in both):.3f} s"
        return Row(name, mine, their, f"{ratio:.1f} x", goal_text, missed=bool(goal) and ratio < (goal or 0))


def function(bench: Bench, model: Path, *, is_core: bool) -> list[Row]:
    """Generation as a function: time, size and memory."""
    ours, theirs = bench.generated(model)

    def row(name: str, key: str, form: str, goal: str = "", *, missed: bool = False) -> Row:
        if theirs is None:
            return Row(name, form.format(ours[key]), goal=goal, missed=missed)
        ratio = theirs[key] / ours[key]
        return Row(name, form.format(ours[key]), form.format(theirs[key]), f"{ratio:.1f} x", goal, missed)

    seconds, count, megabytes = "{:.3f} s", "{:,.0f}", "{:,.0f} MB"
    if is_core:
        too_slow = theirs is not None and theirs["again"] < 10 * ours["again"]
        return [
            row("  the first time", "first", seconds),
            row("  after that", "again", seconds, "goal: 10 times", missed=too_slow),
            row("  lines, all in", "lines", count, "goal: 8,000 at most", missed=ours["lines"] > 8_000),
            row("  memory at most", "peak", megabytes),
        ]
    return [
        row("  the first time", "first", seconds, "goal: below 2 s", missed=ours["first"] >= 2),
        row("  after that", "again", seconds),
        row("  lines, all in", "lines", count),
        row("  memory at most", "peak", megabytes, "goal: below 300 MB", missed=ours["peak"] >= 300),
    ]


def commands(bench: Bench, core: Path, folder: Path) -> list[Row]:
    """Whole commands, with the start of Python. Version 1 has no command that takes a file: a program does it."""

    def ours() -> float:
        output = TemporaryDirectory(dir=folder)
        with output as made:
            return bench.call(sys.executable, "-c", PYGEN, "generate", "--source", core, "--output", made)[0]

    def theirs(python: Path) -> float:
        with TemporaryDirectory(dir=folder) as made:
            return bench.call(python, HERE / "with_v1.py", core, made, "1")[0]

    return [
        bench.seconds("  pygen generate", ours, theirs, goal=10),
        bench.seconds(
            "  pygen --help",
            lambda: bench.call(sys.executable, "-c", PYGEN, "--help")[0],
            lambda python: bench.call(python.with_name("pygen"), "--help")[0],
            goal=10,
        ),
    ]


def imports(bench: Bench, sdks: dict[str, Path], count: int) -> list[Row]:
    """Imports of SDKs with few and with many views, without the start of Python and the libraries of each side."""
    timed = "import time; b = time.perf_counter(); {}; print(time.perf_counter() - b)"

    def seconds(python: Path | str, sdk: str, statement: str, before: str) -> float:
        return float(bench.call(python, "-c", f"{before}; {timed.format(statement)}", cwd=sdks[sdk])[1])

    runtime, library = "import pygen_runtime.codegen, httpx", "import cognite.client"
    rows = []
    for name, statement, of_v1 in (("import", "import sdk", "import sdk"), ("one view used", USE, USE_V1)):
        for views, key in ((FEW, "few"), (count, "many")):
            ours = partial(seconds, sys.executable, f"pygen_{key}", statement, runtime)
            theirs = partial(seconds, sdk=f"v1_{key}", statement=of_v1, before=library)
            rows.append(bench.seconds(f"  {name}, {views} views", ours, theirs))
        few, many = (
            int(bench.call(sys.executable, "-c", f"{statement}; {LOADED}", cwd=sdks[f"pygen_{key}"])[1])
            for key in ("few", "many")
        )
        rows.append(
            Row("    its modules, few and many views", f"{few} {many}", goal="goal: the same", missed=few != many)
        )
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one run, small models, without version 1; no verdicts")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="runs of each side; 7 unless told")
    arguments = parser.parse_args()
    quick: bool = arguments.quick
    v1 = None if quick else python_of_v1()
    many = 2 * FEW if quick else MANY
    missed: list[str] = []

    def show(title: str, rows: list[Row]) -> None:
        print(f"{title:<34}{'Pygen':>11}{'version 1':>12}" if v1 else f"{title:<34}{'Pygen':>11}")
        for row in rows:
            print(row, flush=True)
            missed.extend([f"{title}, {row.name.strip()}"] if row.missed and not quick else [])

    with TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(1 if quick else arguments.runs, v1, folder)
        models = {"few": folder / "few.json", "many": folder / "many.json"}
        sdks = {}
        for key, views in (("few", FEW), ("many", many)):
            models[key].write_text(json.dumps(wide_model.data_model(views)), encoding="utf-8")
            for side, python in (("pygen", sys.executable), ("v1", v1)):
                if python is not None:
                    sdks[f"{side}_{key}"] = folder / side / key
                    sdks[f"{side}_{key}"].mkdir(parents=True)
                    bench.call(python, HERE / f"with_{side}.py", models[key], sdks[f"{side}_{key}"], "1")
        core = CORE if CORE.is_file() else models["few"]
        title = "CogniteCore" if core is CORE else f"{FEW} views, for want of CogniteCore"
        show(f"{title}, as a function", function(bench, core, is_core=core is CORE))
        show(f"{title}, as a command", commands(bench, core, folder))
        show(
            f"{many} views, {many * wide_model.PROPERTIES:,} properties", function(bench, models["many"], is_core=False)
        )
        show("Imports", imports(bench, sdks, many))
    if missed:
        print(f"Missed: {'; '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
