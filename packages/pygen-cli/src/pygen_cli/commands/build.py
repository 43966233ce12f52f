"""`pygen build`: a wheel of the SDK."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pygen_cli.output import Output


def build(
    *,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="JSON or YAML file, Toolkit folder, or pygen.lock; by default pygen.lock, then that of the settings, "
            "then the service.",
        ),
    ] = None,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Folder to put the wheel in.")] = Path("dist"),
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Build a wheel of the SDK that the settings describe.

    Modules that you put beside the generated ones are part of it. It needs hatchling, and no network.

    \b
    $ pygen build
    $ pygen build --source model.json --output wheels
    """
    from pygen_generator.lock import LOCK_NAME  # noqa: PLC0415 - the generator is loaded only when it runs
    from pygen_generator.writer.plan import make_plan  # noqa: PLC0415

    from pygen_cli.generation import generate_from  # noqa: PLC0415
    from pygen_cli.settings import configs_of, read_settings, sources_of  # noqa: PLC0415
    from pygen_cli.wheels import build_wheel, check_backend, check_unchanged, python_project  # noqa: PLC0415

    show = Output(as_json=as_json)
    check_backend()
    root = Path()
    settings = read_settings(root)
    projects = [python_project(config) for config in configs_of(settings)]
    # What lies in the folder was made from the lock, even if the source has changed since.
    sources = () if source is None and (root / LOCK_NAME).exists() else sources_of(settings, source)
    with show.busy("Reading the data model and generating"):
        sdk = generate_from(sources, root, projects, prefer_lock=True)
    check_unchanged(make_plan(sdk.files, sdk.lock, root), sdk)
    with show.busy("Building"):
        wheels = [build_wheel(sdk, package, root, output) for package in sdk.packages]
    for wheel in wheels:
        show.line(f"{wheel} is built.")
    show.answer({"wheels": [str(wheel) for wheel in wheels]})
