"""How fast a generated TypeScript SDK reads, beside the official JavaScript SDK: one command, one table.

    python benchmarks/against_cognite_sdk.py             every path
    python benchmarks/against_cognite_sdk.py list        some of them
    python benchmarks/against_cognite_sdk.py --quick     a smoke test: few instances, one turn, no verdicts

Both list the same instances from the same static server on the loopback, in turn in one node, so that both meet the
machine at the same speed; the first turns, in which code is compiled and pages are made, do not count. Ours are typed,
flat objects with dates; the official SDK hands out the answers as they are. Figures are medians of the turns, ratios
the median of the ratios of each turn: of time that passed, which the goals are about, and of time that was computed,
which other work disturbs less. Growth is how much more memory is held later than in the first tenth. The official SDK
is the one of ``tests/conformance-js``; npm installs it on first use. Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ROOT / "benchmarks" / "against_cognite_sdk"
PLANT = ROOT / "benchmarks" / "against_v1"
"""The data model that is measured, and its instances."""
CONFORMANCE_JS = ROOT / "tests" / "conformance-js"
sys.path.insert(0, str(PLANT))
plant = importlib.import_module("plant")

RUNTIME = ROOT / "packages" / "pygen-runtime-ts" / "src"

HOOKS = """\
import { registerHooks } from "node:module";

const PLACES = %s;

