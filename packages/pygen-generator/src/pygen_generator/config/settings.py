"""The settings, by table. Every value is checked when an object is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pygen_client.schema import DataModelId

from pygen_generator.config.faults import config_error
from pygen_generator.config.values import (
    DistributionName,
    NpmName,
    NpmVersion,
    PartName,
    PythonName,
    RelativePath,
    SourcePaths,
    SpaceId,
    TypescriptClass,
    TypescriptName,
    Version,
    ViewPattern,
    model_id_of,
)
from pygen_generator.errors import ConfigError


class Settings(BaseModel):
    """Base of all tables of settings."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class ModelEntry(Settings):
    """One data model."""

    space: str
    """Its space."""
    external_id: str
    """Its external id."""
    version: str
    """Its version."""


ModelId = Annotated[DataModelId, model_id_of(ModelEntry)]


class PythonConfig(Settings):
    """Settings of the Python SDK."""

    package: PythonName | None = None
    """Import name of the package; by default the external id of the first data model in snake case."""
    client_name: PythonName | None = None
    """Class name of the client; by default the external id of the first data model in Pascal case, and ``Client``."""
    output: RelativePath = "."
    """Folder that the package folder is written to, relative to the folder of the configuration."""
    naming: Literal["snake_case", "as_is"] = "snake_case"
    """How properties and views are spelt: ``snake_case`` attributes and ``PascalCase`` classes, or as in the model."""
    names: Mapping[PartName, PythonName] = Field(default_factory=dict)
    """Names of your own: ``Pump`` or ``space:Pump(v1)`` for a view, ``Pump.pressure`` for a property of it."""
    async_client: bool = True
    """Whether there are asynchronous clients and APIs beside the others."""
    templates: RelativePath | None = None
    """Folder of templates that go before Pygen's own of the same name, relative to the folder of the configuration."""
    project: bool = False
    """Whether the package comes with all that it takes to publish it: ``pyproject.toml`` and a README."""
    distribution: DistributionName | None = None
    """Name under which the project is published; by default the package with ``-`` in place of ``_``."""
    version: Version = "0.1.0"
    """Version of the project."""


class TypescriptConfig(Settings):
    """Settings of the TypeScript SDK."""

    package: NpmName | None = None
    """Name of the package on npm; by default the external id of the first data model in kebab case."""
    client_name: TypescriptClass | None = None
    """Class name of the client; by default the external id of the first data model in Pascal case, and ``Client``."""
    output: RelativePath | None = None
    """The folder of the package, relative to that of the configuration; by default its name without ``@scope/``."""
    naming: Literal["camelCase", "as_is"] = "camelCase"
    """How properties and views are spelt: ``camelCase`` members and ``PascalCase`` types, or as in the model."""
    names: Mapping[PartName, TypescriptName] = Field(default_factory=dict)
    """Names of your own: ``Pump`` or ``space:Pump(v1)`` for a view, ``Pump.pressure`` for a property of it."""
    int64: Literal["number", "bigint"] = "number"
    """What 64-bit integers are read as. A ``number`` is exact up to 2^53; a value beyond that is an error."""
    project: bool = False
    """Whether the sources come with ``package.json``, ``deno.json``, ``tsconfig.json`` and a README."""
    version: NpmVersion = "0.1.0"
    """Version of the project."""


Language = Literal["python", "typescript"]
"""The languages that SDKs are generated in."""


class GeneralConfig(Settings):
    """Settings that hold for every language."""

    languages: tuple[Language, ...] = ()
    """Languages to generate; where empty, those that have a table here, and Python if none has."""
    default_instance_space: SpaceId | None = None
    """Space of instances that are written or named without one."""
    include_views: tuple[ViewPattern, ...] = ()
    """Views to generate, all where empty: ``Pump``, ``Pump*``, ``space:Pump`` or ``space:Pump(v1)``."""
    exclude_views: tuple[ViewPattern, ...] = ()
    """Views to leave out, written the same way."""
    exclude_spaces: tuple[str, ...] = ()
    """Spaces whose views are left out; ``*`` and ``?`` stand for any characters."""
    hooks: tuple[str, ...] = ()
    """Entry points of the group ``pygen_generator.hooks`` that may change the model and the files, in this order."""


class GenerateConfig(GeneralConfig):
    """Settings that hold for every language."""

    source: SourcePaths | None = None
    """Where data models come from: JSON or YAML file, Toolkit folder, or a list of these; by default the service."""


