"""Rules of names: what an identifier may look like and which are taken (behaviour.md section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygen_emulator.schema import limits

SYSTEM_SPACES = frozenset(
    {"cdf_3d_schema", "cdf_360_image_schema", "cdf_cdm", "cdf_cdm_3d", "cdf_cdm_units", "cdf_idm"}
)
"""Spaces that the service owns. What is in them is global: visible in every project and writable in none."""

RESERVED_SPACES = ("space", "cdf", "dms", "pg3", "shared", "system", "node", "edge")
RESERVED_EXTERNAL_IDS = (
    *("Query", "Mutation", "Subscription", "String", "Int32", "Int64", "Int", "Float32", "Float64", "Float"),
    *("Timestamp", "JSONObject", "Date", "Numeric", "Boolean", "PageInfo", "File", "Sequence", "TimeSeries"),
)
RESERVED_PROPERTIES = (
    *("space", "externalId", "createdTime", "lastUpdatedTime", "deletedTime", "edge_id", "node_id", "project_id"),
    *("property_group", "seq", "tg_table_name", "extensions"),
)
RESERVED_ENUM_VALUES = ("true", "false", "null")

_SPACE = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]{0,41}[a-zA-Z0-9]?")
_EXTERNAL_ID = re.compile(r"[a-zA-Z]([a-zA-Z0-9_]{0,253}[a-zA-Z0-9])?")
_VERSION = re.compile(r"[a-zA-Z0-9]([.a-zA-Z0-9_-]{0,41}[a-zA-Z0-9])?")
_PROPERTY = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,253}[a-zA-Z0-9]?")
_ENUM_VALUE = re.compile(r"[_A-Za-z][_0-9A-Za-z]{0,127}")


def space(value: str) -> Iterator[str]:
    """What is wrong with the id of a space, each as the text of a constraint violation."""
    yield from _matches("space", value, _SPACE, 43)
    yield from _is_free("space", value, RESERVED_SPACES)


def external_id(value: str, field: str = "externalId") -> Iterator[str]:
    """What is wrong with the external id of a container, view or data model, or a property named by reference."""
    yield from _matches(field, value, _EXTERNAL_ID, 255)


def class_external_id(value: str) -> Iterator[str]:
    """What is wrong with the external id of a container or a view, where some are reserved."""
    yield from external_id(value)
    yield from _is_free("externalId", value, RESERVED_EXTERNAL_IDS)


def version(value: str) -> Iterator[str]:
    yield from _matches("version", value, _VERSION, 43)


def property_name(value: str) -> Iterator[str]:
    """What is wrong with the identifier of a property of a container or a view."""
    yield from _matches("Property identifier", value, _PROPERTY, 255)
    yield from _is_free("Property identifier", value, RESERVED_PROPERTIES)


def enum_value(value: str) -> Iterator[str]:
    yield from _matches("Enum value identifier", value, _ENUM_VALUE, 128)
    yield from _is_free("Enum value identifier", value.lower(), RESERVED_ENUM_VALUES)


def sub_object(value: str) -> Iterator[str]:
    """What is wrong with the identifier of a constraint or an index."""
    yield from _size("identifier", value, 1, limits.SUB_OBJECT_ID_SIZE)


def instance_external_id(value: str) -> Iterator[str]:
    yield from _size("externalId", value, 1, limits.EXTERNAL_ID_OF_INSTANCE_SIZE)
    if "\0" in value:
        yield "externalId must not contain NUL"


def texts(name: str | None, description: str | None) -> Iterator[str]:
    """What is wrong with the readable texts that every schema object may have."""
    yield from _size("name", name or "", 0, limits.NAME_SIZE)
    yield from _size("description", description or "", 0, limits.DESCRIPTION_SIZE)


def _size(field: str, value: str, least: int, most: int) -> Iterator[str]:
    if not least <= len(value) <= most:
        yield f"{field} size must be between {least} and {most}"


def _matches(field: str, value: str, pattern: re.Pattern[str], most: int) -> Iterator[str]:
    if not 1 <= len(value) <= most:
        yield from _size(field, value, 1, most)
    elif not pattern.fullmatch(value):
        yield f'{field} must match "^{pattern.pattern}$", got "{value}"'


def _is_free(field: str, value: str, reserved: tuple[str, ...]) -> Iterator[str]:
    if value in reserved:
        yield f"{field} cannot be one of the reserved values: [{', '.join(reserved)}]"
