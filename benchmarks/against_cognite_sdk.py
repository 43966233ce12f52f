"""How fast a generated TypeScript SDK reads, beside the official JavaScript SDK: one command, one table.

    python benchmarks/against_cognite_sdk.py             every path
    python benchmarks/against_cognite_sdk.py list        some of them
    python benchmarks/against_cognite_sdk.py --quick     a smoke test: few instances, one run, no verdicts

Both read the same instances from the same static server on the loopback, in node, in turn and each in a process of its
own. Ours are typed, flat objects with dates; the official SDK hands out the answers as they are. Figures are medians of
the runs, ratios the median of the ratios of each pair: of time that passed, which the goals are about, and of time that
was computed, which other work disturbs less. Growth is how much more memory is held while pages come. The official SDK
is the one of ``tests/conformance-js``; npm installs it on first use. Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ROOT / "benchmarks" / "against_cognite_sdk"
PLANT = ROOT / "benchmarks" / "against_v1"
"""The data model that is measured, and the server of its instances."""
sys.path[:0] = [str(ROOT), str(PLANT)]


from run import CONFORMANCE_JS, environment  # noqa: E402 - found beside the benchmarks

plant = importlib.import_module("plant")

RUNTIME = ROOT / "packages" / "pygen-runtime-ts" / "src"
WARM_UP = 2_500

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
    work: str
    count: int
    latency: int = 0
    slower: float | None = None
    faster: float | None = None
    growth: float | None = None

    @property
    def is_compared(self) -> bool:
        """Whether the official SDK does the same."""
        return self.work == "list"


PATHS = (
    PathMeasured("list", "list", 100_000, slower=1.1),
    PathMeasured("list at 50 ms", "list", 100_000, latency=50, faster=4),
    PathMeasured("iterate a million", "iterate", 1_000_000, growth=150),
)


@dataclass(frozen=True)
class Figures:
    """What one process measured: seconds that passed and that it computed, megabytes of growth, and what it read."""

    seconds: float
    cpu: float
    growth: float
    count: int


class Programs:
    """The two programs, with an SDK in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        settings = environment()
        self._environment = settings
        self._node = shutil.which("node", path=settings["PATH"]) or "node"
        if not (CONFORMANCE_JS / "node_modules" / "@cognite" / "sdk").is_dir():
            npm = shutil.which("npm", path=settings["PATH"]) or "npm"
            subprocess.run([npm, "ci", "--no-progress"], cwd=CONFORMANCE_JS, env=settings, check=True)
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

    def run(self, program: str, path: PathMeasured, url: str, small_url: str) -> Figures:
        """Do the work in a process of its own.

        Raises:
            SystemExit: If it fails, or has not read everything.
        """
        hooks = (self._folder / "hooks.mjs").as_uri()
        command = [self._node, "--expose-gc", "--import", hooks, str(PROGRAMS / program), path.work, url, small_url]
        ended = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(f"{program} failed:\n{ended.stderr}")
        figures = Figures(**json.loads(ended.stdout))
        if figures.count != path.count:
            raise SystemExit(f"{program} read {figures.count} of {path.count} instances")
        return figures


@contextmanager
def server(total: int, latency: int) -> Iterator[str]:
    """The address of a static server, in a process of its own."""
    command = [sys.executable, str(PLANT / "plant_server.py"), "--total", str(total), "--latency", str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - piped above
        yield process.stdout.readline().strip()
        process.communicate("")


def line(programs: Programs, path: PathMeasured, runs: int, small_url: str) -> tuple[str, bool]:
    """Measure one path: its line of the table, and whether its goals are met."""
    with server(path.count, path.latency) as url:

        def ours() -> Figures:
            return programs.run("ofPygen.ts", path, url, small_url)

        def theirs() -> Figures | None:
            return programs.run("ofCogniteSdk.ts", path, url, small_url) if path.is_compared else None

        if runs > 1:
            # The server makes its pages when they are first asked for.
            ours()
            theirs()
        pairs = [(ours(), theirs()) for _ in range(runs)]
    growth = statistics.median(own.growth for own, _ in pairs)
    cells = [f"{path.name:20}", f"{statistics.median(own.seconds for own, _ in pairs):>8.3f} s", f"{growth:>7.0f} MB"]
    compared = [(own, other) for own, other in pairs if other is not None]
    goals: list[tuple[str, bool]] = []
    if compared:
        passed = statistics.median(other.seconds / own.seconds for own, other in compared)
        computed = statistics.median(other.cpu / own.cpu for own, other in compared)
        cells += [
            f"{statistics.median(other.seconds for _, other in compared):>8.3f} s",
            f"{passed:>8.2f}{computed:>8.2f}",
        ]
        if path.slower is not None:
            goals.append((f"at most {path.slower:g} times its time", 1 / passed <= path.slower))
        if path.faster is not None:
            goals.append((f"{path.faster:g} times faster", passed >= path.faster))
    else:
        cells.append(" " * 26)
    if path.growth is not None:
        goals.append((f"{path.growth:g} MB", growth < path.growth))
    if runs == 1:
        goals = []
    verdict = ", ".join(f"{goal} {'met' if met else 'MISSED'}" for goal, met in goals)
    return "".join(cells) + f"  {verdict}", all(met for _, met in goals)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [path.name for path in PATHS]
    parser.add_argument("paths", nargs="*", metavar="PATH", help=f"some of: {'; '.join(names)}; or all they begin with")
    parser.add_argument("--runs", type=int, default=5, help="processes of each for every path, 2 or more")
    parser.add_argument("--quick", action="store_true", help="few instances, one run, no verdicts")
    parser.add_argument("--count", type=int, default=12_000, help="with --quick: how many instances")
    arguments = parser.parse_args()
    wanted = [path for path in PATHS if not arguments.paths or path.name.startswith(tuple(arguments.paths))]
    if arguments.quick:
        wanted = [replace(path, count=min(path.count, arguments.count)) for path in wanted]
    is_met = True
    with TemporaryDirectory() as folder, server(WARM_UP, 0) as small_url:
        programs = Programs(Path(folder))
        print(f"{'path':20}{'pygen':>10}{'growth':>10}{'sdk':>10}{'ratio':>8}{'cpu':>8}  goal")
        for path in wanted:
            text, met = line(programs, path, 1 if arguments.quick else arguments.runs, small_url)
            is_met = is_met and met
            print(text, flush=True)
    return 0 if is_met else 1


if __name__ == "__main__":
    raise SystemExit(main())
