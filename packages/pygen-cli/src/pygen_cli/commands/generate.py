"""`pygen generate`: a data model becomes the files of its SDK."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError, show_failure
from pygen_cli.output import Output

if TYPE_CHECKING:
    from pygen_generator.config import GeneratorConfig
    from pygen_generator.generate import GeneratedPackage, GeneratedSDK
    from pygen_generator.writer.plan import Plan


def generate(
    *,
    space: Annotated[str | None, typer.Option(metavar="SPACE", help="Space of the data model.")] = None,
    external_id: Annotated[str | None, typer.Option(metavar="ID", help="External id of the data model.")] = None,
    version: Annotated[str | None, typer.Option(metavar="VERSION", help="Version of the data model.")] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="JSON or YAML file, Toolkit folder, or pygen.lock; by default that of the settings, then the service.",
        ),
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="python or typescript; may be repeated.")
    ] = None,
    package: Annotated[str | None, typer.Option(metavar="NAME", help="Import name of the package.")] = None,
    client_name: Annotated[str | None, typer.Option(metavar="NAME", help="Class name of the client.")] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to put the package and its pygen.lock in.")
    ] = None,
    default_instance_space: Annotated[
        str | None, typer.Option(metavar="SPACE", help="Space of instances that are named without one.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show how files would change; write nothing.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="As --diff, and end with exit code 1 if a file would change.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite generated files that somebody changed.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Generate again when the source or the settings change, until Ctrl-C.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every file and every finding.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Generate an SDK. Settings come from options, then from the file in this folder, then defaults.

    The file is pygen.toml, pygen.yaml, or pyproject.toml with a table tool.pygen; `pygen init` writes one.
    Where neither an option nor the file names a source, --check and --diff take the data model from pygen.lock.

    \b
    $ pygen generate
    $ pygen generate --space my_space --external-id MyModel --version v1 --output sdk
    $ pygen generate --source model.json --package shop_sdk --output src
    $ pygen generate --source model --watch
    $ pygen generate --check
    """
    from pygen_cli.settings import configs_of, read_settings, sources_of  # noqa: PLC0415 - loads the generator

    languages = _languages(language or [])
    sources = sources_of(read_settings(Path()), source)
    if watch and (not sources or dry_run or check or diff or as_json):
        message = "--watch looks at a file or folder and writes what it gives."
        raise CommandError(ExitCode.USAGE, message, "Name the data model with --source, and leave other modes out.")

    def settings() -> tuple[GeneratorConfig, ...]:
        return configs_of(
            read_settings(Path()),
            model=(space, external_id, version),
            general={"default_instance_space": default_instance_space, "languages": languages},
            **_names(languages, package, client_name, output),
        )

    mode = _Mode(
        write=not (dry_run or check or diff),
        files=verbose or dry_run or check or diff,
        diff=check or diff,
        check=check,
        force=force,
        verbose=verbose,
    )
    show = Output(as_json=as_json)
    root = output or Path()
    if watch:
        _watch(show, sources, settings, lambda configs: _generate(show, mode, sources, root, configs))
    elif not _generate(show, mode, sources, root, settings()) and check:
        raise typer.Exit(ExitCode.DIFFERENT)


def _languages(named: list[str]) -> tuple[str, ...] | None:
    """The languages of the command line; None where it names none."""
    from pygen_generator.generators import CONTRACTS  # noqa: PLC0415 - the generator is loaded only when it runs

    if unknown := [name for name in named if name not in CONTRACTS]:
        message = f"There is no language {', '.join(unknown)}."
        raise CommandError(ExitCode.USAGE, message, f"There are: {', '.join(sorted(CONTRACTS))}.")
    return tuple(named) or None


def _names(
    languages: tuple[str, ...] | None, package: str | None, client_name: str | None, output: Path | None
) -> dict[str, dict[str, str | None]]:
    """The options for names, by the table that they go before. Those for TypeScript stand alone or in the file."""
    if languages == ("typescript",):
        return {"typescript": {"package": package, "client_name": client_name}}
    # A folder on the command line takes the package and the lock; the one in the file takes the package only.
    return {"python": {"package": package, "client_name": client_name, "output": None if output is None else "."}}


