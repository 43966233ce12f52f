"""`pygen emulator`: a local service with the data model of a source."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError
from pygen_cli.output import Output

if TYPE_CHECKING:
    from pygen_emulator import Emulator

    from pygen_cli.deployment import Deployment
    from pygen_cli.service_data import ServiceData


def emulator(
    program: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="-- PROGRAM",
            help="Run this with the environment in which clients find the local CDF, and end with it.",
            show_default=False,
        ),
    ] = None,
    *,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Data model to begin with: JSON or YAML file, Toolkit folder, or pygen.lock. "
            "By default that of pygen.toml, if any.",
        ),
    ] = None,
    space: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SPACE",
            help="Further space to make, for instances; may be repeated. By default the one in pygen.toml.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65_535, metavar="N", help="Port to listen on; 0 takes a free one.")
    ] = 0,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen on; by default only this machine reaches it.")
    ] = "127.0.0.1",
    project: Annotated[str, typer.Option(metavar="NAME", help="Name of the project.")] = "pygen",
    token: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Bearer token to accept; by default a random one.")
    ] = None,
    db: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to keep the data in; by default it is gone at the end.")
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Instances to begin with: JSON or YAML with items as POST /models/instances takes them; "
            "may be repeated.",
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="Make N valid instances of the data model, the same every time, in the first space.",
        ),
    ] = 0,
    latency: Annotated[int, typer.Option(min=0, metavar="MS", help="Milliseconds that every request waits.")] = 0,
    fail: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="What goes wrong: METHOD PATH EFFECT xN after=N retry-after=N over=N, all but EFFECT if wanted, such "
            "as 'POST /models/instances 503 x2'; may be repeated. Effects are a status, latency=TIME, slow=TIME, "
            "drop-before, drop-after, truncate, token-expired, cursor-expired, version-conflict.",
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Web page that browsers let call it, such as http://localhost:5173, or '*' for all; may be repeated.",
        ),
    ] = None,
    admin: Annotated[
        bool, typer.Option("--admin", help="Let programs on this machine set such rules over HTTP, at /admin/faults.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show JSON.")] = False,
) -> None:
    """Serve a local CDF until Ctrl-C.

    With a program behind --, serve it to that program only: its output and its exit code are those of the command.

    \b
    $ pygen emulator --source model --seed 1000
    $ pygen emulator --source model -- python report.py
    """
    from pygen_emulator import serve  # noqa: PLC0415 - the service is loaded only when it runs

    from pygen_cli.local_service import deploy, run_beside  # noqa: PLC0415
    from pygen_cli.service_data import fill  # noqa: PLC0415

    output = Output(as_json=as_json)
    sources, spaces = _configured(source, space)
    deployment = _deployment(sources, spaces)
    rules = [*([f"latency={latency}ms"] if latency else []), *(fail or [])]
    if not _is_loopback(host):
        output.line(f"With --host {host} others reach it over the network, and the token travels unencrypted.")
    options = {"host": host, "port": port, "project": project, "token": token, "faults": rules, "admin": admin}
    cdf = _emulator(db, **options, allow_origins=allow_origin or ())
    try:
        deploy(cdf, deployment, f"the data model in {', '.join(map(str, sources))}" if sources else "the spaces")
        filled = fill(cdf, data or [], seed, spaces[0] if spaces else None)
        if program:
            raise typer.Exit(run_beside(cdf, program))
        # Ctrl-C is the way to end this, at whatever moment it comes.
        with suppress(KeyboardInterrupt):
            serve(cdf, lambda started: _show(output, started, deployment, filled))
    except OSError as error:
        # The system's own text differs from one Python and platform to the next.
        reason = "it is taken" if error.errno == errno.EADDRINUSE else error.strerror
        message = f"Cannot listen on {host} port {port}: {reason}."
        raise CommandError(ExitCode.USAGE, message, "Choose another --port or --host.") from error
    finally:
        cdf.close()
    output.line("Stopped.")


def _configured(source: Path | None, spaces: list[str] | None) -> tuple[tuple[Path, ...], list[str]]:
    """Sources and spaces: those of options, else those of the settings, which are read only where they count."""
    from pygen_cli.settings import (  # noqa: PLC0415 - loads the generator
        configs_of,
        instance_spaces_of,
        read_settings,
        sources_of,
    )

    settings = None if source and spaces else read_settings(Path())
    return sources_of(settings, source), spaces or instance_spaces_of(*configs_of(settings))


def _deployment(sources: tuple[Path, ...], spaces: list[str]) -> Deployment:
    from pygen_generator.opening import open_source  # noqa: PLC0415 - the generator is loaded only when it runs
    from pygen_generator.schema import Schema  # noqa: PLC0415

    from pygen_cli.deployment import deployment_of  # noqa: PLC0415

    schema = open_source(*sources).load(()) if sources else Schema(())
    return deployment_of(schema, spaces)


def _emulator(db: Path | None, **options: Any) -> Emulator:
    import sqlite3  # noqa: PLC0415 - only the emulator needs it

    from pygen_emulator import Emulator, FaultError, OriginError  # noqa: PLC0415 - the service is loaded only when it runs

    try:
        return Emulator(path=db, **options)
    except FaultError as error:
        fix = "Write --fail like 'POST /models/instances 503 x2'."
        raise CommandError(ExitCode.USAGE, str(error), fix) from error
    except OriginError as error:
        raise CommandError(ExitCode.USAGE, str(error), "Write --allow-origin http://localhost:5173.") from error
    except (sqlite3.Error, OSError) as error:
        raise CommandError(
            ExitCode.WRITING, f"Cannot keep data in {db}: {error}.", "Give --db a new file, or one of an emulator."
        ) from error


def _show(output: Output, cdf: Emulator, deployment: Deployment, filled: ServiceData) -> None:
    from pygen_cli.local_service import environment_of  # noqa: PLC0415 - the service is loaded only when it runs

    models = [str(model.as_id()) for model in deployment.data_models]
    output.line(f"Local CDF at {cdf.base_url}, project {cdf.project}.", style="bold")
    for model in models:
        output.line(f"Data model {model} is deployed.")
    for left_out in deployment.left_out:
        output.line(f"Left out: {left_out}.")
    for told in filled.lines():
        output.line(told)
    rules = [str(each.fault) for each in cdf.faults.all()]
    for rule in rules:
        output.line(f"Fails on demand: {rule}.")
    if cdf.admin_token is not None:
        output.line(f"Rules can be set at {cdf.base_url}/admin/faults with the token {cdf.admin_token}.")
    output.line()
    output.line("In the terminal of a client:")
    pattern = '$env:{} = "{}"' if os.name == "nt" else "export {}={}"
    for name, value in environment_of(cdf).items():
        output.line("  " + pattern.format(name, value))
    output.line()
    output.line("Ctrl-C stops it.")
    output.answer(
        {
            "base_url": cdf.base_url,
            "project": cdf.project,
            "token": cdf.token,
            "token_url": cdf.token_url,
            "client_id": cdf.client_id,
            "client_secret": cdf.client_secret,
            "environment": environment_of(cdf),
            "data_models": models,
            "left_out": deployment.left_out,
            **filled.dump(),
            "faults": rules,
            "admin_token": cdf.admin_token,
        }
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
