"""Views, their properties and connections, and the model that they make up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any, Literal, Union

from pygen_client.schema import DataModelId, NodeId, ViewId

from pygen_generator.model.text import SchemaText
from pygen_generator.model.types import ValueType


class Kind(Enum):
    """Which instances a view can show."""

    NODE = "node"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Default:
    """The value that the service fills in; a JSON value that nobody has checked yet."""

    value: Any


@dataclass(frozen=True, slots=True)
class Property:
    """A property that holds a value."""

    name: str
    """Its identifier in the view: the name on the wire."""
    type: ValueType
    is_list: bool
    nullable: bool
    absent: bool
    """Whether instances of the view can be without a value: it is nullable, or the view's filter shows instances that
    have no data in its container."""
    immutable: bool
    auto_increment: bool
    default: Default | None
    max_list_size: int | None
    """Most elements of a list; None for the limit of the service."""
    max_text_size: int | None
    """Most bytes of a text in UTF-8; None for the limit of the service."""
    display_name: SchemaText | None
    description: SchemaText | None

    @property
    def must_be_given(self) -> bool:
        """Whether instances cannot be written without a value that the service does not fill in."""
        return not (self.nullable or self.auto_increment or self.default is not None)


@dataclass(frozen=True, slots=True)
class EdgeConnection:
    """A connection over edges of one type."""

    name: str
    type: NodeId
    target: ViewId
    """The view of the nodes at the other end; it need not be part of the model."""
    edge_view: ViewId | None
    """The view of the edges themselves, if they have properties; it need not be part of the model."""
    direction: Literal["outwards", "inwards"]
    single: bool
    display_name: SchemaText | None
    description: SchemaText | None


@dataclass(frozen=True, slots=True)
class ReverseRelation:
    """A direct relation seen from its target; it stores nothing."""

    name: str
    target: ViewId
    """The view of the nodes that point here; it need not be part of the model."""
    through: ViewId
    """The view that has the direct relation: the target, a parent or child of it, or one outside of the model."""
    identifier: str
    """The direct relation in that view."""
    through_list: bool
    """Whether the direct relation is a list."""
    single: bool
    display_name: SchemaText | None
    description: SchemaText | None


Connection = Union[EdgeConnection, ReverseRelation]


@dataclass(frozen=True, slots=True)
class View:
    """A class of instances. Properties and connections are sorted by name and include the inherited ones."""

    id: ViewId
    display_name: SchemaText | None
    description: SchemaText | None
    kinds: frozenset[Kind]
    writable: bool
    queryable: bool
    parents: tuple[ViewId, ...]
    """What it implements, in its order; parents need not be part of the model. Free of circles within the model."""
    properties: tuple[Property, ...]
    connections: tuple[Connection, ...]
    """Those that can be followed. They start at nodes, also where the view shows edges, too."""
    filter: Mapping[str, Any] | None
    """Which instances it shows, as the service answers it and nobody has checked; None for all that have data in it."""
    demanded_type: NodeId | None
    """The type that nodes must have to show in the view, if its filter demands one."""


@dataclass(frozen=True)
class Model:
    """Everything that one SDK is generated from: the views of one or more data models, sorted by id."""

    ids: tuple[DataModelId, ...]
    views: tuple[View, ...]

    @cached_property
    def by_id(self) -> dict[ViewId, View]:
        return {view.id: view for view in self.views}

    def parents(self, view: View) -> list[View]:
        """The parents that are part of the model, in order."""
        return [self.by_id[parent] for parent in view.parents if parent in self.by_id]

    def parents_first(self) -> Iterator[View]:
        """All views, each after its parents, in an order that depends on their ids alone."""
        order = TopologicalSorter({view.id: [parent.id for parent in self.parents(view)] for view in self.views})
        return (self.by_id[view_id] for view_id in order.static_order())
