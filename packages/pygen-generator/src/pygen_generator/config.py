"""What to generate, and under which names."""

from __future__ import annotations

import hashlib
import json
import keyword
import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator
from pygen_client.schema import DataModelId

from pygen_generator.errors import ConfigError

_SPACE = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?")


def _python_name(value: str) -> str:
    # ASCII only: the name becomes a folder, which other systems may spell in another Unicode form.
    if not (value.isascii() and value.isidentifier()) or keyword.iskeyword(value):
        raise ValueError("it must be a Python name: ASCII letters, digits and underscores, no digit first, no keyword")
    return value


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


PythonName = Annotated[str, AfterValidator(_python_name)]


class PythonConfig(_Settings):
    """Settings of the Python SDK."""

    package: PythonName | None = None
    """Import name of the package; by default the external id of the first data model in snake case."""
    client_name: PythonName | None = None
    """Class name of the client; by default the external id of the first data model in Pascal case, and ``Client``."""
    output: str = "."
    """Folder that the package folder is written to, relative to the folder of the configuration."""

    @field_validator("output")
    @classmethod
    def _inside(cls, value: str) -> str:
        path = PurePosixPath(value.replace("\\", "/"))
        if path.is_absolute() or PureWindowsPath(value).drive or ".." in path.parts:
            raise ValueError("it must be a relative path without '..'")
        return path.as_posix()


class GeneratorConfig(_Settings):
    """What to generate, and under which names. Every value is checked when the object is made."""

    models: tuple[DataModelId, ...] = ()
    """The data models of one SDK; all that the source holds where empty."""
    default_instance_space: str | None = None
    """Space of instances that are written or named without one."""
    python: PythonConfig = Field(default_factory=PythonConfig)

    @field_validator("default_instance_space")
    @classmethod
    def _is_space(cls, value: str | None) -> str | None:
        if value is not None and not _SPACE.fullmatch(value):
            raise ValueError("it must be a space id: 1 to 43 letters, digits, '_' and '-', a letter first")
        return value

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> GeneratorConfig:
        """Make the configuration from the content of ``pygen.toml`` (``[[models]]``, ``[generate]``, ``[python]``).

        Raises:
            ConfigError: a setting is unknown or has a wrong value; all of them are named.
        """
        flat = {key: value for key, value in data.items() if key != "generate"}
        generate = data.get("generate", {})
        if not isinstance(generate, Mapping):
            raise ConfigError("[generate] is not a table.", "Write the settings below a line [generate].")
        if twice := sorted(flat.keys() & generate.keys()):
            raise ConfigError(f"{', '.join(twice)} is set outside and inside of [generate].", "Keep one of them.")
        try:
            return cls.model_validate({**flat, **generate})
        except ValidationError as error:
            raise ConfigError(
                f"The configuration is not valid: {_describe(error)}.", "Correct these settings."
            ) from None

    @property
    def hash(self) -> str:
        """SHA-256 of the settings; equal settings give equal hashes on every machine."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()


def _describe(error: ValidationError) -> str:
    def line(part: Any) -> str:
        place = ".".join(str(step) for step in part["loc"]) or "configuration"
        if part["type"] == "extra_forbidden":
            return f"{place} is not a setting"
        return f"{place}: {part['msg'].removeprefix('Value error, ')}"

    return "; ".join(line(part) for part in error.errors(include_url=False))
