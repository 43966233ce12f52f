"""`pygen doctor`: what works, what does not, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.output import Output

if TYPE_CHECKING:
    from pygen_cli.doctor.check import Check


def doctor(
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Do not talk to the service.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Say what works and what does not, and what to do.

    It changes nothing and shows no secret. It ends with the exit code of the first thing that fails.

    \b
    $ pygen doctor
    $ pygen doctor --offline
    """
    from pygen_cli.doctor.check import State, in_turn  # noqa: PLC0415 - our libraries are loaded only when it runs
    from pygen_cli.doctor.here import look_at_packages, look_at_settings  # noqa: PLC0415
    from pygen_cli.doctor.there import look_at_service  # noqa: PLC0415

    show = Output(as_json=as_json)
    folder = Path()
    subjects = [("packages", look_at_packages), ("settings", lambda: look_at_settings(folder))]
    if not offline:
        subjects.append(("environment", lambda: look_at_service(folder)))
    checks: list[Check] = []
    for name, look in subjects:
        for check in in_turn(name, look):
            checks.append(check)
            _show(show, check)
    failing = [check for check in checks if check.state is State.FAILS]
    show.line()
    show.line(f"{len(failing)} of {len(checks)} checks fail." if failing else "Nothing fails.")
    show.answer({"checks": [_dump(check) for check in checks], "failing": len(failing)})
    if failing:
        raise typer.Exit(failing[0].exit_code or ExitCode.BUG)


def _show(show: Output, check: Check) -> None:
    styles = {"ok": "green", "note": "yellow", "fails": "red"}
    show.line(f"{check.state.value:<6} {check.name}: {check.text}", style=styles[check.state.value])
    if check.fix:
        show.line(f"       {check.fix}")


def _dump(check: Check) -> dict[str, str | None]:
    return {"name": check.name, "state": check.state.value, "text": check.text, "fix": check.fix or None}
