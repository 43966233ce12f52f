"""`pygen validate`: what is odd about a data model, and what a generation would do about it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.output import Output

if TYPE_CHECKING:
    from pygen_generator import Issue


def validate(
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
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 8 if there are warnings or errors.")
    ] = False,
    sarif: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write SARIF 2.1.0 to a file, or with '-' to standard output.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Show what is looked for, and nothing else.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every finding.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Report what is odd about a data model. No SDK is written.

    Everything that is sound is generated all the same; each finding says what is done about the rest.

    \b
    $ pygen validate
    $ pygen validate --source model --strict
    $ pygen validate --source model --sarif pygen.sarif
    $ pygen validate --rules
    """
    from pygen_cli import findings  # noqa: PLC0415 - the generator is loaded only when it runs
    from pygen_cli.generation import generate_from  # noqa: PLC0415
    from pygen_cli.settings import configs_of, read_settings, sources_of  # noqa: PLC0415

    if sarif == "-" and as_json:
        raise CommandError(ExitCode.USAGE, "Both --json and --sarif want standard output.", "Give --sarif a file.")
    # What goes to standard output for machines stands there alone.
    show = Output(as_json=as_json or (sarif == "-" and not rules))
    if rules:
        findings.show_rules(show)
        show.answer({"rules": findings.rules_as_json()})
        return
    settings = read_settings(Path())
    configs = configs_of(settings, model=(space, external_id, version))
    sources = sources_of(settings, source)
    report = generate_from(sources, Path(), configs, prefer_lock=False).report
    findings.show(show, report, verbose=verbose)
    show.line("Nothing to report." if not report else _verdict(report))
    if as_json:
        show.answer({"findings": findings.as_json(report)})
    if sarif is not None:
        # Findings lie in the source where that is one; several were named by the settings.
        place = sources[0] if len(sources) == 1 else settings.path if settings else Path("pygen.toml")
        _write_sarif(report, place, sarif)
    if strict and findings.is_serious(report):
        raise typer.Exit(ExitCode.FINDINGS)


def _verdict(report: Iterable[Issue]) -> str:
    from pygen_cli.findings import is_serious  # noqa: PLC0415 - the generator is loaded only when it runs

    if is_serious(report):
        return "An SDK can be generated, without what is said to be left out."
    return "An SDK can be generated; nothing is left out that could be there."


def _write_sarif(report: Iterable[Issue], source: Path, target: str) -> None:
    from pygen_cli.sarif import sarif  # noqa: PLC0415 - the generator is loaded only when it runs

    text = json.dumps(sarif(report, source), indent=2, ensure_ascii=True)
    if target == "-":
        print(text, flush=True)
        return
    try:
        Path(target).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}."
        raise CommandError(ExitCode.WRITING, message, "Choose another file for --sarif.") from error
