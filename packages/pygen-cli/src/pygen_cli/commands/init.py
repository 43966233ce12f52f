"""`pygen init`: a commented pygen.toml to begin with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.output import Output

_FILE = Path("pygen.toml")
_MODEL = ("space", "external_id", "version")


def init(
    *,
    space: Annotated[str | None, typer.Option(metavar="SPACE", help="Space of the data model.")] = None,
    external_id: Annotated[str | None, typer.Option(metavar="ID", help="External id of the data model.")] = None,
    version: Annotated[str | None, typer.Option(metavar="VERSION", help="Version of the data model.")] = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="PATH", help="JSON or YAML file or Toolkit folder of the data model, in place of a service."
        ),
    ] = None,
    package: Annotated[str | None, typer.Option(metavar="NAME", help="Import name of the package.")] = None,
    client_name: Annotated[str | None, typer.Option(metavar="NAME", help="Class name of the client.")] = None,
    output: Annotated[str | None, typer.Option(metavar="DIR", help="Folder to put the package in.")] = None,
    default_instance_space: Annotated[
        str | None, typer.Option(metavar="SPACE", help="Space of instances that are named without one.")
    ] = None,
    from_v1: Annotated[
        bool, typer.Option("--from-v1", help="Take over the settings of version 1 of Pygen from pyproject.toml.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a pygen.toml that is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Write a commented pygen.toml. On a terminal it asks for what no option names.

    \b
    $ pygen init
    $ pygen init --space my_space --external-id MyModel --version v1 --package my_sdk
    $ pygen init --source model --package my_sdk
    $ pygen init --from-v1
    """
    from pygen_generator.config import toml_text  # noqa: PLC0415 - the generator is loaded only when it runs

    from pygen_cli.settings import model_named  # noqa: PLC0415

    show = Output(as_json=as_json)
    _check_free(from_v1=from_v1, force=force)
    data, notes = _version_1() if from_v1 else ({}, ())
    model = model_named((space, external_id, version))
    if model is None and not from_v1 and not as_json and sys.stdin.isatty() and sys.stdout.isatty():
        source = source or _answer("File or folder of the data model (empty for one in a project)", _path)
        if source is None:
            model = {name: typer.prompt(f"{name.replace('_', ' ').capitalize()} of the data model") for name in _MODEL}
        package = package or _answer("Import name of the package (empty for the model's)", _package)
        default_instance_space = default_instance_space or _answer(
            "Space of instances that are named without one (may be empty)"
        )
    if model is not None:
        data["models"] = [model]
    python = {"package": package, "client_name": client_name, "output": output}
    general = {"source": source, "default_instance_space": default_instance_space}
    for table, options in (("generate", general), ("python", python)):
        data[table] = {**data.get(table, {}), **{name: value for name, value in options.items() if value is not None}}
    _write(toml_text(data))

    for note in notes:
        show.line(note)
    show.line(f"{_FILE} is written.")
    if source is not None:
        show.line("Next: `pygen generate` writes the SDK.")
    elif data.get("models"):
        show.line("Next: `pygen doctor` says whether you are logged in, `pygen generate` writes the SDK.")
    else:
        show.line("Next: name a data model in it, or a file as source; then `pygen generate` writes the SDK.")
    show.answer({"file": str(_FILE), "settings": data, "notes": list(notes)})


def _answer(question: str, check: Callable[[str], str] | None = None) -> str | None:
    """What somebody answers who may leave the answer out. What cannot be used is asked for again."""
    return typer.prompt(question, default="", show_default=False, value_proc=check) or None


def _path(answer: str) -> str:
    if answer and not Path(answer).exists():
        raise typer.BadParameter(f"There is no file or folder {answer}.")
    return answer


def _package(answer: str) -> str:
    from pygen_generator.config import PythonConfig  # noqa: PLC0415 - the generator is loaded only when it runs

    try:
        PythonConfig(package=answer or None)
    except ValueError:
        rule = "ASCII letters, digits and underscores, no digit first, no keyword"
        raise typer.BadParameter(f"{answer} is no Python name: {rule}.") from None
    return answer


def _check_free(*, from_v1: bool, force: bool) -> None:
    """Refuse to write settings where there are some."""
    from pygen_generator.config import find_config  # noqa: PLC0415 - the generator is loaded only when it runs

    if force and _FILE.exists():
        return
    found = find_config(Path())
    if found is None:
        return
    if not found.is_version_1:
        message = f"{found.path} configures Pygen already."
        fix = "Change it there, or write it anew with --force."
        if found.path != _FILE:
            fix = "Change it there, or take its settings out first: a folder has one configuration."
        raise CommandError(ExitCode.WRITING, message, fix)
    if not from_v1 and not force:
        message = f"[tool.pygen] in {found.path} has settings of version 1 of Pygen."
        raise CommandError(ExitCode.USAGE, message, "Take them over with --from-v1, or leave them with --force.")


def _version_1() -> tuple[dict[str, Any], tuple[str, ...]]:
    """The settings of version 1 in today's form, and a line for each that has no counterpart."""
    from pygen_generator.config import convert, find_version_1  # noqa: PLC0415 - loaded only when it runs

    found = find_version_1(Path())
    if found is None:
        message = "There is no [tool.pygen] of version 1 of Pygen in pyproject.toml."
        raise CommandError(ExitCode.USAGE, message, "Run it in the folder of that file, or leave --from-v1 out.")
    converted = convert(found.data)
    secrets = Path(".secret.toml")
    unread = [f"{secrets} is not read any more. Set its secret in the environment: IDP_CLIENT_SECRET."]
    return converted.data, (
        *converted.notes,
        *(unread if secrets.exists() else []),
        f"[tool.pygen] in {found.path} is not read any more. Take it out once version 1 is not used.",
    )


def _write(text: str) -> None:
    """Write the file, wholly or not at all."""
    written = _FILE.with_name(f".{_FILE.name}.tmp")
    try:
        written.write_text(text, encoding="utf-8", newline="\n")
        written.replace(_FILE)
    except OSError as error:
        with suppress(OSError):
            written.unlink(missing_ok=True)
        message = f"{_FILE} cannot be written: {error.strerror or error}."
        fix = "Check the rights of the folder and the room on the disk."
        raise CommandError(ExitCode.WRITING, message, fix) from None
