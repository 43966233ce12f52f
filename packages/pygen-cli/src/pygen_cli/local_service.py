"""The emulator with a data model in it, for commands that bring their own service."""

from __future__ import annotations

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
