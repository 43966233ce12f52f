"""`pygen generate`: a data model becomes the files of its SDK."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.output import Output

if TYPE_CHECKING:
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
            help="JSON or YAML file, Toolkit folder, or pygen.lock; by default the service in the environment.",
        ),
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Language, by default python; may be repeated.")
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
    check: Annotated[
        bool, typer.Option("--check", help="Show how the files differ from what would be generated; write nothing.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that somebody changed.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every file and every finding.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Generate an SDK. Settings come from options, then pygen.toml in this folder, then defaults.

    Without --source, --check takes the data model from pygen.lock and needs no connection.
    """
    from pygen_generator.writer.apply import apply_plan  # noqa: PLC0415 - the generator is loaded only when it runs
    from pygen_generator.writer.plan import make_plan  # noqa: PLC0415

    from pygen_cli import findings, plans  # noqa: PLC0415
    from pygen_cli.generation import check_is_folder, generate_from, package_folder  # noqa: PLC0415
    from pygen_cli.settings import config_of, read_settings  # noqa: PLC0415

    _check_languages(language or [])
    config = config_of(
        read_settings(Path()),
        model=(space, external_id, version),
        general={"default_instance_space": default_instance_space},
        # A folder on the command line takes the package and the lock; the one in pygen.toml takes the package only.
        python={"package": package, "client_name": client_name, "output": None if output is None else "."},
    )
    root = output or Path()
    check_is_folder(root)
    sdk = generate_from(source, root, config, prefer_lock=check)
    plan = make_plan(sdk.files, sdk.lock, root)
    folder = package_folder(sdk)
    writes = not (dry_run or check)
    if writes:
        if not force:
            plans.refuse_other_package(plan, folder)
        apply_plan(plan, force=force)

    show = Output(as_json=as_json)
    findings.show(show, sdk.report, verbose=verbose)
    plans.show_counts(show, plan, done=writes)
    if verbose or dry_run or check:
        plans.show_files(show, plan, unchanged=verbose)
    if check:
        show.diff(plans.diff(plan))
    show.line(_next_step(plan, folder, check=check, dry_run=dry_run))
    show.answer(
        {
            "root": str(root),
            "package": str(folder),
            "written": writes,
            "counts": plans.counts(plan),
            "files": plans.as_json(plan),
            "lock_changed": plan.lock_changed,
            "findings": findings.as_json(sdk.report),
        }
    )
    if check and not plan.is_unchanged:
        raise typer.Exit(ExitCode.DIFFERENT)


def _check_languages(languages: list[str]) -> None:
    if "typescript" in languages:
        message = "TypeScript SDKs cannot be generated yet."
        raise CommandError(ExitCode.USAGE, message, "Leave --language typescript out.")
    if unknown := [name for name in languages if name != "python"]:
        message = f"There is no language {', '.join(unknown)}."
        raise CommandError(ExitCode.USAGE, message, "Use --language python.")


def _next_step(plan: Plan, folder: PurePosixPath, *, check: bool, dry_run: bool) -> str:
    from pygen_generator.writer.plan import Action  # noqa: PLC0415 - the generator is loaded only when it runs

    if plan.is_unchanged:
        return "The files are what would be generated." if check or dry_run else "Nothing to do."
    if all(change.action is Action.UNCHANGED for change in plan.changes) and (check or dry_run):
        return "Only pygen.lock would change. `pygen generate` writes it."
    if check:
        return "The files differ. `pygen generate` without --check writes them."
    if dry_run:
        return "Nothing was written. `pygen generate` without --dry-run does it."
    place = plan.root / folder.parent
    return f"Next: `import {folder.name}`" + (
        ", in this folder." if place == Path() else f", with {place} on sys.path."
    )
