"""The same source gives the same bytes, whoever builds it, where and when."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import python_distributions
from python_distributions import PACKAGES, ROOT

LONG_AGO = 1_000_000_000
"""A second in 2001."""


def copy_as_somebody_else(package: Path, target: Path) -> None:
    """The package as another checkout would have it: elsewhere, of another day, with other rights on its files."""
    shutil.copytree(package, target, ignore=shutil.ignore_patterns("__pycache__"))
    for path in target.rglob("*"):
        if path.is_file():
            path.chmod(0o600)
        os.utime(path, (LONG_AGO, LONG_AGO))


def test_wheels_and_sdists_are_the_same_bytes_elsewhere_and_later(built: dict[str, Path], tmp_path: Path) -> None:
    # What makes a checkout of a folder for hatchling, which then adds the ignored names to the sdist.
    (tmp_path / ".git").mkdir()
    shutil.copy(ROOT / ".gitignore", tmp_path)
    for package in PACKAGES:
        copy_as_somebody_else(package, tmp_path / "elsewhere" / package.name)
    python_distributions.build(tmp_path / "elsewhere", tmp_path / "built", TZ="Pacific/Kiritimati", LC_ALL="C")

    for name, folder in built.items():
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        again = {path.name: path.read_bytes() for path in (tmp_path / "built" / name).iterdir()}
        assert len(files) == 2
        assert [each for each in files if files[each] != again.get(each)] == []
