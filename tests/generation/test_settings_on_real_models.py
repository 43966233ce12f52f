"""Settings hold for real models too: names as they are, no async, a project around."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import generated_sdk
import pytest
import shared_models
import type_checkers
from pygen_generator import GeneratorConfig, generate_sdk

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not shared_models.names(), reason="the shared models are not beside this checkout"),
]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model as a project of its own, with names as they are."""
    folder = tmp_path_factory.mktemp("as_is")
    for name in shared_models.names():
        package = name.lower()
        python = {"naming": "as_is", "async_client": False, "project": True, "package": package, "output": name}
        path = shared_models.FOLDER / "responses" / f"{name}.json"
        generated_sdk.write(generate_sdk(path, GeneratorConfig.load({"python": python})), folder)
    return folder


@pytest.mark.parametrize("name", shared_models.names())
def test_every_class_can_be_imported(name: str, packages: Path) -> None:
    with generated_sdk.imported(packages / name, name.lower()) as package:
        assert [each for each in package.__all__ if not isinstance(getattr(package, each), type)] == []
        assert not [each for each in package.__all__ if "Async" in each]


def test_formatters_have_nothing_to_do(packages: Path) -> None:
    for command in (["format", "--check", "--line-length", "120"], ["check", "--select", "F"]):
        run = [sys.executable, "-m", "ruff", *command, "--isolated", "."]
        done = subprocess.run(run, cwd=packages, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_a_type_checker_accepts_names_as_they_are(packages: Path) -> None:
    checked = [str(packages / name / name.lower()) for name in ("CogniteCore", "Omni")]
    done = type_checkers.mypy(packages, *checked)
    assert done.returncode == 0, done.stdout
