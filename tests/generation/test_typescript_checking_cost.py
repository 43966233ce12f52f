"""What programs cost the TypeScript compiler that use a large SDK: counts, which are the same in every run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typescript_tools
from typescript_tools import ROOT

PROGRAM = ROOT / "benchmarks" / "type_check_typescript.py"
INSTANTIATIONS_OF_A_QUERY = 1_700
"""Types that are computed for six includes, three levels deep, and for what is read of them."""
TIMES_THE_TYPES = 2
"""Types of SDK and program together, in times of those of the SDK."""

pytestmark = pytest.mark.skipif(not typescript_tools.TSC_IS_THERE, reason="the compiler is not installed")


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int]]:
    """Types and instantiations of the SDK with 150 views that are alike, without and with its program."""
    command = [sys.executable, str(PROGRAM), "--quick"]
    folder: Path = tmp_path_factory.mktemp("checking")
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == 0, (ended.stdout + ended.stderr)[-8000:]
    rows = [line.rsplit(maxsplit=4) for line in ended.stdout.splitlines()[1:3]]
    return {label: (int(types), int(instantiations)) for label, _, _, types, instantiations in rows}


def test_an_include_costs_what_it_names(counts: dict[str, tuple[int, int]]) -> None:
    (_, alone), (_, both) = counts["SDK"], counts["SDK and program"]

    assert (both - alone) / 150 < INSTANTIATIONS_OF_A_QUERY


def test_150_queries_double_the_types_at_most(counts: dict[str, tuple[int, int]]) -> None:
    assert counts["SDK and program"][0] < TIMES_THE_TYPES * counts["SDK"][0]
