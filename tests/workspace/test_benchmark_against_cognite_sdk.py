"""The benchmark of generated TypeScript SDKs still runs: few instances, no verdict on time."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typescript_tools
from typescript_tools import ROOT

PROGRAM = ROOT / "benchmarks" / "against_cognite_sdk.py"
OFFICIAL_SDK = ROOT / "tests" / "conformance-js" / "node_modules" / "@cognite" / "sdk"

pytestmark = [
    pytest.mark.skipif(not typescript_tools.ARE_THERE, reason="node is not installed"),
    pytest.mark.skipif(not OFFICIAL_SDK.is_dir(), reason="the official JavaScript SDK is not installed"),
]


def test_every_path_is_measured() -> None:
    command = [sys.executable, str(PROGRAM), "--quick", "--count", "3000"]
    table = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout.splitlines()
    measured = {line[:20].strip(): line[20:].split() for line in table[1:]}

    assert set(measured) == {"list", "list at 50 ms", "iterate a million"}
    assert all(float(columns[0]) > 0 for columns in measured.values())
