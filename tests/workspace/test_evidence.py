"""The emulator's README tells which test proves what, as the tests stand now."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import openapi_document
import pytest

SCRIPT = Path(__file__).parents[2] / "packages" / "pygen-emulator" / "evidence.py"


def test_the_evidence_in_the_readme_is_up_to_date() -> None:
    checked = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.shared
@pytest.mark.skipif(not openapi_document.PATH.is_file(), reason="the official document is not beside the checkout")
def test_every_operation_of_the_official_document_is_listed() -> None:
    listed = runpy.run_path(str(SCRIPT))["OPERATIONS"]
    assert {(method, path) for path, (methods, _) in listed.items() for method in methods} == set(
        openapi_document.operations()
    )
