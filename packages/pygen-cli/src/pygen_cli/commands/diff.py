"""`pygen diff`: what changed in a data model, and what that means for programs that use its SDK."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.output import Output

if TYPE_CHECKING:
    from pygen_generator import Comparison, GeneratorConfig, PythonConfig, Schema, TypescriptConfig


class FailOn(str, Enum):
    """Which changes end the command with an exit code of their own."""

    BREAKING = "breaking"
    ANY = "any"


def diff(
    old: Annotated[
        Path | None,
        typer.Argument(metavar="OLD", help="Schema before: file, Toolkit folder or lock; by default pygen.lock."),
    ] = None,
    new: Annotated[
        Path | None,
        typer.Argument(metavar="NEW", help="Schema now; by default the source of the settings, then the service."),
    ] = None,
    *,
    source: Annotated[Path | None, typer.Option(metavar="PATH", help="Schema now, where NEW is not given.")] = None,
    service: Annotated[
        bool, typer.Option("--service", help="Schema now is that of the service, whatever the settings name.")
    ] = False,
    space: Annotated[str | None, typer.Option(metavar="SPACE", help="Space of the data model now.")] = None,
    external_id: Annotated[str | None, typer.Option(metavar="ID", help="External id of the data model now.")] = None,
    version: Annotated[str | None, typer.Option(metavar="VERSION", help="Version of the data model now.")] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="End with exit code 7 if programs break; with 'any' also with 1 if anything changed."),
    ] = None,
    from_version: Annotated[
        str | None, typer.Option(metavar="X.Y.Z", help="Version of the SDK, to show the one that follows.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show changes of texts, inherited changes and every name.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Show what changed in a data model since its SDK was generated, and which programs break.

    By default pygen.lock is compared with the source that pygen.toml names; or with the data models that it names,
    or those of the lock, as the service has them now. Nothing is written.

    \b
    $ pygen diff
    $ pygen diff --service
    $ pygen diff --source model --fail-on breaking
    $ pygen diff old.json new.json --json
    """
    from pygen_generator.compatibility import compare_schemas  # noqa: PLC0415 - the generator is loaded only here

    from pygen_cli import changes  # noqa: PLC0415
    from pygen_cli.settings import configs_of, read_settings, sources_of  # noqa: PLC0415

    given = [name for name, is_given in (("NEW", new), ("--source", source), ("--service", service)) if is_given]
    if len(given) > 1:
        message = f"{' and '.join(given)} say what the schema is now."
        raise CommandError(ExitCode.USAGE, message, "Give one of them.")
    settings = read_settings(Path())
    configs = configs_of(settings, model=(space, external_id, version))
    sources = () if service else sources_of(settings, new or source)
    before, now = _schemas(old, sources, configs)
    compared = [(each, compare_schemas(*_of_target(before, now, each, configs), each)) for each in configs]
    show = Output(as_json=as_json)
    for config, comparison in compared:
        if len(compared) > 1:
            show.line(f"SDK {_name(config)}:")
        changes.show(show, comparison, verbose=verbose)
        show.line(changes.version_line(comparison.step, _version(config, from_version)))
    answers = [
        {"package": _table(config).package, **changes.as_json(comparison, _version(config, from_version))}
        for config, comparison in compared
    ]
    now_at = ", ".join(map(str, sources)) or "service"
    show.answer({"old": str(old or _lock_name()), "new": now_at, "sdks": answers})
    _end([comparison for _, comparison in compared], fail_on)


def _schemas(old: Path | None, new: tuple[Path, ...], configs: tuple[GeneratorConfig, ...]) -> tuple[Schema, Schema]:
    from pygen_cli.generation import schema_from  # noqa: PLC0415 - the generator is loaded only when it runs

    if old is None and not Path(_lock_name()).exists():
        message = f"There is no {_lock_name()} in this folder to compare with."
        raise CommandError(ExitCode.SOURCE, message, "Run `pygen generate` first, or name two schemas.")
    before = schema_from([old or Path(_lock_name())], ())
    wanted = {model: None for config in configs for model in config.models}
    if not new and not wanted:
        wanted = {model.as_id(): None for model in before.data_models}
    return before, schema_from(new, list(wanted))


def _of_target(
    old: Schema, new: Schema, config: GeneratorConfig, configs: tuple[GeneratorConfig, ...]
) -> tuple[Schema, Schema]:
    """What belongs to one of several SDKs; of the old schema the same data models, in whatever version."""
    if len(configs) == 1 or not config.models:
        return old, new
    names = {(model.space, model.external_id) for model in config.models}
    before = [model.as_id() for model in old.data_models if (model.space, model.external_id) in names]
    return old.select(before), new.select(config.models)


def _table(config: GeneratorConfig) -> PythonConfig | TypescriptConfig:
    """The settings of the SDK's first language: its names stand for the SDK."""
    return config.python if config.chosen_languages[0] == "python" else config.typescript


def _name(config: GeneratorConfig) -> str:
    """What to call one of several SDKs."""
    return _table(config).package or ", ".join(model.external_id for model in config.models) or "of all data models"


def _version(config: GeneratorConfig, given: str | None) -> str | None:
    """The version of the SDK, if anybody has said it."""
    table = _table(config)
    return given or (table.version if "version" in table.model_fields_set else None)


def _lock_name() -> str:
    from pygen_generator.lock import LOCK_NAME  # noqa: PLC0415 - the generator is loaded only when it runs

    return LOCK_NAME


def _end(comparisons: list[Comparison], fail_on: FailOn | None) -> None:
    if fail_on is None:
        return
    if any(comparison.breaks for comparison in comparisons):
        raise typer.Exit(ExitCode.BREAKING)
    if fail_on is FailOn.ANY and any(comparison.changes for comparison in comparisons):
        raise typer.Exit(ExitCode.DIFFERENT)
