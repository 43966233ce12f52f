"""Running the steps of a script as Python would run the script, and leaving no trace of it in this process."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from pygen_cli.demo.script import Step


class Session:
    """One namespace in which steps run one after the other."""

    def __init__(self, script: Path) -> None:
        self._script = script
        self._names: dict[str, Any] = {"__name__": "__main__", "__file__": str(script)}

    def run(self, step: Step) -> str:
        """Run a step; give what it printed."""
        # Empty lines in front, so that a traceback names the line of the script.
        code = compile("\n" * (step.first_line - 1) + step.code, str(self._script), "exec")
        printed = StringIO()
        with redirect_stdout(printed):
            exec(code, self._names)  # noqa: S102 - the script is part of this package
        return printed.getvalue()


@contextmanager
def as_if_started_in(folder: Path, package: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Import a package from a folder, see these environment variables, and talk to this machine without a proxy.

    At the end the import path, the package's modules and the environment are what they were.
    """
    aside = {name: module for name, module in sys.modules.items() if _is_in(package, name)}
    no_proxy = ",".join(filter(None, [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1"]))
    changed = {**environment, "no_proxy": no_proxy, "NO_PROXY": no_proxy}
    before = {name: os.environ.get(name) for name in changed}
    writes_bytecode = not sys.dont_write_bytecode
    for name in aside:
        del sys.modules[name]
    os.environ.update(changed)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.dont_write_bytecode = not writes_bytecode
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if _is_in(package, name)]:
            del sys.modules[name]
        sys.modules.update(aside)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _is_in(package: str, module: str) -> bool:
    return f"{module}.".startswith(f"{package}.")
