"""How an attribute of a data class is tied to a property of its view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import PydanticCustomError
from pydantic_core import core_schema as cs
from pygen_client.schema import EdgeId, NodeId, ViewId

from pygen_runtime.instances.per_class import PerClass


@dataclass(frozen=True, slots=True)
class Property:
    """Stands in ``Annotated[...]``; made by :func:`prop`."""

    name: str | None = None
    nullable: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> cs.CoreSchema:
        schema = handler(source)
        return schema if self.nullable else cs.no_info_before_validator_function(_refuse_none, schema)


def prop(name: str | None = None, *, nullable: bool = True) -> Property:
    """Tie an attribute to a property of the view.

    Args:
        name: The property, where the attribute is not called the same.
        nullable: False for a property that may stay unset but cannot be cleared: the service counts it up itself.
    """
    return Property(name, nullable)


@dataclass(frozen=True, slots=True)
class NestedEdges:
    """Stands in ``Annotated[...]`` of a write class; made by :func:`edges`."""

    relation: EdgeConnection


class EdgeConnection(Protocol):
    """What writes need to know of a connection by edges; ``relations`` of read classes declare it."""

    @property
    def direction(self) -> str: ...
    @property
    def edge(self) -> str | None: ...
    @property
    def edge_class(self) -> type[DataClass]: ...
    # Last, as its name hides the builtin from those after it.
    @property
    def type(self) -> NodeId: ...


def edges(relation: EdgeConnection) -> NestedEdges:
    """Tie an attribute of a write class to the connection by edges whose edges it takes.

    Args:
        relation: The connection, as the read class declares it: it knows the type, direction and view of the edges.
    """
    return NestedEdges(relation)


class DataClass(BaseModel):
    """What read and write classes share: some fields are of the instance, all others are properties of its view."""

    model_config = ConfigDict(defer_build=True, extra="forbid", protected_namespaces=())

    view_id: ClassVar[ViewId]
    """The view through which instances of this class are read or written."""

    _metadata_fields: ClassVar[frozenset[str]]
    _id_class: ClassVar[type[NodeId] | type[EdgeId]]


def _property_names(data_class: type[DataClass]) -> Mapping[str, str]:
    names = {}
    for attribute, info in data_class.model_fields.items():
        is_property = attribute not in data_class._metadata_fields
        if is_property and not any(isinstance(mark, NestedEdges) for mark in info.metadata):
            marks = [mark.name for mark in info.metadata if isinstance(mark, Property) and mark.name is not None]
            names[attribute] = marks[0] if marks else attribute
    return names


property_names = PerClass(_property_names)
"""Attribute to property of the view, for all attributes that are properties."""


def _refuse_none(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError(
            "not_nullable", "This property cannot be cleared: leave it unset, and the service gives it the next number"
        )
    return value
