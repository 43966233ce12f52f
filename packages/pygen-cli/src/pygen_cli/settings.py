"""Settings of a generation: the command line over pygen.toml over the defaults."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from pygen_generator.config import GeneratorConfig, PythonConfig

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError

# Python has a reader of TOML since 3.11; before, the package that it came from is a dependency.
_TOML = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")

FILE_NAME = "pygen.toml"


def read_settings(folder: Path) -> dict[str, Any]:
    """The content of the folder's pygen.toml; nothing where there is none.

    Raises:
        CommandError: it cannot be read, is not TOML, or has a setting that there is not.
    """
    path = folder / FILE_NAME
    try:
        data: dict[str, Any] = _TOML.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise CommandError(ExitCode.USAGE, f"{path} is not TOML: {error}.", "Correct the file.") from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise CommandError(ExitCode.USAGE, message, "Check its rights.") from error
    general = set(GeneratorConfig.model_fields) - {"models", "python"}
    _refuse_unknown(path, "there is no table", data, {"models", "generate", "python"})
    _refuse_unknown(path, "[generate] has no setting", _table(path, data, "generate"), general)
    _refuse_unknown(path, "[python] has no setting", _table(path, data, "python"), PythonConfig.model_fields)
    return data


def config_of(
    settings: Mapping[str, Any],
    *,
    model: tuple[str | None, str | None, str | None] = (None, None, None),
    general: Mapping[str, str | None] | None = None,
    python: Mapping[str, str | None] | None = None,
) -> GeneratorConfig:
    """The configuration from pygen.toml's content and from options, of which None was not given.

    Args:
        settings: Content of pygen.toml.
        model: Space, external id and version of the one data model to generate from.
        general: Options of ``[generate]``.
        python: Options of ``[python]``.

    Raises:
        CommandError: only some of the three parts of the model were given.
        ConfigError: a value cannot be used.
    """
    data = dict(settings)
    names = ("space", "external_id", "version")
    named = {name: value for name, value in zip(names, model, strict=True) if value is not None}
    if named:
        if missing := [f"--{name.replace('_', '-')}" for name in names if name not in named]:
            message = "A data model is named by its space, external id and version; not all of them are given."
            raise CommandError(ExitCode.USAGE, message, f"Add {' and '.join(missing)}.")
        data["models"] = [named]
    for table, options in (("generate", general), ("python", python)):
        given = {name: value for name, value in (options or {}).items() if value is not None}
        data[table] = {**data.get(table, {}), **given}
    return GeneratorConfig.load(data)


def instance_spaces_of(config: GeneratorConfig) -> list[str]:
    """The spaces that instances go to unless told otherwise."""
    return [config.default_instance_space] if config.default_instance_space else []


def _table(path: Path, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, Mapping):
        raise CommandError(ExitCode.USAGE, f"[{name}] in {path} is not a table.", f"Write its settings below [{name}].")
    return table


def _refuse_unknown(path: Path, what: str, data: Mapping[str, Any], known: Iterable[str]) -> None:
    for name in data:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            fix = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(known))}."
            raise CommandError(ExitCode.USAGE, f"{path}: {what} {name}.", fix)
