"""Views: the classes of a data model, with mapped properties and connections."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import Discriminator, Field, Tag

from pygen_client.schema._base import SchemaModel
from pygen_client.schema.ids import ContainerId, NodeId, ViewId
from pygen_client.schema.property_types import DirectRelationType, PropertyType

EdgeConnectionKind = Literal["multi_edge_connection", "single_edge_connection"]
ReverseConnectionKind = Literal["multi_reverse_direct_relation", "single_reverse_direct_relation"]


class MappedPropertyWrite(SchemaModel):
    """A property of a view that shows one property of a container."""

    container: ContainerId
    container_property_identifier: str
    name: str | None = None
    description: str | None = None
    source: ViewId | None = None
    """For direct relations: the view through which the target is meant to be read."""


class MappedProperty(SchemaModel):
    """A mapped property as the service answers it: with all that the container says of it."""

    container: ContainerId
    container_property_identifier: str
    type: PropertyType
    nullable: bool
    immutable: bool
    auto_increment: bool
    default_value: Any = None
    name: str | None = None
    description: str | None = None
    constraint_state: dict[str, str] | None = None

    def as_write(self) -> MappedPropertyWrite:
        data = self.dump()
        kept: dict[str, Any] = {
            key: data[key] for key in ("container", "containerPropertyIdentifier", "name", "description") if key in data
        }
        if isinstance(self.type, DirectRelationType) and self.type.source:
            kept["source"] = self.type.source.dump()
        return MappedPropertyWrite.load(kept)


class EdgeConnection(SchemaModel):
    """A connection over edges of one type. The same form in requests and answers."""

    _constants: ClassVar[tuple[str, ...]] = ("connection_type",)

    connection_type: EdgeConnectionKind = "multi_edge_connection"
    type: NodeId
    source: ViewId
    """The view of the node at the other end."""
    edge_source: ViewId | None = None
    """The view that shows the properties of the edge itself."""
    direction: Literal["outwards", "inwards"] | None = None
    """Seen from this view; ``outwards`` where it is not set."""
    name: str | None = None
    description: str | None = None


def _is_view(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return "container" if kind == "container" else "view"


class Through(SchemaModel):
    """The direct relation that a reverse connection follows backwards."""

    source: Annotated[
        Union[Annotated[ViewId, Tag("view")], Annotated[ContainerId, Tag("container")]], Discriminator(_is_view)
    ]
    identifier: str
    """Name of the direct relation in that view or container."""


class ReverseDirectRelation(SchemaModel):
    """A direct relation seen from its target. It stores nothing."""

    connection_type: ReverseConnectionKind
    source: ViewId
    through: Through
    targets_list: bool | None = None
    """Whether the direct relation is a list; in answers only."""
    name: str | None = None
    description: str | None = None


class UnknownConnection(SchemaModel):
    """A kind of connection that this version of the client does not know."""

    connection_type: str
    name: str | None = None
    description: str | None = None


_CONNECTIONS = {
    "multi_edge_connection": "edge",
    "single_edge_connection": "edge",
    "multi_reverse_direct_relation": "reverse",
    "single_reverse_direct_relation": "reverse",
}


def _property_tag(value: Any) -> str:
    if isinstance(value, SchemaModel):
        value = dict(value)
    if not isinstance(value, dict):
        return "unknown"
    if "container" in value:
        return "mapped"
    kind = value.get("connectionType", value.get("connection_type", "multi_edge_connection"))
    return _CONNECTIONS.get(kind, "unknown") if isinstance(kind, str) else "unknown"


ViewProperty = Annotated[
    Union[
        Annotated[MappedProperty, Tag("mapped")],
        Annotated[EdgeConnection, Tag("edge")],
        Annotated[ReverseDirectRelation, Tag("reverse")],
        Annotated[UnknownConnection, Tag("unknown")],
    ],
    Discriminator(_property_tag),
]
ViewPropertyWrite = Annotated[
    Union[
        Annotated[MappedPropertyWrite, Tag("mapped")],
        Annotated[EdgeConnection, Tag("edge")],
        Annotated[ReverseDirectRelation, Tag("reverse")],
        Annotated[UnknownConnection, Tag("unknown")],
    ],
    Discriminator(_property_tag),
]


class ViewWrite(SchemaModel):
    """A view as it is created. Posting the same version again adds properties; it removes none."""

    space: str
    external_id: str
    version: str
    name: str | None = None
    description: str | None = None
    filter: dict[str, Any] | None = None
    """Which instances belong to the view, in the filter language; by default all with data in its containers."""
    implements: list[ViewId] | None = None
    properties: dict[str, ViewPropertyWrite] | None = None

    def as_id(self) -> ViewId:
        return ViewId(self.space, self.external_id, self.version)


class View(SchemaModel):
    """A view as the service answers it, inherited properties included unless the request said otherwise."""

    space: str
    external_id: str
    version: str
    name: str | None = None
    description: str | None = None
    filter: dict[str, Any] | None = None
    implements: list[ViewId] = Field(default_factory=list)
    properties: dict[str, ViewProperty]
    created_time: int
    last_updated_time: int
    writable: bool
    """Whether every required property of the mapped containers is mapped."""
    queryable: bool
    """Whether it has a filter or at least one mapped property."""
    used_for: Literal["node", "edge", "all"]
    is_global: bool
    mapped_containers: list[ContainerId]

    def as_id(self) -> ViewId:
        return ViewId(self.space, self.external_id, self.version)

    def as_write(self) -> ViewWrite:
        """The view in the form that creates it. Inherited properties in ``properties`` become its own."""
        data = self.dump()
        kept = {key: data[key] for key in _WRITABLE if key in data}
        kept["properties"] = {name: _as_write(value) for name, value in self.properties.items()}
        return ViewWrite.load(kept)


_WRITABLE = ("space", "externalId", "version", "name", "description", "filter", "implements")


def _as_write(value: ViewProperty) -> dict[str, Any]:
    if isinstance(value, MappedProperty):
        return value.as_write().dump()
    data = value.dump()
    data.pop("targetsList", None)
    return data
