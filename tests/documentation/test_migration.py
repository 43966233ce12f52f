"""The guide for those who come from version 1: what it calls working is shown by a test."""

from __future__ import annotations

import re

import pytest
from documentation_pages import DOCS, ROOT

GUIDE = (DOCS / "migration.md").read_text(encoding="utf-8")
INVENTORY = ROOT.parent / "shared" / "v1" / "inventory.md"
ROWS = [
    tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
    for line in GUIDE.partition("## Every feature")[2].splitlines()
    if line.startswith("| ") and "| version 1 |" not in line
]


def test_a_row_says_what_there_is_now() -> None:
    assert len(ROWS) > 80
    for feature, state, now, _ in ROWS:
        assert state in ("works", "otherwise", "gone"), feature
        assert now, feature


def test_what_works_is_shown_by_a_test_that_there_is() -> None:
    folders = [ROOT / "tests", *(ROOT / "packages").glob("*/tests")]
    sources = "".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("test_*.py"))
    there = set(re.findall(r"^ *(?:async )?(?:def|class) (test_\w+|Test\w+)", sources, re.MULTILINE))
    for feature, state, _, tests in ROWS:
        named = re.findall(r"`(\w+)`", tests)
        assert named or state != "works", feature
        assert set(named) <= there, feature


@pytest.mark.shared
@pytest.mark.skipif(not INVENTORY.is_file(), reason="the inventory of version 1 is not beside the checkout")
def test_every_method_of_version_1_has_a_row() -> None:
    """Those that the inventory lists first in the rows of its tables, as far as they are words of an interface."""
    inventory = INVENTORY.read_text(encoding="utf-8")
    sections = re.split(r"^## (\d+)\. ", inventory, flags=re.MULTILINE)
    rows = "".join(sections[sections.index(number) + 1] for number in ("4", "9", "10", "13"))
    words = {
        word
        for cell in re.findall(r"^\| ([^|]+) \|", rows, re.MULTILINE)
        for word in re.findall(r"`([a-z]+(?:_[a-z]+)*)`", cell)
    }
    assert len(words) > 15
    assert sorted(word for word in words if word not in GUIDE) == []