class GeneratorConfig(GeneralConfig):
    """What to generate, and under which names."""

    models: tuple[ModelId, ...] = ()
    """The data models of one SDK; all that the source holds where empty."""
    python: PythonConfig = Field(default_factory=PythonConfig)
    """Settings of the Python SDK."""
    typescript: TypescriptConfig = Field(default_factory=TypescriptConfig)
    """Settings of the TypeScript SDK."""

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> GeneratorConfig:
        """Make the configuration from the content of ``pygen.toml`` (``[[models]]``, ``[generate]``, ``[python]``,
        ``[typescript]``).

        Raises:
            ConfigError: settings are unknown or have wrong values, all of them are named; or there are several targets.
        """
        config, *others = ConfigFile.load(data).configs
        if others:
            raise ConfigError("The configuration has several targets.", "Generate each of ConfigFile.configs.")
        return config

    @property
    def chosen_languages(self) -> tuple[Language, ...]:
        """The languages to generate, each once."""
        return tuple(dict.fromkeys(self.languages)) or ("python",)

    @property
    def hash(self) -> str:
        """SHA-256 of the settings that are not as by default; equal settings give equal hashes on every machine."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


class TargetConfig(Settings):
    """One of several SDKs. What it does not set is as in the tables of the whole file."""

    models: tuple[ModelId, ...] = ()
    """The data models of this SDK."""
    generate: GeneralConfig = Field(default_factory=GeneralConfig)
    """Settings that hold for every language."""
    python: PythonConfig = Field(default_factory=PythonConfig)
    """Settings of the Python SDK."""
    typescript: TypescriptConfig = Field(default_factory=TypescriptConfig)
    """Settings of the TypeScript SDK."""


class ConfigFile(Settings):
    """The whole content of ``pygen.toml``."""

    models: tuple[ModelId, ...] = ()
    """The data models of one SDK; all that the source holds where empty."""
    generate: GenerateConfig = Field(default_factory=GenerateConfig)
    """Settings that hold for every language."""
    python: PythonConfig = Field(default_factory=PythonConfig)
    """Settings of the Python SDK."""
    typescript: TypescriptConfig = Field(default_factory=TypescriptConfig)
    """Settings of the TypeScript SDK."""
    targets: tuple[TargetConfig, ...] = ()
    """Several SDKs in place of one; each needs a ``package`` or an ``output`` of its own."""

    @classmethod
    def load(cls, data: Mapping[str, Any], what: str = "The configuration") -> ConfigFile:
        """Check the content of a configuration; ``what`` names it in messages.

        Raises:
            ConfigError: settings are unknown or have wrong values; all of them are named.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise config_error(what, error, _TABLES) from None

    @property
    def sources(self) -> tuple[str, ...]:
        """The files and folders that data models come from, relative to the folder of the configuration."""
        named = self.generate.source
        return (named,) if isinstance(named, str) else named or ()

    @property
    def configs(self) -> tuple[GeneratorConfig, ...]:
        """One configuration for each SDK."""
        return tuple(self._config(target) for target in self.targets or [TargetConfig()])

    def _config(self, target: TargetConfig) -> GeneratorConfig:
        general = {**_given(self.generate), **_given(target.generate)}
        # Where a model comes from is no part of what is generated, so locks do not depend on it.
        general.pop("source", None)
        if not general.get("languages"):
            # A target that has tables of its own is for their languages alone.
            tables = _languages(target) or _languages(self)
            # Python alone is what goes without saying, so it changes no lock.
            general["languages"] = () if tables == ("python",) else tables
        return GeneratorConfig.model_validate(
            {
                **general,
                "models": target.models or self.models,
                "python": {**_given(self.python), **_given(target.python)},
                "typescript": {**_given(self.typescript), **_given(target.typescript)},
            }
        )


_TABLES: dict[str, Iterable[str]] = {
    "": ConfigFile.model_fields,
    "models": ModelEntry.model_fields,
    "generate": GenerateConfig.model_fields,
    "python": PythonConfig.model_fields,
    "typescript": TypescriptConfig.model_fields,
    "targets": TargetConfig.model_fields,
}


def _languages(settings: ConfigFile | TargetConfig) -> tuple[Language, ...]:
    """The languages that have a table."""
    return tuple(language for language in get_args(Language) if language in settings.model_fields_set)


def _given(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.model_fields_set}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the configuration's content, with which editors complete and check it."""
    schema = ConfigFile.model_json_schema(by_alias=False)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Configuration of Pygen",
    }
