"""What is at the other end: login, project, rights and data models. Asking changes nothing there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pygen_client import PygenClient, PygenClientConfig
from pygen_client.resources.token import TokenInspection
from pygen_client.schema import DataModelId
from pygen_generator.errors import GeneratorError

from pygen_cli.doctor.check import Check, State, in_turn, works
from pygen_cli.exit_codes import ExitCode
from pygen_cli.generation import client_config
from pygen_cli.settings import configs_of, read_settings

_PREFIXES = ("CDF_", "IDP_", "LOGIN_FLOW", "PROVIDER")
_RIGHTS = (
    ("dataModelsAcl", "READ", "read data models"),
    ("dataModelInstancesAcl", "READ", "read instances"),
    ("dataModelInstancesAcl", "WRITE", "write instances"),
)


def look_at_service(folder: Path) -> Iterator[Check]:
    """Where the environment points to, and what can be done there."""
    names = sorted(name for name in os.environ if name.startswith(_PREFIXES))
    if not names:
        fix = "Set CDF_CLUSTER, CDF_PROJECT and a login such as CDF_TOKEN; or generate from files with --source."
        yield Check("environment", State.MISSING, "No variable names a service.", fix)
        return
    config = client_config()
    # The names of the variables and never their values: some are secrets.
    yield works("environment", f"{', '.join(names)} give {config.base_url}, project {config.project}.")
    with PygenClient(config) as client:
        yield from in_turn("login", lambda: _look_inside(client, config, _models(folder)))


def _models(folder: Path) -> list[DataModelId]:
    try:
        configs = configs_of(read_settings(folder))
    except GeneratorError:  # said by the check of the settings
        return []
    return list(dict.fromkeys(model for config in configs for model in config.models))


def _look_inside(client: PygenClient, config: PygenClientConfig, models: list[DataModelId]) -> Iterator[Check]:
    token = client.token.inspect()
    yield works("login", f"{type(config.credentials).__name__} is accepted.")
    projects = [project.project_url_name for project in token.projects]
    if config.project not in projects:
        text = f"The login opens {', '.join(sorted(projects)) or 'no project'}, not {config.project}."
        fix = "Correct CDF_PROJECT, or ask the owner of the project for access."
        yield Check("project", State.FAILS, text, fix, ExitCode.ACCESS)
        return
    yield works("project", f"The login opens {config.project}.")
    lacking = [what for acl, action, what in _RIGHTS if not _may(token, config.project, acl, action)]
    if lacking:
        text = f"The login may not {', '.join(lacking)}."
        yield Check("rights", State.MISSING, text, "Ask the owner of the project, if you need it.")
    else:
        yield works("rights", f"The login may {', '.join(what for _, _, what in _RIGHTS)}, in some spaces at least.")
    for model in models:
        yield from in_turn("data model", partial(_look_at_model, client, model))


def _look_at_model(client: PygenClient, model: DataModelId) -> Iterator[Check]:
    if client.data_models.retrieve([model]):
        yield works("data model", f"{model} can be read.")
    else:
        fix = "Check space, external id and version, and that the login may read its space."
        yield Check("data model", State.FAILS, f"{model} is not there.", fix, ExitCode.SOURCE)


def _may(token: TokenInspection, project: str, acl: str, action: str) -> bool:
    for capability in token.capabilities:
        projects = capability.get("projectScope", {}).get("projects")
        if (projects is None or project in projects) and action in capability.get(acl, {}).get("actions", ()):
            return True
    return False
