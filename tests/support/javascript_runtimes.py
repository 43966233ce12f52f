"""What `python3 run.py test --only packed` installs: JavaScript runtimes, a browser, and tools for packages.

::

    runtime = javascript_runtimes.named("bun")
    runtime.run("main.js", cwd=folder)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "packed_ts"
MODULES = FOLDER / "node_modules"
CHROMIUM = os.environ.get("PYGEN_CHROMIUM")
"""A Chromium, if there is one for this platform."""

_INSTALL = "not installed: python3 run.py test --only packed"
_SCRIPTS = Path(sys.executable).parent
NODE, NPM, _DENO = (shutil.which(name, path=_SCRIPTS) for name in ("node", "npm", "deno"))
_NODE_20 = os.environ.get("PYGEN_NODE_20")
_BUN = next(iter([*MODULES.glob("@oven/bun-*/bin/bun"), *MODULES.glob("@oven/bun-*/bin/bun.exe")]), None)

needs_tools = pytest.mark.skipif(NODE is None or not MODULES.is_dir(), reason=f"the tools are {_INSTALL}")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason=f"Chromium is {_INSTALL}; or there is neither one on the PATH nor one for this platform"
)


@dataclass(frozen=True)
class Runtime:
    """Something that runs JavaScript outside of a browser."""

    name: str
    command: tuple[str, ...]

    def run(self, *arguments: str, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
        """What the program printed; it has to end well."""
        return run([*self.command, *arguments], cwd, environment).stdout


_ALL = (
    ("node 20", _NODE_20, ()),
    ("node 24", NODE, ()),
    ("deno", _DENO, ("run", "--no-lock", "--allow-env", "--allow-net=127.0.0.1,localhost")),
    ("bun", _BUN, ()),
)
NAMES = tuple(name for name, _, _ in _ALL)


def named(name: str) -> Runtime:
    """The runtime of that name; without it the test is skipped."""
    (found,) = (Runtime(one, (str(path), *arguments)) for one, path, arguments in _ALL if one == name and path)
    return found


def needs(name: str) -> pytest.MarkDecorator:
    """Skips the test where the runtime is absent."""
    (path,) = (path for one, path, _ in _ALL if one == name)
    return pytest.mark.skipif(path is None, reason=f"{name} is {_INSTALL}; or there is none for this platform")


def run(
    command: Sequence[str], cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command that has to end well."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
    return done


def tool(*arguments: str, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a JavaScript file of a tool with node; what it printed."""
    return run([str(NODE), *arguments], cwd, environment).stdout


def browse(address: str, picture: Path, size: str = "900x600") -> subprocess.CompletedProcess[str]:
    """Open an address in Chromium, in a window of this size; see `browse.mjs`."""
    assert CHROMIUM is not None
    return run([str(NODE), str(FOLDER / "browse.mjs"), address, str(picture), size], FOLDER)
