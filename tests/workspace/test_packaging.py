"""What is published: each package builds on its own, holds what it must and nothing else, and has its own version."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))
RUNTIME_TS = ROOT / "packages" / "pygen-runtime-ts"

each_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)


def module_of(package: Path) -> str:
    (module,) = (path.name for path in (package / "src").iterdir() if (path / "__init__.py").is_file())
    return module


def version_of(package: Path) -> str:
    text = (package / "src" / module_of(package) / "_version.py").read_text(encoding="utf-8")
    return text.removeprefix('__version__ = "').removesuffix('"\n')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each package, with its wheel and its sdist."""
    folders = {package.name: tmp_path_factory.mktemp(package.name) for package in PACKAGES}
    for package in PACKAGES:
        # The backend of this environment: nothing is downloaded.
        backend = [sys.executable, "-m", "hatchling", "build", "--directory", str(folders[package.name])]
        subprocess.run(backend, cwd=package, check=True, capture_output=True)
    return folders


def open_wheel(folder: Path) -> tuple[list[str], Message]:
    """The file names in the wheel, and its metadata."""
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        return names, HeaderParser().parsestr(wheel.read(metadata).decode())


@each_package
def test_a_wheel_holds_the_typed_package_and_its_licence_and_nothing_else(
    package: Path, built: dict[str, Path]
) -> None:
    names, metadata = open_wheel(built[package.name])
    module = module_of(package)

    assert f"{module}/py.typed" in names
    assert any(re.fullmatch(r".*\.dist-info/licenses/LICENSE", name) for name in names)
    assert not [name for name in names if not name.startswith((f"{module}/", f"cognite_{module}-"))]
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.10"


@each_package
def test_a_wheel_holds_every_file_of_the_source(package: Path, built: dict[str, Path]) -> None:
    names, _ = open_wheel(built[package.name])
    source = package / "src"
    # Templates and other data files are as needed at run time as modules are.
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert {name for name in files if "__pycache__" not in name} <= set(names)


@each_package
def test_an_sdist_holds_what_the_package_is_built_and_tested_from(package: Path, built: dict[str, Path]) -> None:
    (path,) = built[package.name].glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {name.split("/", 1)[1] for name in sdist.getnames()}
    assert {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", f"src/{module_of(package)}/py.typed"} <= names
    tests = {each.relative_to(package).as_posix() for each in (package / "tests").rglob("*.py")}
    assert tests <= names


@each_package
def test_packages_of_ours_are_required_in_a_range_that_holds_their_version(
    package: Path, built: dict[str, Path]
) -> None:
    versions = {}
    for folder in built.values():
        _, metadata = open_wheel(folder)
        versions[metadata["Name"]] = metadata["Version"]
    _, metadata = open_wheel(built[package.name])
    requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]

    assert not [str(each) for each in requirements if not each.specifier]
    ours = [each for each in requirements if each.name in versions]
    for each in ours:
        # Before 1.0 a minor version may change anything, so the range ends there.
        assert {part.operator for part in each.specifier} == {">=", "<"}
        assert each.specifier.contains(versions[each.name])


def test_what_generated_python_stands_on_needs_two_packages_of_others(built: dict[str, Path]) -> None:
    needed: set[str] = set()
    for name in ("pygen-client", "pygen-runtime-py"):
        _, metadata = open_wheel(built[name])
        requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
        needed |= {each.name for each in requirements if each.marker is None or each.marker.evaluate({"extra": ""})}
    assert needed - {"cognite-pygen-client"} == {"httpx", "pydantic"}


@each_package
def test_a_version_rises_alone(package: Path, tmp_path: Path) -> None:
    copies = tmp_path / "packages"
    for each in PACKAGES:
        shutil.copytree(each, copies / each.name, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    before = {each.name: version_of(copies / each.name) for each in PACKAGES}

    # What `hatch version minor` runs in an environment of its own, which it would have to download first.
    bump = [sys.executable, "-m", "hatchling", "version", "minor"]
    subprocess.run(bump, cwd=copies / package.name, check=True, capture_output=True)

    after = {each.name: version_of(copies / each.name) for each in PACKAGES}
    major, minor, _ = before[package.name].split(".")
    assert after == {**before, package.name: f"{major}.{int(minor) + 1}.0"}


def test_the_typescript_runtime_has_one_version() -> None:
    node = json.loads((RUNTIME_TS / "package.json").read_text(encoding="utf-8"))
    deno = json.loads((RUNTIME_TS / "deno.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    locked = lock["packages"]["packages/pygen-runtime-ts"]
    assert (node["name"], node["version"]) == (deno["name"], deno["version"]) == (locked["name"], locked["version"])
    assert set(node["exports"]) == set(deno["exports"])
    assert "dependencies" not in node


def test_each_package_has_its_documents(built: dict[str, Path]) -> None:
    versions = {package: str(open_wheel(built[package.name])[1]["Version"]) for package in PACKAGES}
    versions[RUNTIME_TS] = json.loads((RUNTIME_TS / "package.json").read_text(encoding="utf-8"))["version"]
    for package, version in versions.items():
        assert (package / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
        assert (package / "README.md").is_file()
        assert f"## {version}" in (package / "CHANGELOG.md").read_text(encoding="utf-8")
