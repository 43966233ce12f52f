"""Who may import whom. Data flows one way, and what a user does not need is not loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCES = {path.parent.name: path.parent for path in sorted(ROOT.glob("packages/*/src/*/__init__.py"))}

# A program that the demo shows and runs against the SDK it generated: data to the package, not a module of it.
DEMO_PROGRAM = ROOT / "packages" / "pygen-cli" / "src" / "pygen_cli" / "demo" / "example"

# The packages of ours that each package may import: whole packages, or one part of a package.
MAY_IMPORT = {
    "pygen_client": (),
    "pygen_runtime": ("pygen_client",),
    "pygen_emulator": ("pygen_client.schema",),
    "pygen_generator": ("pygen_client",),
    "pygen_cli": ("pygen_client", "pygen_runtime", "pygen_emulator", "pygen_generator"),
}

# What only the functions that need it may load: `Emulator.client()` hands out clients, and a service does without.
MAY_IMPORT_IN_FUNCTIONS = {"pygen_emulator": ("pygen_client",)}

# Packages that come with another one by its own promise, so that nobody declares them twice.
COMES_WITH = {"pydantic_core": "pydantic", "typing_extensions": "pydantic", "numpy": "pandas"}

# Modules that only another program loads, which therefore is there when they are.
LOADED_BY = {"pygen_emulator.pytest_plugin": "pytest"}

# tomllib is imported on Python 3.11 and newer only; the list of Python 3.10 does not have it.
STANDARD_LIBRARY = sys.stdlib_module_names | {"tomllib"}


@dataclass(frozen=True)
class Import:
    """One imported name: who imports it, what, where in the file, and when it is loaded."""

    importer: str
    imported: str
    line: int
    in_function: bool
    for_types_only: bool

    def within(self, *packages: str) -> bool:
        return any(f"{self.imported}.".startswith(f"{package}.") for package in packages)

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def imports_of(module: str, source: str, *, is_package: bool = False) -> Iterator[Import]:
    """Every import of a module. ``from a import b`` counts as ``a.b``, which may be a module or a name."""
    parents = module.split(".") if is_package else module.split(".")[:-1]

    def visit(node: ast.AST, in_function: bool, types_only: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, in_function, types_only)
        elif isinstance(node, ast.ImportFrom):
            base = parents[: len(parents) - node.level + 1] if node.level else []
            for alias in node.names:
                name = ".".join([*base, *([node.module] if node.module else []), alias.name])
                yield Import(module, name, node.lineno, in_function, types_only)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from visit_all(node.body, in_function, True)
            yield from visit_all(node.orelse, in_function, types_only)
        else:
            inside = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from visit_all(ast.iter_child_nodes(node), inside, types_only)

    def visit_all(nodes: Iterable[ast.AST], in_function: bool, types_only: bool) -> Iterator[Import]:
        for node in nodes:
            yield from visit(node, in_function, types_only)

    return visit(ast.parse(source), False, False)


def read_package(package: str) -> list[Import]:
    """The imports of all modules of one package."""
    found: list[Import] = []
    for path in sorted(SOURCES[package].rglob("*.py")):
        if path.is_relative_to(DEMO_PROGRAM):
            continue
        parts = path.relative_to(SOURCES[package].parent).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found += imports_of(name, path.read_text(encoding="utf-8"), is_package=is_package)
    return found


IMPORTS = {package: read_package(package) for package in SOURCES}
PROJECTS = {package: ProjectMetadata(str(path.parents[1]), PluginManager()).core for package, path in SOURCES.items()}
every_package = pytest.mark.parametrize("package", SOURCES)


def test_each_package_has_its_rule() -> None:
    assert set(SOURCES) == set(MAY_IMPORT)


@every_package
def test_a_package_imports_only_what_is_below_it(package: str) -> None:
    allowed = (package, *MAY_IMPORT[package])
    late = MAY_IMPORT_IN_FUNCTIONS.get(package, ())
    outside = [each for each in IMPORTS[package] if each.within(*SOURCES) and not each.within(*allowed)]
    assert not [str(e) for e in outside if not (e.within(*late) and (e.in_function or e.for_types_only))]


@every_package
def test_the_parts_of_a_package_do_not_import_each_other_in_a_circle(package: str) -> None:
    graph: dict[str, set[str]] = {}
    for each in IMPORTS[package]:
        # The package itself lists what it offers, so it may import all of its parts; no part stands on it.
        if each.within(package) and each.importer != package and not each.for_types_only:
            part, other = (".".join(name.split(".")[:2]) for name in (each.importer, each.imported))
            if part != other:
                graph.setdefault(part, set()).add(other)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # graphlib lists each part before the one that imports it.
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_one_module_knows_httpx() -> None:
    imports = [each for package in SOURCES for each in IMPORTS[package] if each.within("httpx")]
    knowing = {each.importer for each in imports if each.importer != "pygen_client.drivers.httpx_transport"}
    # Without a socket the emulator is a transport of httpx: one module of it, and the types of what that gives.
    emulator_types = {each.importer for each in imports if each.for_types_only and "pygen_emulator" in each.importer}
    assert knowing - emulator_types <= {"pygen_emulator.http.transports"}


def test_libraries_of_tables_are_loaded_only_by_the_functions_that_need_them() -> None:
    tables = ("pandas", "numpy", "pyarrow", "polars")
    imports = [each for package in SOURCES for each in IMPORTS[package] if each.within(*tables)]
    assert not [str(each) for each in imports if not each.in_function and not each.for_types_only]


@every_package
def test_what_a_package_imports_it_declares(package: str) -> None:
    project = PROJECTS[package]
    requirements = [*project.dependencies, *chain.from_iterable(project.optional_dependencies.values())]
    declared = {canonicalize_name(Requirement(text).name) for text in requirements}
    distributions = {**packages_distributions(), **{name: [project.name] for name, project in PROJECTS.items()}}
    undeclared: list[str] = []
    for each in IMPORTS[package]:
        top = each.imported.split(".")[0]
        if top == LOADED_BY.get(each.importer):
            continue
        providers = [COMES_WITH.get(top, name) for name in distributions.get(top, [top])]
        if top not in {package, *STANDARD_LIBRARY} and not declared.intersection(map(canonicalize_name, providers)):
            undeclared.append(str(each))
    assert not undeclared


def test_importing_the_runtime_loads_nothing_of_the_generator() -> None:
    tables = ["pandas", "numpy", "pyarrow", "polars"]
    heavy = [*tables, "jinja2", "yaml", "typer", "rich", "pygen_generator", "pygen_cli", "pygen_emulator"]
    program = f"import sys, pygen_runtime; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"


def test_how_imports_are_read() -> None:
    source = """
from typing import TYPE_CHECKING
from . import beside
from ..above import name
if TYPE_CHECKING:
    import pandas
def frame():
    import pandas as pd
"""
    found = {(each.imported, each.in_function, each.for_types_only) for each in imports_of("house.room.table", source)}
    assert found == {
        ("typing.TYPE_CHECKING", False, False),
        ("house.room.beside", False, False),
        ("house.above.name", False, False),
        ("pandas", False, True),
        ("pandas", True, False),
    }
