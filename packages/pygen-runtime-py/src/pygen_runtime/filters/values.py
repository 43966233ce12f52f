"""Values that a filter compares with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias, Union, runtime_checkable

from pygen_client import PygenValidationError
from pygen_client.schema import InstanceId, NodeId

from pygen_runtime.timestamps import timestamp_text

PropertyPath: TypeAlias = tuple[str, ...]
"""Where a property is: ``("node", "externalId")`` or ``(view space, "View/version", property)``."""


@runtime_checkable
class Identified(Protocol):
    """An object that has the id of a node: one that was read, or a reference."""

    def as_id(self) -> NodeId: ...


@dataclass(frozen=True, slots=True)
class PropertyReference:
    """Compare with another property of the same instance."""

    property: PropertyPath

    def dump(self) -> dict[str, Any]:
        return {"property": list(self.property)}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Compare with a parameter of a query; the endpoints for lists and search do not take it."""

    name: str

    def dump(self) -> dict[str, Any]:
        return {"parameter": self.name}


Scalar: TypeAlias = Union[str, bool, int, float, date, datetime, InstanceId, Identified, Mapping[str, Any]]
FilterValue: TypeAlias = Union[Scalar, PropertyReference, Parameter]


def filter_value(value: Any) -> Any:
    """A value as JSON-compatible data.

    Raises:
        PygenValidationError: None, or a timestamp without a timezone.
    """
    match value:
        case None:
            raise PygenValidationError("A filter cannot compare with None: use Exists(...) or ~Exists(...)")
        case PropertyReference() | Parameter() | InstanceId():
            return value.dump()
        case datetime():
            try:
                return timestamp_text(value)
            except ValueError as error:
                raise PygenValidationError(str(error)) from None
        case date():
            return value.isoformat()
        case list() | tuple():
            return [filter_value(one) for one in value]
        case Identified():
            return value.as_id().dump()
    return value


def frozen_values(values: Iterable[Any]) -> tuple[Any, ...]:
    """The values of a filter on several of them.

    Raises:
        PygenValidationError: One text where several values belong: its letters would be taken as values.
    """
    if isinstance(values, (str, bytes, Mapping)):
        raise PygenValidationError(f"Expected several values, got one: {values!r}; put it in a list")
    return tuple(values)
