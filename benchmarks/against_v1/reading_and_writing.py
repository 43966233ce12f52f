"""How fast generated SDKs are, beside version 1 of Pygen, the official SDK and industrial-model: one table.

    python benchmarks/against_v1/reading_and_writing.py                 every path; takes some minutes
    python benchmarks/against_v1/reading_and_writing.py list iterate    some of them
    python benchmarks/against_v1/reading_and_writing.py --quick         a smoke test: few instances, one run, ours alone

It installs what it compares with on first use: version 1, and industrial-model where Python is 3.11 or newer.

Each run is a process of its own that talks to a static server on the loopback, in turn ours and theirs, so that both
meet the machine at the same speed. Figures are medians of the runs, ratios the median of the ratios of each pair: of
time that passed, which the goals are about, and of time that was computed, which other work disturbs less.
Growth is the peak of the process's memory above what it had before. Both SDKs are generated from the same data model
(``plant.py``). The import needs the shared models beside the checkout. Exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from machine import CACHE, StepFailedError  # noqa: E402 - found beside the benchmarks
from steps import python_of_v1, python_with  # noqa: E402

BENCH = CACHE / "bench"
CORE = ROOT.parent / "shared" / "models" / "responses" / "CogniteCore.json"
WARM_UP = 10
MILLION = 1_000_000


@dataclass(frozen=True)
class PathMeasured:
    """One line of the table.

    ``ratio`` is how many times faster than version 1, ``growth`` the most megabytes that memory may grow by;
    ``slower`` the most times slower than a limit. A limit is a program that does the least that has to be done, and its
    work; its figures stand where those of version 1 stand. ``others`` can do it, too. The work of an import is its
    statement.
    """

    name: str
    work: str
    count: int
    latency: int = 0
    ratio: float | None = None
    growth: float | None = None
    slower: float | None = None
    limit: tuple[str, str] | None = None
    others: tuple[str, ...] = ()
    alone: bool = False

    def is_one_of(self, names: Sequence[str]) -> bool:
        """Whether one of the names is its own; or begins it, and is the whole name of no other."""
        return any(self.name == name or (name not in NAMES and self.name.startswith(name)) for name in names)

    @property
    def is_import(self) -> bool:
        """Whether the work is a statement that imports."""
        return "import " in self.work


SDK, INDUSTRIAL = "of_cognite_sdk.py", "of_industrial_model.py"
BOTH = (SDK, INDUSTRIAL)
PATHS = (
    PathMeasured("list", "list", 100_000, ratio=8, growth=300, others=BOTH),
    PathMeasured("list at 50 ms", "list", 100_000, latency=50, ratio=8, growth=300, others=(SDK,)),
    PathMeasured("list, fetching alone", "list", 100_000, limit=("of_httpx.py", "fetch")),
    PathMeasured("list, fetching, json.loads", "list", 100_000, limit=("of_httpx.py", "json")),
    PathMeasured("list, pydantic-core alone", "list", 100_000, slower=2, limit=("decoding.py", "")),
    PathMeasured("iterate", "iterate", 100_000, ratio=4, growth=10, others=BOTH),
    PathMeasured("iterate a million", "iterate", MILLION, growth=30, alone=True),
    PathMeasured("list with relations", "include", 100_000, ratio=6, growth=450, others=(INDUSTRIAL,)),
    PathMeasured("list to DataFrame", "frame", 100_000, ratio=8, others=(SDK,)),
    PathMeasured("upsert 10,000", "upsert", 10_000, ratio=15, others=BOTH),
    PathMeasured("upsert 10,000 at 50 ms", "upsert", 10_000, latency=50, ratio=9, others=(SDK,)),
    PathMeasured("delete 10,000", "delete", 10_000, others=BOTH),
    PathMeasured("retrieve 1,000", "retrieve", 1_000, ratio=5, others=BOTH),
    PathMeasured("search 1,000", "search", 1_000, others=BOTH),
    PathMeasured("import of 34 views", "import {package}", 34, ratio=8),
    PathMeasured("import of their client", "from {package} import PlantClient", 34),
)
NAMES = frozenset(path.name for path in PATHS)


@dataclass(frozen=True)
class Figures:
    """What one process measured: seconds that passed and that it computed, and megabytes of growth."""

    seconds: float
    cpu: float
    growth: float


@dataclass(frozen=True)
class Contestant:
    """Somebody who can do the work: an interpreter, a program, and the folder of the SDK that it uses."""

    python: Path
    program: str
    folder: Path

    def generate(self) -> None:
        """Write the SDKs."""
        _call(self.python, HERE / self.program, "generate", str(self.folder), str(CORE))

    def run(self, path: PathMeasured, url: str, small_url: str) -> Figures:
        """Do the work in a process of its own."""
        arguments = [path.work, url, small_url, str(path.count)]
        return _figures(_call(self.python, HERE / self.program, *arguments, folder=self.folder))

    def imports(self, statement: str) -> Figures:
        """Import in a process of its own; an empty interpreter is not counted."""
        program = (
            f"import time; begin = time.perf_counter(), time.process_time(); {statement}; "
            "print(time.perf_counter() - begin[0], time.process_time() - begin[1])"
        )
        seconds, cpu = map(float, _call(self.python, "-c", program, folder=self.folder).split())
        return Figures(seconds, cpu, 0.0)


def _call(python: Path, *arguments: str | Path, folder: Path | None = None) -> str:
    paths = [] if folder is None else [str(folder), str(folder / "plant"), str(folder / "core")]
    environment = {"PYTHONPATH": ":".join([str(HERE), *paths]), "PATH": "", "PYTHONHASHSEED": "0"}
    ended = subprocess.run(
        [str(python), *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise SystemExit(f"{arguments[0]} failed:\n{ended.stderr}")
    return ended.stdout


def _figures(text: str) -> Figures:
    data = json.loads(text)
    return Figures(data["seconds"], data["cpu"], data["growth"])


@contextmanager
def server(total: int, latency: int) -> Iterator[str]:
    """The address of a static server, in a process of its own."""
    command = [sys.executable, str(HERE / "plant_server.py"), "--total", str(total), "--latency", str(latency)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - piped above
        yield process.stdout.readline().strip()
        process.communicate("")


class Table:
    """Measures the paths and prints one line for each."""

    def __init__(
        self, runs: int, pygen: Contestant, v1: Contestant | None, others: dict[str, Contestant], small_url: str
    ) -> None:
        self._runs = runs
        self._pygen = pygen
        self._v1 = v1
        self._others = others
        self._small_url = small_url
        self.missed = 0

    def header(self) -> None:
        """The names of the columns."""
        names = f"{'pygen':>10}{'growth':>9}{'v1':>10}{'growth':>9}{'sdk':>10}{'i-model':>10}"
        print(f"{'path':27}{names}{'ratio':>8}{'cpu':>8}  goal")

    def line(self, path: PathMeasured) -> None:
        """Measure one path."""
        with server(path.count, path.latency) as url:
            turns = [self._turn(path, url) for _ in range(self._runs)]
        ours = [turn["pygen"] for turn in turns]
        growth = statistics.median(one.growth for one in ours)
        theirs = [turn["v1"] for turn in turns if "v1" in turn]
        others = [[turn[name] for turn in turns if name in turn] for name in BOTH]
        ratio = computed = None
        if theirs:
            ratio = statistics.median(one.seconds / our.seconds for one, our in zip(theirs, ours, strict=True))
            computed = statistics.median(one.cpu / our.cpu for one, our in zip(theirs, ours, strict=True))
        goals = self._goals(path, ratio, growth)
        self.missed += sum(not met for _, met in goals)
        verdict = ", ".join(f"{goal} {'met' if met else 'MISSED'}" for goal, met in goals)
        cells = [
            f"{path.name:27}",
            f"{_seconds(ours):>10}{growth:>6.1f} MB",
            f"{_seconds(theirs):>10}"
            + (f"{statistics.median(one.growth for one in theirs):>6.1f} MB" if theirs else " " * 9),
            *(f"{_seconds(figures):>10}" for figures in others),
            *(f"{one:>8.2f}" if one is not None else " " * 8 for one in (ratio, computed)),
        ]
        print("".join(cells) + f"  {verdict}", flush=True)

    def _turn(self, path: PathMeasured, url: str) -> dict[str, Figures]:
        """What each took; those who cannot do it, or are not there, are left out."""
        if path.is_import:
            found = {"pygen": self._pygen.imports(path.work.format(package="pygen_core"))}
            return found if self._v1 is None else {**found, "v1": self._v1.imports(path.work.format(package="v1_core"))}
        found = {"pygen": self._pygen.run(path, url, self._small_url)}
        if path.limit is not None:
            program, work = path.limit
            arguments = [work, url, self._small_url] if work else []
            return {**found, "v1": _figures(_call(self._pygen.python, HERE / program, *arguments, str(path.count)))}
        if self._v1 is not None and not path.alone:
            found["v1"] = self._v1.run(path, url, self._small_url)
        for name in path.others:
            if name in self._others:
                found[name] = self._others[name].run(path, url, self._small_url)
        return found

    @staticmethod
    def _goals(path: PathMeasured, ratio: float | None, growth: float) -> list[tuple[str, bool]]:
        goals = []
        if path.ratio is not None and ratio is not None:
            goals.append((f"{path.ratio:g} x", ratio >= path.ratio))
        if path.slower is not None and ratio is not None:
            goals.append((f"within {path.slower:g} x", ratio * path.slower >= 1))
        if path.growth is not None:
            goals.append((f"{path.growth:g} MB", growth < path.growth))
        return goals


def _seconds(runs: Sequence[Figures]) -> str:
    return f"{statistics.median(one.seconds for one in runs):.3f} s" if runs else ""


def industrial_model() -> dict[str, Contestant]:
    """industrial-model in an environment of its own; nobody where it cannot be had."""
    try:
        python = python_with("industrial-model", HERE / "industrial_model.txt")
    except StepFailedError as error:
        print(f"industrial-model is left out: {error}", flush=True)
        return {}
    return {INDUSTRIAL: Contestant(python, INDUSTRIAL, HERE)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    listed = "; ".join(path.name for path in PATHS)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=f"some of: {listed}; or how several begin")
    parser.add_argument("--runs", type=int, default=5, help="processes of each for every path")
    parser.add_argument("--quick", action="store_true", help="few instances, one run, without version 1")
    parser.add_argument("--count", type=int, default=3_000, help="with --quick: how many instances, or what a path has")
    arguments = parser.parse_args()
    wanted = [path for path in PATHS if not arguments.paths or path.is_one_of(arguments.paths)]
    if not CORE.is_file():
        wanted = [path for path in wanted if not path.is_import]
    v1, others = None, dict[str, Contestant]()
    if not arguments.quick:
        v1 = Contestant(python_of_v1(), "of_v1.py", BENCH / "v1")
        if not (v1.folder / "v1_core").is_dir():
            v1.generate()
        others = {SDK: Contestant(v1.python, SDK, v1.folder), **industrial_model()}
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        pygen = Contestant(Path(sys.executable), "of_pygen.py", Path(folder))
        pygen.generate()
        small_url = stack.enter_context(server(WARM_UP, 0))
        table = Table(1 if arguments.quick else arguments.runs, pygen, v1, others, small_url)
        table.header()
        for path in wanted:
            count = min(path.count, arguments.count)
            table.line(path if v1 is not None else PathMeasured(path.name, path.work, count, limit=path.limit))
    return 1 if table.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
