"""How the programs of the project are run: the tools that are pinned, in the project's own folders.

uv is installed below `.cache/` when it is first needed, the locked packages in `.venv`; node and deno come as Python
packages. This file uses the standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UV_VERSION = "0.13.8"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
BYTECODE = CACHE / "bytecode"


_here = threading.local()
"""Where the output of the step goes that this thread runs, if not to the terminal."""
_printing = threading.Lock()


class StepFailedError(Exception):
    """A command failed, or a figure is not reached; the text says which."""


def environment() -> dict[str, str]:
    """The caller's environment, with the tools of the project's own `.venv` before any other of the same name."""
    scripts = VENV / ("Scripts" if os.name == "nt" else "bin")
    # Modules are compiled once, into a folder of their own, and not anew by each of the many processes of the tests.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "PYTHONPYCACHEPREFIX": str(BYTECODE),
        "PATH": os.pathsep.join([str(scripts), os.environ.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(VENV),
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        # Downloads trust what the machine trusts: company networks often have a certificate authority of their own.
        "UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "1"),
        "NODE_USE_SYSTEM_CA": os.environ.get("NODE_USE_SYSTEM_CA", "1"),
        "PIP_ROOT_USER_ACTION": "ignore",
        "COVERAGE_FILE": str(CACHE / "coverage" / "data"),
        "DENO_DIR": str(CACHE / "deno"),
        "DENO_NO_UPDATE_CHECK": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }


def found(*command: str) -> list[str]:
    """The command with the place of its program: Windows searches the PATH of this process, not that of the new one."""
    return [shutil.which(command[0], path=environment()["PATH"]) or command[0], *command[1:]]


def run(*command: str, cwd: Path = ROOT) -> int:
    """Run one command and give its exit code. Its output goes where that of the step goes."""
    sys.stdout.flush()
    output = getattr(_here, "output", None)
    error = None if output is None else subprocess.STDOUT
    return subprocess.call(found(*command), cwd=cwd, env=environment(), stdout=output, stderr=error)  # noqa: S603 - ours


def call(*command: str, cwd: Path = ROOT) -> None:
    """Run one command that has to succeed. Raises StepFailedError."""
    exit_code = run(*command, cwd=cwd)
    if exit_code:
        raise StepFailedError(f"`{' '.join(command)}` ended with exit code {exit_code}")


def text_of(*command: str) -> str:
    """What a command prints that has to succeed. Raises StepFailedError."""
    done = subprocess.run(  # noqa: S603 - our own commands
        found(*command), cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise StepFailedError(f"`{' '.join(command)}` ended with exit code {done.returncode}: {done.stdout}")
    return done.stdout


def uv(*arguments: str) -> None:
    """Run the pinned uv, installed with pip on first use. `pip --target` needs neither venv nor a writable Python."""
    home = CACHE / f"uv-{UV_VERSION}"
    if not home.is_dir():
        if importlib.util.find_spec("pip") is None:
            sys.exit(f"This needs pip, which {sys.executable} does not have. Try: {sys.executable} -m ensurepip")
        CACHE.mkdir(exist_ok=True)
        scratch = tempfile.mkdtemp(dir=CACHE)
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--target", scratch]
        call(sys.executable, "-m", "pip", "install", *options, f"uv=={UV_VERSION}")
        # Renamed when complete, so that an interrupted install is not taken for a good one.
        Path(scratch).rename(home)
    call(str(home / "bin" / "uv"), *arguments)


def install(*selection: str) -> None:
    """Bring `.venv` to what uv.lock says, with the Python that runs this file."""
    uv("sync", "--locked", "--quiet", "--all-packages", "--python", sys.executable, *selection)


@contextmanager
def output_of(name: str, *, whole: bool) -> Iterator[None]:
    """Show the output of a step under its name: as it comes, or as a whole when the step has ended."""
    if not whole:
        print(f"\n== {name}", flush=True)
        yield
        return
    with tempfile.TemporaryFile() as output:
        _here.output = output
        try:
            yield
        finally:
            del _here.output
            output.seek(0)
            with _printing:
                print(f"\n== {name}", flush=True)
                sys.stdout.buffer.write(output.read())
                sys.stdout.flush()
