"""The distributions of all packages, built once for all tests and all processes of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_distributions
from filelock import FileLock


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Path]:
    """A folder for each package, with its wheel and its sdist."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder = shared / "distributions"
    with FileLock(shared / "distributions.lock"):
        if not folder.is_dir():
            python_distributions.build(python_distributions.ROOT / "packages", folder)
    return {package.name: folder / package.name for package in python_distributions.PACKAGES}
