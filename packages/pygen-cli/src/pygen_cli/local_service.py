"""The emulator with a data model in it, for commands that bring their own service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from pygen_emulator import ApiError, Emulator

from pygen_cli.deployment import Deployment
from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError


def deploy(cdf: Emulator, deployment: Deployment, what: str) -> None:
    """Put a data model into an emulator; ``what`` names it in the message.

    Raises:
        CommandError: the service would refuse it; the message has the service's words.
    """
    try:
        cdf.deploy(
            spaces=deployment.spaces,
            containers=deployment.containers,
            views=deployment.views,
            data_models=deployment.data_models,
            as_system=True,
        )
    except ApiError as error:
        raise CommandError(
            ExitCode.SOURCE, f"The service would refuse {what}: {error.message}", "Correct it."
        ) from error


def environment_of(cdf: Emulator) -> dict[str, str]:
    """The environment variables with which every client of Pygen finds a started emulator."""
    return {"CDF_URL": cdf.base_url, "CDF_PROJECT": cdf.project, "LOGIN_FLOW": "token", "CDF_TOKEN": cdf.token}


def run_beside(cdf: Emulator, program: Sequence[str]) -> int:
    """Serve while a program runs that finds the service in its environment, and give its exit code.

    Raises:
        CommandError: there is no such program.
    """
    # Looked up here because Windows searches only for .exe files.
    found = shutil.which(program[0])
    if found is None:
        # Many machines call it python3, and environments that are not activated do not offer theirs.
        own = f", such as Pygen's own Python: {sys.executable}" if program[0].startswith("python") else ""
        fix = f"Give one that runs in this terminal{own}."
        raise CommandError(ExitCode.USAGE, f"There is no program {program[0]}.", fix)
    with cdf:
        ended = subprocess.call(  # noqa: S603 - it is what the user wants to run
            [found, *program[1:]], env={**os.environ, **environment_of(cdf)}
        )
    # As shells answer for a program that a signal ended.
    return ended if ended >= 0 else 128 - ended
