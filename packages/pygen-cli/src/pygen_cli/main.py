"""The `pygen` command line."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from pygen_cli.commands.build import build
from pygen_cli.commands.demo import demo
from pygen_cli.commands.diff import diff
from pygen_cli.commands.doctor import doctor
from pygen_cli.commands.emulator import emulator
from pygen_cli.commands.generate import generate
from pygen_cli.commands.init import init
from pygen_cli.commands.validate import validate
from pygen_cli.commands.version import version
from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import guard, show_tracebacks


def build_app(*, terminal: bool) -> typer.Typer:
    """The commands, with help in colour and boxes on a terminal and as plain text elsewhere."""
    app = typer.Typer(
        name="pygen",
        help="Typed SDKs from the data models of Cognite Data Fusion (CDF).",
        epilog=_epilog(terminal),
        no_args_is_help=True,
        rich_markup_mode="rich" if terminal else None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def options(
        traceback: Annotated[
            bool,
            typer.Option("--traceback", envvar="PYGEN_TRACEBACK", help="Show where in the code it failed."),
        ] = False,
    ) -> None:
        show_tracebacks.set(traceback)

    for command in (init, generate, validate, diff, demo, emulator, build, doctor, version):
        app.command(command.__name__)(guard(command))
    return app


def _epilog(terminal: bool) -> str:
    codes = [f"{code:>3}  {code.meaning}" for code in ExitCode]
    if terminal:
        return "\n\n".join(["Exit codes:", *codes])
    # The mark keeps the lines below it as they are.
    return "\n".join(["\b", "Exit codes:", *codes])


def main() -> None:
    """Run the command line of this process and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A name that the terminal's encoding lacks is shown as an escape; it must not end the command.
            stream.reconfigure(errors="backslashreplace")
    try:
        build_app(terminal=sys.stdout.isatty())()
    finally:
        _give_up_what_cannot_be_written()


def _give_up_what_cannot_be_written() -> None:
    """Let Python not try it again at its end, with a message and an exit code of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