@dataclass(frozen=True)
class _Mode:
    """What is done with the files, and what is shown."""

    write: bool
    files: bool
    diff: bool
    check: bool
    force: bool
    verbose: bool


def _generate(
    show: Output, mode: _Mode, sources: Sequence[Path], root: Path, configs: tuple[GeneratorConfig, ...]
) -> bool:
    """Generate once, and say whether the folder already held what was generated."""
    from pygen_generator.writer.apply import apply_plan  # noqa: PLC0415 - the generator is loaded only when it runs
    from pygen_generator.writer.plan import make_plan  # noqa: PLC0415

    from pygen_cli import findings, plans  # noqa: PLC0415
    from pygen_cli.generation import check_is_folder, generate_from  # noqa: PLC0415

    check_is_folder(root)
    with show.busy("Reading the data model and generating"):
        sdk = generate_from(sources, root, configs, prefer_lock=mode.diff)
    plan = make_plan(sdk.files, sdk.lock, root)
    if mode.write:
        if not mode.force:
            plans.refuse_other_package(plan)
        apply_plan(plan, force=mode.force)

    findings.show(show, sdk.report, verbose=mode.verbose)
    plans.show_counts(show, plan, done=mode.write)
    if mode.files:
        plans.show_files(show, plan, unchanged=mode.verbose)
    if mode.diff:
        show.diff(plans.diff(plan))
    show.line(_next_step(plan, sdk, mode))
    _answer(show, plan, sdk, mode)
    return plan.is_unchanged


def _answer(show: Output, plan: Plan, sdk: GeneratedSDK, mode: _Mode) -> None:
    from pygen_cli import findings, plans  # noqa: PLC0415 - the generator is loaded only when it runs

    show.answer(
        {
            "root": str(plan.root),
            "packages": [package.folder for package in sdk.packages],
            "written": mode.write,
            "counts": plans.counts(plan),
            "files": plans.as_json(plan),
            "lock_changed": plan.lock_changed,
            "findings": findings.as_json(sdk.report),
        }
    )


def _watch(
    show: Output,
    sources: Sequence[Path],
    settings: Callable[[], tuple[GeneratorConfig, ...]],
    run: Callable[[tuple[GeneratorConfig, ...]], object],
) -> None:
    """Run again and again; templates are looked at, too, if the settings name some at the beginning."""
    from pygen_generator.config import CONFIG_NAMES  # noqa: PLC0415 - the generator is loaded only when it runs

    from pygen_cli.watching import changes_of  # noqa: PLC0415

    watched = [*sources, *map(Path, CONFIG_NAMES)]
    watched += [Path(one.python.templates) for one in settings() if one.python.templates]

    def attempt() -> None:
        try:
            run(settings())
        except Exception as error:
            # Whatever is wrong now may be right after the next change.
            show_failure(error)

    changes = changes_of(watched)
    attempt()
    show.line(f"Watching {', '.join(map(str, sources))} and the settings. Ctrl-C stops it.")
    try:
        for changed in changes:
            show.line()
            show.line(f"Changed: {', '.join(map(str, changed))}.")
            attempt()
    except KeyboardInterrupt:
        show.line("Stopped.")


def _next_step(plan: Plan, sdk: GeneratedSDK, mode: _Mode) -> str:
    from pygen_generator.writer.plan import Action  # noqa: PLC0415 - the generator is loaded only when it runs

    if plan.is_unchanged:
        return "Nothing to do." if mode.write else "The files are what would be generated."
    if not mode.write and all(change.action is Action.UNCHANGED for change in plan.changes):
        return "Only pygen.lock would change. `pygen generate` writes it."
    if mode.check:
        return "The files differ. `pygen generate` without --check writes them."
    if not mode.write:
        return f"Nothing was written. `pygen generate` without {'--diff' if mode.diff else '--dry-run'} does it."
    return " ".join(_use(plan.root, package) for package in sdk.packages)


def _use(root: Path, package: GeneratedPackage) -> str:
    """How a program gets at a package that was written."""
    folder = root / package.folder
    if package.language == "typescript":
        return f'Next: `import {{ {package.client} }} from "./{(folder / "src" / "index.ts").as_posix()}"`.'
    return f"Next: `import {package.name}`" + (
        ", in this folder." if folder.parent == Path() else f", with {folder.parent} on sys.path."
    )