registerHooks({
  resolve(specifier, context, next) {
    const url = PLACES[specifier];
    return url === undefined
      ? next(specifier, specifier === "@cognite/sdk" ? { ...context, parentURL: %s } : context)
      : { url, shortCircuit: true };
  },
});
"""


@dataclass(frozen=True)
class PathMeasured:
    """One line of the table.

    ``slower`` is how many times the official SDK's time it may take, ``faster`` how many times faster it has to be, and
    ``growth`` the most megabytes that memory may grow by.
    """

    name: str
    program: str
    count: int
    latency: int = 0
    slower: float | None = None
    faster: float | None = None
    growth: float | None = None


PATHS = (
    PathMeasured("list", "list.ts", 100_000, slower=1.1),
    PathMeasured("list at 50 ms", "list.ts", 100_000, latency=50, faster=4),
    PathMeasured("iterate a million", "iterate.ts", 1_000_000, growth=100),
)
WARM_UP = 2
"""Turns that do not count."""
STORED = 100_000
"""Instances that differ. A longer read goes through them again."""


class Programs:
    """The two programs, with an SDK in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # The tools of the environment that this runs in, before any other of the same name.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        self._environment = {**os.environ, "PATH": path}
        self._node = shutil.which("node", path=path) or "node"
        if not (CONFORMANCE_JS / "node_modules" / "@cognite" / "sdk").is_dir():
            npm = shutil.which("npm", path=path) or "npm"
            subprocess.run([npm, "ci", "--no-progress"], cwd=CONFORMANCE_JS, env=self._environment, check=True)
        self._generate()

    def _generate(self) -> None:
        from pygen_generator import GeneratorConfig, TypescriptConfig, apply, generate_sdk  # noqa: PLC0415 - slow

        model = self._folder / "plant.json"
        model.write_text(json.dumps({"dataModel": plant.data_model()}), encoding="utf-8")
        typescript = TypescriptConfig(client_name="PlantClient", output="plant")
        config = GeneratorConfig(default_instance_space=plant.SPACE, languages=("typescript",), typescript=typescript)
        apply(generate_sdk(model, config), self._folder, force=True)
        places = {
            "@cognite/pygen-runtime": RUNTIME / "index.ts",
            "@cognite/pygen-runtime/codegen": RUNTIME / "codegen.ts",
            "plant-sdk": self._folder / "plant" / "src" / "index.ts",
        }
        urls = {name: path.as_uri() for name, path in places.items()}
        parent = (CONFORMANCE_JS / "project.ts").as_uri()
        (self._folder / "hooks.mjs").write_text(HOOKS % (json.dumps(urls), json.dumps(parent)), encoding="utf-8")

    @contextmanager
    def server(self, path: PathMeasured) -> Iterator[str]:
        """The address of a static server, in a process of its own."""
        items = self._folder / "items.jsonl"
        if not items.exists():
            stored = min(path.count, STORED)
            items.write_bytes(b"\n".join(plant.pump(number) for number in range(stored)))
        command = [self._node, str(PROGRAMS / "server.ts"), str(items), str(path.count), str(path.latency)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None  # noqa: S101 - piped above
            yield process.stdout.readline().strip()
            process.communicate("")

    def run(self, path: PathMeasured, *arguments: str) -> Any:
        """Run the program of a path, and give what it measured.

        Raises:
            SystemExit: If it fails.
        """
        hooks = (self._folder / "hooks.mjs").as_uri()
        command = [self._node, "--expose-gc", "--import", hooks, str(PROGRAMS / path.program), *arguments]
        ended = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(f"{path.program} failed:\n{ended.stderr}")
        return json.loads(ended.stdout)


Goals = list[tuple[str, bool]]


def compared(programs: Programs, path: PathMeasured, url: str, turns: int) -> tuple[str, Goals]:
    """List with both: the cells of the line, and the goals."""
    found = programs.run(path, url, str(turns if turns == 1 else turns + WARM_UP))[-turns:]
    for one in (figures for turn in found for figures in turn.values()):
        check(path, one["count"])
    ours, theirs = (statistics.median(turn[name]["seconds"] for turn in found) for name in ("pygen", "sdk"))
    passed, computed = (
        statistics.median(turn["sdk"][kind] / turn["pygen"][kind] for turn in found) for kind in ("seconds", "cpu")
    )
    goals: Goals = []
    if path.slower is not None:
        goals.append((f"at most {path.slower:g} times its time", 1 / passed <= path.slower))
    if path.faster is not None:
        goals.append((f"{path.faster:g} times faster", passed >= path.faster))
    return f"{ours:>8.3f} s{theirs:>8.3f} s{passed:>8.2f}{computed:>8.2f}{'':11}", goals


def iterated(programs: Programs, path: PathMeasured, url: str) -> tuple[str, Goals]:
    """Go through all of them: the cells of the line, and the goal."""
    found = programs.run(path, url)
    check(path, found["count"])
    growth = path.growth or 0
    return f"{found['seconds']:>8.3f} s{'':26}{found['growth']:>8.0f} MB", [
        (f"{growth:g} MB", found["growth"] < growth)
    ]


def check(path: PathMeasured, count: int) -> None:
    """Stop where not everything was read."""
    if count != path.count:
        raise SystemExit(f"{path.program} read {count} of {path.count} instances")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [path.name for path in PATHS]
    parser.add_argument("paths", nargs="*", metavar="PATH", help=f"some of: {'; '.join(names)}; or all they begin with")
    parser.add_argument("--turns", type=int, default=5, help="turns of each that count")
    parser.add_argument("--quick", action="store_true", help="few instances, one turn, no verdicts")
    parser.add_argument("--count", type=int, default=12_000, help="with --quick: how many instances")
    arguments = parser.parse_args()
    wanted = [path for path in PATHS if not arguments.paths or path.name.startswith(tuple(arguments.paths))]
    if arguments.quick:
        wanted = [replace(path, count=min(path.count, arguments.count)) for path in wanted]
    is_met = True
    with TemporaryDirectory() as folder:
        programs = Programs(Path(folder))
        print(f"{'path':20}{'pygen':>10}{'sdk':>10}{'ratio':>8}{'cpu':>8}{'growth':>11}  goal")
        for path in wanted:
            with programs.server(path) as url:
                if path.growth is None:
                    cells, goals = compared(programs, path, url, 1 if arguments.quick else arguments.turns)
                else:
                    cells, goals = iterated(programs, path, url)
            verdicts = [] if arguments.quick else [f"{goal} {'met' if met else 'MISSED'}" for goal, met in goals]
            is_met = is_met and (arguments.quick or all(met for _, met in goals))
            print(f"{path.name:20}{cells}  {', '.join(verdicts)}", flush=True)
    return 0 if is_met else 1


if __name__ == "__main__":
    raise SystemExit(main())
