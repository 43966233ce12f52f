"""Settings of a generation: the command line over the file over the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pygen_generator.config import ConfigFile, ConfigSource, GeneratorConfig, find_config

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError

NO_MODEL: tuple[None, None, None] = (None, None, None)


def read_settings(folder: Path) -> ConfigSource | None:
    """The configuration in a folder, checked; None where there is none.

    Raises:
        ConfigError: it cannot be read, is of version 1, or has a setting that there is not.
    """
    found = find_config(folder)
    if found is not None:
        found.load()
    return found


def model_named(parts: tuple[str | None, str | None, str | None]) -> dict[str, str] | None:
    """The data model that options name by space, external id and version; None if they name none.

    Raises:
        CommandError: only some of the three were given.
    """
    names = ("space", "external_id", "version")
    named = {name: value for name, value in zip(names, parts, strict=True) if value is not None}
    if named and len(named) < len(names):
        missing = [f"--{name.replace('_', '-')}" for name in names if name not in named]
        message = "A data model is named by its space, external id and version; not all of them are given."
        raise CommandError(ExitCode.USAGE, message, f"Add {' and '.join(missing)}.")
    return named or None


def sources_of(settings: ConfigSource | None, path: Path | None) -> tuple[Path, ...]:
    """The files and folders that data models come from; none where they come from the service.

    Args:
        settings: The file, whose own paths begin at its folder.
        path: What the command line names; it goes before the file.

    Raises:
        SourceNotFoundError: the file names one that is not there.
    """
    if path is not None:
        return (path,)
    return settings.sources if settings else ()


def configs_of(
    settings: ConfigSource | None,
    *,
    model: tuple[str | None, str | None, str | None] = NO_MODEL,
    general: Mapping[str, Any] | None = None,
    python: Mapping[str, Any] | None = None,
    typescript: Mapping[str, Any] | None = None,
) -> tuple[GeneratorConfig, ...]:
    """The configuration of each SDK, from a file and from options, of which None was not given.

    Args:
        settings: The file.
        model: Space, external id and version of the one data model to generate from.
        general: Options of ``[generate]``.
        python: Options of ``[python]``.
        typescript: Options of ``[typescript]``.

    Raises:
        CommandError: only some of the three parts of the model were given, or options that name one of several SDKs.
        ConfigError: a value cannot be used.
    """
    data = dict(settings.data) if settings else {}
    if named := model_named(model):
        data["models"] = [named]
    given = {
        table: {name: value for name, value in (options or {}).items() if value is not None}
        for table, options in (("generate", general), ("python", python), ("typescript", typescript))
    }
    if data.get("targets") and (named or any(given.values())):
        message = "Options for one SDK were given, and the configuration has several targets."
        raise CommandError(ExitCode.USAGE, message, "Set them in the file.")
    for table, options in given.items():
        # A table of a language asks for that language, so an empty one is not the same as none.
        if options:
            data[table] = {**data.get(table, {}), **options}
    return ConfigFile.load(data).configs


def instance_spaces_of(*configs: GeneratorConfig) -> list[str]:
    """The spaces that instances go to unless told otherwise."""
    spaces = (config.default_instance_space for config in configs)
    return list(dict.fromkeys(space for space in spaces if space))
