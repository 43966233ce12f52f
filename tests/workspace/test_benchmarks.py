"""The benchmarks still run: few instances, no verdict on time. What is said of memory holds anywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "benchmarks" / "against_v1" / "reading_and_writing.py"
ONE_PAGE_AT_A_TIME = 30
"""Megabytes. What was read is ten times as much, and its objects three times that."""


def lines(*arguments: str) -> dict[str, list[str]]:
    """The table: the columns of each path."""
    command = [sys.executable, str(PROGRAM), "--quick", *arguments]
    table = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout.splitlines()
    return {line[:27].strip(): line[27:].split() for line in table[1:]}


def test_every_path_is_measured() -> None:
    measured = lines()

    assert {"list", "iterate", "list with relations", "list to DataFrame", "upsert 10,000", "retrieve 1,000"} <= set(
        measured
    )
    assert all(float(columns[0]) > 0 for columns in measured.values())


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="the system does not tell the memory of a process")
def test_iterating_100000_instances_holds_a_page_at_a_time() -> None:
    (columns,) = lines("iterate a million", "--count", "100000").values()

    assert float(columns[2]) < ONE_PAGE_AT_A_TIME


def test_generation_and_imports_are_measured() -> None:
    program = ROOT / "benchmarks" / "generation" / "compare.py"
    command = [sys.executable, str(program), "--quick"]
    table = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout

    for row in ("as a function", "pygen generate", "pygen --help", "lines, all in", "memory at most"):
        assert row in table
    # However many views an SDK has: the import loads none of its modules, and one view those of that view.
    modules = re.findall(r"its modules, few and many views +(\d+) (\d+) ", table)
    assert [few == many for few, many in modules] == [True, True]
    assert modules[0] == ("0", "0")
