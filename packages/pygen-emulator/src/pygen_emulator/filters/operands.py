"""The values that a filter compares with: literals and other properties of the same instance."""

# ruff: noqa: S608 -- names come quoted from storage.names, values are always parameters

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pygen_client.schema import EnumType, PropertyType, TextType

from pygen_emulator.errors import ApiError
from pygen_emulator.filters.properties import Column, column
from pygen_emulator.filters.scope import Scope
from pygen_emulator.filters.sources import Sources
from pygen_emulator.storage.values import (
    Converter,
    InvalidValueError,
    NodeReference,
    Stored,
    column_text,
    describe,
    element_converter,
    json_text,
)

_FAMILIES = {
    "text": "text",
    "enum": "text",
    "timeseries": "text",
    "file": "text",
    "sequence": "text",
    "int32": "number",
    "int64": "number",
    "float32": "number",
    "float64": "number",
}
_INTEGERS = ("int32", "int64")
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Predicate:
    """A piece of SQL and the parameters in it, in their order."""

    sql: str
    parameters: tuple[Stored, ...] = ()


_NODE = (
    "coalesce((SELECT n.id FROM \"instance\" AS n WHERE n.kind = 'node' AND n.space = {space} "
    "AND n.external_id = {external_id}), 0)"
)
"""The row of a node by its name; 0, which is no row, where there is none."""


def single(target: Column, value: Any, scope: Scope, sources: Sources) -> Predicate:
    """One value of the column's type, a list where the column is one.

    Raises:
        ApiError: 400, when it does not fit.
    """
    other = referenced(value, scope, sources)
    if other is not None:
        if family(other.type) != family(target.type) or other.type.is_list != target.type.is_list:
            raise ApiError(400, f"The properties {target} and {other} cannot be compared: their types differ.")
        return Predicate(other.sql)
    if not target.type.is_list:
        return _literal(_convert(target, value))
    if not isinstance(value, list):
        raise ApiError(400, "Invalid value for list property")
    elements = [_convert(target, element) for element in value]
    if elements and isinstance(elements[0], NodeReference):
        nodes = [_literal(element) for element in elements]
        parameters = tuple(parameter for node in nodes for parameter in node.parameters)
        return Predicate(f"json_array({', '.join(node.sql for node in nodes)})", parameters)
    return Predicate("?", (column_text(elements),))


def bound(target: Column, value: Any, scope: Scope, sources: Sources) -> Predicate:
    """One end of a range: as :func:`single`, but integers may be compared with any number."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and target.type.type in _INTEGERS:
        return Predicate("?", (value if isinstance(value, int) and abs(value) <= _LARGEST else _as_float(value),))
    return single(target, value, scope, sources)


def several(target: Column, values: Any, scope: Scope, sources: Sources) -> Predicate:
    """A set of single values of the column's (element) type, as a subquery with one column ``value``.

    Raises:
        ApiError: 400, when one does not fit, or ``values`` is neither a list nor a reference to a list property.
    """
    other = referenced(values, scope, sources)
    if other is not None:
        if family(other.type) != family(target.type) or not other.type.is_list:
            raise ApiError(400, f"The property {other} is no list of values that {target} can be compared with.")
        return Predicate(f"SELECT value FROM json_each({other.sql})")
    if not isinstance(values, list):
        raise ApiError(400, f"Invalid values for the property {target}: must be a list, not {describe(values)}.")
    elements = [_convert(target, value) for value in values]
    if target.type.type == "direct":
        node = _NODE.format(space="json_extract(w.value, '$[0]')", external_id="json_extract(w.value, '$[1]')")
        names = json_text([list(element) for element in elements])
        return Predicate(f"SELECT {node} AS value FROM json_each(?) AS w", (names,))
    return Predicate("SELECT value FROM json_each(?)", (json_text(elements),))


def literals(target: Column, values: Iterable[Any]) -> Predicate:
    """Single literal values of the column's type, as parameters with commas between them."""
    converted = tuple(_convert(target, value) for value in values)
    return Predicate(", ".join("?" * len(converted)), converted)


def referenced(value: Any, scope: Scope, sources: Sources) -> Column | None:
    """The column that ``{"property": [...]}`` names; None for a literal.

    Raises:
        ApiError: 400 for ``{"parameter": ...}``, which only queries can fill in.
    """
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    if "parameter" in value:
        raise ApiError(400, "A filter here cannot take a parameter: only query and sync have parameters.")
    path = value.get("property")
    if isinstance(path, list) and all(isinstance(step, str) for step in path):
        return column(path, scope, sources)
    return None


def family(type_: PropertyType) -> str:
    """Types of one family can be compared with each other."""
    return _FAMILIES.get(type_.type, type_.type)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _literal(value: Any) -> Predicate:
    if isinstance(value, NodeReference):
        return Predicate(_NODE.format(space="?", external_id="?"), (value.space, value.external_id))
    return Predicate("?", (value,))


def _convert(target: Column, value: Any) -> Any:
    if target.is_time and isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return value
    try:
        return _converter(target.type)(value)
    except InvalidValueError as error:
        raise ApiError(400, f"Invalid value {describe(value)} for the property {target}: it {error}.") from None


def _converter(type_: PropertyType) -> Converter:
    """As for writing, without what limits only stored values: sizes of text, and the unknown value of an enum."""
    if isinstance(type_, TextType):
        return element_converter(TextType())
    if isinstance(type_, EnumType):
        return element_converter(type_.model_copy(update={"unknown_value": None}))
    return element_converter(type_)
