"""The command run in this process, and its texts compared with files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pygen_cli.main import build_app
from typer.testing import CliRunner, Result

SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITE_SNAPSHOTS = os.environ.get("PYGEN_SNAPSHOTS") == "write"

# What differs from run to run, and what stands for it in a snapshot.
_CHANGING = [
    (re.compile(r"(https?://127\.0\.0\.1):\d+"), r"\1:<port>"),
    (re.compile(r"request [0-9a-f][0-9a-f-]{7,}"), "request <id>"),
    (re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])"), "<version>"),
    (re.compile(r"@@ -\d+,\d+ \+\d+,\d+ @@"), "@@ <lines> @@"),
    (re.compile(r"\[(?:Errno|WinError) \d+\] [^)]+"), "<reason>"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the command is run in, without any login in the environment."""
    for name in list(os.environ):
        if name.startswith(("CDF_", "IDP_", "PYGEN_")) or name in ("LOGIN_FLOW", "PROVIDER"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pygen(folder: Path) -> Callable[..., Result]:
    """Runs `pygen` with these arguments in the folder."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(build_app(terminal=False), [str(argument) for argument in arguments])

    return run


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def files_of_at_most() -> Callable[[int], AbstractContextManager[None]]:
    """Within it no file that this process writes grows beyond a number of bytes, as on a full disk."""
    return _files_of_at_most


@pytest.fixture
def same_as_snapshot(folder: Path) -> Callable[[str, str], None]:
    """Compares a text with `snapshots/<name>.txt`; with PYGEN_SNAPSHOTS=write it becomes that file."""

    def compare(name: str, text: str) -> None:
        stable = text.replace(str(folder), "<folder>")
        for pattern, replacement in _CHANGING:
            stable = pattern.sub(replacement, stable)
        path = SNAPSHOTS / f"{name}.txt"
        if WRITE_SNAPSHOTS:
            path.write_text(stable, encoding="utf-8")
        assert stable == path.read_text(encoding="utf-8")

    return compare
