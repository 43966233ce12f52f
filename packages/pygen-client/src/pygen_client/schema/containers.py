"""Containers: the typed tables that store the properties of instances."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Union

from pydantic import Discriminator, Field, Tag

from pygen_client.schema._base import SchemaModel
from pygen_client.schema.ids import ContainerId
from pygen_client.schema.property_types import PropertyType

UsedFor = Literal["node", "edge", "all", "record"]


class ContainerPropertyWrite(SchemaModel):
    """A property of a container as it is created."""

    type: PropertyType
    nullable: bool | None = None
    """Whether the property may be without value; the service takes true where it is not set."""
    immutable: bool | None = None
    """Whether the value may not change once it is set; default false."""
    auto_increment: bool | None = None
    """Whether the service fills in the next number; for ``int32`` and ``int64`` only; default false."""
    default_value: Any = None
    name: str | None = None
    description: str | None = None


class ContainerProperty(SchemaModel):
    """A property of a container as the service answers it."""

    type: PropertyType
    nullable: bool
    immutable: bool
    auto_increment: bool
    default_value: Any = None
    name: str | None = None
    description: str | None = None
    constraint_state: dict[str, str] | None = None

    def as_write(self) -> ContainerPropertyWrite:
        data = self.dump()
        data.pop("constraintState", None)
        return ContainerPropertyWrite.load(data)


class RequiresConstraint(SchemaModel):
    """Instances with data in this container must have data in another one too."""

    _constants: ClassVar[tuple[str, ...]] = ("constraint_type",)

    constraint_type: Literal["requires"] = "requires"
    require: ContainerId
    state: str | None = None
    """``current``, ``pending`` or ``failed``; in answers only."""


class UniquenessConstraint(SchemaModel):
    """The values of these properties, taken together, occur once (per space if ``by_space``)."""

    _constants: ClassVar[tuple[str, ...]] = ("constraint_type",)

    constraint_type: Literal["uniqueness"] = "uniqueness"
    properties: list[str]
    by_space: bool | None = None
    state: str | None = None


class UnknownConstraint(SchemaModel):
    """A kind of constraint that this version of the client does not know."""

    constraint_type: str
    state: str | None = None


class BtreeIndex(SchemaModel):
    """An ordered index; ``cursorable`` makes it usable for sorted paging."""

    _constants: ClassVar[tuple[str, ...]] = ("index_type",)

    index_type: Literal["btree"] = "btree"
    properties: list[str]
    by_space: bool | None = None
    cursorable: bool | None = None
    state: str | None = None


class InvertedIndex(SchemaModel):
    """An index over the elements of lists."""

    _constants: ClassVar[tuple[str, ...]] = ("index_type",)

    index_type: Literal["inverted"] = "inverted"
    properties: list[str]
    state: str | None = None


class UnknownIndex(SchemaModel):
    """A kind of index that this version of the client does not know."""

    index_type: str
    state: str | None = None


def _tag_by(key: str, attribute: str, known: tuple[str, ...]) -> Discriminator:
    def tag(value: Any) -> str:
        name = value.get(key, value.get(attribute)) if isinstance(value, dict) else getattr(value, attribute, None)
        return name if isinstance(name, str) and name in known else "unknown"

    return Discriminator(tag)


Constraint = Annotated[
    Union[
        Annotated[RequiresConstraint, Tag("requires")],
        Annotated[UniquenessConstraint, Tag("uniqueness")],
        Annotated[UnknownConstraint, Tag("unknown")],
    ],
    _tag_by("constraintType", "constraint_type", ("requires", "uniqueness")),
]
Index = Annotated[
    Union[
        Annotated[BtreeIndex, Tag("btree")],
        Annotated[InvertedIndex, Tag("inverted")],
        Annotated[UnknownIndex, Tag("unknown")],
    ],
    _tag_by("indexType", "index_type", ("btree", "inverted")),
]


class ContainerWrite(SchemaModel):
    """A container as it is created or extended. An upsert merges: what it does not name stays."""

    space: str
    external_id: str
    name: str | None = None
    description: str | None = None
    used_for: UsedFor | None = None
    """Which instances may have data in it; ``node`` where it is not set."""
    properties: dict[str, ContainerPropertyWrite]
    constraints: dict[str, Constraint] | None = None
    indexes: dict[str, Index] | None = None

    def as_id(self) -> ContainerId:
        return ContainerId(self.space, self.external_id)


class Container(SchemaModel):
    """A container as the service answers it."""

    space: str
    external_id: str
    name: str | None = None
    description: str | None = None
    used_for: UsedFor
    properties: dict[str, ContainerProperty]
    constraints: dict[str, Constraint] = Field(default_factory=dict)
    indexes: dict[str, Index] = Field(default_factory=dict)
    created_time: int
    last_updated_time: int
    is_global: bool

    def as_id(self) -> ContainerId:
        return ContainerId(self.space, self.external_id)

    def as_write(self) -> ContainerWrite:
        """The container without what only the service sets: times, ``isGlobal`` and states."""
        data = self.dump()
        for key in ("createdTime", "lastUpdatedTime", "isGlobal"):
            data.pop(key, None)
        for part in (*data.get("constraints", {}).values(), *data.get("indexes", {}).values()):
            part.pop("state", None)
        for value in data["properties"].values():
            value.pop("constraintState", None)
        return ContainerWrite.load(data)
