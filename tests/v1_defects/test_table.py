"""The table of this folder names tests that exist, and every defect."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parent / "README.md"
ROOT = Path(__file__).parents[2]
REFERENCE = re.compile(r"`(test_\w+\.py)::(\w+)`")


def test_every_test_that_is_named_exists() -> None:
    folders = [ROOT / "tests", *(ROOT / "packages").glob("*/tests")]
    there = {path.name: path for folder in folders for path in folder.rglob("test_*.py")}
    missing = []
    for file, name in sorted(set(REFERENCE.findall(README.read_text("utf-8")))):
        text = there[file].read_text("utf-8") if file in there else ""
        if not re.search(rf"^ *(?:async )?(?:def|class) {name}\b", text, re.MULTILINE):
            missing.append(f"{file}::{name}")
    assert missing == []


def test_every_line_names_a_test_or_says_why_there_is_none() -> None:
    lines = [line for line in README.read_text("utf-8").splitlines() if line.startswith("| ") and "|---" not in line]
    bare = [line for line in lines if not REFERENCE.search(line) and "cannot be: " not in line]
    assert all(line.endswith("| shown by |") for line in bare), bare


def test_every_defect_has_its_line() -> None:
    numbers = re.findall(r"^\| D(\d+) \|", README.read_text("utf-8"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 30)]
