"""Nothing committed depends on one machine: locks name the public hosts or none, and no file names a local path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import committed_files
import pytest

ROOT = Path(__file__).parents[2]

# What uv writes when no index is configured: its built-in default index, and the host of that index's files.
PUBLIC_INDEX = "https://pypi.org/simple"
PUBLIC_FILES = "https://files.pythonhosted.org/packages/"

# Put together from parts, so that this file does not contain what it forbids.
HOME_FOLDERS = "|".join(["root", "work", "home", "Users"])
PATH_OF_A_MACHINE = re.compile(rf"(?:(?<![\w./}}-])|(?<=file://))/(?:{HOME_FOLDERS})/\w")
INDEX_SETTING = re.compile(
    "|".join(["index" + "[-_]url", "default" + "[-_]index", r"tool\.uv" + r"\.index"]), re.IGNORECASE
)
REGISTRY_SETTING = re.compile("registry" + r"\s*=\s*http")


def committed_lines() -> Iterator[tuple[str, str]]:
    """Place and text of every line of the project."""
    for path in committed_files.paths():
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path.relative_to(ROOT).as_posix()}:{number}", line


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [f"{place}: {line.strip()[:100]}" for place, line in committed_lines() if pattern.search(line)]


def test_uv_lock_names_only_the_public_index() -> None:
    text = (ROOT / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r'registry = "([^"]*)"', text)) == {PUBLIC_INDEX}
    urls = re.findall(r'\burl = "([^"]*)"', text)
    assert urls
    assert not [url for url in urls if not url.startswith(PUBLIC_FILES)]


@pytest.mark.parametrize("folder", [".", "tests/conformance-js", "tests/packed_ts", "tests/pyodide"])
def test_package_lock_names_no_host(folder: str) -> None:
    packages = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    resolved = {path: entry["resolved"] for path, entry in packages.items() if "resolved" in entry}
    # A package of the workspace is a link to its folder; everything else is name, version and hash.
    assert not [
        path for path, target in resolved.items() if not (packages[path].get("link") and (ROOT / target).is_dir())
    ]
    assert not [
        path
        for path, entry in packages.items()
        if "node_modules/" in path and path not in resolved and "integrity" not in entry
    ]


def test_no_file_names_a_path_of_a_machine() -> None:
    assert not lines_with(PATH_OF_A_MACHINE)


def test_no_file_chooses_an_index_of_packages() -> None:
    assert not lines_with(INDEX_SETTING)
    assert not lines_with(REGISTRY_SETTING)


@pytest.mark.parametrize("text", ["cd /{}/me", '"/{}/x.py"', "(/{}/x)", "file:///{}/x", "A=x:/{}/x"])
def test_how_a_path_of_a_machine_looks(text: str) -> None:
    assert PATH_OF_A_MACHINE.search(text.format("home"))


@pytest.mark.parametrize("text", ["docs/{}/page", "https://host.example/{}/page", "../{}/x", "{{project}}/{}/x"])
def test_what_is_no_path_of_a_machine(text: str) -> None:
    assert not PATH_OF_A_MACHINE.search(text.format("home"))
