"""From what the command line names to an SDK."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pygen_client
from pygen_client import PygenValidationError, RetryPolicy
from pygen_client.schema import DataModelId
from pygen_generator.config import GeneratorConfig
from pygen_generator.generate import GeneratedSDK, generate_sdk
from pygen_generator.lock import LOCK_NAME
from pygen_generator.lock_source import LockSource
from pygen_generator.opening import open_source
from pygen_generator.schema import Schema
from pygen_generator.sources.service import ServiceSource

from pygen_cli.exit_codes import ExitCode
from pygen_cli.failure import CommandError

# Somebody waits for the answer, so a host that cannot be reached is reported after seconds.
_RETRY = RetryPolicy(max_retries=3, max_connection_retries=1, longest=10.0)
_NO_MODEL = (
    "No data model is named.",
    "Give --space, --external-id and --version, or --source; or [[models]] or a source in pygen.toml (`pygen init`).",
)


def generate_from(
    paths: Sequence[Path], root: Path, config: GeneratorConfig | Sequence[GeneratorConfig], *, prefer_lock: bool
) -> GeneratedSDK:
    """Generate the SDK of the models at some paths, or of those in the service that the environment names.

    Args:
        paths: Files, Toolkit folders or locks; none for the service.
        root: Folder of the SDK's lock.
        config: Names the models of each SDK; those of paths may go unnamed.
        prefer_lock: Without a path, take the schema from the SDK's lock if there is one.

    Raises:
        CommandError: no model is named, or there is no login in the environment.
        GeneratorError: the model cannot be found, read or used.
        PygenError: the service did not give it.
    """
    if paths:
        return generate_sdk(open_source(*paths), config)
    lock = root / LOCK_NAME
    if prefer_lock and lock.exists():
        return generate_sdk(LockSource(lock), config)
    configs = [config] if isinstance(config, GeneratorConfig) else config
    if not all(each.models for each in configs):
        raise CommandError(ExitCode.USAGE, *_NO_MODEL)
    with pygen_client.PygenClient(client_config()) as client:
        return generate_sdk(ServiceSource(client), config)


def schema_from(paths: Sequence[Path], wanted: Sequence[DataModelId]) -> Schema:
    """The schema of data models at some paths, or in the service that the environment names.

    Args:
        paths: Files, Toolkit folders or locks; none for the service.
        wanted: The data models; all that the paths hold where empty.

    Raises:
        CommandError: no model of the service is named, or there is no login in the environment.
        GeneratorError: a model cannot be found, read or used.
        PygenError: the service did not give it.
    """
    if paths:
        return open_source(*paths).load(wanted)
    if not wanted:
        raise CommandError(ExitCode.USAGE, *_NO_MODEL)
    with pygen_client.PygenClient(client_config()) as client:
        return ServiceSource(client).load(wanted)


def check_is_folder(place: Path) -> None:
    """Refuse to write into something that is not a folder and cannot become one.

    Raises:
        CommandError: a file stands at the place, or at one of the folders above it.
    """
    for path in (place, *place.parents):
        if path.exists() and not path.is_dir():
            raise CommandError(ExitCode.WRITING, f"{path} is a file, not a folder.", "Choose another --output.")


def client_config() -> pygen_client.PygenClientConfig:
    """The service that the environment names, asked with the patience of somebody who waits for the answer.

    Raises:
        CommandError: the environment does not name one, or no login.
    """
    try:
        config = pygen_client.PygenClientConfig.from_env()
    except PygenValidationError as error:
        message = f"The environment does not say how to log in to the service: {error}."
        fix = "Set the variable, or give the data model as a file or folder with --source."
        raise CommandError(ExitCode.ACCESS, message, fix) from error
    return replace(config, retry=_RETRY, client_name="pygen-cli")
