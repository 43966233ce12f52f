"""mypy and pyright over programs of tests, as strict as over our own code.

::

    done = type_checkers.mypy(tmp_path, "program.py")
    assert done.returncode == 0, done.stdout

What mypy learns of our packages, and of those that they need, is learnt once and given to each run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from filelock import FileLock

Done = subprocess.CompletedProcess[str]

_HOME = Path(__file__).parents[2] / ".cache" / "mypy-of-tests"
_LEARNT = _HOME / "cache"
_SETTINGS = "[mypy]\nstrict = True\npython_version = 3.10\n"
_PROGRAM = "import pygen_client\nimport pygen_runtime\nimport pygen_runtime.codegen\n"


def mypy(folder: Path, *paths: str, search: Sequence[Path] = ()) -> Done:
    """Run mypy in a folder.

    Args:
        folder: Where it runs.
        paths: What it reads.
        search: More folders in which packages are found.
    """
    with tempfile.TemporaryDirectory() as own:
        cache = Path(own) / "cache"
        with _alone():
            # Of its own, because mypy does not expect others to write where it does.
            shutil.copytree(_learnt(), cache)
        return _mypy(folder, cache, paths, search)


def pyright(folder: Path, *paths: str, search: Sequence[Path] = (), options: Sequence[str] = ()) -> Done:
    """Run pyright in a folder, which gets its settings as a file; what it takes is what :func:`mypy` takes."""
    settings = {
        "include": list(paths),
        "extraPaths": [str(one) for one in search],
        "pythonVersion": "3.10",
        "typeCheckingMode": "standard",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return _run(folder, ["pyright", "--pythonpath", sys.executable, *options, "-p", str(folder / "pyrightconfig.json")])


def _alone() -> FileLock:
    _HOME.mkdir(parents=True, exist_ok=True)
    return FileLock(_HOME / "lock")


@lru_cache(maxsize=1)
def _learnt() -> Path:
    (_HOME / "mypy.ini").write_text(_SETTINGS, encoding="utf-8")
    (_HOME / "program.py").write_text(_PROGRAM, encoding="utf-8")
    done = _mypy(_HOME, _LEARNT, ["program.py"])
    assert done.returncode == 0, done.stdout + done.stderr
    return _LEARNT


def _mypy(folder: Path, cache: Path, paths: Sequence[str], search: Sequence[Path] = ()) -> Done:
    command = ["mypy", "--config-file", str(_HOME / "mypy.ini"), "--cache-dir", str(cache), *paths]
    return _run(folder, command, MYPYPATH=os.pathsep.join(map(str, search)))


def _run(folder: Path, command: Sequence[str], **environment: str) -> Done:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
