"""What single settings may hold."""

from __future__ import annotations

import keyword
import re
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any

from pydantic import AfterValidator, GetPydanticSchema
from pydantic_core import core_schema
from pygen_client.schema import DataModelId

_SPACE = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?")
_VIEW = r"(?:[^:().\s]+:)?[^:().\s]+(?:\([^()]+\))?"
_DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_NPM = re.compile(r"(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*")
_TYPESCRIPT = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_SEMVER = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_VERSION = re.compile(r"(\d+!)?\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?(\+[a-z0-9]+(\.[a-z0-9]+)*)?")


def _python_name(value: str) -> str:
    # ASCII only: the name becomes a folder, which other systems may spell in another Unicode form.
    if not (value.isascii() and value.isidentifier()) or keyword.iskeyword(value):
        raise ValueError("it must be a Python name: ASCII letters, digits and underscores, no digit first, no keyword")
    return value


def _space(value: str) -> str:
    if not _SPACE.fullmatch(value):
        raise ValueError("it must be a space id: 1 to 43 letters, digits, '_' and '-', a letter first")
    return value


def _view_pattern(value: str) -> str:
    if not re.fullmatch(_VIEW, value):
        raise ValueError("it must be like 'Pump', 'Pump*', 'space:Pump' or 'space:Pump(v1)'")
    return value


def _part(value: str) -> str:
    if not re.fullmatch(rf"{_VIEW}(?:\.[^.\s]+)?", value) or set(value) & set("*?"):
        raise ValueError("it must be like 'Pump', 'Pump.name', 'space:Pump' or 'space:Pump(v1).name'")
    return value


def relative_path(value: str) -> str:
    """The path with ``/``. Raises ValueError if it leaves the folder that it is relative to."""
    path = PurePosixPath(value.replace("\\", "/"))
    if path.is_absolute() or PureWindowsPath(value).drive or ".." in path.parts:
        raise ValueError("it must be a relative path without '..'")
    return path.as_posix()


def _sources(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        if not value:
            raise ValueError("it must name a file or folder")
        return tuple(map(_source, value))
    return _source(value)


def _source(value: str) -> str:
    # Unlike what is written, what is read may lie beside the folder: several SDKs may share the folder of a model.
    path = PurePosixPath(value.replace("\\", "/"))
    if not value or path.is_absolute() or PureWindowsPath(value).drive:
        raise ValueError("it must be a path that begins at the folder of the configuration, such as 'model'")
    return path.as_posix()


def _distribution(value: str) -> str:
    if not _DISTRIBUTION.fullmatch(value):
        raise ValueError("it must be ASCII letters, digits, '-', '_' and '.', a letter or digit at both ends")
    return value


def _version(value: str) -> str:
    if not _VERSION.fullmatch(value):
        raise ValueError("it must be a version such as 1.0.0 or 1.0.0rc1 (PEP 440)")
    return value


def _npm_name(value: str) -> str:
    if not _NPM.fullmatch(value) or len(value) > 214:
        raise ValueError("it must be the name of an npm package, such as shop-sdk or @acme/shop-sdk")
    return value


def _typescript_name(value: str) -> str:
    if not _TYPESCRIPT.fullmatch(value):
        raise ValueError("it must be a TypeScript name: ASCII letters, digits, '_' and '$', no digit first")
    return value


def _typescript_class(value: str) -> str:
    if not _TYPESCRIPT.fullmatch(value) or value[0].islower():
        raise ValueError("it must be the name of a class: ASCII letters and digits, a capital first")
    return value


def _semver(value: str) -> str:
    if not _SEMVER.fullmatch(value):
        raise ValueError("it must be a version such as 1.0.0 or 1.0.0-rc.1 (SemVer)")
    return value


def model_id_of(entry_type: type) -> GetPydanticSchema:
    """Makes data models, which are written as a table of ``entry_type``, ids from then on."""
    names = ("space", "external_id", "version")

    def to_table(value: Any) -> Any:
        return {name: getattr(value, name) for name in names} if isinstance(value, DataModelId) else value

    def to_id(entry: Any) -> DataModelId:
        return DataModelId(*(getattr(entry, name) for name in names))

    def schema(_source: Any, handler: Any) -> core_schema.CoreSchema:
        table = core_schema.no_info_before_validator_function(to_table, handler(entry_type))
        written = core_schema.plain_serializer_function_ser_schema(to_table)
        return core_schema.no_info_after_validator_function(to_id, table, serialization=written)

    return GetPydanticSchema(schema)


PythonName = Annotated[str, AfterValidator(_python_name)]
SpaceId = Annotated[str, AfterValidator(_space)]
ViewPattern = Annotated[str, AfterValidator(_view_pattern)]
PartName = Annotated[str, AfterValidator(_part)]
"""A view, or a property of it."""
RelativePath = Annotated[str, AfterValidator(relative_path)]
SourcePaths = Annotated[str | tuple[str, ...], AfterValidator(_sources)]
"""One path, or several."""
DistributionName = Annotated[str, AfterValidator(_distribution)]
Version = Annotated[str, AfterValidator(_version)]
NpmName = Annotated[str, AfterValidator(_npm_name)]
TypescriptClass = Annotated[str, AfterValidator(_typescript_class)]
TypescriptName = Annotated[str, AfterValidator(_typescript_name)]
NpmVersion = Annotated[str, AfterValidator(_semver)]
