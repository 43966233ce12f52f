"""What is published: each package builds on its own, holds what it must and nothing else, and has its own version."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from python_distributions import PACKAGES, ROOT, open_wheel
from readme_renderer import markdown
from trove_classifiers import classifiers

RUNTIME_TS = ROOT / "packages" / "pygen-runtime-ts"

REPOSITORY = "https://github.com/cognitedata/pygen"

each_package = pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)


def module_of(package: Path) -> str:
    (module,) = (path.name for path in (package / "src").iterdir() if (path / "__init__.py").is_file())
    return module


def file_behind(url: str) -> Path:
    """Where in a checkout the page of the repository is found; the checkout itself for what is not a file."""
    path = re.sub(r"^/(blob|tree)/main/", "", url.removeprefix(REPOSITORY).partition("#")[0])
    return Path() if path in {"", "/issues"} else Path(os.path.normpath(path))


def version_of(package: Path) -> str:
    text = (package / "src" / module_of(package) / "_version.py").read_text(encoding="utf-8")
    return text.removeprefix('__version__ = "').removesuffix('"\n')


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
def test_an_index_can_show_what_the_package_is(package: Path, built: dict[str, Path]) -> None:
    _, metadata = open_wheel(built[package.name])

    assert set(metadata.get_all("Classifier", [])) <= set(classifiers)
    urls = dict(url.split(", ") for url in metadata.get_all("Project-URL", []))
    assert set(urls) == {"Homepage", "Documentation", "Source", "Changelog", "Issues"}
    for url in urls.values():
        assert (ROOT / file_behind(url)).exists()


@each_package
def test_the_workflow_tests_every_python_that_a_package_names(package: Path, built: dict[str, Path]) -> None:
    _, metadata = open_wheel(built[package.name])
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    (tested,) = re.findall(r"^ +python: \[(.+)\]$", workflow, re.MULTILINE)

    named = [each.removeprefix("Programming Language :: Python :: ") for each in metadata.get_all("Classifier", [])]
    assert [each for each in named if re.fullmatch(r"3\.\d+", each)] == re.findall(r'"(3\.\d+)"', tested)


@each_package
def test_the_readme_is_shown_and_its_links_lead_somewhere_from_anywhere(package: Path, built: dict[str, Path]) -> None:
    _, metadata = open_wheel(built[package.name])

    assert metadata["Description-Content-Type"] == "text/markdown"
    page = markdown.render(str(metadata.get_payload()))
    assert page is not None
    assert "<h1" in page
    links = [link for link in re.findall(r'href="([^"]*)"', page) if not link.startswith("#")]
    assert not [link for link in links if "://" not in link]
    assert not [link for link in links if link.startswith(REPOSITORY) and not (ROOT / file_behind(link)).exists()]


@each_package
def test_an_sdist_holds_what_the_package_is_built_and_tested_from(package: Path, built: dict[str, Path]) -> None:
    (path,) = built[package.name].glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {name.split("/", 1)[1] for name in sdist.getnames()}
    assert {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", f"src/{module_of(package)}/py.typed"} <= names
    tests = {each.relative_to(package).as_posix() for each in (package / "tests").rglob("*.py")}
    assert tests <= names
    files = {name for name in names if not name.startswith(("src/", "tests/"))}
    # hatchling adds the .gitignore of the checkout, so that whoever builds from the sdist leaves out the same files.
    assert files - {".gitignore"} == {"pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "PKG-INFO"}
    assert not [name for name in names if "/." in name or "__pycache__" in name]


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
