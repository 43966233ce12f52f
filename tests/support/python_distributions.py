"""Wheels and sdists of the Python packages, built by the backend of this environment: nothing is downloaded.

::

    python_distributions.build(ROOT / "packages", folder)
    names, metadata = python_distributions.open_wheel(folder / "pygen-client")
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))

# One process for all packages: to start one costs more than to build.
_BUILD = """
import os, sys
from hatchling import build
source, target, *packages = sys.argv[1:]
for package in packages:
    os.chdir(os.path.join(source, package))
    folder = os.path.join(target, package)
    build.build_sdist(folder)
    build.build_wheel(folder)
"""


def build(source: Path, target: Path, **environment: str) -> None:
    """Build every package below ``source`` into a folder of its own below ``target``, which then is complete."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    names = [package.name for package in PACKAGES]
    command = [sys.executable, "-c", _BUILD, str(source), str(unfinished), *names]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})
    unfinished.rename(target)


def open_wheel(folder: Path) -> tuple[list[str], Message]:
    """The file names in the wheel, and its metadata."""
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        return names, HeaderParser().parsestr(wheel.read(metadata).decode())
