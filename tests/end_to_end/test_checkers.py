"""What is generated from data models of the command line, as the strictest type checkers see it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deployed_model import Deployed


def test_type_checkers_accept_the_sdk_of_a_model(model: Deployed, tmp_path: Path) -> None:
    package = Path(str(model.module.__file__)).parent
    for command in (
        ("mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path), package.name),
        ("pyright", "--pythonpath", sys.executable, package.name),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=package.parent, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
