"""Containers and views, as far as instances depend on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
ContainerId = tuple[str, str]
"""Space and external id."""
ViewId = tuple[str, str, str]
"""Space, external id and version."""


@dataclass(frozen=True)
class Property:
    """A property of a container, or one that every instance has."""

    type: str
    is_list: bool = False
    nullable: bool = True
    immutable: bool = False
    default: Any = None
    """As JSON; None where there is none."""
    collation: str = "ucs_basic"
    target: ContainerId | None = None
    """The container in which the targets of a direct relation must have data."""


BASE = {
    "space": Property("text"),
    "externalId": Property("text"),
    "instanceType": Property("text"),
    "version": Property("int64"),
    "createdTime": Property("timestamp"),
    "lastUpdatedTime": Property("timestamp"),
    "deletedTime": Property("timestamp"),
    "type": Property("direct"),
    "startNode": Property("direct"),
    "endNode": Property("direct"),
}


@dataclass(frozen=True)
class Container:
    id: ContainerId
    used_for: str
    properties: dict[str, Property]
    requires: list[ContainerId]
    unique: list[tuple[list[str], bool]]
    """Properties that are unique together, and whether by space."""
    indexes: list[list[str]]
    """The properties of every index that cursors can follow."""


@dataclass(frozen=True)
class View:
    id: ViewId
    properties: dict[str, tuple[ContainerId, str]]
    """Where each property is stored, inherited ones included."""
    filter: Json | None

    @property
    def containers(self) -> list[ContainerId]:
        return sorted({container for container, _ in self.properties.values()})


class Schema:
    """The schema that the two lists of JSON, as they are written, describe."""

    def __init__(self, containers: Iterable[Json], views: Sequence[Json]) -> None:
        self.containers = {identifier(body): _container(body) for body in containers}
        written = {view_id(body): body for body in views}
        self.views = {id_: View(id_, _expanded(id_, written), body.get("filter")) for id_, body in written.items()}

    def stored(self, source: Json) -> dict[str, tuple[ContainerId, str]]:
        """Where the properties of a view or container are stored, by their names in it."""
        if source["type"] == "view":
            return self.views[view_id(source)].properties
        container = identifier(source)
        return {name: (container, name) for name in self.containers[container].properties}

    def containers_of(self, source: Json) -> list[ContainerId]:
        return self.views[view_id(source)].containers if source["type"] == "view" else [identifier(source)]

    def property(self, place: tuple[ContainerId, str]) -> Property:
        container, name = place
        return self.containers[container].properties[name]

    def place(self, path: Sequence[str]) -> tuple[ContainerId, str]:
        """Where ``[space, view/version, property]`` or ``[space, container, property]`` is stored."""
        space, owner, name = path
        view, slash, version = owner.partition("/")
        return self.views[space, view, version].properties[name] if slash else ((space, owner), name)


def identifier(reference: Json) -> tuple[str, str]:
    return reference["space"], reference["externalId"]


def view_id(reference: Json) -> ViewId:
    return reference["space"], reference["externalId"], reference["version"]


def _container(body: Json) -> Container:
    constraints = body.get("constraints", {}).values()
    return Container(
        identifier(body),
        body.get("usedFor", "node"),
        {name: _property(definition) for name, definition in body["properties"].items()},
        [identifier(given["require"]) for given in constraints if given["constraintType"] == "requires"],
        [
            (given["properties"], given.get("bySpace", False))
            for given in constraints
            if given["constraintType"] == "uniqueness"
        ],
        [index["properties"] for index in body.get("indexes", {}).values() if index.get("cursorable", False)],
    )


def _property(definition: Json) -> Property:
    type_ = definition["type"]
    return Property(
        type_["type"],
        type_.get("list", False),
        definition.get("nullable", True),
        definition.get("immutable", False),
        definition.get("defaultValue"),
        type_.get("collation", "ucs_basic"),
        identifier(type_["container"]) if "container" in type_ else None,
    )


def _expanded(id_: ViewId, written: dict[ViewId, Json]) -> dict[str, tuple[ContainerId, str]]:
    """Own properties win over inherited ones, and the last listed parent over the others (stance 21)."""
    properties: dict[str, tuple[ContainerId, str]] = {}
    for parent in written[id_].get("implements", []):
        properties |= _expanded(view_id(parent), written)
    for name, definition in written[id_].get("properties", {}).items():
        properties[name] = (identifier(definition["container"]), definition["containerPropertyIdentifier"])
    return properties
