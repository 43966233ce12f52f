"""Wheels of generated packages, built without a network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pygen_generator.config import GeneratorConfig
from pygen_generator.generate import GeneratedPackage, GeneratedSDK
from pygen_generator.lock import LOCK_NAME, Lock
from pygen_generator.writer.plan import Plan

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError

# The backend that generated projects name, called as PEP 517 says. It is here already, so nothing has to be fetched.
_BACKEND = "hatchling"
_PROGRAM = f"import sys; from {_BACKEND}.build import build_wheel; print(build_wheel(sys.argv[1]))"


def check_backend() -> None:
    """Refuse early if wheels cannot be built here.

    Raises:
        CommandError: the build backend is not installed.
    """
    if find_spec(_BACKEND) is None:
        message = f"Wheels are built by {_BACKEND}, which is not installed."
        raise CommandError(ExitCode.USAGE, message, "Install cognite-pygen-cli[build].")


def python_project(config: GeneratorConfig) -> GeneratorConfig:
    """The configuration of a project that gives a wheel.

    Raises:
        CommandError: the settings do not ask for Python.
    """
    if "python" not in config.chosen_languages:
        message = "The settings describe an SDK that is not in Python, and wheels are."
        raise CommandError(ExitCode.USAGE, message, "Add a table [python], or publish the SDK as its language does.")
    project = config.python.model_copy(update={"project": True})
    return config.model_copy(update={"languages": ("python",), "python": project})


def check_unchanged(plan: Plan, sdk: GeneratedSDK) -> None:
    """Refuse to leave out what somebody changed in generated modules.

    Raises:
        CommandError: it names the files.
    """
    folders = tuple(f"{package.folder}/" for package in sdk.packages)
    changed = [change.path for change in plan.refused if change.path.startswith(folders)]
    if changed:
        message = f"Nothing was built: {', '.join(changed)} is not as it was generated."
        fix = "Move your changes into modules of your own, then run `pygen generate --force`."
        raise CommandError(ExitCode.WRITING, message, fix)


def build_wheel(sdk: GeneratedSDK, package: GeneratedPackage, root: Path, output: Path) -> Path:
    """Build the wheel of one package, with the modules that somebody put beside the generated ones.

    Args:
        sdk: With the files of the project.
        package: Which of its packages.
        root: Folder of the SDK's lock.
        output: Folder for the wheel; it is made if it is not there.

    Raises:
        CommandError: the build failed, or the wheel cannot be written.
    """
    above = package.folder.removesuffix(package.name)
    generated = {path: text for path, text in sdk.files.items() if path.startswith(f"{package.folder}/")}
    generated |= {path: sdk.files[path] for path in (f"{above}pyproject.toml", f"{above}README.md")}
    contents = {path: text.encode() for path, text in generated.items()}
    try:
        contents |= {path: (root / path).read_bytes() for path in _modules_of_others(root, package, sdk)}
        with TemporaryDirectory() as made:
            project, built = Path(made, "project"), Path(made, "dist")
            for path, content in contents.items():
                file = project / path.removeprefix(above)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            return _bring(built / _run_backend(project, built), output)
    except OSError as error:
        message = (
            f"The wheel cannot be written: {error.strerror or error} ({error.filename2 or error.filename or output})."
        )
        fix = "Check the rights of the folder and the room on the disk, or choose another --output."
        raise CommandError(ExitCode.WRITING, message, fix) from None


def _modules_of_others(root: Path, package: GeneratedPackage, sdk: GeneratedSDK) -> Iterator[str]:
    """Files in the folder of the package that were never generated."""
    lock = root / LOCK_NAME
    locked = Lock.load(lock.read_text(encoding="utf-8")).files if lock.exists() else {}
    for file in sorted((root / package.folder).rglob("*")):
        path = file.relative_to(root).as_posix()
        hidden = any(part.startswith(".") or part == "__pycache__" for part in Path(path).parts)
        if file.is_file() and not hidden and path not in locked and path not in sdk.files:
            yield path


def _run_backend(project: Path, output: Path) -> str:
    """Let the backend build the project; give the name of the wheel."""
    command = [sys.executable, "-c", _PROGRAM, str(output)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        message = f"{_BACKEND} could not build the wheel: {last}."
        raise CommandError(ExitCode.WRITING, message, "Correct distribution and version in [python], or report it.")
    return done.stdout.strip().splitlines()[-1]


def _bring(wheel: Path, output: Path) -> Path:
    """Put the wheel in its place, wholly or not at all."""
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=output, prefix=".pygen-") as beside:
        return Path(shutil.copyfile(wheel, Path(beside, wheel.name))).replace(output / wheel.name)
