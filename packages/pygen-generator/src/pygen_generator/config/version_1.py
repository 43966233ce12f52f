"""The settings of version 1 of Pygen, and what they are called today.

Version 1 read ``[tool.pygen]`` of ``pyproject.toml``: one flat table for the model, the names and the login.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pygen_generator.config.values import relative_path
from pygen_generator.errors import ConfigError

_LOGIN = {
    "tenant_id": "IDP_TENANT_ID",
    "token_url": "IDP_TOKEN_URL, with PROVIDER",
    "scopes": "IDP_SCOPES",
    "audience": "IDP_AUDIENCE",
    "client_id": "IDP_CLIENT_ID",
    "client_secret": "IDP_CLIENT_SECRET",
    "cdf_cluster": "CDF_CLUSTER",
    "cdf_url": "CDF_URL",
    "cdf_project": "CDF_PROJECT",
}
_DROPPED = {
    "overwrite": "Pygen knows its own files by pygen.lock; --force overwrites what somebody changed as well.",
    "format_code": "What is generated is formatted.",
}
_MODEL = ("space", "external_id", "version")
_NAMES = ("output_dir", "top_level_package", "client_name", "instance_space")
_KEYS = frozenset({*_LOGIN, *_DROPPED, *_MODEL, *_NAMES, "data_models"})


def is_version_1(table: Mapping[str, Any]) -> bool:
    """Whether the table ``[tool.pygen]`` is of version 1: its settings have names that no table has today."""
    return bool(_KEYS & table.keys())


@dataclass(frozen=True)
class Converted:
    """A configuration made from one of version 1."""

    data: dict[str, Any]
    """In today's form."""
    notes: tuple[str, ...]
    """One line for each setting that has no counterpart, or another meaning: what to do instead."""


def convert(table: Mapping[str, Any]) -> Converted:
    """Put a table of version 1 into today's form.

    Raises:
        ConfigError: its data models are not written as version 1 takes them.
    """
    python: dict[str, Any] = {}
    gone = {**{name: f"Set {variable} in the environment." for name, variable in _LOGIN.items()}, **_DROPPED}
    notes = [f"{name} is not a setting any more. {instead}" for name, instead in gone.items() if name in table]
    notes += [f"{name} was not a setting of version 1 and is left out." for name in sorted(table.keys() - _KEYS)]
    named = [name for name in _MODEL if name in table]
    if named and len(named) < len(_MODEL):
        notes.append(f"{' and '.join(named)} alone do not name a data model and are left out.")
    folders = [_folder(str(table.get("output_dir", ".")), notes)]
    if "top_level_package" in table:
        *above, python["package"] = str(table["top_level_package"]).split(".")
        folders += above
        if above:
            notes.append(
                f"top_level_package was {table['top_level_package']}. Only its last part names the package now; "
                "its modules import one another relatively. The parts before it are folders of output."
            )
    if "client_name" in table:
        python["client_name"] = table["client_name"]
    if (output := PurePosixPath(*folders)) != PurePosixPath():
        python["output"] = output.as_posix()
    general = {"default_instance_space": table["instance_space"]} if "instance_space" in table else {}
    data = {"models": _models(table), "generate": general, "python": python}
    return Converted({name: content for name, content in data.items() if content}, tuple(notes))


def _folder(output: str, notes: list[str]) -> str:
    try:
        return relative_path(output)
    except ValueError:
        notes.append(
            f"output_dir was {output}, which is not below this folder, and is left out. "
            "`pygen generate --output` takes any folder."
        )
        return "."


def _models(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = table.get("data_models", [])
    if all(name in table for name in _MODEL):
        listed = [[table[name] for name in _MODEL]]
    if not isinstance(listed, list) or not all(isinstance(item, list) and len(item) == len(_MODEL) for item in listed):
        raise ConfigError("data_models in [tool.pygen] is not a list of [space, external_id, version].", "Correct it.")
    return [dict(zip(_MODEL, item, strict=True)) for item in listed]
