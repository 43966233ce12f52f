"""`pygen demo`: from a data model to data, in seconds, without an account."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer

from pygen_cli.output import Output


def demo(
    *,
    output: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder to leave the model, its SDK and the script in.")
    ] = Path("pygen-demo"),
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Start a local CDF, generate the SDK of an example, and use it."""
    from pygen_cli.demo.tour import Tour  # noqa: PLC0415 - service and generator are loaded only when they run
    from pygen_cli.plans import counts, show_counts  # noqa: PLC0415

    show = Output(as_json=as_json)
    tour = Tour(output)
    show.line(
        f"The data model {', '.join(tour.data_models)} is in {output / 'model'}, its SDK in {output / tour.package}."
    )
    show_counts(show, tour.plan, done=True)
    show.line("A local CDF runs in this process, with the model deployed.")
    steps = []
    for number, shown in enumerate(tour.run(), 1):
        show.line()
        show.line(f"{number}. {shown.step.title}", style="bold")
        show.line()
        show.code(indent(shown.step.code, "    "))
        show.line()
        for line in shown.output.splitlines():
            show.line(f"  > {line}", style="green")
        steps.append({"title": shown.step.title, "code": shown.step.code, "output": shown.output})
    show.line()
    show.line(f"Look around in {output}: README.md says how to go on.")
    show.answer({"folder": str(output), "package": tour.package, "counts": counts(tour.plan), "steps": steps})
